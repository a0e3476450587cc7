import type { CitrixPool } from '../../../flows/organisation.ts';
import type { HostPower } from '../model/hosts.ts';

/** Who may use something, in Citrix's way: everybody unless a filter is switched on. Names as they were sent. */
export interface UserFilter {
  includedOn: boolean;
  included: string[];
  excludedOn: boolean;
  excluded: string[];
}

/** What Citrix keeps of a delivery group beyond its machines. */
export interface GroupState {
  /** The access policy (may somebody use the group), and the published desktop (do they get it). Both must let a person in. */
  policy: UserFilter;
  desktop: UserFilter;
  maxDesktops: number;
  autoscale: boolean;
}

/** Work in the background. A power job goes on until the machine is where it was sent. */
export interface Job {
  id: string;
  type: string;
  startedAt: number;
  /** The answer that the call would have had without `async`. */
  result: unknown;
  power: { pool: string; host: string; turn: number; until: HostPower } | null;
}

interface Kept {
  groups: Record<string, GroupState>;
  jobs: Job[];
  nextJob: number;
}

const keptJobs = 200;

/** What Citrix keeps beyond machines and sessions: who may use which delivery group, Autoscale, and jobs. */
export class CitrixState {
  private readonly groups: Map<string, GroupState>;
  private readonly jobs: Map<string, Job>;
  private nextJob: number;

  constructor(kept?: Kept) {
    this.groups = new Map(Object.entries(kept?.groups ?? {}));
    this.jobs = new Map(kept?.jobs.map((job) => [job.id, job]));
    this.nextJob = kept?.nextJob ?? 1;
  }

  /**
   * Before anybody changes it: the pool's Entra group is let in by policy and desktop, and Autoscale is off. Where people
   * are entered one by one, the list that decides is empty: the desktop's, or the policy of machines that have owners.
   */
  group({ id, group, kind, access }: Pick<CitrixPool, 'id' | 'group' | 'kind' | 'access'>): GroupState {
    const known = this.groups.get(id);
    if (known) return known;
    const filter = (by: CitrixPool['access'], decides: boolean): UserFilter => ({
      includedOn: by === 'group' || decides,
      included: by === 'group' ? [group] : [],
      excludedOn: false,
      excluded: [],
    });
    const policy = filter(access, kind === 'personal');
    const desktop = filter(access, kind === 'pooled');
    const state = { policy, desktop, maxDesktops: 1, autoscale: false };
    this.groups.set(id, state);
    return state;
  }

  /** Numbers a new job; the oldest beyond two hundred are forgotten. */
  begin(job: Omit<Job, 'id'>, idOf: (number: number) => string): Job {
    const begun = { ...job, id: idOf(this.nextJob++) };
    this.jobs.set(begun.id, begun);
    for (const id of this.jobs.keys()) {
      if (this.jobs.size <= keptJobs) break; // in the order of their beginning
      this.jobs.delete(id);
    }
    return begun;
  }

  job(id: string): Job | undefined {
    return this.jobs.get(id.toLowerCase());
  }

  allJobs(): Job[] {
    return [...this.jobs.values()];
  }

  toJSON(): Kept {
    return { groups: Object.fromEntries(this.groups), jobs: [...this.jobs.values()], nextJob: this.nextJob };
  }
}

export type KeptCitrix = Kept;

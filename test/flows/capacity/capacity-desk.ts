import type { KeptPicture } from '../../../flows/capacity/pool-picture.ts';
import type { CapacityMemory, PlannedBooking } from '../../../flows/capacity/capacity.ts';
import type { CapacityRound } from '../../../flows/capacity/capacity-round.ts';
import type { ShadowDay } from '../../../flows/capacity/shadow/shadow-day.ts';
import type { KeptVisit } from '../../../flows/capacity/visit-store.ts';
import type { CapacityDeps } from '../../../flows/capacity/reconcile-host-pool.ts';
import type { HostDay } from '../../../flows/cost/host-day.ts';
import type { HostMaintenance } from '../../../flows/maintenance/maintenance-store.ts';
import type { AvdPool } from '../../../flows/organisation.ts';
import type { JournalEntry } from '../../../flows/capacity/capacity-store.ts';
import type { AuditEntry, OutboxWork, Store, Tx } from '../../../flows/store.ts';
import { anOrganisation, somePoolSettings } from '../../support/builders.ts';
import { FakeDesktopProvider } from '../../support/fakes/fake-desktop-provider.ts';

export const POOL_ID = 'hp-tokyo';

/** Everything that a round needs, in memory. What a transaction writes stands when it has ended well. */
export class CapacityDesk {
  now: Date;
  bookings: PlannedBooking[] = [];
  memory: CapacityMemory | null = null;
  picture: KeptPicture | null = null;
  /** How often the picture was written. */
  pictures = 0;
  journal: (JournalEntry & { error?: string; round?: number | null })[] = [];
  audit: AuditEntry[] = [];
  outbox: OutboxWork[] = [];
  rounds: CapacityRound[] = [];
  marks: HostMaintenance[] = [];
  emergencies: unknown[] = [];
  shadowDays = new Map<string, ShadowDay>();
  visits: KeptVisit[] = [];
  hostDays: HostDay[] = [];
  /** What the provider had been asked for when each transaction ended. */
  readonly commits: { calls: number; intents: number; outcomes: number }[] = [];
  readonly provider: FakeDesktopProvider;
  readonly deps: CapacityDeps;
  private readonly claimed = new Set<string>();

  constructor(now: Date, pool: Partial<AvdPool> = {}) {
    this.now = now;
    const clock = { now: () => this.now };
    this.provider = new FakeDesktopProvider(clock);
    const organisation = anOrganisation({ sections: [], pools: [aPool(pool)] });
    this.deps = {
      store: this.store(),
      clock,
      organisation: () => organisation,
      roles: { peopleWith: (role) => (role === 'ict' ? ['ict-1', 'ict-2'] : []) },
      newId: () => 'id',
      publicUrl: 'http://127.0.0.1',
      provider: this.provider,
    };
  }

  private store(): Store {
    const tx = {
      capacity: {
        loadMemory: async () => structuredClone(this.memory),
        saveMemory: async (_: string, memory: CapacityMemory, picture?: KeptPicture | null) => {
          this.memory = JSON.parse(JSON.stringify(memory)) as CapacityMemory;
          if (picture === undefined) return;
          this.picture = JSON.parse(JSON.stringify(picture)) as KeptPicture | null;
          this.pictures += 1;
        },
        loadPicture: async () => structuredClone(this.picture),
        intend: async (_: string, action: JournalEntry['action'], at: Date, round: number | null) =>
          this.journal.push({ id: this.journal.length + 1, at, action, ok: null, round }),
        outcome: async (intent: number, result: { ok: boolean; error?: string }) => {
          Object.assign(this.journal[intent - 1]!, result);
        },
        journalSince: async (_: string, since: Date) => this.journal.filter((entry) => entry.at >= since),
        plannedBookings: async (_: string, from: Date, to: Date) =>
          this.bookings.filter((one) => one.endsAt > from && one.startsAt < to),
      },
      hostDays: { add: async (_: string, days: HostDay[]) => this.hostDays.push(...days) },
      due: { noLaterThan: async () => undefined },
      rounds: { add: async (_: string, round: CapacityRound) => this.rounds.push(round) },
      maintenance: {
        lockOpen: async () => structuredClone(this.marks.filter(({ state }) => state !== 'done')),
        save: async (mark: HostMaintenance) => {
          this.marks = this.marks.map((one) => (one.id === mark.id ? structuredClone(mark) : one));
        },
      },
      emergencies: { on: async () => this.emergencies },
      shadow: {
        save: async (_: string, days: ShadowDay[]) => {
          for (const one of days) this.shadowDays.set(one.day, one);
        },
      },
      visits: { add: async (visits: KeptVisit[]) => void this.visits.push(...visits) },
      people: { byUpns: async (upns: string[]) => new Map(upns.map((upn) => [upn, { id: `id-${upn}` }])) },
      audit: { add: (entry: AuditEntry) => void this.audit.push(entry) },
      outbox: { add: async (work: OutboxWork) => void this.outbox.push(work) },
      activities: {
        claim: async (key: string) => {
          if (this.claimed.has(key)) return { answer: null };
          this.claimed.add(key);
          return null;
        },
      },
    } as unknown as Tx;
    return {
      transaction: async (work) => {
        const result = await work(tx);
        const outcomes = this.journal.filter((entry) => entry.ok !== null).length;
        this.commits.push({ calls: this.provider.calls.length, intents: this.journal.length, outcomes });
        return result;
      },
      nextDueAt: async () => null,
      outboxState: async () => ({ waiting: 0, due: 0, failing: 0 }),
    };
  }
}

export function aPool(pool: Partial<AvdPool> = {}): AvdPool {
  return {
    ...somePoolSettings(),
    id: POOL_ID,
    name: { ja: '本庁', en: 'Main' },
    provider: 'avd',
    subscriptionId: 's',
    resourceGroup: 'rg',
    hostPool: POOL_ID,
    group: 'g',
    hosts: { prefix: 'h', count: 3 },
    maxSessions: 16,
    ...pool,
  };
}

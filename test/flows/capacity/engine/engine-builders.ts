import type {
  CapacityAction,
  CapacityMemory,
  CapacityPlan,
  PlannedBooking,
  SeenHost,
  SeenPool,
  SeenSession,
} from '../../../../flows/capacity/capacity.ts';
import type { CapacitySettings } from '../../../../flows/capacity/engine/capacity-settings.ts';
import { planCapacity } from '../../../../flows/capacity/engine/plan-capacity.ts';
import { pooledSettings } from '../../../support/engine-simulation.ts';

const MINUTE = 60_000;

/** `'08:30'` on the day of these tests, in UTC. */
export function at(time: string): Date {
  return new Date(`2026-12-02T${time.length === 5 ? `${time}:00` : time}Z`);
}

export function aBooking(booking: Partial<PlannedBooking> & { upn: string }): PlannedBooking {
  return {
    id: `b-${booking.upn}`,
    personId: `id-${booking.upn}`,
    startsAt: at('08:30'),
    endsAt: at('17:15'),
    knownAt: at('00:00'),
    ...booking,
  };
}

/** `count` people, p1@x to pN@x. */
export function bookingsOf(count: number, booking: Partial<PlannedBooking> = {}): PlannedBooking[] {
  return Array.from({ length: count }, (_, index) => {
    const upn = `p${index + 1}@x`;
    return aBooking({ ...booking, upn, id: `b-${upn}` });
  });
}

/** A pool whose hosts do as they are told, and what the planner makes of it from look to look. */
export class TinyPool {
  readonly hosts: SeenHost[];
  sessions: SeenSession[] = [];
  balance: SeenPool['balance'] = 'breadth';
  memory: CapacityMemory | null = null;
  now: Date;
  settings: CapacitySettings;
  handsOff: SeenPool['handsOff'] = null;
  maxSessions = 16;
  /** Actions that are not carried out. */
  refuses: (action: CapacityAction) => boolean = () => false;

  constructor(hosts: number | Partial<SeenHost>[], now: Date, settings: Partial<CapacitySettings> = {}) {
    const given = typeof hosts === 'number' ? Array.from({ length: hosts }, () => ({})) : hosts;
    this.hosts = given.map((host, index) => off(`h${index + 1}`, host));
    this.now = now;
    this.settings = pooledSettings(settings);
  }

  host(name: string): SeenHost {
    return this.hosts.find((host) => host.name === name)!;
  }

  signIn(upn: string, host: string): void {
    this.sessions.push({ id: upn, host, upn, state: 'active' });
  }

  signOut(upn: string): void {
    this.sessions = this.sessions.filter((session) => session.upn !== upn);
  }

  /** One look after `minutes`; hosts asked to start or stop by the look before are there by then. */
  look(bookings: PlannedBooking[], minutes = 1, options: { list?: boolean } = {}): CapacityPlan {
    this.now = new Date(this.now.getTime() + minutes * MINUTE);
    const hosts = this.hosts.map((host) => {
      const counted = this.sessions.filter((session) => session.host === host.name).length;
      return { ...host, sessions: counted };
    });
    const seen: SeenPool = {
      hosts,
      sessions: options.list === false ? null : [...this.sessions],
      balance: this.balance,
      maxSessions: this.maxSessions,
      handsOff: this.handsOff,
      readAt: this.now,
    };
    const plan = planCapacity(seen, bookings, this.memory, this.now, this.settings);
    this.memory = structuredClone(plan.memory);
    for (const action of plan.actions) if (!this.refuses(action)) this.apply(action);
    return plan;
  }

  private apply(action: CapacityAction): void {
    if (action.op === 'balance') {
      this.balance = action.mode;
      return;
    }
    const host = this.host(action.host);
    if (action.op === 'start') Object.assign(host, { power: 'starting', health: 'unavailable' });
    else if (action.op === 'deallocate') Object.assign(host, { power: 'deallocated', health: 'shutdown' });
    else if (action.op === 'assign') host.assignedUser = action.upn;
    else host.allowNewSession = action.op === 'undrain';
  }

  /** Everything that starts is up. */
  boot(): void {
    for (const host of this.hosts) {
      if (host.power === 'starting') Object.assign(host, { power: 'running', health: 'available' });
    }
  }
}

export function off(name: string, host: Partial<SeenHost> = {}): SeenHost {
  return {
    name,
    power: 'deallocated',
    health: 'shutdown',
    allowNewSession: true,
    sessions: 0,
    assignedUser: null,
    size: null,
    zone: null,
    ...host,
  };
}

export const up = { power: 'running', health: 'available' } as const;

/** `start h1, drain h2`: what a plan does, without balance. */
export function does(plan: CapacityPlan): string {
  return plan.actions.flatMap((action) => (action.op === 'balance' ? [] : [`${action.op} ${action.host}`])).join(', ');
}

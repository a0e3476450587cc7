import type { ActionOutcome } from '../../flows/capacity/memory-after-outcomes.ts';
import { memoryAfterOutcomes } from '../../flows/capacity/memory-after-outcomes.ts';
import type { CapacitySettings } from '../../flows/capacity/capacity-settings.ts';
import type {
  BalanceMode,
  CapacityAction,
  CapacityMemory,
  SeenHost,
  SeenPool,
  SeenSession,
} from '../../flows/capacity/capacity.ts';
import { planCapacity } from '../../flows/capacity/plan-capacity.ts';
import { BookingsAround } from './bookings-around.ts';

type Json = Record<string, unknown>;

export interface CapacityConversation {
  /** The reply to one message; 'end' where none is expected and the talk is over. Throws on what is no message. */
  answer(message: unknown): object | 'end';
}

/** Keeps a pool from message to message and asks the planner at each tick. Host and user numbers become names. */
export function capacityConversation(): CapacityConversation {
  let pool: TalkedPool | null = null;
  return {
    answer(message) {
      if (!isObject(message)) throw new Error('expected a JSON object');
      if (message.type === 'end') return 'end';
      if (message.type === 'init') {
        if (message.version !== 1) throw new Error(`version: expected 1, got ${JSON.stringify(message.version)}`);
        pool = new TalkedPool(message);
        return {};
      }
      if (message.type !== 'tick')
        throw new Error(`type: expected init, tick or end, got ${JSON.stringify(message.type)}`);
      if (pool === null) throw new Error('tick before init');
      return pool.tick(message);
    },
  };
}

const STATES: Record<string, Pick<SeenHost, 'power' | 'health'>> = {
  off: { power: 'deallocated', health: 'shutdown' },
  starting: { power: 'starting', health: 'unavailable' },
  available: { power: 'running', health: 'available' },
  deallocating: { power: 'deallocating', health: 'unavailable' },
  failed: { power: 'failed', health: 'unavailable' },
  down: { power: 'unknown', health: 'unavailable' },
};

class TalkedPool {
  private readonly hosts = new Map<number, SeenHost>();
  private readonly ids = new Map<string, number>();
  private readonly sessions = new Map<number, SeenSession>();
  private readonly bookings = new BookingsAround();
  private readonly settings: CapacitySettings;
  private balance: BalanceMode = 'breadth';
  private memory: CapacityMemory | null = null;
  private lastStarts: CapacityAction[] = [];

  constructor(init: Json) {
    const pool = isObject(init.pool) ? init.pool : {};
    const sizes = new Map<string, { maxSessions: number; price: number }>();
    for (const host of objects(pool.hosts)) {
      const id = number(host.id, 'hosts.id');
      const name = String(id).padStart(6, '0'); // by name is by number
      sizes.set(name, { maxSessions: number(host.maxSessions, 'hosts.maxSessions'), price: numberOr(host.price, 1) });
      this.ids.set(name, id);
      this.hosts.set(id, {
        name,
        power: 'deallocated',
        health: 'shutdown',
        allowNewSession: true,
        sessions: 0,
        assignedUser: null,
        size: typeof host.size === 'string' ? host.size : null,
        zone: host.zone === undefined || host.zone === null ? null : JSON.stringify(host.zone),
      });
    }
    this.settings = {
      poolId: 'pool',
      kind: 'pooled',
      maxSessions: 0,
      licences: typeof pool.licences === 'number' ? pool.licences : null,
      earlyMinutes: 25,
      graceMinutes: 0,
      reserve: 0,
      startsPerMinute: numberOr(pool.startsPerMinute, 60),
      keepHandStartedHours: 12,
      hostSizes: sizes,
    };
  }

  tick(tick: Json): object {
    const now = new Date(number(tick.now, 'now') * 1000);
    for (const booking of objects(tick.bookings)) this.book(booking);
    for (const session of objects(tick.sessions)) this.sign(session);
    for (const host of objects(tick.hosts)) this.see(host);
    this.forgetRefusedStarts(now);
    const seen: SeenPool = {
      hosts: [...this.hosts.values()],
      sessions: [...this.sessions.values()],
      balance: this.balance,
      maxSessions: 0,
      handsOff: null,
      readAt: now,
    };
    // Who waits is not signed in and may have no booking: a place for each.
    const settings = { ...this.settings, reserve: numberOr(tick.waiting, 0) };
    const plan = planCapacity(seen, this.bookings.around(now), this.memory, now, settings);
    this.memory = plan.memory;
    this.lastStarts = plan.actions.filter((action) => action.op === 'start');
    return this.reply(plan.actions, plan.wakeAt);
  }

  private book(booking: Json): void {
    const id = String(booking.id);
    if (booking.status === 'cancelled') return this.bookings.remove(id);
    const user = String(booking.user);
    this.bookings.put({
      id,
      personId: user,
      upn: user,
      startsAt: new Date(number(booking.start, 'bookings.start') * 1000),
      endsAt: new Date(number(booking.end, 'bookings.end') * 1000),
      knownAt: new Date(numberOr(booking.at, 0) * 1000),
    });
  }

  private sign(session: Json): void {
    const user = number(session.user, 'sessions.user');
    if (session.op === 'off') this.sessions.delete(user);
    const state = session.op === 'disconnect' ? 'disconnected' : 'active';
    const known = this.sessions.get(user);
    if (session.op === 'on') {
      const host = this.hosts.get(number(session.host, 'sessions.host'))?.name ?? String(session.host);
      this.sessions.set(user, { id: String(user), host, upn: String(user), state });
    } else if (known !== undefined) this.sessions.set(user, { ...known, state });
  }

  private see(host: Json): void {
    const known = this.hosts.get(number(host.id, 'hosts.id'));
    if (known === undefined) return;
    const state = typeof host.state === 'string' ? STATES[host.state] : undefined;
    const counted = numberOr(host.active, 0) + numberOr(host.disconnected, 0);
    const none = host.active === undefined && host.disconnected === undefined;
    this.hosts.set(number(host.id, 'hosts.id'), {
      ...known,
      ...(host.state === undefined ? {} : (state ?? { power: 'unknown', health: 'unknown' })),
      allowNewSession: typeof host.drain === 'boolean' ? !host.drain : known.allowNewSession,
      sessions: none ? known.sessions : counted,
    });
  }

  /** States here are exact: a host that is off a minute after its start was not started. */
  private forgetRefusedStarts(now: Date): void {
    const refused = this.lastStarts.filter((action) => this.hostOf(action)?.power === 'deallocated');
    if (this.memory === null || refused.length === 0) return;
    const outcomes = refused.map((action): ActionOutcome => ({ action, failed: 'throttled' }));
    this.memory = memoryAfterOutcomes(this.memory, outcomes, now);
  }

  private hostOf(action: CapacityAction): SeenHost | undefined {
    return action.op === 'balance' ? undefined : this.hosts.get(this.ids.get(action.host) ?? -1);
  }

  private reply(actions: readonly CapacityAction[], wakeAt: Date): object {
    const reply: Record<string, unknown> = {};
    for (const action of actions) {
      if (action.op === 'balance') {
        this.balance = action.mode;
        reply.balance = action.mode;
        continue;
      }
      const list = (reply[action.op] ??= []) as number[];
      list.push(this.ids.get(action.host)!);
    }
    reply.wake = Math.ceil(wakeAt.getTime() / 1000);
    return reply;
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objects(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function number(value: unknown, field: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new Error(`${field}: expected a number, got ${JSON.stringify(value)}`);
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}

import { tzOffset } from '@date-fns/tz';
import type { ActionOutcome } from '../../flows/capacity/memory-after-outcomes.ts';
import { memoryAfterOutcomes } from '../../flows/capacity/memory-after-outcomes.ts';
import { NO_LIMITS, type CapacitySettings } from '../../flows/capacity/capacity-settings.ts';
import type { BalanceMode, CapacityAction, CapacityMemory, SeenHost, SeenPool } from '../../flows/capacity/capacity.ts';
import { USUAL_BOOT, type TypicalBoot } from '../../flows/capacity/boot-curve.ts';
import { planWithPicture } from '../../flows/capacity/plan-capacity.ts';
import { plannerParameters } from '../../flows/capacity/planner-parameters.ts';
import { PoolPicture } from '../../flows/capacity/pool-picture.ts';

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
  private readonly hosts: SeenHost[] = [];
  private readonly indexOf = new Map<number, number>();
  private readonly idOf = new Map<string, number>();
  private readonly picture: PoolPicture;
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
      if (this.indexOf.has(id)) continue;
      sizes.set(name, { maxSessions: number(host.maxSessions, 'hosts.maxSessions'), price: numberOr(host.price, 1) });
      this.idOf.set(name, id);
      this.indexOf.set(id, this.hosts.length);
      this.hosts.push({
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
    const calendar = { timeZone: zoneOr(init.tz), holidays: new Set(strings(init.holidays)) };
    this.picture = new PoolPicture(calendar);
    this.settings = {
      poolId: 'pool',
      kind: 'pooled',
      maxSessions: Math.max(1, ...[...sizes.values()].map((size) => size.maxSessions)),
      licences: typeof pool.licences === 'number' ? pool.licences : null,
      earlyMinutes: 25,
      graceMinutes: 0,
      reserve: 0,
      open: false,
      startsPerMinute: Math.max(1, numberOr(pool.startsPerMinute, 60)),
      keepHandStartedHours: 12,
      hostSizes: sizes,
      calendar,
      exact: true,
      mayLogOff: true,
      waiting: 0,
      outOfService: new Map(),
      disconnectTimeoutMinutes: numberOr(pool.disconnectTimeoutMin, 60),
      typicalBoot: bootOr(pool.bootTypicalSec),
      parameters: plannerParameters,
      limits: NO_LIMITS,
    };
  }

  tick(tick: Json): object {
    const now = new Date(number(tick.now, 'now') * 1000);
    this.picture.advance(now.getTime());
    for (const booking of objects(tick.bookings)) this.book(booking, now.getTime());
    for (const session of objects(tick.sessions)) this.sign(session, now.getTime());
    for (const host of objects(tick.hosts)) this.see(host);
    this.forgetRefusedStarts(now);
    const seen: SeenPool = {
      hosts: this.hosts,
      sessions: null,
      balance: this.balance,
      maxSessions: this.settings.maxSessions,
      handsOff: null,
      readAt: now,
    };
    const settings = { ...this.settings, waiting: Math.max(0, numberOr(tick.waiting, 0)) };
    const plan = planWithPicture(seen, this.picture, this.memory, now, settings);
    this.memory = plan.memory;
    this.lastStarts = plan.actions.filter((action) => action.op === 'start');
    return this.reply(plan.actions, plan.wakeAt);
  }

  private book(booking: Json, now: number): void {
    const id = String(booking.id);
    if (booking.status === 'cancelled') return this.picture.cancel(id);
    const user = String(booking.user);
    const planned = {
      id,
      personId: user,
      upn: user,
      startsAt: new Date(number(booking.start, 'bookings.start') * 1000),
      endsAt: new Date(number(booking.end, 'bookings.end') * 1000),
      knownAt: new Date(numberOr(booking.at, 0) * 1000),
    };
    this.picture.book(planned, now);
  }

  private sign(session: Json, now: number): void {
    const user = String(session.user);
    const at = Math.min(now, numberOr(session.at, now / 1000) * 1000);
    if (session.op === 'on') this.picture.signedIn(user, this.nameOf(session.host), at);
    else if (session.op === 'off') this.picture.signedOut(user, at);
    else if (session.op === 'disconnect') this.picture.disconnected(user, at);
    else if (session.op === 'reconnect') this.picture.reconnected(user, at);
  }

  private nameOf(host: unknown): string {
    const index = typeof host === 'number' ? this.indexOf.get(host) : undefined;
    return index === undefined ? `unknown ${String(host)}` : this.hosts[index]!.name;
  }

  private see(host: Json): void {
    const index = typeof host.id === 'number' ? this.indexOf.get(host.id) : undefined;
    const known = index === undefined ? undefined : this.hosts[index];
    if (known === undefined) return;
    const state = typeof host.state === 'string' ? STATES[host.state] : undefined;
    const none = host.active === undefined && host.disconnected === undefined;
    const counted = numberOr(host.active, 0) + numberOr(host.disconnected, 0);
    this.hosts[index!] = {
      ...known,
      ...(host.state === undefined ? {} : (state ?? { power: 'unknown', health: 'unknown' })),
      allowNewSession: typeof host.drain === 'boolean' ? !host.drain : known.allowNewSession,
      // Where count and told sessions differ, the larger: nobody is overlooked.
      sessions: none ? known.sessions : Math.max(counted, this.picture.peopleOn(known.name).count),
    };
  }

  /** States here are exact: a host that is off a minute after its start was not started. */
  private forgetRefusedStarts(now: Date): void {
    const refused = this.lastStarts.filter((action) => this.hostOf(action)?.power === 'deallocated');
    if (this.memory === null || refused.length === 0) return;
    const outcomes = refused.map((action): ActionOutcome => ({ action, failed: 'throttled' }));
    this.memory = memoryAfterOutcomes(this.memory, outcomes, now);
  }

  private hostOf(action: CapacityAction): SeenHost | undefined {
    return action.op === 'balance' ? undefined : this.hosts[this.indexOf.get(this.idOf.get(action.host) ?? -1) ?? -1];
  }

  private reply(actions: readonly CapacityAction[], wakeAt: Date): object {
    const reply: Record<string, unknown> = {};
    for (const action of actions) {
      if (action.op === 'balance') {
        this.balance = action.mode;
        reply.balance = action.mode;
        continue;
      }
      const host = this.idOf.get(action.host)!;
      const name = action.op === 'log-off' ? 'logoff' : action.op;
      const list = (reply[name] ??= []) as unknown[];
      list.push(
        action.op === 'log-off'
          ? { host, user: Number.isFinite(Number(action.upn)) ? Number(action.upn) : action.upn }
          : host,
      );
    }
    reply.wake = Math.ceil(wakeAt.getTime() / 1000);
    return reply;
  }
}

/** A zone that this system does not know counts as UTC. */
function zoneOr(tz: unknown): string {
  return typeof tz === 'string' && Number.isFinite(tzOffset(tz, new Date(0))) ? tz : 'UTC';
}

function bootOr(typical: unknown): TypicalBoot {
  if (!Array.isArray(typical) || typical.length < 3) return USUAL_BOOT;
  const [least, mode, greatest] = (typical as unknown[]).map((seconds) => numberOr(seconds, NaN));
  return least! >= 0 && mode! >= least! && greatest! > mode! ? [least!, mode!, greatest!] : USUAL_BOOT;
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
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

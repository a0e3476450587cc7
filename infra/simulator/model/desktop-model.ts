import { chooseHost } from './broker.ts';
import { EventQueue } from './event-queue.ts';
import type { ModelEvent } from './event-queue.ts';
import { deallocateHost, hostStep, powerOffHost, restartHost, startHost } from './host-power.ts';
import type { PowerAnswer, PowerWorld } from './host-power.ts';
import { stateOf } from './hosts.ts';
import type { BalanceMode, Harm, ModelHost, ModelPool, ModelSession, SessionEnd, Snapshot } from './hosts.ts';
import { poolOf } from './kept-model.ts';
import type { KeptModel, ModelSettings, SignInResult } from './kept-model.ts';
import { FeltMembership } from './membership.ts';
import { SeededRandom } from './seeded-random.ts';
import { Sessions } from './sessions.ts';
import { boundaryBefore, takeSnapshot } from './snapshot.ts';
import { Waiting } from './waiting.ts';

const minute = 60_000;

/**
 * Hosts, sessions, access and bill of host pools, without HTTP and without a clock of its own: `advanceTo` moves it, every
 * other method acts at the instant reached. Times are Unix milliseconds, users are opaque ids. The same seed and the same
 * calls give the same course. Repeating a call is safe: starting a started host, draining a drained one do nothing.
 */
export class DesktopModel {
  now: number;
  readonly harm: Harm;
  readonly pools = new Map<string, ModelPool>();
  readonly membership: FeltMembership;
  /** Start of the booked time in which `at` lies, for a person's sign-in; null without a booking. Set by whoever knows. */
  bookedSince: (user: string, at: number) => number | null = () => null;
  /** What the provider itself says about a person and a pool; null where the pool's group alone decides. */
  entitled: (user: string, pool: string) => boolean | null = () => null;
  /** Told of every end of a session, after it. */
  sessionEnded: (session: ModelSession, how: SessionEnd) => void = () => {};
  /** Told when a host begins to take people. */
  hostAvailable: (pool: string, host: string) => void = () => {};
  private readonly random: SeededRandom;
  private readonly queue: EventQueue;
  private readonly sessions: Sessions;
  private readonly handlers = new Map<string, (event: ModelEvent) => void>();
  private readonly waiting: Waiting;
  private readonly power: PowerWorld;
  private nextSession: number;

  constructor(settings: ModelSettings, kept?: KeptModel) {
    this.now = kept?.now ?? settings.now;
    this.random = kept ? new SeededRandom(kept.random) : SeededRandom.of(settings.seed, 'model');
    this.queue = new EventQueue(kept?.queue);
    this.membership = new FeltMembership(kept?.membership);
    this.harm = kept?.harm ?? { forcedLogoffs: 0, lostSessions: 0, refused: 0, waitedOver60s: 0 };
    this.waiting = new Waiting(kept?.waiting);
    this.nextSession = kept?.nextSession ?? 1;
    for (const pool of settings.pools) this.pools.set(pool.id, poolOf(pool, kept?.pools[pool.id], this.now));
    const lives = ({ pool, host }: ModelSession) => this.pools.get(pool)?.hosts.some(({ name }) => name === host);
    this.sessions = new Sessions(kept?.sessions.filter(lives));
    this.power = {
      random: this.random,
      queue: this.queue,
      now: () => this.now,
      dropSessions: (pool, host) => this.dropSessions(pool, host),
    };
    const step = (event: ModelEvent) =>
      this.withHost(event['pool'], event['host'], (pool, host) => {
        hostStep(this.power, host, event);
        if (event.kind === 'host-available' && host.available) this.hostAvailable(pool.settings.id, host.name);
      });
    for (const kind of ['host-running', 'host-available', 'host-failed', 'host-deallocated']) this.on(kind, step);
    this.on('membership-felt', (event) => this.membership.feel(event));
    this.on('disconnect-timeout', (event) => this.timeOut(event));
  }

  /** Who carries out events of a kind. Kinds of one's own are planned with `plan`. */
  on(kind: string, handler: (event: ModelEvent) => void): void {
    this.handlers.set(kind, handler);
  }

  plan(event: ModelEvent): void {
    this.queue.add(event);
  }

  nextDueAt(): number | null {
    return this.queue.nextAt();
  }

  /** Carries out everything up to and including `at`, in order. Answers how many events that were. */
  advanceTo(at: number): number {
    let count = 0;
    for (let event = this.queue.take(at); event; event = this.queue.take(at)) {
      this.now = Math.max(this.now, event.at);
      this.handlers.get(event.kind)?.(event);
      count += 1;
    }
    this.now = Math.max(this.now, at);
    return count;
  }

  start(pool: string, host: string): PowerAnswer {
    return this.withHost(pool, host, (found, machine) => startHost(this.power, found, machine)) ?? 'unknown-host';
  }

  /** Throws off whoever is on the host (and counts it as harm). */
  deallocate(pool: string, host: string): PowerAnswer {
    return this.withHost(pool, host, (found, machine) => deallocateHost(this.power, found, machine)) ?? 'unknown-host';
  }

  powerOff(pool: string, host: string): PowerAnswer {
    return this.withHost(pool, host, (found, machine) => powerOffHost(this.power, found, machine)) ?? 'unknown-host';
  }

  restart(pool: string, host: string): PowerAnswer {
    return this.withHost(pool, host, (found, machine) => restartHost(this.power, found, machine)) ?? 'unknown-host';
  }

  /** Drain mode takes no new people; those on the host stay and may reconnect. */
  drain(pool: string, host: string, on: boolean): void {
    this.withHost(pool, host, (_, machine) => {
      if (on && machine.allowNewSession) machine.drainedAt = this.now;
      if (!on) machine.drainedAt = null;
      machine.allowNewSession = !on;
    });
  }

  /** Personal pools: who owns the host; null takes it away. */
  assign(pool: string, host: string, user: string | null): void {
    this.withHost(pool, host, (_, machine) => {
      machine.assignedUser = user;
    });
  }

  /** The host is gone, as after a deletion: its sessions with it. False where there is none. */
  removeHost(pool: string, host: string): boolean {
    const found = this.withHost(pool, host, (of, machine) => {
      deallocateHost(this.power, of, machine);
      of.hosts.splice(of.hosts.indexOf(machine), 1);
      of.removed.push(host);
      return true;
    });
    return found ?? false;
  }

  setBalance(pool: string, mode: BalanceMode): void {
    const found = this.pools.get(pool);
    if (found) found.balance = mode;
  }

  changeMembership(group: string, user: string, member: boolean): void {
    this.membership.change(this.queue, this.random, group, user, member, this.now);
  }

  /** Is this person let in, as felt now? */
  mayUse(user: string, pool: string): boolean {
    const group = this.pools.get(pool)?.settings.group;
    return (
      this.entitled(user, pool) ?? (group === null || (group !== undefined && this.membership.isFelt(group, user)))
    );
  }

  /** A person asks for a desktop. An existing session is taken up again, also on a drained host. */
  signIn(user: string, poolId: string): SignInResult {
    const pool = this.pools.get(poolId);
    if (!pool) return { ok: false, refusal: 'unknown-pool' };
    if (!this.mayUse(user, poolId)) return this.refuse(user, poolId, 'no-access');
    const existing = this.sessions.ofUser(user, poolId);
    const full = !existing && pool.settings.licences !== null && this.countIn(pool) >= pool.settings.licences;
    if (full) return this.refuse(user, poolId, 'no-room');
    const host = existing
      ? pool.hosts.find(({ name }) => name === existing.host)
      : pool.closed
        ? null
        : chooseHost(
            {
              pool,
              at: this.now,
              sessionsOn: ({ name }) => this.sessions.countOn(poolId, name),
              missesFreshDrain: this.random.chance(pool.settings.freshDrainMissed),
            },
            user,
          );
    if (!host) {
      if (pool.startOnConnect) this.startOnConnect(pool);
      return this.refuse(user, poolId, 'no-room');
    }
    this.touch(pool);
    const signingInAt = this.takeLogonPlace(pool, host);
    const readyAt = signingInAt + pool.settings.logonMs;
    const session = existing ?? this.open(user, poolId, host.name);
    if (!existing || existing.disconnectedAt !== null) Object.assign(session, { disconnectedAt: null, readyAt });
    const waitedMs = this.countWait(user, poolId, signingInAt);
    return { ok: true, host: host.name, reconnected: existing !== undefined, waitedMs, session };
  }

  /** The person signs out. False where there is no session. */
  signOff(user: string, pool: string): boolean {
    const session = this.sessions.ofUser(user, pool);
    if (session) this.end(session, 'signed-off');
    return session !== undefined;
  }

  /** The person closes the window: the session stays until the time limit. False where there is none. */
  disconnect(user: string, pool: string): boolean {
    const session = this.sessions.ofUser(user, pool);
    return session !== undefined && this.disconnectSession(session.id);
  }

  disconnectSession(id: number): boolean {
    const session = this.sessions.find(id);
    const pool = session && this.pools.get(session.pool);
    if (!session || !pool) return false;
    if (session.disconnectedAt !== null) return true;
    this.touch(pool);
    session.disconnectedAt = this.now;
    const at = this.now + pool.settings.disconnectTimeoutMs;
    this.queue.add({ at, kind: 'disconnect-timeout', session: id, since: this.now });
    return true;
  }

  /** Somebody else ends a session: harm where its person is at work, or comes back for it. False where there is none. */
  logOffSession(id: number): boolean {
    const session = this.sessions.find(id);
    if (!session) return false;
    if (session.disconnectedAt === null) this.harm.forcedLogoffs += 1;
    else this.waiting.logOff(session.user, session.pool, this.now);
    this.end(session, 'logged-off');
    return true;
  }

  session(id: number): ModelSession | undefined {
    return this.sessions.find(id);
  }

  sessionOf(user: string, pool: string): ModelSession | undefined {
    return this.sessions.ofUser(user, pool);
  }

  allSessions(): ModelSession[] {
    return this.sessions.all();
  }

  sessionsOn(pool: string, host: string): number {
    return this.sessions.countOn(pool, host);
  }

  stateOf(session: ModelSession): ReturnType<typeof stateOf> {
    return stateOf(session, this.now);
  }

  /** Sessions as the provider tells them: up to 60 s old. */
  snapshotOf(poolId: string): Snapshot {
    const pool = this.pools.get(poolId);
    if (!pool) return { at: this.now, sessions: [], counts: {} };
    this.touch(pool);
    return pool.snapshot;
  }

  host(pool: string, name: string): ModelHost | undefined {
    return this.pools.get(pool)?.hosts.find((host) => host.name.toLowerCase() === name.toLowerCase());
  }

  /** Price x hours from start to deallocation, those still running up to now. */
  paidHours(pool: string): number {
    const found = this.pools.get(pool);
    if (!found) return 0;
    const running = found.hosts.reduce(
      (sum, { paidSince, price }) => sum + (paidSince === null ? 0 : (this.now - paidSince) * price),
      0,
    );
    return (found.paidMs + running) / (60 * minute);
  }

  toJSON(): KeptModel {
    const pools = [...this.pools].map(([id, { settings: _, ...pool }]) => [id, pool] as const);
    return {
      now: this.now,
      random: this.random.toJSON(),
      queue: this.queue.toJSON(),
      pools: Object.fromEntries(pools),
      sessions: this.sessions.toJSON(),
      nextSession: this.nextSession,
      membership: this.membership.toJSON(),
      harm: this.harm,
      waiting: this.waiting.toJSON(),
    };
  }

  private countIn(pool: ModelPool): number {
    return pool.hosts.reduce((sum, { name }) => sum + this.sessions.countOn(pool.settings.id, name), 0);
  }

  private open(user: string, pool: string, host: string): ModelSession {
    const id = this.nextSession++;
    const session = { id, user, pool, host, createdAt: this.now, readyAt: this.now, disconnectedAt: null };
    this.sessions.add(session);
    if (this.waiting.comesBack(user, pool, this.now)) this.harm.lostSessions += 1;
    return session;
  }

  private end(session: ModelSession, how: SessionEnd): void {
    const pool = this.pools.get(session.pool);
    if (pool) this.touch(pool);
    this.sessions.remove(session);
    this.sessionEnded(session, how);
  }

  private dropSessions(pool: ModelPool, host: ModelHost): void {
    for (const session of this.sessions.onHost(pool.settings.id, host.name)) {
      if (session.disconnectedAt === null) this.harm.forcedLogoffs += 1;
      else this.harm.lostSessions += 1;
      this.end(session, 'host-gone');
    }
  }

  private timeOut(event: ModelEvent): void {
    const session = this.sessions.find(Number(event['session']));
    if (session && session.disconnectedAt === event['since']) this.end(session, 'timeout');
  }

  /** When signing in begins: at once, or when one of the host's places is free. */
  private takeLogonPlace(pool: ModelPool, host: ModelHost): number {
    const places = host.logonsFreeAt;
    const first = places.indexOf(Math.min(...places));
    const begins = Math.max(this.now, places[first] ?? 0);
    places[first] = begins + pool.settings.logonMs;
    return begins;
  }

  private refuse(user: string, pool: string, refusal: 'no-access' | 'no-room'): SignInResult {
    this.waiting.refused(user, pool, this.now);
    return { ok: false, refusal };
  }

  private countWait(user: string, pool: string, signingInAt: number): number {
    const since = this.waiting.served(user, pool, this.now);
    const booked = this.bookedSince(user, signingInAt);
    if (booked !== null && signingInAt - Math.max(since, booked) > minute) this.harm.waitedOver60s += 1;
    return signingInAt - since;
  }

  /** Start VM on Connect: starts a host only when none is on that could take the person. */
  private startOnConnect(pool: ModelPool): void {
    if (pool.hosts.some((host) => host.power === 'starting' || (host.power === 'running' && !host.available))) return;
    const off = pool.hosts.find((host) => host.power === 'deallocated' && host.allowNewSession);
    if (off) startHost(this.power, pool, off);
  }

  /** Before a change and before a reading: the snapshot of the last whole minute is taken if it is not there yet. */
  private touch(pool: ModelPool): void {
    if (!pool.settings.keepsSnapshots) return;
    const boundary = boundaryBefore(pool.settings.id, this.now);
    if (pool.snapshot.at < boundary) pool.snapshot = takeSnapshot(pool, this.sessions, boundary);
  }

  private withHost<T>(pool: unknown, host: unknown, act: (pool: ModelPool, host: ModelHost) => T): T | undefined {
    const found = this.pools.get(String(pool));
    const machine = found?.hosts.find(({ name }) => name === host);
    return found && machine && act(found, machine);
  }
}

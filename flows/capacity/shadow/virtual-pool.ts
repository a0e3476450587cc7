import { drawBoot } from '../boot-curve.ts';
import type { BalanceMode, CapacityAction, SeenHost, SeenPool, SeenSession } from '../capacity.ts';
import type { CapacitySettings } from '../capacity-settings.ts';
import type { ActionOutcome } from '../memory-after-outcomes.ts';
import { takesPeople } from '../observe-pool.ts';
import { seededChance } from './seeded-chance.ts';
import type { DayBook } from './shadow-day.ts';
import { chooseHost } from './virtual-broker.ts';

const MINUTE = 60_000;
/** Whoever has found no room for so long gives up, and tries again later. */
export const REFUSED_MS = 15 * MINUTE;
/** From the deallocate call to `deallocated`: a minute or two. Until then a host cannot be started. */
const DEALLOCATION_MS = 90_000;

export interface KeptHost {
  /** When it was started; null: it is off. It is paid for from here until it is deallocated. */
  startedAt: number | null;
  /** From when it takes people; null: it never comes up. */
  readyAt: number | null;
  stoppedAt: number | null;
  allowNewSession: boolean;
  /** A personal desktop's owner whom we would have given it. */
  assigned: string | null;
}

export interface KeptPerson {
  /** null: finds no room. */
  host: string | null;
  asked: number;
  /** Their window is closed, the session is open. */
  away: boolean;
  /** Their wait says nothing: nobody saw when they came, or they were refused before. */
  uncounted: boolean;
}

/** A virtual pool as JSON; instants are milliseconds. */
export interface KeptVirtualPool {
  at: number;
  balance: BalanceMode;
  hosts: Record<string, KeptHost>;
  people: Record<string, KeptPerson>;
}

/** A person came or left; `away`: closed the window, or opened it again. */
export type PersonEvent = { at: number; upn: string } & (
  { op: 'came'; uncounted?: boolean } | { op: 'left' } | { op: 'away' | 'back' }
);

interface Host extends KeptHost {
  name: string;
  places: number;
  size: string | null;
  zone: string | null;
  owner: string | null;
  sessions: number;
  /** For the broker: up, and not in drain mode. */
  open: boolean;
}

export interface VirtualSettings extends Pick<
  CapacitySettings,
  'poolId' | 'kind' | 'maxSessions' | 'hostSizes' | 'typicalBoot'
> {
  /** What starts have taken so far (s), and how many never came up. */
  boots: readonly number[];
  failures: number;
}

type Step = { at: number; order: number; do: () => void };

/**
 * A host pool that exists in figures alone: real people, the same hosts, our decisions. People are placed by the broker's
 * documented rules, boots take what boots take (drawn by pool, host and time, so that a repeat gives the same), and
 * whoever finds no room waits. Sessions are never ended by us: `log-off` is not carried out. Mutable; `toJSON` is its state.
 */
export class VirtualPool {
  at: number;
  private balance: BalanceMode;
  private readonly hosts = new Map<string, Host>();
  private readonly people: Map<string, KeptPerson>;
  /** Who finds no room, first come first. */
  private readonly line = new Set<string>();
  private readonly settings: VirtualSettings;

  /** `shown`: the hosts that there are. What the state has of others is gone; their people are placed anew. */
  constructor(kept: KeptVirtualPool, shown: readonly SeenHost[], shownLimit: number, settings: VirtualSettings) {
    this.settings = settings;
    this.at = kept.at;
    this.balance = kept.balance;
    // A pool whose limit was never set says 999999: the organisation's own number holds.
    const usual = Math.min(shownLimit, settings.maxSessions);
    for (const { name, size, zone, assignedUser } of shown) {
      const host = kept.hosts[name] ?? OFF;
      const places = Math.max(0, settings.hostSizes?.get(name)?.maxSessions ?? usual);
      const owner = (assignedUser ?? host.assigned)?.toLowerCase() ?? null;
      this.hosts.set(name, { ...host, name, places, size, zone, owner, sessions: 0, open: false });
    }
    this.people = new Map(Object.entries(kept.people).map(([upn, one]) => [upn, { ...one }]));
    for (const host of this.hosts.values()) this.openOrShut(host);
    for (const [upn, person] of this.people) {
      const host = person.host === null ? undefined : this.hosts.get(person.host);
      if (host === undefined || host.sessions >= host.places || !this.isUp(host)) {
        if (person.host !== null) Object.assign(person, { host: null, uncounted: true });
        this.line.add(upn);
      } else host.sessions++;
    }
  }

  /** Minutes pass up to `to`: hosts come up, people come and leave, whoever waits is placed as soon as there is room. */
  advance(to: number, events: readonly PersonEvent[], book: DayBook): void {
    if (to < this.at) this.putBack(to);
    const steps: Step[] = [];
    book.spread('ourHostMinutes', this.at, to, this.onCount);
    for (const host of this.hosts.values()) {
      const { readyAt } = host;
      if (readyAt !== null && readyAt > this.at && readyAt <= to)
        steps.push({ at: readyAt, order: 0, do: () => this.openOrShut(host) });
    }
    for (const event of events) {
      const at = Math.min(to, Math.max(this.at, event.at));
      steps.push({ at, order: event.op === 'left' ? 1 : 3, do: () => this.happen(event, at, book) });
      if (event.op === 'came') this.planRefusal(event.upn, at, to, steps, book);
    }
    for (const upn of this.line) {
      const { asked, uncounted } = this.people.get(upn)!;
      if (!uncounted) this.planRefusal(upn, asked, to, steps, book);
    }
    steps.sort((a, b) => a.at - b.at || a.order - b.order);
    this.placeWaiting(book); // what was undrained by the last round
    for (const step of steps) {
      this.at = step.at;
      step.do();
      if (step.order < 2) this.placeWaiting(book);
    }
    this.at = to;
    book.at(to).ourPeakHosts = Math.max(book.at(to).ourPeakHosts, this.onCount);
  }

  /** The pool as a reading would show it, at its present instant. `list`: with the user sessions. */
  seen(list: boolean): SeenPool {
    const sessions: SeenSession[] = [];
    if (list)
      for (const [upn, { host, away }] of this.people)
        if (host !== null) sessions.push({ id: upn, host, upn, state: away ? 'disconnected' : 'active' });
    return {
      hosts: [...this.hosts.values()].map((host) => this.shown(host)),
      sessions: list ? sessions : null,
      balance: this.settings.kind === 'personal' ? 'persistent' : this.balance,
      maxSessions: this.settings.maxSessions,
      handsOff: null,
      readAt: new Date(this.at),
    };
  }

  /** Carries out what was decided, and answers what became of each as the provider would. */
  apply(actions: readonly CapacityAction[], book: DayBook): ActionOutcome[] {
    const outcomes = actions.map((action) => ({ action, failed: this.carryOut(action, book) }));
    book.at(this.at).ourPeakHosts = Math.max(book.at(this.at).ourPeakHosts, this.onCount);
    this.placeWaiting(book);
    return outcomes;
  }

  get onCount(): number {
    let count = 0;
    for (const { startedAt } of this.hosts.values()) if (startedAt !== null) count++;
    return count;
  }

  get waiting(): number {
    return this.line.size;
  }

  has(upn: string): boolean {
    return this.people.has(upn);
  }

  isAway(upn: string): boolean {
    return this.people.get(upn)?.away === true;
  }

  upns(): Iterable<string> {
    return this.people.keys();
  }

  toJSON(): KeptVirtualPool {
    const hosts: Record<string, KeptHost> = {};
    for (const { name, startedAt, readyAt, stoppedAt, allowNewSession, assigned } of this.hosts.values())
      hosts[name] = { startedAt, readyAt, stoppedAt, allowNewSession, assigned };
    return { at: this.at, balance: this.balance, hosts, people: Object.fromEntries(this.people) };
  }

  private carryOut(action: CapacityAction, book: DayBook): ActionOutcome['failed'] {
    if (action.op === 'log-off') return 'conflict';
    if (action.op === 'balance') {
      this.balance = action.mode;
      return null;
    }
    const host = this.hosts.get(action.host);
    if (host === undefined) return 'not-found';
    const figures = book.at(this.at);
    switch (action.op) {
      case 'start':
        if (host.startedAt !== null) return null;
        if (this.isStopping(host)) return 'conflict';
        Object.assign(host, { startedAt: this.at, readyAt: this.bootOf(host), stoppedAt: null });
        figures.starts++;
        break;
      case 'deallocate':
        // As the adapter does: right before the call it looks once more.
        if (host.sessions > 0) return 'conflict';
        if (host.startedAt === null) return null;
        Object.assign(host, { startedAt: null, readyAt: null, stoppedAt: this.at });
        figures.stops++;
        break;
      case 'assign':
        if (host.owner !== null && host.owner !== action.upn.toLowerCase()) return 'conflict';
        host.owner = host.assigned = action.upn.toLowerCase();
        break;
      default:
        if (action.op === 'drain' && host.allowNewSession && host.sessions > 0) figures.drainsWithPeople++;
        host.allowNewSession = action.op === 'undrain';
    }
    this.openOrShut(host);
    return null;
  }

  private happen(event: PersonEvent, at: number, book: DayBook): void {
    const person = this.people.get(event.upn);
    if (event.op === 'came') {
      if (person !== undefined) return;
      const come: KeptPerson = { host: null, asked: at, away: false, uncounted: event.uncounted === true };
      this.people.set(event.upn, come);
      if (!this.place(event.upn, come, book)) this.line.add(event.upn);
    } else if (person === undefined) {
      return;
    } else if (event.op === 'left') {
      if (person.host !== null) this.hosts.get(person.host)!.sessions--;
      else if (!person.uncounted) book.waited(person.asked, at - person.asked, false);
      this.people.delete(event.upn);
      this.line.delete(event.upn);
    } else person.away = event.op === 'away';
  }

  private place(upn: string, person: KeptPerson, book: DayBook): boolean {
    const host = chooseHost(this.hosts.values(), this.balance, this.settings.kind, upn);
    if (host === null) return false;
    host.sessions++;
    person.host = host.name;
    if (!person.uncounted) book.waited(person.asked, this.at - person.asked, false);
    return true;
  }

  /** First come, first served. Where the first finds no room, in a pooled pool nobody does. */
  private placeWaiting(book: DayBook): void {
    for (const upn of this.line) {
      if (this.place(upn, this.people.get(upn)!, book)) this.line.delete(upn);
      else if (this.settings.kind === 'pooled') return;
    }
  }

  private planRefusal(upn: string, asked: number, to: number, steps: Step[], book: DayBook): void {
    if (asked + REFUSED_MS > to) return;
    const refuse = () => {
      const person = this.people.get(upn);
      if (person === undefined || person.host !== null || person.uncounted || person.asked !== asked) return;
      book.waited(asked, REFUSED_MS, true);
      person.uncounted = true; // tries again, and is placed when there is room
    };
    steps.push({ at: Math.max(this.at, asked + REFUSED_MS), order: 2, do: refuse });
  }

  private bootOf(host: Host): number | null {
    const { poolId, boots, failures, typicalBoot } = this.settings;
    const seconds = drawBoot(boots, failures, typicalBoot, seededChance(poolId, host.name, this.at));
    return seconds === null ? null : this.at + Math.round(seconds * 1000);
  }

  private isUp({ startedAt, readyAt }: KeptHost): boolean {
    return startedAt !== null && readyAt !== null && readyAt <= this.at;
  }

  private isStopping({ stoppedAt }: KeptHost): boolean {
    return stoppedAt !== null && this.at - stoppedAt < DEALLOCATION_MS;
  }

  private openOrShut(host: Host): void {
    host.open = host.allowNewSession && this.isUp(host);
  }

  private shown(host: Host): SeenHost {
    const { name, size, zone, owner, sessions, allowNewSession } = host;
    const common = { name, size, zone, sessions, allowNewSession, assignedUser: owner };
    if (host.startedAt === null)
      return { ...common, power: this.isStopping(host) ? 'deallocating' : 'deallocated', health: 'shutdown' };
    return this.isUp(host)
      ? { ...common, power: 'running', health: 'available' }
      : { ...common, power: 'starting', health: 'unavailable' };
  }

  /** The clock went back: what is under way goes on for as long as it had left. */
  private putBack(to: number): void {
    const by = this.at - to;
    for (const host of this.hosts.values()) {
      if (host.startedAt !== null) host.startedAt = Math.min(host.startedAt, to);
      if (host.readyAt !== null)
        host.readyAt = host.readyAt <= this.at ? Math.min(host.readyAt, to) : host.readyAt - by;
      if (host.stoppedAt !== null) host.stoppedAt = Math.min(host.stoppedAt, to);
    }
    for (const person of this.people.values()) person.asked = Math.min(person.asked, to);
    this.at = to;
  }
}

const OFF: KeptHost = { startedAt: null, readyAt: null, stoppedAt: null, allowNewSession: true, assigned: null };

/** The state of a virtual pool that begins as the real one stands: hosts that are on are up, all doors are open. */
export function mirrored(seen: SeenPool, now: number): KeptVirtualPool {
  const hosts: Record<string, KeptHost> = {};
  for (const host of seen.hosts) {
    const on = takesPeople(host) || host.power === 'running' || host.power === 'starting';
    hosts[host.name] = on ? { ...OFF, startedAt: now, readyAt: takesPeople(host) ? now : now + 3 * MINUTE } : OFF;
  }
  const people: Record<string, KeptPerson> = {};
  for (const { upn, host, state } of seen.sessions ?? [])
    people[upn.toLowerCase()] ??= { host, asked: now, away: state === 'disconnected', uncounted: true };
  return { at: now, balance: seen.balance === 'depth' ? 'depth' : 'breadth', hosts, people };
}

import { addMinutes, earlier } from '../../minutes.ts';
import { addDays, localDayOf } from '../../local-time.ts';
import type { LocalDay } from '../../organisation.ts';
import { emptyMemory, readMemory, type HostMemory, type PoolMemory } from '../capacity-memory.ts';
import type { CapacityAction, CapacityMemory, PlannedBooking, SeenPool } from '../capacity.ts';
import type { CapacitySettings } from '../capacity-settings.ts';
import { memoryAfterOutcomes } from '../memory-after-outcomes.ts';
import { planCapacity } from '../plan-capacity.ts';
import { DayBook, type ShadowDay } from './shadow-day.ts';
import { mirrored, VirtualPool, type KeptVirtualPool, type PersonEvent } from './virtual-pool.ts';
import { isPaid, watchPool, type ForeignStarts } from './watch-pool.ts';

const MINUTE = 60_000;
/** While people arrive or hosts come up; else. Without a look, nobody knows who came. */
const BUSY_MINUTES = 1;
const CALM_MINUTES = 5;
/** Readings further apart leave a gap: who is found after it came at an unknown time, and their wait says nothing. */
const GAP_MS = 20 * MINUTE;
const STATE_VERSION = 1;

/** What is kept of a pool in shadow from round to round. JSON. */
export interface ShadowState {
  version: typeof STATE_VERSION;
  pool: KeptVirtualPool;
  /** The planner's memory of the virtual pool. */
  planner: CapacityMemory;
  /** Real hosts with their power on at the last reading, and starts that others made. */
  realOn: number;
  starts: ForeignStarts;
  /** Who was seen on the local day. */
  seenOn: { day: LocalDay; upns: string[] };
  /** Figures of yesterday and today: later ones change no earlier day. */
  days: ShadowDay[];
}

export interface ShadowResult {
  /** The planner's memory of the real pool: what it learned of people and boots. */
  planner: PoolMemory;
  state: ShadowState;
  /** What zaitaku would have done. Nobody carries it out. */
  actions: CapacityAction[];
  wakeAt: Date;
}

/**
 * One round of a pool that somebody else scales: learns from the real pool, brings the virtual one beside it up to now
 * with the people who really came and left, and decides there as it would have in the real one. Pure: the same arguments
 * give the same result, and nothing handed in is changed. `state` null: the virtual pool begins as the real one stands.
 */
export function shadowRound(
  former: { planner: CapacityMemory | null; state: ShadowState | null },
  seen: SeenPool,
  bookings: readonly PlannedBooking[],
  now: Date,
  settings: CapacitySettings,
): ShadowResult {
  const { timeZone } = settings.calendar;
  const at = now.getTime();
  const before = former.state?.version === STATE_VERSION ? former.state : null;
  const watched = watchPool(seen, bookings, former.planner, before?.starts ?? {}, now, settings);
  const { memory } = watched;
  const state = before ?? begun(seen, memory, at, localDayOf(now, timeZone));
  const last = state.pool.at;
  const book = new DayBook(timeZone, state.days);

  const { boots, failures } = memory;
  const pool = new VirtualPool(state.pool, seen.hosts, seen.maxSessions, { ...settings, boots, failures });
  const events = eventsOf(pool, seen, at, at - last > GAP_MS);
  pool.advance(at, events, book);

  const planned = planCapacity(
    pool.seen(seen.sessions !== null),
    bookings,
    { ...state.planner, boots, failures },
    now,
    settings,
  );
  const outcomes = pool.apply(planned.actions, book);
  const planner = memoryAfterOutcomes(planned.memory, outcomes, now);

  const realOn = seen.hosts.filter(isPaid).length;
  const seenOn = notePeople(seen, state.seenOn, localDayOf(now, timeZone));
  noteReal(book, { last, at, before: state.realOn, realOn, seen, people: seenOn.upns.length });
  const yesterday = addDays(localDayOf(now, timeZone), -1);
  const days = [...book.days.values()].filter(({ day }) => day >= yesterday);

  const busy =
    pool.waiting > 0 ||
    events.some(({ op }) => op === 'came') ||
    readMemory(planner, at).arriving ||
    Object.keys(watched.starts).length > 0;
  return {
    planner: memory,
    state: {
      version: STATE_VERSION,
      pool: pool.toJSON(),
      planner,
      realOn,
      starts: watched.starts,
      seenOn,
      days: days.sort((a, b) => (a.day < b.day ? -1 : 1)),
    },
    actions: planned.actions,
    wakeAt: earlier(planned.wakeAt, addMinutes(now, busy ? BUSY_MINUTES : CALM_MINUTES)),
  };
}

/** The virtual pool as the real one stands; its hosts count as ours, so that it may stop what is not needed. */
function begun(seen: SeenPool, memory: PoolMemory, at: number, day: LocalDay): ShadowState {
  const pool = mirrored(seen, at);
  const hosts: Record<string, HostMemory> = {};
  for (const [name, { startedAt }] of Object.entries(pool.hosts))
    if (startedAt !== null) hosts[name] = { on: true, startedAt, unsure: true };
  return {
    version: STATE_VERSION,
    pool,
    planner: { ...emptyMemory(), hosts, picture: memory.picture },
    realOn: seen.hosts.filter(isPaid).length,
    starts: {},
    seenOn: { day, upns: [] },
    days: [],
  };
}

/** Who came, left, closed the window or opened it again since the last list, at the time of the reading. */
function eventsOf(pool: VirtualPool, seen: SeenPool, now: number, uncounted: boolean): PersonEvent[] {
  if (seen.sessions === null) return [];
  const at = Math.min(seen.readAt.getTime(), now);
  const events: PersonEvent[] = [];
  const listed = new Set<string>();
  for (const { upn: written, state } of seen.sessions) {
    const upn = written.toLowerCase();
    if (listed.has(upn)) continue;
    listed.add(upn);
    const away = state === 'disconnected';
    if (!pool.has(upn)) events.push({ at, upn, op: 'came', uncounted });
    if (pool.isAway(upn) !== away) events.push({ at, upn, op: away ? 'away' : 'back' });
  }
  for (const upn of pool.upns()) if (!listed.has(upn)) events.push({ at, upn, op: 'left' });
  return events;
}

function notePeople(seen: SeenPool, known: ShadowState['seenOn'], day: LocalDay): ShadowState['seenOn'] {
  const upns = new Set(known.day === day ? known.upns : []);
  for (const { upn } of seen.sessions ?? []) upns.add(upn.toLowerCase());
  return { day, upns: [...upns] };
}

interface RealFigures {
  last: number;
  at: number;
  before: number;
  realOn: number;
  seen: SeenPool;
  people: number;
}

/** Between two readings the power counts half as in the one, half as in the other. */
function noteReal(book: DayBook, { last, at, before, realOn, seen, people }: RealFigures): void {
  book.spread('realHostMinutes', last, at, (before + realOn) / 2);
  if (at - last <= GAP_MS) book.spread('watchedMinutes', last, at);
  const figures = book.at(at);
  const sessions = seen.sessions?.length ?? seen.hosts.reduce((sum, host) => sum + host.sessions, 0);
  figures.realPeakHosts = Math.max(figures.realPeakHosts, realOn);
  figures.realPeakSessions = Math.max(figures.realPeakSessions, sessions);
  figures.people = Math.max(figures.people, people);
}

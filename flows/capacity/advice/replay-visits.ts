import { localDayOf } from '../../local-time.ts';
import { addMinutes } from '../../minutes.ts';
import { emptyMemory } from '../capacity-memory.ts';
import type { CapacityMemory, PlannedBooking, SeenHost } from '../capacity.ts';
import type { CapacitySettings } from '../capacity-settings.ts';
import { memoryAfterOutcomes } from '../memory-after-outcomes.ts';
import { planWithPicture } from '../plan-capacity.ts';
import { PoolPicture } from '../pool-picture.ts';
import { DayBook, type ShadowDay } from '../shadow/shadow-day.ts';
import { VirtualPool, type PersonEvent } from '../shadow/virtual-pool.ts';
import { syncPicture } from '../sync-picture.ts';
import type { HostSizing } from './host-sizings.ts';

/** As a round of the real pool looks at bookings. */
const BEFORE_MINUTES = 120;
const AHEAD_MINUTES = 26 * 60;
/** A booking that becomes known has the pool looked at. */
const AFTER_CHANGE_MS = 10_000;
const HOUR = 3_600_000;

/** What was seen of the people of a pool: visits under the same key as their bookings. Instants are milliseconds. */
export interface SeenPeople {
  visits: readonly { upn: string; came: number; leftOpen: number | null; ended: number }[];
  bookings: readonly PlannedBooking[];
  /** What starts took (s), and how many never came up. */
  boots: readonly number[];
  failures: number;
}

/**
 * The same people once more, in a virtual pool with other hosts: each came, closed the window and left when they really
 * did, and zaitaku decides as it would have, knowing of each booking from when it was known. It begins with all hosts
 * off and nothing learned. Pure. Answers figures by local day, up to the one in which `to` lies.
 */
export function replayVisits(
  people: SeenPeople,
  sizing: HostSizing,
  settings: CapacitySettings,
  from: Date,
  to: Date,
): ShadowDay[] {
  const [begin, end] = [from.getTime(), to.getTime()];
  const { boots, failures } = people;
  const own = settingsOf(settings, sizing);
  const pool = new VirtualPool(
    { at: begin, balance: 'breadth', hosts: {}, people: {} },
    hostsOf(sizing),
    sizing.places,
    { ...own, boots, failures },
  );
  const picture = new PoolPicture(settings.calendar);
  const book = new DayBook(settings.calendar.timeZone);
  const events = eventsOf(people, begin, end);
  const around = bookingsAround(people.bookings);
  const known = people.bookings.map(({ knownAt }) => knownAt.getTime() + AFTER_CHANGE_MS).sort((a, b) => a - b);
  let memory: CapacityMemory = { ...emptyMemory(), boots: [...boots], failures };
  for (let at = begin, next = 0, heard = 0; at < end;) {
    const first = next;
    while (next < events.length && events[next]!.at <= at) next++;
    pool.advance(at, events.slice(first, next), book);
    const now = new Date(at);
    const seen = pool.seen(true);
    syncPicture(picture, seen, around(at), at);
    const plan = planWithPicture(seen, picture, memory, now, own);
    memory = memoryAfterOutcomes(plan.memory, pool.apply(plan.actions, book), now);
    while (heard < known.length && known[heard]! <= at) heard++;
    at = Math.min(plan.wakeAt.getTime(), known[heard] ?? Infinity);
  }
  pool.advance(
    end,
    events.filter((one) => one.at > pool.at),
    book,
  );
  const over = localDayOf(to, settings.calendar.timeZone);
  return [...book.days.values()].filter(({ day }) => day < over).sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** Limits on the number of hosts are for hosts as they are today. */
function settingsOf(settings: CapacitySettings, { hosts, places, price }: HostSizing): CapacitySettings {
  const { fewestHosts, mostHosts } = settings.limits;
  const size = { maxSessions: places, price };
  return {
    ...settings,
    maxSessions: places,
    hostSizes: new Map(Array.from({ length: hosts }, (_, index) => [nameOf(index), size])),
    limits: {
      ...settings.limits,
      fewestHosts: Math.ceil(fewestHosts / price),
      mostHosts: mostHosts === null ? null : Math.max(1, Math.floor(mostHosts / price)),
    },
  };
}

function nameOf(index: number): string {
  return `host-${String(index + 1).padStart(5, '0')}`;
}

function hostsOf({ hosts }: HostSizing): SeenHost[] {
  return Array.from({ length: hosts }, (_, index) => ({
    name: nameOf(index),
    power: 'deallocated',
    health: 'shutdown',
    allowNewSession: true,
    sessions: 0,
    assignedUser: null,
    size: null,
    zone: null,
  }));
}

function eventsOf({ visits }: SeenPeople, begin: number, end: number): PersonEvent[] {
  const events: PersonEvent[] = [];
  for (const { upn, came, leftOpen, ended } of visits) {
    if (ended <= begin || came >= end || ended <= came) continue;
    // Who was there before it begins is there from its beginning; nobody counts their wait.
    events.push({ at: Math.max(begin, came), upn, op: 'came', uncounted: came < begin });
    if (leftOpen !== null) events.push({ at: Math.max(begin, leftOpen), upn, op: 'away' });
    if (ended < end) events.push({ at: ended, upn, op: 'left' });
  }
  const order = { left: 0, came: 1, away: 2, back: 2 };
  return events.sort((a, b) => a.at - b.at || order[a.op] - order[b.op]);
}

/** Bookings as a round at an instant would find them: those near it, to the hour, as far as they were known by then. */
function bookingsAround(bookings: readonly PlannedBooking[]): (at: number) => PlannedBooking[] {
  let found: PlannedBooking[] = [];
  let until = -Infinity;
  return (at) => {
    if (at < until) return found;
    until = (Math.floor(at / HOUR) + 1) * HOUR;
    const [from, to] = [addMinutes(new Date(at), -BEFORE_MINUTES), addMinutes(new Date(at), AHEAD_MINUTES)];
    found = [];
    for (const one of bookings) {
      if (one.endsAt <= from || one.startsAt >= to) continue;
      const known = one.knownAt.getTime();
      if (known <= at) found.push(one);
      else until = Math.min(until, known);
    }
    return found;
  };
}

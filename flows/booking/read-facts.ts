import type { Deps } from '../deps.ts';
import { addDays, instantOf, localDayOf, mondayOf } from '../local-time.ts';
import type { LocalDay } from '../organisation.ts';
import type { Person } from '../person.ts';
import { monthOf, weekOf, yearOf, type Period } from '../rules/counted-days.ts';
import { needsDesktop, type Rules } from '../rules/rules.ts';
import type { Tx } from '../store.ts';
import { emergencyFor } from '../emergency/emergency-for.ts';
import { promisedSeats } from '../waitlist/promised-seats.ts';
import type { Booking } from './booking.ts';
import type { CapRequest } from './cap-store.ts';
import type { PoolChoice } from './choose-pool.ts';
import { bookableTimes, lastBookableDay, type JudgeFacts } from './judge-days.ts';
import type { AskedDay, Wish } from './proposal.ts';

/** Whose days, by what rules, in which pools. */
export interface Asking {
  person: Person;
  rules: Rules;
  pools: PoolChoice;
  wish: Pick<Wish, 'device'>;
}

/**
 * Reads what `judgeDays` looks at. With `lock` the caps stay locked until the end of the transaction, so that what is
 * judged bookable is still so when it is written; without, it is for showing.
 */
export async function readFacts(
  tx: Tx,
  deps: Deps,
  { person, rules, pools, wish }: Asking,
  asked: AskedDay[],
  options: { lock: boolean; turn?: boolean },
): Promise<JudgeFacts> {
  const organisation = deps.organisation();
  const now = deps.clock.now();
  const tried = needsDesktop(wish.device) ? pools.tried : [];
  const today = localDayOf(now, organisation.timeZone);
  const lastDay = lastBookableDay(organisation, rules, now);
  const emergency = (await emergencyFor(tx, deps, person)) !== null;
  // Days that cannot be booked at all are refused by their own rule; nothing is read or locked for them.
  const inRange = asked.map((one) => today <= one.day && one.day <= lastDay);
  const days = [...new Set(asked.filter((_, index) => inRange[index]).map((one) => one.day))].sort();
  const { first, last } = reachOf(rules, days.length > 0 ? days : [today]);
  if (days.length === 0) {
    const counted = await tx.bookings.countedOfPerson(person.id, first, last);
    return {
      held: [],
      counted,
      replaced: [],
      seatsTaken: asked.map(() => ({})),
      section: { people: 0, away: [] },
      emergency,
    };
  }
  const replaced = await tx.bookings.byIds(asked.flatMap((one) => one.replaces ?? []));
  const times = bookableTimes(asked, organisation, now);
  // An empty or turned-round time takes no seat either.
  const seats = times.flatMap((time, index) => {
    if (!inRange[index] || time.startsAt >= time.endsAt) return [];
    const old = replaced.find((one) => one.id === asked[index]!.replaces);
    return tried.map((pool) => {
      const without = old?.seatHeld ? { without: old } : {};
      return { index, poolId: pool.id, ...time, ...without };
    });
  });
  const request: CapRequest = {
    personId: person.id,
    seats,
    weeks: [...new Set(days.map(mondayOf))].sort(),
    keys: keysOf(person, rules, days, sectionOf(deps, person)),
  };
  const caps = await (options.lock ? tx.caps.lock(request) : tx.caps.look(request));
  // Whoever comes anew does not pass those in line for a seat that has just come back; whose turn it is takes it.
  const promised = options.turn ? [] : await promisedSeats(tx, organisation, seats, person.id, now);
  const notReplaced = (one: Booking) => !replaced.some((old) => old.id === one.id);
  const from = instantOf(days[0]!, '00:00', organisation.timeZone);
  const to = instantOf(addDays(days.at(-1)!, 1), '00:00', organisation.timeZone);
  const held = (await tx.bookings.holdingOfPerson(person.id, from, to)).filter(notReplaced);
  const counted = (await tx.bookings.countedOfPerson(person.id, first, last)).filter(notReplaced);
  const seatsTaken = asked.map((): Record<string, number> => ({}));
  for (const [nth, { index, poolId }] of seats.entries())
    seatsTaken[index]![poolId] = (caps.taken[nth] ?? 0) + (promised[nth] ?? 0);
  return {
    held,
    counted,
    replaced,
    seatsTaken,
    section: await readSection(tx, person, rules, days),
    emergency,
  };
}

function sectionOf(deps: Deps, person: Person): string | null {
  return deps.organisation().sections.find((one) => one.department === person.department)?.id ?? person.department;
}

/** Rows beside seats and weeks that must not change between judging and writing. */
function keysOf(person: Person, rules: Rules, days: LocalDay[], section: string | null): string[] {
  const keys: string[] = [];
  if (section !== null && looksAtSection(rules)) keys.push(...days.map((day) => `section/${section}/${day}`));
  if (rules.daysPerMonth !== null || rules.daysPerYear !== null)
    keys.push(...days.map((day) => `year/${person.id}/${yearOf(day, rules.yearBegins).first}`));
  return [...new Set(keys)].sort();
}

function looksAtSection(rules: Rules): boolean {
  return rules.mostAway.people !== null || rules.mostAway.percent !== null || rules.counter.length > 0;
}

async function readSection(tx: Tx, person: Person, rules: Rules, days: LocalDay[]): Promise<JudgeFacts['section']> {
  if (person.department === null || !looksAtSection(rules)) return { people: 0, away: [] };
  const colleagues = (await tx.people.inDepartment(person.department)).filter((id) => id !== person.id);
  return { people: colleagues.length, away: await tx.bookings.holdingOnDays(colleagues, days) };
}

/** The days whose bookings count in the limits that the rules have. */
function reachOf(rules: Rules, days: LocalDay[]): Period {
  const periods = days.flatMap((day) => [
    weekOf(day),
    ...(rules.daysPerMonth === null ? [] : [monthOf(day)]),
    ...(rules.daysPerYear === null ? [] : [yearOf(day, rules.yearBegins)]),
  ]);
  return {
    first: periods.map((one) => one.first).sort()[0]!,
    last: periods
      .map((one) => one.last)
      .sort()
      .at(-1)!,
  };
}

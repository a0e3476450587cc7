import type { Deps } from '../deps.ts';
import { addDays, instantOf, localDayOf, mondayOf } from '../local-time.ts';
import type { Pool } from '../organisation.ts';
import type { Person } from '../person.ts';
import type { CapRequest, Tx } from '../store.ts';
import { bookableTimes, lastBookableDay, type JudgeFacts } from './judge-days.ts';
import type { AskedDay } from './proposal.ts';

/**
 * Reads what `judgeDays` looks at. With `lock` the caps stay locked until the end of the transaction, so that what is
 * judged bookable is still so when it is written; without, it is for showing.
 */
export async function readFacts(
  tx: Tx,
  deps: Deps,
  person: Person,
  pool: Pool | null,
  asked: AskedDay[],
  options: { lock: boolean },
): Promise<JudgeFacts> {
  const organisation = deps.organisation();
  const now = deps.clock.now();
  const today = localDayOf(now, organisation.timeZone);
  const lastDay = lastBookableDay(organisation, now);
  // Days that cannot be booked at all are refused by their own rule; nothing is read or locked for them.
  const inRange = asked.map((one) => today <= one.day && one.day <= lastDay);
  const days = [...new Set(asked.filter((_, index) => inRange[index]).map((one) => one.day))].sort();
  if (days.length === 0) return { held: [], daysOfWeek: new Map(), seatsTaken: asked.map(() => 0) };
  const times = bookableTimes(asked, organisation, now);
  // An empty or turned-round time takes no seat either.
  const seated = times.map((time, index) => inRange[index]! && pool !== null && time.startsAt < time.endsAt);
  const request: CapRequest = {
    personId: person.id,
    seats: times.filter((_, index) => seated[index]).map((time) => ({ poolId: pool!.id, ...time })),
    weeks: [...new Set(days.map(mondayOf))].sort(),
  };
  const caps = await (options.lock ? tx.caps.lock(request) : tx.caps.look(request));
  const from = instantOf(days[0]!, '00:00', organisation.timeZone);
  const to = instantOf(addDays(days.at(-1)!, 1), '00:00', organisation.timeZone);
  const held = await tx.bookings.holdingOfPerson(person.id, from, to);
  let next = 0;
  return {
    held,
    daysOfWeek: caps.daysOfWeek,
    seatsTaken: seated.map((needed) => (needed ? (caps.taken[next++] ?? 0) : 0)),
  };
}

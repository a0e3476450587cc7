import type { Deps } from '../deps.ts';
import { addDays, instantOf, mondayOf } from '../local-time.ts';
import type { Pool } from '../organisation.ts';
import type { Person } from '../person.ts';
import type { CapRequest, Tx } from '../store.ts';
import { bookableTimes, type JudgeFacts } from './judge-days.ts';
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
  if (asked.length === 0) return { held: [], daysOfWeek: new Map(), seatsTaken: [] };
  const organisation = deps.organisation();
  const times = bookableTimes(asked, organisation, deps.clock.now());
  // An empty or turned-round time takes no seat; it is refused by its own rule.
  const seated = times.map((time) => pool !== null && time.startsAt < time.endsAt);
  const request: CapRequest = {
    personId: person.id,
    seats: times.filter((_, index) => seated[index]).map((time) => ({ poolId: pool!.id, ...time })),
    weeks: [...new Set(asked.map((one) => mondayOf(one.day)))].sort(),
  };
  const caps = await (options.lock ? tx.caps.lock(request) : tx.caps.look(request));
  const days = asked.map((one) => one.day).sort();
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

import { overlaps } from '../booking/booked-time.ts';
import { HOLDING, type Booking, type BookingTexts } from '../booking/booking.ts';
import { firstWithRoom, openPools, poolsForBooking, type PoolChoice } from '../booking/choose-pool.ts';
import { forbiddenTask, type JudgeFacts } from '../booking/judge-days.ts';
import type { AskedDay, RuleReason } from '../booking/proposal.ts';
import { readFacts } from '../booking/read-facts.ts';
import type { Deps } from '../deps.ts';
import { wallTimeOf } from '../local-time.ts';
import type { Localised, Organisation } from '../organisation.ts';
import type { Person } from '../person.ts';
import { weekOf, yearOf } from '../rules/counted-days.ts';
import { emergencyRules } from '../rules/emergency-rules.ts';
import type { Rules } from '../rules/rules.ts';
import { rulesFor } from '../rules/rules-for.ts';
import { touchedRules } from '../rules/touched-rules.ts';
import type { Tx } from '../store.ts';

/**
 * What the rules say to a booking at the moment of its decision. `seat`: one is to be had, or none is needed; `poolId`: in
 * which pool, or where it is waited for.
 */
export type Fit =
  | { ok: true; seat: boolean; poolId: string | null; touched: RuleReason[] }
  | { ok: false; refusal: 'rule'; reason: RuleReason }
  | { ok: false; refusal: 'task'; task: Localised }
  | { ok: false; refusal: 'overlap' | 'no-pool' };

/** What is looked at: by the rules of now, without those bookings that are decided. */
export interface Standing {
  organisation: Organisation;
  rules: Rules;
  section: JudgeFacts['section'];
  /** Where each booking may have its seat; and the most seats taken there in its time, by pool, its own and its replaced booking's not counted. */
  pools: ReadonlyMap<string, PoolChoice>;
  seatsTaken: ReadonlyMap<string, Readonly<Record<string, number>>>;
  task: Localised | null;
  /** Bookings that count in the person's limits, or hold time of theirs; those that are decided among them. */
  counted: readonly Booking[];
}

/** Farther than any horizon: what was asked within it stays within it. */
const NO_HORIZON_DAYS = 36_500;

/**
 * Reads, under the caps' locks, what bookings of one request are judged by at the moment of pressing. The locks last
 * until the end of the transaction.
 */
export async function readStanding(
  tx: Tx,
  deps: Deps,
  requester: Person,
  bookings: readonly Booking[],
  texts: Pick<BookingTexts, 'reason' | 'material'>,
): Promise<Standing> {
  const organisation = deps.organisation();
  const rules = { ...rulesFor(organisation, requester), horizonDays: NO_HORIZON_DAYS };
  const first = bookings[0]!;
  const pools = new Map(bookings.map(({ id, poolId }) => [id, poolsForBooking(organisation, requester, poolId)]));
  const tried = [...new Set([...pools.values()].flatMap((one) => one.tried))];
  const asking = {
    person: requester,
    rules,
    pools: { usual: tried[0] ?? null, tried },
    wish: { device: first.device },
  };
  const asked = bookings.map((one) => askedAs(one, organisation.timeZone));
  const facts = await readFacts(tx, deps, asking, asked, { lock: true });
  const reach = bookings.flatMap(({ day }) => [weekOf(day), yearOf(day, rules.yearBegins)]);
  const from = reach.map((one) => one.first).sort()[0]!;
  const to = reach.map((one) => one.last).sort();
  return {
    organisation,
    rules: facts.emergency ? emergencyRules(rules) : rules,
    section: facts.section,
    pools,
    seatsTaken: new Map(bookings.map(({ id }, index) => [id, facts.seatsTaken[index] ?? {}])),
    task: forbiddenTask(organisation, { task: null, ...texts })?.name ?? null,
    counted: await tx.bookings.countedOfPerson(requester.id, from, to.at(-1)!),
  };
}

/**
 * One booking before the rules of now: stops, tasks that may not leave the office, other bookings of the person, seats
 * and licences. How long ahead it was asked for is judged by the moment of asking. Pure.
 */
export function rejudge(booking: Booking, standing: Standing): Fit {
  const { organisation, rules, task } = standing;
  if (task) return { ok: false, refusal: 'task', task };
  const others = standing.counted.filter(
    (one) => one.id !== booking.id && one.id !== booking.replacesId && !isWaitingChange(one),
  );
  const touched = touchedRules(
    {
      asked: { day: booking.day, part: booking.part, from: null, to: null },
      time: booking,
      wish: booking,
      counted: others,
      section: standing.section,
    },
    rules,
    organisation,
    booking.createdAt,
  );
  const stop = touched.find(({ rule }) => rules.stops.includes(rule));
  if (stop) return { ok: false, refusal: 'rule', reason: stop };
  const held = others.filter(({ status }) => HOLDING.includes(status));
  if (held.some((one) => overlaps(one, booking))) return { ok: false, refusal: 'overlap' };
  if (booking.poolId === null) return { ok: true, seat: true, poolId: null, touched };
  const pools = standing.pools.get(booking.id);
  if (!pools?.usual) return { ok: false, refusal: 'no-pool' };
  const theirs = held.find((one) => one.day === booking.day && one.poolId !== null)?.poolId ?? null;
  const open = openPools(pools, theirs);
  if (open.length === 0) return { ok: false, refusal: 'overlap' };
  const pool = firstWithRoom(open, null, standing.seatsTaken.get(booking.id) ?? {});
  return { ok: true, seat: pool !== null, poolId: (pool ?? pools.usual).id, touched };
}

/** What stands once one of them is decided: it counts as it is now, and what it replaces no more. */
export function settle(standing: Standing, decided: Booking): Standing {
  const replaced = decided.status === 'approved' || decided.status === 'active' ? decided.replacesId : null;
  const counted = standing.counted.filter(({ id }) => id !== decided.id && id !== replaced);
  const counts = HOLDING.includes(decided.status);
  return { ...standing, counted: counts ? [...counted, decided] : counted };
}

/** A change that is not approved yet takes no day: the booking whose place it would take does. */
function isWaitingChange({ status, replacesId }: Booking): boolean {
  return status === 'pending' && replacesId !== null;
}

/** A booking as a day asked for, so that its own seat, or that of the booking it replaces, counts as free. */
function askedAs(booking: Booking, timeZone: string): AskedDay {
  const own = booking.seatHeld ? booking.id : booking.replacesId;
  return {
    day: booking.day,
    part: 'hours',
    from: wallTimeOf(booking.startsAt, timeZone),
    to: wallTimeOf(booking.endsAt, timeZone),
    ...(own === null ? {} : { replaces: own }),
  };
}

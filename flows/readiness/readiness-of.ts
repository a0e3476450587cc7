import type { Booking } from '../booking/booking.ts';
import type { JudgedDay, Wish } from '../booking/proposal.ts';
import type { Deps } from '../deps.ts';
import type { Tx } from '../store.ts';
import { isBlocked, judgeGates, unready, type GateResult } from './gates.ts';
import { readGateFacts } from './read-gate-facts.ts';
import { gatesOn, mayBlock } from './readiness-settings.ts';

type ReadDeps = Pick<Deps, 'organisation' | 'clock'>;

/** States in which a booking still has its day before it, or is on. */
const AHEAD: readonly Booking['status'][] = ['pending', 'waitlisted', 'approved', 'active'];

/** What each gate says to each of these bookings that is ahead or on, by id. Reads the store alone. */
export async function readinessOf(
  tx: Tx,
  deps: ReadDeps,
  bookings: readonly Booking[],
): Promise<Map<string, GateResult[]>> {
  const now = deps.clock.now();
  return judged(tx, deps, isAhead(bookings, now));
}

/** Those that still have their day before them, or are on. */
export function isAhead(bookings: readonly Booking[], now: Date): Booking[] {
  return bookings.filter(({ status, endsAt }) => AHEAD.includes(status) && endsAt > now);
}

async function judged(tx: Tx, deps: ReadDeps, asked: readonly Booking[]): Promise<Map<string, GateResult[]>> {
  const { readiness } = deps.organisation();
  if (gatesOn(readiness).length === 0 || asked.length === 0) return new Map();
  const facts = await readGateFacts(tx, deps, asked);
  return new Map(asked.map((one, index) => [one.id, judgeGates(facts[index]!, readiness, deps.clock.now())]));
}

/** Gates that say something to a draft: the others begin when it is sent. */
const LATER: readonly GateResult['gate'][] = ['approved', 'licence', 'officer'];

/**
 * What would not be green for the days of a draft that can be had, each gate once; without what only the ICT section can
 * see to and keeps nobody out. Reads the store alone.
 */
export async function unreadyDraft(
  tx: Tx,
  deps: ReadDeps,
  personId: string,
  wish: Wish,
  days: readonly JudgedDay[],
): Promise<GateResult[]> {
  const { readiness } = deps.organisation();
  const offered = days.filter(({ verdict }) => verdict.ok);
  if (gatesOn(readiness).length === 0 || offered.length === 0) return [];
  // Days of one pool are alike.
  const alike = [...new Map(offered.map((day) => [day.poolId, day])).values()];
  const asked = alike.map(({ day, startsAt, endsAt, poolId }) => ({
    id: null,
    requestId: null,
    personId,
    day,
    startsAt,
    endsAt,
    poolId,
    status: 'approved' as const,
    device: wish.device,
    seatHeld: true,
  }));
  const facts = await readGateFacts(tx, deps, asked, wish);
  const found = facts.flatMap((one) => unready(judgeGates(one, readiness, deps.clock.now())));
  return found.filter(
    ({ gate, owner, standing }, index) =>
      !LATER.includes(gate) &&
      (owner !== 'ict' || standing === 'block') &&
      found.findIndex((other) => other.gate === gate) === index,
  );
}

/**
 * Bookings whose person may come: those that a gate set to `block` keeps out are left away. Asked wherever access follows
 * from bookings. Where no gate blocks it reads nothing.
 */
export async function admitted(tx: Tx, deps: ReadDeps, bookings: Booking[]): Promise<Booking[]> {
  if (!mayBlock(deps.organisation().readiness)) return bookings;
  // Those that are over too: access would begin with their grace else.
  const results = await judged(tx, deps, bookings);
  return bookings.filter(({ id }) => !isBlocked(results.get(id) ?? []));
}

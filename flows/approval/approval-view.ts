import { HOLDING, type Booking } from '../booking/booking.ts';
import { bookingLines } from '../booking/request-view.ts';
import { poolOf, type Deps } from '../deps.ts';
import { seatsOf, type Localised } from '../organisation.ts';
import type { Tx } from '../store.ts';
import type { ApprovalView, DecisionRefusal } from '../views.ts';

/** Names shown of those who are out besides; the rest is a number. */
const NAMES_SHOWN = 5;

/**
 * The approver's card of a request as things are now, with what one needs to decide: who else of the section is out
 * on each day, how many seats are left. Nothing of it is trusted when it comes back.
 */
export async function showApproval(
  tx: Tx,
  deps: Deps,
  requestId: string,
  viewer: string,
  options: { problem?: DecisionRefusal | null; reminder?: boolean } = {},
): Promise<ApprovalView | null> {
  const bookings = await tx.bookings.byRequest(requestId);
  const first = bookings[0];
  if (!first) return null;
  const requester = await tx.people.byId(first.personId);
  const texts = await tx.bookings.texts([first.id]);
  const lines = await bookingLines(tx, deps, bookings);
  const undecided = bookings.filter((one) => one.status === 'pending' && one.approverIds.includes(viewer));
  const out = await othersOut(tx, first.personId, requester?.department ?? null, bookings);
  const seats = await seatsLeft(tx, deps, bookings);
  return {
    kind: 'approval',
    requestId,
    requesterName: requester?.displayName ?? '',
    department: sectionName(deps, requester?.department ?? null),
    bookings: lines.map((line, index) => ({
      ...line,
      canCancel: false,
      othersOut: out(bookings[index]!),
      ...seats[index]!,
    })),
    reason: texts.get(first.id)?.reason ?? null,
    canDecide: undecided.length > 0 && viewer !== first.personId,
    reminder: options.reminder ?? false,
    problem: options.problem ?? null,
    timeZone: deps.organisation().timeZone,
  };
}

function sectionName(deps: Deps, department: string | null): Localised | null {
  if (department === null) return null;
  const section = deps.organisation().sections.find((one) => one.department === department);
  return section?.name ?? { ja: department, en: department };
}

async function othersOut(tx: Tx, requester: string, department: string | null, bookings: Booking[]) {
  const colleagues = department ? (await tx.people.inDepartment(department)).filter((id) => id !== requester) : [];
  const days = [...new Set(bookings.map((one) => one.day))];
  const held = colleagues.length ? await tx.bookings.holdingOnDays(colleagues, days) : [];
  const people = await tx.people.byIds([...new Set(held.map((one) => one.personId))]);
  const names = new Map(people.map((person) => [person.id, person.displayName]));
  return (booking: Booking): ApprovalView['bookings'][number]['othersOut'] => {
    const away = [
      ...new Set(
        held.filter((one) => one.startsAt < booking.endsAt && booking.startsAt < one.endsAt).map((one) => one.personId),
      ),
    ];
    return {
      count: away.length,
      ofPeople: colleagues.length,
      names: away.slice(0, NAMES_SHOWN).map((id) => names.get(id) ?? ''),
    };
  };
}

/** Seats free at the fullest moment of each booking's time, its own seat counted as free. */
async function seatsLeft(tx: Tx, deps: Deps, bookings: Booking[]) {
  const organisation = deps.organisation();
  const seated = bookings.filter((one) => poolOf(organisation, one.poolId) && one.startsAt < one.endsAt);
  const caps = seated.length
    ? await tx.caps.look({
        personId: bookings[0]!.personId,
        seats: seated.map(({ poolId, startsAt, endsAt }) => ({ poolId: poolId!, startsAt, endsAt })),
        weeks: [],
      })
    : null;
  return bookings.map((booking) => {
    const index = seated.indexOf(booking);
    const pool = poolOf(organisation, booking.poolId);
    if (index < 0 || !pool || !caps) return { seatsLeft: null, seats: null };
    const own = HOLDING.includes(booking.status) ? 1 : 0;
    const seats = seatsOf(pool);
    return { seatsLeft: Math.max(0, seats - (caps.taken[index] ?? 0) + own), seats };
  });
}

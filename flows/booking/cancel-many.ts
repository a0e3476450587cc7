import { neutralRefusal } from '../conversation/neutral-refusal.ts';
import type { Deps } from '../deps.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { RequestView, SentenceView } from '../views.ts';
import type { Booking } from './booking.ts';
import { decideCancel, giveBack } from './cancel-booking.ts';
import { showRequest } from './request-view.ts';

/**
 * Several of the person's own bookings, cancelled in the transaction of one tap: those whose version the card showed.
 * What has changed since stays and is shown as it is. A second tap changes nothing.
 */
export async function cancelMany(
  tx: Tx,
  deps: Deps,
  person: Person,
  command: { bookings: { bookingId: string; version: number }[] },
): Promise<RequestView | SentenceView> {
  const found = await tx.bookings.lock(command.bookings.map((one) => one.bookingId));
  const mayCancel = (booking: Booking) => booking.personId === person.id || booking.requestedBy === person.id;
  if (found.length === 0 || !found.every(mayCancel)) return neutralRefusal(deps);
  const versions = new Map(command.bookings.map((one) => [one.bookingId, one.version]));
  const cancelled = found.filter((one) => decideCancel(one, versions.get(one.id) ?? -1).ok);
  await giveBack(tx, deps, person, cancelled);
  return showCancelled(tx, deps, found);
}

/** The rest of a repetition, or of any request: this day and all after it. */
export async function cancelRest(
  tx: Tx,
  deps: Deps,
  person: Person,
  command: { bookingId: string; version: number },
): Promise<RequestView | SentenceView> {
  const first = await tx.bookings.byId(command.bookingId);
  if (!first || (first.personId !== person.id && first.requestedBy !== person.id)) return neutralRefusal(deps);
  const all = await tx.bookings.byRequest(first.requestId);
  const rest = await tx.bookings.lock(all.filter((one) => one.startsAt >= first.startsAt).map((one) => one.id));
  // The version of the first day is the card's; of the others whatever stands is meant.
  const current = rest.find((one) => one.id === first.id);
  if (current?.version === command.version)
    await giveBack(
      tx,
      deps,
      person,
      rest.filter((one) => decideCancel(one, one.version).ok),
    );
  return showCancelled(tx, deps, [first]);
}

async function showCancelled(tx: Tx, deps: Deps, bookings: Booking[]): Promise<RequestView | SentenceView> {
  const requests = new Set(bookings.map((one) => one.requestId));
  const { timeZone } = deps.organisation();
  if (requests.size > 1) return { kind: 'sentence', sentence: 'cancelled', timeZone };
  return (await showRequest(tx, deps, [...requests][0]!)) ?? neutralRefusal(deps);
}

import { neutralRefusal } from '../conversation/neutral-refusal.ts';
import { HOLDING } from '../booking/booking.ts';
import { confirmBooking } from '../booking/confirm-booking.ts';
import { proposeBooking } from '../booking/propose-booking.ts';
import { showRequest } from '../booking/request-view.ts';
import type { Deps } from '../deps.ts';
import { addDays, instantOf } from '../local-time.ts';
import { languageOf, type Person } from '../person.ts';
import type { Tx } from '../store.ts';
import { emergencyFor } from './emergency-for.ts';
import { dayToBook, showEmergencyTold, type EmergencyToldView } from './emergency-view.ts';

/**
 * One tap in an emergency: books the day that the card names for the person, or puts them in line where the seats have
 * run out. Today has become tomorrow since: nothing is booked, the card names the new day. A day that is booked already is
 * shown; so pressing again books nothing more. Whom no emergency is on for learns that it has ended.
 */
export async function bookInEmergency(
  tx: Tx,
  deps: Deps,
  person: Person,
  command: { emergencyId: string; day: string },
): Promise<Awaited<ReturnType<typeof confirmBooking>> | EmergencyToldView> {
  const { timeZone } = deps.organisation();
  const refusal = neutralRefusal(deps);
  const on = await emergencyFor(tx, deps, person);
  if (!on) {
    const known = await tx.emergencies.byId(command.emergencyId);
    const ended = known?.state === 'ended' ? known : null;
    return ended ? showEmergencyTold(tx, deps, person, ended) : refusal;
  }
  const day = dayToBook(deps.organisation(), deps.clock.now());
  if (day !== command.day) return showEmergencyTold(tx, deps, person, on, { dayChanged: true });
  const from = instantOf(day, '00:00', timeZone);
  const sameDay = (await tx.bookings.ofPerson(person.id, from, 60)).find(
    (one) =>
      one.startsAt < instantOf(addDays(day, 1), '00:00', timeZone) &&
      (HOLDING.includes(one.status) || one.status === 'waitlisted'),
  );
  if (sameDay) return (await showRequest(tx, deps, sameDay.requestId)) ?? refusal;
  const understanding = { intent: 'book', days: [day], part: 'full', language: languageOf(person) } as const;
  const { draftId, version } = await proposeBooking(tx, deps, person, { ...understanding, days: [day] });
  return confirmBooking(tx, deps, person, { draftId, version, wait: true });
}

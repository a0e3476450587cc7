import type { Deps } from '../deps.ts';
import { emergencyFor } from '../emergency/emergency-for.ts';
import type { Person } from '../person.ts';
import { takesPart } from '../registration/takes-part.ts';
import type { Tx } from '../store.ts';
import { lapseQuestion } from './edit-question.ts';
import { revokeFeed } from './keep-feeds.ts';

/**
 * Whoever is gone, or takes part no more, leaves nothing of their calendar behind: what was read of it is deleted, questions
 * about it end, and nobody reads it by its address any more (of those who are still here their own; what their office gives
 * them stays). Their bookings are looked after elsewhere, their mailbox by `followMailboxes`. Repeating changes nothing more.
 */
export async function leaveCalendars(tx: Tx, deps: Deps): Promise<void> {
  const now = deps.clock.now();
  const kept = await tx.calendarEntries.peopleKept();
  for (const person of await tx.people.byIds(kept)) {
    if (await stays(tx, deps, person)) continue;
    await tx.calendarEntries.forgetPerson(person.id);
    for (const bookingId of await tx.calendar.questionsOf(person.id)) await lapseQuestion(tx, bookingId, now);
    for (const { id, kind } of await tx.feeds.ofPerson(person.id))
      if (person.goneAt || kind === 'own') await revokeFeed(tx, id, 'system', now);
  }
}

/** An emergency lets others take part for as long as it lasts. */
async function stays(tx: Tx, deps: Deps, person: Person): Promise<boolean> {
  if (person.goneAt) return false;
  return takesPart(deps.organisation(), person) || (await emergencyFor(tx, deps, person)) !== null;
}

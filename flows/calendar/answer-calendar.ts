import { wallTimeOf } from '../local-time.ts';
import type { AskedDay } from '../booking/proposal.ts';
import { discardProposal } from '../booking/discard-proposal.ts';
import { proposeBooking } from '../booking/propose-booking.ts';
import { bookingLines } from '../booking/request-view.ts';
import { neutralRefusal } from '../conversation/neutral-refusal.ts';
import type { Deps } from '../deps.ts';
import { languageOf, type Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { ProposalView, RequestView, SentenceView } from '../views.ts';
import type { CalendarGoneView } from './calendar-gone.ts';

/**
 * The entries that a draft came of are no telework, or the person does not want to ask for them: nothing asks about them
 * again until their time changes. Pressed again it shows the same; on an older card the draft as it stands.
 */
export async function dismissEntries(
  tx: Tx,
  deps: Deps,
  person: Person,
  command: { draftId: string; version: number },
): Promise<ProposalView | RequestView | SentenceView> {
  const view = await discardProposal(tx, deps, person, command);
  // What was not on this card may be asked about now.
  if (view.kind === 'proposal' && view.state === 'discarded')
    await tx.due.noLaterThan('calendar-entries', person.id, deps.clock.now());
  return view;
}

/** The days of bookings that went back with their entries are asked for again: a draft like any other. */
export async function askAgain(
  tx: Tx,
  deps: Deps,
  person: Person,
  command: { bookings: { bookingId: string }[] },
): Promise<ProposalView | SentenceView> {
  const { timeZone } = deps.organisation();
  const bookings = await tx.bookings.byIds(command.bookings.map(({ bookingId }) => bookingId));
  const [first] = bookings;
  if (!first || bookings.some((one) => one.personId !== person.id)) return neutralRefusal(deps);
  const asked = bookings
    .toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
    .map(({ day, part, startsAt, endsAt }): AskedDay => {
      const hours = part === 'hours';
      return {
        day,
        part,
        from: hours ? wallTimeOf(startsAt, timeZone) : null,
        to: hours ? wallTimeOf(endsAt, timeZone) : null,
      };
    });
  const { place, device } = first;
  return proposeBooking(tx, deps, person, { intent: 'book', language: languageOf(person) }, { asked, place, device });
}

/** The bookings stay although their entries are gone. */
export async function keepBookings(
  tx: Tx,
  deps: Deps,
  person: Person,
  command: { bookings: { bookingId: string }[] },
): Promise<CalendarGoneView | SentenceView> {
  const bookings = await tx.bookings.byIds(command.bookings.map(({ bookingId }) => bookingId));
  if (bookings.length === 0 || bookings.some((one) => one.personId !== person.id)) return neutralRefusal(deps);
  const { timeZone } = deps.organisation();
  const lines = await bookingLines(tx, deps, bookings);
  return { kind: 'calendar-gone', asked: lines, takenBack: [], sent: [], kept: true, timeZone };
}

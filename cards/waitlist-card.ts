import type { Language } from '../flows/organisation.ts';
import type { WaitlistView } from '../flows/waitlist/waitlist-view.ts';
import { type AdaptiveCard, adaptiveCard, type Element, type ExecuteAction, heading, text } from './adaptive-card.ts';
import { bookingBox, dayIn, namesIn, type Speech, speechFor } from './booking-box.ts';
import { formatInstant } from './day-and-time.ts';
import { type WaitlistText, waitlistTextIn } from './texts/waitlist.ts';

/** A seat from the waiting list: it is the person's, it is offered to them, or the offer has lapsed. */
export function waitlistCard(view: WaitlistView, language: Language): AdaptiveCard {
  const { booking, state } = view;
  const speech = speechFor(language, view.timeZone, [booking.day]);
  const words = waitlistTextIn(language);
  // What the card says of the offer itself need not stand in the box as well.
  const box = state === 'offered' ? { ...booking, readyAt: null } : booking;
  const actions = actionsOf(view, words);
  return adaptiveCard(
    language,
    `${words.titles[state]} ${dayIn(speech, booking.day)}`,
    [heading(words.titles[state]), bookingBox(box, speech), ...sentences(view, speech, words)],
    actions,
  );
}

function sentences({ state, booking, approverNames }: WaitlistView, speech: Speech, words: WaitlistText): Element[] {
  const at = (instant: Date) => formatInstant(instant, speech.timeZone, speech.language, booking.day);
  if (state === 'lapsed') return [text(words.lapsed)];
  if (state === 'returned') {
    const said = booking.status === 'pending' ? words.asked(namesIn(speech, approverNames)) : words.approved;
    return [text(said), ...(booking.canCancel ? [text(words.orGiveBack)] : [])];
  }
  return [
    ...(booking.offeredUntil ? [text(words.offered(at(booking.offeredUntil)), { weight: 'bolder' })] : []),
    ...(booking.readyAt ? [text(words.readyAt(at(booking.readyAt)))] : []),
    text(words.afterwards[booking.byRule || booking.decidedByName ? 'approved' : 'asked']),
  ];
}

function actionsOf({ state, booking }: WaitlistView, words: WaitlistText): ExecuteAction[] {
  const data = { bookingId: booking.bookingId, version: booking.version };
  const button = (verb: ExecuteAction['verb'], title: string, style?: ExecuteAction['style']): ExecuteAction => ({
    type: 'Action.Execute',
    verb,
    title,
    ...(style ? { style } : {}),
    data,
  });
  if (state === 'returned' && booking.canCancel) return [button('booking.cancel', words.giveBack, 'destructive')];
  if (state !== 'offered') return [];
  return [button('waitlist.take', words.take, 'positive'), button('waitlist.decline', words.decline)];
}

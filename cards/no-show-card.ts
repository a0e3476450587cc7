import type { Language } from '../flows/organisation.ts';
import type { NoShowView } from '../flows/no-show/no-show-view.ts';
import { type Action, type AdaptiveCard, adaptiveCard, type Element, heading, openUrl, text } from './adaptive-card.ts';
import { bookingBox, dayIn, type Speech, speechFor, takeAgainButton } from './booking-box.ts';
import { formatInstant } from './day-and-time.ts';
import { noShowTextIn } from './texts/no-show.ts';

/** A booking whose seat went back because nobody used it, and what its person can do. */
export function noShowCard(view: NoShowView, language: Language): AdaptiveCard {
  const { state, booking, connectUrl } = view;
  const speech = speechFor(language, view.timeZone, [booking.day]);
  const words = noShowTextIn(language);
  const actions: Action[] =
    state === 'again' || state === 'back'
      ? openUrl(words.connect, connectUrl, 'positive')
      : state === 'late'
        ? openUrl(words.connect, connectUrl)
        : takeAgainButton(booking, speech, null);
  // What the card says of the desktop's readiness need not stand in the box as well.
  const box = bookingBox({ ...booking, readyAt: null }, speech);
  return adaptiveCard(
    language,
    `${words.titles[state]} ${dayIn(speech, booking.day)}`,
    [heading(words.titles[state]), box, ...sentences(view, speech)],
    actions,
  );
}

function sentences({ state, booking, noticeMinutes, keptUntil }: NoShowView, speech: Speech): Element[] {
  const words = noShowTextIn(speech.language);
  const at = (instant: Date) => formatInstant(instant, speech.timeZone, speech.language, booking.day);
  if (state === 'late') return [text(words.keptUntil(keptUntil === null ? null : at(keptUntil)))];
  const more =
    state === 'returned' && booking.canTakeAgain
      ? [text(words.takes(noticeMinutes))]
      : state === 'again' && booking.readyAt !== null
        ? [text(words.readyBy(at(booking.readyAt)))]
        : [];
  return [text(words.said[state]), ...more];
}

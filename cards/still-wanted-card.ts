import type { StillWantedView } from '../flows/calendar/still-wanted.ts';
import type { Language } from '../flows/organisation.ts';
import { type Action, type AdaptiveCard, adaptiveCard, heading, text } from './adaptive-card.ts';
import { bookingBox, dayIn, speechFor } from './booking-box.ts';
import { plainText } from './plain-text.ts';
import { stillWantedTextIn } from './texts/still-wanted.ts';

/** A booking that a calendar speaks against: is it still wanted? */
export function stillWantedCard(view: StillWantedView, language: Language): AdaptiveCard {
  const { state, booking, closure } = view;
  const speech = speechFor(language, view.timeZone, [booking.day]);
  const words = stillWantedTextIn(language);
  const button = (answer: 'take-back' | 'keep', title: string): Action => ({
    type: 'Action.Execute',
    verb: 'booking.still-wanted',
    title,
    data: { bookingId: booking.bookingId, version: booking.version, answer },
  });
  const asking = state === 'away' || state === 'closed';
  const name = closure === null ? null : plainText(closure[language], 100) || null;
  return adaptiveCard(
    language,
    `${words.titles[state]} ${dayIn(speech, booking.day)}`,
    [heading(words.titles[state]), bookingBox(booking, speech), text(words.said[state](name))],
    asking ? [button('take-back', words.takeBack), button('keep', words.keep)] : [],
  );
}

import type { Language } from '../flows/organisation.ts';
import type { CancelView } from '../flows/views.ts';
import { type AdaptiveCard, type Element, heading, text } from './adaptive-card.ts';
import { cancellableBoxes, daysIn, speechFor } from './booking-box.ts';
import { withinLimit } from './within-limit.ts';

/** The bookings that the words fit, each with its button. Nothing is cancelled before one is pressed. */
export function cancelCard(view: CancelView, language: Language): AdaptiveCard {
  const speech = speechFor(language, view.timeZone, [...view.bookings.map((line) => line.day), ...view.days]);
  const { cancel } = speech.words;
  return withinLimit((inFull) => {
    const title = view.bookings.length === 0 ? cancel.titleNone : cancel.title;
    const body: Element[] = [heading(title)];
    if (view.bookings.length === 0)
      body.push(text(view.days.length > 0 ? cancel.noneOn(daysIn(speech, view.days)) : cancel.none));
    else if (view.bookings.some((line) => line.canCancel)) body.push(text(cancel.choose));
    body.push(
      ...cancellableBoxes(view.bookings, speech, inFull, (line) =>
        line.canCancel ? [] : [text(cancel.notCancellable)],
      ),
    );
    return { type: 'AdaptiveCard', version: '1.5', lang: language, fallbackText: title, body };
  });
}

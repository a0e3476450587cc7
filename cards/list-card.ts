import type { Language } from '../flows/organisation.ts';
import type { ListView } from '../flows/views.ts';
import { type AdaptiveCard, type Element, heading, text } from './adaptive-card.ts';
import { cancellableBoxes, dayIn, decisionLines, speechFor } from './booking-box.ts';
import { formButton } from './help-card.ts';
import { withinLimit } from './within-limit.ts';

/** One page of a person's bookings, each with its button to cancel it. */
export function listCard(view: ListView, language: Language): AdaptiveCard {
  const days = [...view.bookings.map((line) => line.day), ...(view.day === null ? [] : [view.day])];
  const speech = speechFor(language, view.timeZone, days);
  const { list } = speech.words;
  const title = view.day === null ? list.title : list.titleDay(dayIn(speech, view.day));
  const none = view.day === null ? list.empty : list.emptyDay(dayIn(speech, view.day));
  return withinLimit((inFull) => {
    const body: Element[] = [heading(title)];
    if (view.bookings.length === 0) body.push(text(none));
    body.push(...cancellableBoxes(view.bookings, speech, inFull, (line) => decisionLines(line, speech)));
    if (view.more > 0) body.push(text(list.more(view.more)));
    return {
      type: 'AdaptiveCard',
      version: '1.5',
      lang: language,
      fallbackText: title,
      body,
      ...(view.bookings.length === 0 ? { actions: [formButton(list.form)] } : {}),
    };
  });
}

import type { Language } from '../flows/organisation.ts';
import type { BookingLine, CancelView } from '../flows/views.ts';
import { type Action, type AdaptiveCard, adaptiveCard, type Element, heading, text } from './adaptive-card.ts';
import { bookingBox, bookingInShort, cancellableBoxes, dayIn, daysIn, type Speech, speechFor } from './booking-box.ts';
import { ownTextIn } from './texts/own.ts';
import { withinLimit } from './within-limit.ts';

/** The bookings that the words fit, each with its button. Nothing is cancelled or changed before one is pressed. */
export function cancelCard(view: CancelView, language: Language): AdaptiveCard {
  const speech = speechFor(language, view.timeZone, [...view.bookings.map((line) => line.day), ...view.days]);
  const words = view.purpose === 'change' ? ownTextIn(language).change : speech.words.cancel;
  return withinLimit((inFull) => {
    const title = view.bookings.length === 0 ? words.titleNone : words.title;
    const body: Element[] = [heading(title)];
    if (view.bookings.length === 0)
      body.push(text(view.days.length > 0 ? words.noneOn(daysIn(speech, view.days)) : words.none));
    else if (view.bookings.some((line) => line.canCancel)) body.push(text(words.choose));
    const boxes = view.purpose === 'change' ? changeableBoxes : cancelOnly;
    body.push(...boxes(view.bookings, speech, inFull));
    const actions = view.purpose === 'change' ? [] : cancelAll(view.bookings, speech);
    return adaptiveCard(language, title, body, actions);
  });
}

function cancelOnly(lines: readonly BookingLine[], speech: Speech, inFull: number): Element[] {
  const { cancel } = speech.words;
  return cancellableBoxes(lines, speech, inFull, (line) => (line.canCancel ? [] : [text(cancel.notCancellable)]));
}

/** One tap for all that are shown. */
function cancelAll(lines: readonly BookingLine[], { language }: Speech): Action[] {
  const cancellable = lines.filter((line) => line.canCancel);
  if (cancellable.length < 2) return [];
  return [
    {
      type: 'Action.Execute',
      verb: 'booking.cancel-all',
      title: ownTextIn(language).cancel.all(cancellable.length),
      style: 'destructive',
      data: { bookings: cancellable.map(({ bookingId, version }) => ({ bookingId, version })) },
    },
  ];
}

function changeableBoxes(lines: readonly BookingLine[], speech: Speech, inFull: number): Element[] {
  return lines.flatMap((line, index): Element[] => {
    const { change } = ownTextIn(speech.language);
    const { bookingId, version } = line;
    const button: Element = {
      type: 'ActionSet',
      actions: [
        {
          type: 'Action.Execute',
          verb: 'booking.change',
          title: change.button(dayIn(speech, line.day)),
          data: { bookingId, version },
        },
      ],
    };
    return index < inFull ? [bookingBox(line, speech, [button])] : [bookingInShort(line, speech), button];
  });
}

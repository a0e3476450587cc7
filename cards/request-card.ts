import type { BookingStatus } from '../flows/booking/booking.ts';
import type { Language } from '../flows/organisation.ts';
import type { RequestView } from '../flows/views.ts';
import { type AdaptiveCard, type Element, heading, labelled, openUrl, text } from './adaptive-card.ts';
import {
  bookingBox,
  cancelButton,
  cancellableBoxes,
  daysIn,
  decisionLines,
  namesIn,
  type Speech,
  speechFor,
} from './booking-box.ts';
import { plainText } from './plain-text.ts';
import { withinLimit } from './within-limit.ts';

/** The requester's card of a request: how each day stands, for whom it waits, what to do next. */
export function requestCard(view: RequestView, language: Language): AdaptiveCard {
  const speech = speechFor(
    language,
    view.timeZone,
    view.bookings.map((line) => line.day),
  );
  return withinLimit((inFull) => cardWith(view, speech, inFull));
}

function cardWith(view: RequestView, speech: Speech, inFull: number): AdaptiveCard {
  const { words, language } = speech;
  const statuses = new Set(view.bookings.map((line) => line.status));
  const [only] = view.bookings.length === 1 ? view.bookings : [];
  const status: BookingStatus | 'mixed' = statuses.size === 1 ? [...statuses][0]! : 'mixed';
  const title = words.request.titles[status];
  const reason = view.reason === null ? '' : plainText(view.reason, 500);

  const body: Element[] = [heading(title)];
  if (statuses.has('pending')) body.push(text(waitingLine(view, speech)));
  if (only) body.push(bookingBox(only, speech, decisionLines(only, speech)));
  else body.push(...cancellableBoxes(view.bookings, speech, inFull, (line) => decisionLines(line, speech)));
  if (reason) body.push(...labelled(words.reason, reason));
  const next = status === 'mixed' ? undefined : words.request.next[status];
  if (next) body.push(text(next));

  const usable = view.bookings.some(
    (line) => (line.status === 'approved' || line.status === 'active') && line.poolName !== null,
  );
  const actions = [
    ...(usable ? openUrl(words.request.connect, view.connectUrl, 'positive') : []),
    ...(only ? cancelButton(only, speech, null) : []),
  ];
  return {
    type: 'AdaptiveCard',
    version: '1.5',
    lang: language,
    fallbackText: `${title} ${daysIn(
      speech,
      view.bookings.map((line) => line.day),
    )}`,
    body,
    ...(actions.length > 0 ? { actions } : {}),
  };
}

function waitingLine(view: RequestView, speech: Speech): string {
  const { request } = speech.words;
  const approvers = namesIn(speech, view.approverNames);
  const instead = namesIn(speech, view.reroutedTo ?? []);
  if (instead && approvers) return request.rerouted(approvers, instead);
  if (instead || approvers) return request.waitingFor(instead || approvers);
  return request.waitingForNobodyYet;
}

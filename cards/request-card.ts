import type { BookingStatus } from '../flows/booking/booking.ts';
import type { Language } from '../flows/organisation.ts';
import type { BookingLine, RequestView } from '../flows/views.ts';
import {
  type AdaptiveCard,
  type Element,
  type ExecuteAction,
  heading,
  labelled,
  openUrl,
  text,
} from './adaptive-card.ts';
import {
  bookingBox,
  bookingFacts,
  cancelButton,
  cancellableBoxes,
  colourOf,
  daysIn,
  namesIn,
  type Speech,
  speechFor,
  takeAgainButton,
  timesIn,
} from './booking-box.ts';
import { standingLines } from './booking-standing.ts';
import { formatDay } from './day-and-time.ts';
import { groupedBoxes, type ShownDay } from './day-groups.ts';
import { plainText } from './plain-text.ts';
import { ownTextIn } from './texts/own.ts';
import { waitlistTextIn } from './texts/waitlist.ts';
import { withinLimit } from './within-limit.ts';

/** Most days that have a button each. */
const MOST_BUTTONS = 6;

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
  const byRule = view.bookings.length > 0 && view.bookings.every((line) => line.byRule);
  const offer = only?.status === 'pending' && only.offeredUntil !== null ? only : null;
  const title = offer
    ? waitlistTextIn(language).titles.offered
    : words.request.titles[byRule && status === 'approved' ? 'by-rule' : status];
  const reason = view.reason === null ? '' : plainText(view.reason, 500);

  const body: Element[] = [heading(title)];
  // What is offered waits for the person, not for the approver.
  if (view.bookings.some((line) => line.status === 'pending' && line.offeredUntil === null))
    body.push(text(waitingLine(view, speech)));
  if (only) body.push(bookingBox(only, speech, standingLines(only, speech)));
  else if (view.bookings.length > MOST_BUTTONS) body.push(...manyDays(view, speech, inFull));
  else body.push(...cancellableBoxes(view.bookings, speech, inFull, (line) => standingLines(line, speech)));
  if (reason) body.push(...labelled(words.reason, reason));
  const next = status === 'mixed' ? undefined : words.request.next[status];
  if (next) body.push(text(next));

  const usable = view.bookings.some(
    (line) => (line.status === 'approved' || line.status === 'active') && line.poolName !== null,
  );
  const actions = [
    ...(usable ? openUrl(words.request.connect, view.connectUrl, 'positive') : []),
    ...(offer
      ? answerButtons(offer, speech)
      : only
        ? [...takeAgainButton(only, speech, null), ...cancelButton(only, speech, null)]
        : []),
    ...(view.bookings.length > MOST_BUTTONS ? cancelRest(view, speech) : []),
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

/** Days too many for a box and a button each: grouped by how they stand. */
function manyDays(view: RequestView, speech: Speech, inFull: number): Element[] {
  const { words } = speech;
  const shown = view.bookings.map((line): ShownDay => ({
    day: line.day,
    word: words.statuses[line.status],
    colour: colourOf(line.status),
    lines: [...bookingFacts(line, speech), ...standingLines(line, speech)],
    short: timesIn(speech, line),
  }));
  const next = view.bookings.find((line) => line.canCancel);
  return [
    ...groupedBoxes(shown, speech, inFull),
    ...(next ? [text(words.request.cancelByWords(formatDay(next.day, speech.language)))] : []),
  ];
}

/** One tap gives back every day that is left. */
function cancelRest(view: RequestView, { language }: Speech): ExecuteAction[] {
  const first = view.bookings.find((line) => line.canCancel);
  if (!first) return [];
  const { bookingId, version, day } = first;
  const title = ownTextIn(language).cancel.rest(formatDay(day, language));
  const data = { bookingId, version };
  return [{ type: 'Action.Execute', verb: 'booking.cancel-rest', title, style: 'destructive', data }];
}

/** A seat from the waiting list is kept for the person: whether they still want it. */
function answerButtons({ bookingId, version }: BookingLine, { language }: Speech): ExecuteAction[] {
  const { take, decline } = waitlistTextIn(language);
  const data = { bookingId, version };
  return [
    { type: 'Action.Execute', verb: 'waitlist.take', title: take, style: 'positive', data },
    { type: 'Action.Execute', verb: 'waitlist.decline', title: decline, data },
  ];
}

function waitingLine(view: RequestView, speech: Speech): string {
  const { request } = speech.words;
  const approvers = namesIn(speech, view.approverNames);
  const instead = namesIn(speech, view.reroutedTo ?? []);
  if (instead && approvers) return request.rerouted(approvers, instead);
  if (instead || approvers) return request.waitingFor(instead || approvers);
  return request.waitingForNobodyYet;
}

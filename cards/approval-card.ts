import type { ApprovalLine, ApprovalView } from '../flows/approval/approval-view.ts';
import type { BookingStatus } from '../flows/booking/booking.ts';
import type { Language } from '../flows/organisation.ts';
import { type AdaptiveCard, banner, type Element, heading, text } from './adaptive-card.ts';
import { approvalButtons, commentInput, dayButtons, FEW, pageButtons } from './approval-buttons.ts';
import { besideDay, requestFacts, threadLines } from './approval-facts.ts';
import {
  bookingBox,
  bookingFacts,
  bookingInShort,
  colourOf,
  dayIn,
  daysIn,
  deciderIn,
  decisionLines,
  nameIn,
  namesIn,
  type Speech,
  speechFor,
  timesIn,
} from './booking-box.ts';
import { groupedBoxes, type ShownDay } from './day-groups.ts';
import { formatInstant } from './day-and-time.ts';
import { plainText } from './plain-text.ts';
import { touchedLine } from './rule-sentences.ts';
import { type ApprovalText, approvalTextIn } from './texts/approval.ts';
import { withinLimit } from './within-limit.ts';

/** Days on a page, where each is decided by itself. */
const PAGE = 6;
/** Days of many that are shown by themselves. */
const MOST_REMARKABLE = 16;

/** The approver's card: what they need to decide in front of them; afterwards what was decided, by whom. */
export function approvalCard(view: ApprovalView, language: Language): AdaptiveCard {
  const speech = speechFor(
    language,
    view.timeZone,
    view.bookings.map((line) => line.day),
  );
  return withinLimit((inFull) => cardWith(view, speech, approvalTextIn(language), inFull));
}

function cardWith(view: ApprovalView, speech: Speech, words: ApprovalText, inFull: number): AdaptiveCard {
  const { language } = speech;
  const department = view.department === null ? null : plainText(view.department[language], 60) || null;
  const title = words.title(nameIn(view.requesterName), department);
  const open = view.bookings.filter((line) => line.mine);
  const decides = view.canDecide && open.length > 0;
  const actions = decides ? approvalButtons(view, open, words) : [];
  return {
    type: 'AdaptiveCard',
    version: '1.5',
    lang: language,
    fallbackText: `${title} ${daysIn(
      speech,
      view.bookings.map((line) => line.day),
    )}`,
    // Before the days: whoever looks a button up by its verb means the whole request.
    ...(actions.length > 0 ? { actions } : {}),
    body: [
      heading(title),
      ...onTop(view, decides, speech, words),
      ...days(view, open, decides, speech, words, inFull),
      ...requestFacts(view, decides, speech, words),
      ...threadLines(view.thread, speech, words),
      ...(decides ? [commentInput(words)] : []),
    ],
  };
}

/** Why it is shown, why a press did nothing, how it ended, whose decision it is. */
function onTop(view: ApprovalView, decides: boolean, speech: Speech, words: ApprovalText): Element[] {
  const { news, problem, snoozedUntil } = view;
  const lines: Element[] = [];
  if (problem !== null && view.refused.length === 0) lines.push(banner(words.problems[problem], 'warning'));
  for (const one of view.refused.slice(0, 5)) lines.push(banner(refusedDay(one, speech, words), 'warning'));
  if (news === 'snoozed' && snoozedUntil)
    lines.push(banner(words.snoozed(formatInstant(snoozedUntil, speech.timeZone, speech.language, null)), 'emphasis'));
  else if (news === 'reminder' && decides)
    lines.push(text(words.news.reminder, { color: 'warning', weight: 'bolder' }));
  else if (news !== null && news !== 'snoozed' && news !== 'reminder') lines.push(banner(words.news[news], 'emphasis'));
  if (!decides) lines.push(stateBanner(view, speech, words));
  if (view.requestedByName !== null) lines.push(text(words.requestedBy(nameIn(view.requestedByName))));
  if (decides && view.inPlaceOf.length > 0)
    lines.push(text(words.inPlaceOf(namesIn(speech, view.inPlaceOf)), { weight: 'bolder' }));
  if (view.steps !== null && view.bookings.some((line) => line.status === 'pending')) {
    const done = view.steps.decided.map(({ byName, forName }) => words.stepDone(deciderIn(byName, forName, speech)));
    lines.push(text([words.step(view.steps.step, view.steps.of), ...done].join(speech.language === 'ja' ? '' : ' ')));
  }
  return lines;
}

function refusedDay(one: ApprovalView['refused'][number], speech: Speech, words: ApprovalText): string {
  const day = dayIn(speech, one.day);
  if (one.reason) return words.refusedRule(day, touchedLine([one.reason], speech));
  if (one.task) return words.refusedTask(day, plainText(one.task[speech.language], 60));
  return one.refusal === 'no-pool' ? words.refusedNoPool(day) : words.refusedOverlap(day);
}

/** The days, each with what is to know about it; of many those by themselves that stand out, or a page with buttons of their own. */
function days(
  view: ApprovalView,
  open: readonly ApprovalLine[],
  decides: boolean,
  speech: Speech,
  words: ApprovalText,
  inFull: number,
): Element[] {
  const { bookings } = view;
  const several = decides && open.length > 1;
  if (several && view.page !== null) {
    const pages = Math.ceil(open.length / PAGE);
    const page = Math.min(view.page, pages - 1);
    const shown = open.slice(page * PAGE, (page + 1) * PAGE);
    return [
      text(words.span(open.length, dayIn(speech, open[0]!.day), dayIn(speech, open.at(-1)!.day))),
      ...shown.map((line, index) => dayBox(view, line, speech, words, index < inFull, true)),
      ...pageButtons({ ...view, page }, open, pages, words),
    ];
  }
  if (bookings.length <= FEW)
    return bookings.map((line, index) => dayBox(view, line, speech, words, index < inFull, several));
  const remarkable = bookings.filter((line) => line.mine && isRemarkable(line)).slice(0, MOST_REMARKABLE);
  const ordinary = bookings.filter((line) => !remarkable.includes(line)).map((line) => inGroup(line, speech));
  return [
    text(words.span(bookings.length, dayIn(speech, bookings[0]!.day), dayIn(speech, bookings.at(-1)!.day))),
    ...remarkable.map((line, index) => dayBox(view, line, speech, words, index < inFull, false)),
    ...groupedBoxes(ordinary, speech, inFull),
  ];
}

/** Of many days, one that is shown by itself. */
function isRemarkable(line: ApprovalLine): boolean {
  const { beyond, seatsLeft, seatsExpected, seatReturned, counter } = line;
  const full = seatsLeft === 0 || seatsExpected?.short === true;
  return beyond.length > 0 || full || seatReturned || (counter !== null && counter.present < counter.needed);
}

function inGroup(line: ApprovalLine, speech: Speech): ShownDay {
  return {
    day: line.day,
    word: speech.words.statuses[line.status],
    colour: colourOf(line.status),
    lines: bookingFacts(line, speech),
    short: timesIn(speech, line),
  };
}

function dayBox(
  view: ApprovalView,
  line: ApprovalLine,
  speech: Speech,
  words: ApprovalText,
  inFull: boolean,
  withButtons: boolean,
): Element {
  const buttons = withButtons && line.mine ? [dayButtons(line, speech, words)] : [];
  if (!inFull) return { type: 'Container', items: [bookingInShort(line, speech), ...buttons] };
  const facts = line.status === 'pending' ? besideDay(line, speech, words) : afterwards(view, line, speech);
  return bookingBox(line, speech, [...facts, ...buttons]);
}

/** Who decided a day, where days differ, and the comment. */
function afterwards(view: ApprovalView, line: ApprovalLine, speech: Speech): Element[] {
  return decisionLines(commonEnd(view) === null ? line : { ...line, decidedByName: null, byRule: false }, speech);
}

const STYLES: Partial<Record<BookingStatus, 'good' | 'attention'>> = {
  approved: 'good',
  active: 'good',
  rejected: 'attention',
};

function stateBanner(view: ApprovalView, speech: Speech, words: ApprovalText): Element {
  const end = commonEnd(view);
  const pending = view.bookings.filter((line) => line.status === 'pending');
  if (pending.length > 0)
    return banner((view.steps?.decided.length ?? 0) > 0 ? words.passedOn : words.waiting, 'emphasis');
  if (end === null) return banner(words.endedMixed, 'emphasis');
  const by = end.decidedByName === null ? null : deciderIn(end.decidedByName, end.decidedForName, speech);
  return banner(words.ended[end.status](by), STYLES[end.status] ?? 'emphasis');
}

type End = Pick<ApprovalLine, 'decidedByName' | 'decidedForName'> & { status: Exclude<BookingStatus, 'pending'> };

/** The way all days ended, where it was one and the same. */
function commonEnd(view: ApprovalView): End | null {
  const [first] = view.bookings;
  if (first === undefined || first.status === 'pending') return null;
  const { status, decidedByName, decidedForName } = first;
  const same = view.bookings.every(
    (line) => line.status === status && line.decidedByName === decidedByName && line.decidedForName === decidedForName,
  );
  return same ? { status, decidedByName, decidedForName } : null;
}

import type { BookingStatus } from '../flows/booking/booking.ts';
import type { Language } from '../flows/organisation.ts';
import type { ApprovalView } from '../flows/views.ts';
import {
  type AdaptiveCard,
  banner,
  type Element,
  type ExecuteAction,
  heading,
  labelled,
  text,
} from './adaptive-card.ts';
import {
  bookingBox,
  bookingInShort,
  daysIn,
  decisionLines,
  nameIn,
  namesIn,
  type Speech,
  speechFor,
} from './booking-box.ts';
import { plainText } from './plain-text.ts';
import { TEXT_LENGTH } from './proposal-form.ts';
import { withinLimit } from './within-limit.ts';

type Line = ApprovalView['bookings'][number];

/** The approver's card: what they need to decide in front of them, two buttons; afterwards what was decided, by whom. */
export function approvalCard(view: ApprovalView, language: Language): AdaptiveCard {
  const speech = speechFor(
    language,
    view.timeZone,
    view.bookings.map((line) => line.day),
  );
  return withinLimit((inFull) => cardWith(view, speech, inFull));
}

function cardWith(view: ApprovalView, speech: Speech, inFull: number): AdaptiveCard {
  const { words, language } = speech;
  const department = view.department === null ? null : plainText(view.department[language], 60) || null;
  const title = words.approval.title(nameIn(view.requesterName), department);
  const pending = view.bookings.filter((line) => line.status === 'pending');
  const decides = view.canDecide && pending.length > 0;
  const reason = view.reason === null ? '' : plainText(view.reason, 500);

  const body: Element[] = [heading(title)];
  if (view.problem !== null) body.push(banner(words.approval.problems[view.problem], 'warning'));
  if (view.reminder && decides) body.push(text(words.approval.reminder, { color: 'warning', weight: 'bolder' }));
  if (!decides) body.push(stateBanner(view, speech));
  body.push(
    ...view.bookings.map((line, index) =>
      index < inFull ? bookingBox(line, speech, beside(view, line, speech)) : bookingInShort(line, speech),
    ),
  );
  if (reason) body.push(...labelled(words.reason, reason));
  if (decides)
    body.push({
      type: 'Input.Text',
      id: 'comment',
      label: words.approval.comment,
      placeholder: words.approval.commentHint,
      isMultiline: true,
      maxLength: TEXT_LENGTH,
      spacing: 'medium',
    });
  return {
    type: 'AdaptiveCard',
    version: '1.5',
    lang: language,
    fallbackText: `${title} ${daysIn(
      speech,
      view.bookings.map((line) => line.day),
    )}`,
    body,
    ...(decides ? { actions: buttons(pending, speech) } : {}),
  };
}

/** While it is open: who else is out, how many seats are left. Afterwards: who decided a day, where days differ, and the comment. */
function beside(view: ApprovalView, line: Line, speech: Speech): Element[] {
  const { approval } = speech.words;
  if (line.status !== 'pending') {
    const common = commonEnd(view) !== null;
    return decisionLines(common ? { ...line, decidedByName: null } : line, speech);
  }
  const { count, ofPeople, names } = line.othersOut;
  const lines = [
    text(count > 0 ? approval.othersOut(count, ofPeople, namesIn(speech, names, count)) : approval.nobodyOut, {
      spacing: 'small',
    }),
  ];
  if (line.seatsLeft !== null) lines.push(text(approval.seatsLeft(line.seatsLeft, line.seats), { spacing: 'none' }));
  return lines;
}

const STYLES: Partial<Record<BookingStatus, 'good' | 'attention'>> = {
  approved: 'good',
  active: 'good',
  rejected: 'attention',
};

function stateBanner(view: ApprovalView, { words: { approval } }: Speech): Element {
  const end = commonEnd(view);
  if (view.bookings.some((line) => line.status === 'pending')) return banner(approval.waiting, 'emphasis');
  if (end === null) return banner(approval.endedMixed, 'emphasis');
  const by = end.decidedByName === null ? null : nameIn(end.decidedByName);
  return banner(approval.ended[end.status](by), STYLES[end.status] ?? 'emphasis');
}

/** The way all days ended, where it was one and the same. */
function commonEnd(
  view: ApprovalView,
): { status: Exclude<BookingStatus, 'pending'>; decidedByName: string | null } | null {
  const [first] = view.bookings;
  if (first === undefined || first.status === 'pending') return null;
  const { status, decidedByName } = first;
  const same = view.bookings.every((line) => line.status === status && line.decidedByName === decidedByName);
  return same ? { status, decidedByName } : null;
}

function buttons(pending: Line[], { words: { approval } }: Speech): ExecuteAction[] {
  const named = pending.map(({ bookingId, version }) => ({ bookingId, version }));
  const data: Record<string, unknown> = named.length === 1 ? named[0]! : { bookings: named };
  return [
    {
      type: 'Action.Execute',
      verb: 'approval.approve',
      title: approval.approve(pending.length),
      style: 'positive',
      data,
    },
    {
      type: 'Action.Execute',
      verb: 'approval.reject',
      title: approval.reject(pending.length),
      style: 'destructive',
      data,
    },
  ];
}

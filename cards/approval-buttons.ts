import type { ApprovalLine, ApprovalView } from '../flows/approval/approval-view.ts';
import { type Action, type ActionSet, type Element, type ExecuteAction, type Input, text } from './adaptive-card.ts';
import type { Speech } from './booking-box.ts';
import { formatShortDay } from './day-and-time.ts';
import { TEXT_LENGTH } from './proposal-form.ts';
import type { ApprovalText } from './texts/approval.ts';

/** Days that one button decides, so that the card stays small; a request of more is decided in several presses. */
const MOST_TOGETHER = 100;
/** Open days that have their own buttons at once. */
export const FEW = 4;

/** The words that go along with a decision, or are the question. */
export function commentInput(words: ApprovalText): Input {
  return {
    type: 'Input.Text',
    id: 'comment',
    label: words.comment,
    placeholder: words.commentHint,
    isMultiline: true,
    maxLength: TEXT_LENGTH,
    spacing: 'medium',
  };
}

/** What the whole card offers: decide all open days, ask back, day by day or all together, be reminded later. */
export function approvalButtons(view: ApprovalView, open: readonly ApprovalLine[], words: ApprovalText): Action[] {
  const named = open.slice(0, MOST_TOGETHER).map(({ bookingId, version }) => ({ bookingId, version }));
  const data: Record<string, unknown> = named.length === 1 ? named[0]! : { bookings: named };
  const turn = turnOf(view, open);
  const together = view.page !== null;
  return [
    { type: 'Action.Execute', verb: 'approval.approve', title: words.approve(named.length), style: 'positive', data },
    { type: 'Action.Execute', verb: 'approval.reject', title: words.reject(named.length), style: 'destructive', data },
    { type: 'Action.Execute', verb: 'approval.ask', title: words.ask, data: { ...turn } },
    ...(open.length > FEW
      ? [opening({ ...turn, page: together ? null : 0 }, together ? words.allTogether : words.dayByDay)]
      : []),
    snooze(turn, words),
  ];
}

/** The two buttons of one day among several. */
export function dayButtons({ bookingId, version, day }: ApprovalLine, speech: Speech, words: ApprovalText): ActionSet {
  const short = formatShortDay(day, speech.language);
  const data = { bookingId, version };
  return {
    type: 'ActionSet',
    actions: [
      { type: 'Action.Execute', verb: 'approval.approve', title: words.approveDay(short), data },
      {
        type: 'Action.Execute',
        verb: 'approval.reject',
        title: words.rejectDay(short),
        style: 'destructive',
        data,
      },
    ],
  };
}

/** To the days before and after, where there are pages of them. */
export function pageButtons(
  view: ApprovalView,
  open: readonly ApprovalLine[],
  pages: number,
  words: ApprovalText,
): Element[] {
  const { page } = view;
  if (page === null || pages < 2) return [];
  const turn = turnOf(view, open);
  const actions = [
    ...(page > 0 ? [opening({ ...turn, page: page - 1 }, words.pageBefore)] : []),
    ...(page < pages - 1 ? [opening({ ...turn, page: page + 1 }, words.pageAfter)] : []),
  ];
  return [text(words.page(page + 1, pages), { isSubtle: true, size: 'small' }), { type: 'ActionSet', actions }];
}

interface Turn {
  requestId: string;
  version: number;
}

function turnOf({ requestId }: ApprovalView, open: readonly ApprovalLine[]): Turn {
  return { requestId, version: Math.max(0, ...open.map((line) => line.version)) };
}

function opening(data: Turn & { page: number | null }, title: string): ExecuteAction {
  return { type: 'Action.Execute', verb: 'approval.open', title, associatedInputs: 'none', data: { ...data } };
}

function snooze(data: Turn, words: ApprovalText): Action {
  const choices = Object.entries(words.snoozes).map(([value, title]) => ({ title, value }));
  return {
    type: 'Action.ShowCard',
    title: words.snooze,
    card: {
      type: 'AdaptiveCard',
      body: [
        {
          type: 'Input.ChoiceSet',
          id: 'snooze',
          label: words.snoozeLabel,
          style: 'compact',
          choices,
          value: 'tomorrow',
        },
      ],
      actions: [{ type: 'Action.Execute', verb: 'approval.snooze', title: words.snooze, data: { ...data } }],
    },
  };
}

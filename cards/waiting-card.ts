import type { WaitingLine, WaitingView } from '../flows/approval/waiting-view.ts';
import type { Language } from '../flows/organisation.ts';
import { type AdaptiveCard, banner, type Element, type ExecuteAction, heading, text } from './adaptive-card.ts';
import { daysIn, nameIn, type Speech, speechFor } from './booking-box.ts';
import { plainText } from './plain-text.ts';
import { type ApprovalText, approvalTextIn } from './texts/approval.ts';
import { withinLimit } from './within-limit.ts';

/** All that waits for a person's decision: one line each, a button to open it, one to approve them together. */
export function waitingCard(view: WaitingView, language: Language): AdaptiveCard {
  const speech = speechFor(
    language,
    view.timeZone,
    view.requests.flatMap((one) => one.days),
  );
  const words = approvalTextIn(language);
  const title = view.total === 0 ? words.list.empty : words.list.title(view.total);
  const actions = allButtons(view, words);
  return withinLimit((inFull) => ({
    type: 'AdaptiveCard',
    version: '1.5',
    lang: language,
    fallbackText: title,
    body: [
      heading(title),
      ...done(view, words),
      ...view.requests.map((one) => box(one, speech, words, inFull)),
      ...(actions.length > 1 ? [text(words.list.beyondLeft)] : []),
      ...pages(view, words),
    ],
    ...(actions.length > 0 ? { actions } : {}),
  }));
}

function done({ done: result }: WaitingView, words: ApprovalText): Element[] {
  if (!result) return [];
  return [
    ...(result.approved > 0 ? [banner(words.list.approved(result.approved), 'good')] : []),
    ...(result.left > 0 ? [banner(words.list.left(result.left), 'warning')] : []),
  ];
}

function box(one: WaitingLine, speech: Speech, words: ApprovalText, inFull: number): Element {
  const { language } = speech;
  const department = one.department === null ? '' : plainText(one.department[language], 60);
  const name = nameIn(one.requesterName);
  const marks = [
    ...(one.beyond ? [words.list.beyond] : []),
    ...(one.soon ? [words.list.soon] : []),
    ...(one.series ? [words.list.series] : []),
    ...(one.inPlaceOf === null ? [] : [words.list.inPlaceOf(nameIn(one.inPlaceOf))]),
  ];
  const open: ExecuteAction = {
    type: 'Action.Execute',
    verb: 'approval.open',
    title: words.list.open(name),
    data: { requestId: one.requestId, version: Math.max(0, ...one.bookings.map(({ version }) => version)) },
  };
  const days = daysIn(speech, one.days, inFull > 4 ? 3 : 2);
  return {
    type: 'Container',
    style: 'emphasis',
    items: [
      text(department ? (language === 'ja' ? `${name}(${department})` : `${name} (${department})`) : name || '-', {
        weight: 'bolder',
      }),
      text(words.list.days(days, one.days.length), { spacing: 'none' }),
      ...(marks.length > 0 ? [text(marks.join(speech.words.dot), { spacing: 'none', color: 'warning' })] : []),
      ...(one.openOnly ? [text(words.list.openOnly, { spacing: 'none', isSubtle: true })] : []),
      { type: 'ActionSet', actions: [open] },
    ],
  };
}

/** Approve what lies within the rules; and, told apart, what does not. */
function allButtons(view: WaitingView, words: ApprovalText): ExecuteAction[] {
  const together = view.requests.filter((one) => !one.openOnly);
  const all = together.flatMap((one) => one.bookings);
  const within = together.filter((one) => !one.beyond).flatMap((one) => one.bookings);
  const button = (bookings: WaitingLine['bookings'], beyond: boolean): ExecuteAction => ({
    type: 'Action.Execute',
    verb: 'approval.approve-all',
    title: beyond ? words.list.approveBeyond(bookings.length) : words.list.approveAll(bookings.length),
    ...(beyond ? {} : { style: 'positive' as const }),
    data: { bookings, beyond, page: view.page },
  });
  return [
    ...(within.length > 0 ? [button(within, false)] : []),
    ...(all.length > within.length ? [button(all, true)] : []),
  ];
}

function pages({ page, pages: count, total }: WaitingView, words: ApprovalText): Element[] {
  const to = (other: number, title: string): ExecuteAction => ({
    type: 'Action.Execute',
    verb: 'approval.waiting',
    title,
    data: { page: other, version: total },
  });
  const actions = [
    ...(page > 0 ? [to(page - 1, words.list.before)] : []),
    ...(page < count - 1 ? [to(page + 1, words.list.after)] : []),
    to(page, words.list.again),
  ];
  return [
    ...(count > 1 ? [text(words.page(page + 1, count), { isSubtle: true, size: 'small' })] : []),
    { type: 'ActionSet', actions },
  ];
}

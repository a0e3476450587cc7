import type { DecisionRefusal } from '../../flows/approval/approval-view.ts';
import type { Snooze } from '../../flows/approval/snooze.ts';
import type { BookingStatus } from '../../flows/booking/booking.ts';
import type { Language } from '../../flows/organisation.ts';
import { type DeputyText, deputyTextIn } from './deputy.ts';

/**
 * The words of approvals. Days, times and people's words come in written out; `by`, `names` and other names carry their
 * honorifics already where it says so.
 */
export interface ApprovalText {
  title(name: string, department: string | null): string;
  /** Asked by somebody else in their place. */
  requestedBy(name: string): string;
  news: Record<'reminder' | 'answered' | 'asked', string>;
  snoozed(at: string): string;
  waiting: string;
  /** It went on to whoever decides next. */
  passedOn: string;
  /** Nothing is left to decide: shown in place of the buttons, one for each way it ended. `by` with honorifics. */
  ended: Record<Exclude<BookingStatus, 'pending'>, (by: string | null) => string>;
  endedMixed: string;
  inPlaceOf(names: string): string;
  step(step: number, of: number): string;
  stepDone(by: string): string;
  /** The span of many days. */
  span(count: number, first: string, last: string): string;
  /** A day whose decision is another one's, on a card with buttons for the rest. */
  notYours: string;
  nobodyOut: string;
  othersOut(count: number, ofPeople: number, names: string): string;
  counter(times: string, present: number, needed: number): string;
  seatsLeft(left: number, seats: number | null): string;
  seatsPending(count: number): string;
  hostsAdded(count: number): string;
  seatsExpected(low: number, high: number, seats: number): string;
  seatsShort: string;
  category: string;
  material: string;
  contact: string;
  allowance: string;
  allowanceUsed(period: 'week' | 'month' | 'year', used: string, limit: number): string;
  thread: string;
  earlierNotes(count: number): string;
  note(name: string, at: string, fromRequester: boolean): string;
  comment: string;
  commentHint: string;
  approve(days: number): string;
  reject(days: number): string;
  approveDay(day: string): string;
  rejectDay(day: string): string;
  dayByDay: string;
  allTogether: string;
  pageBefore: string;
  pageAfter: string;
  page(page: number, pages: number): string;
  ask: string;
  snooze: string;
  snoozeLabel: string;
  snoozes: Record<Snooze, string>;
  problems: Record<DecisionRefusal, string>;
  refusedRule(day: string, rule: string): string;
  refusedTask(day: string, task: string): string;
  refusedOverlap(day: string): string;
  refusedNoPool(day: string): string;
  question: {
    title: string;
    about(days: string): string;
    answer: string;
    answerHint: string;
    send: string;
    sent: string;
    missing: string;
    decided: string;
  };
  list: {
    title(count: number): string;
    empty: string;
    days(days: string, count: number): string;
    series: string;
    inPlaceOf(name: string): string;
    beyond: string;
    soon: string;
    open(name: string): string;
    openOnly: string;
    approveAll(days: number): string;
    approveBeyond(days: number): string;
    beyondLeft: string;
    approved(days: number): string;
    left(days: number): string;
    again: string;
    before: string;
    after: string;
  };
  deputy: DeputyText;
  notices: {
    escalated(days: string, names: string): string;
    undecided(days: string): string;
    approverAbsent(approver: string, deputy: string): string;
    deputySet(approver: string, days: string): string;
    deputyEnded(approver: string, days: string): string;
    /** Approved, and no seat is to be had any more. */
    decidedFull(days: string, by: string): string;
    /** A change was not approved. */
    oldStays(booking: string): string;
  };
  summaries: Record<
    'approval' | 'reminder' | 'answered' | 'waiting' | 'question' | 'deputy' | 'approval-notice',
    string
  >;
}

const ja: ApprovalText = {
  title: (name, department) => `${department ? `${department}の` : ''}${name}さんからテレワークの申請です`,
  requestedBy: (name) => `${name}さんが代わりに申請しました。`,
  news: {
    reminder: 'まだ決まっていない申請のお知らせです。',
    answered: '申請者から返事が届きました。',
    asked: '申請者に質問を送りました。返事が届いたらお知らせします。',
  },
  snoozed: (at) => `${at} にあらためてお知らせします。`,
  waiting: '承認を待っています。',
  passedOn: '承認しました。次の承認者の決定を待っています。お返事はいりません。',
  ended: {
    waitlisted: (by) => (by ? `承認しました(${by})。席が空くのを待っています` : 'キャンセル待ちです'),
    approved: (by) => (by ? `承認しました(${by})` : '承認しました'),
    rejected: (by) => (by ? `承認しませんでした(${by})` : '承認しませんでした'),
    cancelled: () => '申請者が取り消しました。お返事はいりません',
    expired: () => '期限が過ぎました。お返事はいりません',
    active: (by) => (by ? `承認済みです(${by})。今は勤務中です` : '承認済みです。今は勤務中です'),
    completed: () => '勤務が終わりました',
    'no-show': () => '利用がありませんでした',
  },
  endedMixed: '決定は日ごとのとおりです',
  inPlaceOf: (names) => `${names}の代決です。`,
  step: (step, of) => `${of}段階の承認のうち、${step}段階目です。`,
  stepDone: (by) => `${by}が承認しました。`,
  span: (count, first, last) => `${first}から${last}まで、${count}日分`,
  notYours: 'この日は別の承認者が決めます。',
  nobodyOut: '同じ課で、この日に不在の人はほかにいません。',
  othersOut: (count, ofPeople, names) =>
    `同じ課の不在：${ofPeople > 0 ? `ほか${ofPeople}人のうち` : ''}${count}人${names ? `(${names})` : ''}`,
  counter: (times, present, needed) => `窓口 ${times}：残り${present}人(必要 ${needed}人)`,
  seatsLeft: (left, seats) => `デスクトップの空き：${number(left)}席${seats === null ? '' : `(全${number(seats)}席)`}`,
  seatsPending: (count) => `ほかに承認待ちで押さえている席：${number(count)}席`,
  hostsAdded: (count) => (count > 0 ? `ホストが${count}台増えます。` : 'ホストは増えません。'),
  seatsExpected: (low, high, seats) =>
    `この日の席：予想 ${low === high ? number(low) : `${number(low)}〜${number(high)}`} / ${number(seats)}席`,
  seatsShort: 'この日は席が足りなくなるおそれがあります。急がなければ、別の日にできるか質問してみてください。',
  category: '理由の区分',
  material: '持ち出すもの',
  contact: '連絡先',
  allowance: 'この申請を入れた日数',
  allowanceUsed: (period, used, limit) => `${{ week: '週', month: '月', year: '年' }[period]} ${used}/${limit}日`,
  thread: '質問と返事',
  earlierNotes: (count) => `これより前に${count}件あります。`,
  note: (name, at, fromRequester) => `${fromRequester ? '返事' : '質問'}・${name}さん(${at})`,
  comment: 'コメント・質問(任意)',
  commentHint: '申請者に伝わります',
  approve: (days) => (days > 1 ? `${days}日分を承認する` : '承認する'),
  reject: (days) => (days > 1 ? `${days}日分を承認しない` : '承認しない'),
  approveDay: (day) => `${day}を承認`,
  rejectDay: (day) => `${day}は不承認`,
  dayByDay: '1日ずつ決める',
  allTogether: 'まとめて決める',
  pageBefore: '前の日',
  pageAfter: '次の日',
  page: (page, pages) => `${page}/${pages}ページ`,
  ask: '質問する',
  snooze: 'あとで知らせる',
  snoozeLabel: 'いつ知らせますか',
  snoozes: {
    hour: '勤務時間で1時間後',
    tomorrow: '次の勤務日の朝',
    'three-days': '3勤務日後の朝',
    week: '5勤務日後の朝',
  },
  problems: {
    'own-request': 'ご自分で出した申請はご自分では決められません。承認者の決定をお待ちください。',
    'not-approver': 'この申請は、今は別の承認者が担当しています。お返事はいりません。',
    'already-decided': 'この申請はもう決まっています。今の状況は下のとおりです。',
    'changed-since': 'カードが届いたあとで申請が変わりました。今の内容を確かめて、もう一度押してください。',
    cancelled: 'この申請は取り消されています。お返事はいりません。',
    over: 'この申請の時間は過ぎています。必要なときは、申請者に別の日でお願いしてください。',
    'no-seat-yet': 'この申請は席が空くのを待っています。席を確保できたら、あらためてお願いします。',
    'comment-missing': '質問が入っていません。「コメント・質問」に書いてから、もう一度押してください。',
    rule: '今の規則では承認できない日があります。',
    task: '今の規則では承認できない日があります。',
    overlap: '今の予約の状況では承認できない日があります。',
    'no-pool': '今の予約の状況では承認できない日があります。',
  },
  refusedRule: (day, rule) =>
    `${day}は、今の規則では承認できません(${rule})。承認せずに、申請者に別の日をお願いしてください。`,
  refusedTask: (day, task) =>
    `${day}は承認できません。「${task}」は庁舎の外では行えない業務です。承認せずに、申請者に業務の変更をお願いしてください。`,
  refusedOverlap: (day) =>
    `${day}は承認できません。申請者に同じ日の別の予約があります。承認せずに、申請者に確かめてください。`,
  refusedNoPool: (day) =>
    `${day}は承認できません。申請のデスクトップが今はありません。情報システム担当にご連絡ください。`,
  question: {
    title: '承認者からの質問です',
    about: (days) => `${days}のテレワークの申請について`,
    answer: '返事',
    answerHint: '承認者に伝わります',
    send: '返事を送る',
    sent: '返事を送りました。決まったらお知らせします。',
    missing: '返事が入っていません。「返事」に書いてから、もう一度押してください。',
    decided: 'この申請はもう決まっています。お返事はいりません。',
  },
  list: {
    title: (count) => `承認待ちの申請 ${count}件`,
    empty: '今、あなたの承認を待っている申請はありません。',
    days: (days, count) => (count > 1 ? `${days}(${count}日分)` : days),
    series: 'くり返し',
    inPlaceOf: (name) => `${name}さんの代決`,
    beyond: '規則を超える日あり',
    soon: '開始まで間がありません',
    open: (name) => `${name}さんの申請を開く`,
    openOnly: '日数が多いため、開いて決めてください。',
    approveAll: (days) => `規則内の${days}日分をすべて承認`,
    approveBeyond: (days) => `規則を超える日も含めて${days}日分を承認`,
    beyondLeft: '規則を超える日を含む申請は、開いて確かめてから決めるか、下のボタンでまとめて承認できます。',
    approved: (days) => `${days}日分を承認しました。`,
    left: (days) => `${days}日分は残しました。規則を超えるか、申請が変わっています。`,
    again: '最新にする',
    before: '前のページ',
    after: '次のページ',
  },
  deputy: deputyTextIn('ja'),
  notices: {
    escalated: (days, names) =>
      `${days}の申請がまだ決まっていないため、${names}にもお願いしました。決まったらお知らせします。`,
    undecided: (days) =>
      `${days}の申請は、決められた時間のうちに決まらなかったため、終わりにしました。必要なときは、もう一度申請してください。`,
    approverAbsent: (approver, deputy) =>
      `${approver}さんは不在(自動応答または予定表)のため、申請を${deputy}さんにもお願いしました。決まったらお知らせします。`,
    deputySet: (approver, days) =>
      `${days}、${approver}さんの代わりに承認をお願いされました。待っている申請は、このあとに届きます。「承認待ち」と送ると一覧を表示します。`,
    deputyEnded: (approver, days) => `${approver}さんの代わりの承認(${days})は終わりました。お返事はいりません。`,
    decidedFull: (days, by) =>
      `${days}のテレワークを${by}が承認しましたが、席が埋まっているため、キャンセル待ちになりました。席が空いたら、そのまま承認済みになります。`,
    oldStays: (booking) => `元の予約(${booking})は、そのまま残っています。`,
  },
  summaries: {
    approval: 'テレワークの申請が届いています',
    reminder: '決定を待っているテレワークの申請があります',
    answered: 'テレワークの申請への質問に返事が届きました',
    waiting: '承認待ちの申請の一覧です',
    question: 'テレワークの申請について質問が届いています',
    deputy: '代決についてのお知らせです',
    'approval-notice': 'テレワークの承認についてのお知らせです',
  },
};

const en: ApprovalText = {
  title: (name, department) => `Telework request from ${name}${department ? ` (${department})` : ''}`,
  requestedBy: (name) => `Requested by ${name} on their behalf.`,
  news: {
    reminder: 'A reminder: this request is still open.',
    answered: 'The requester has answered.',
    asked: 'Your question has been sent. You will be told when the answer comes.',
  },
  snoozed: (at) => `You will be reminded ${at}.`,
  waiting: 'Waiting for approval.',
  passedOn: 'Approved. It is now with the next approver. No answer is needed.',
  ended: {
    waitlisted: (by) => (by ? `Approved by ${by}. Waiting for a free seat` : 'On the waiting list'),
    approved: (by) => (by ? `Approved by ${by}` : 'Approved'),
    rejected: (by) => (by ? `Declined by ${by}` : 'Declined'),
    cancelled: () => 'Cancelled by the requester. No answer is needed',
    expired: () => 'Expired. No answer is needed',
    active: (by) => (by ? `Approved by ${by}. In progress now` : 'Approved. In progress now'),
    completed: () => 'Finished',
    'no-show': () => 'Not used',
  },
  endedMixed: 'Decided as shown for each day',
  inPlaceOf: (names) => `You decide in place of ${names}.`,
  step: (step, of) => `Step ${step} of ${of}.`,
  stepDone: (by) => `Approved before by ${by}.`,
  span: (count, first, last) => `${inDays(count)}, ${first} to ${last}`,
  notYours: 'Another approver decides this day.',
  nobodyOut: 'Nobody else of the section is out that day.',
  othersOut: (count, ofPeople, names) =>
    `Out that day: ${count}${ofPeople > 0 ? ` of ${ofPeople} others` : ''} in the section${names ? ` (${names})` : ''}`,
  counter: (times, present, needed) => `Counter ${times}: ${present} left (${needed} needed)`,
  seatsLeft: (left, seats) => `Desktops free: ${number(left)}${seats === null ? '' : ` of ${number(seats)}`}`,
  seatsPending: (count) => `held by other open requests: ${number(count)}`,
  hostsAdded: (count) => (count > 0 ? `Adds ${count === 1 ? 'one host' : `${count} hosts`}.` : 'Adds no host.'),
  seatsExpected: (low, high, seats) =>
    `Seats that day: ${low === high ? number(low) : `${number(low)} to ${number(high)}`} of ${number(seats)} expected`,
  seatsShort: 'Seats may run short that day. If it can wait, ask whether another day would do.',
  category: 'Kind of reason',
  material: 'Taken home',
  contact: 'Contact',
  allowance: 'Days with this request',
  allowanceUsed: (period, used, limit) => `${period} ${used} of ${limit}`,
  thread: 'Questions and answers',
  earlierNotes: (count) => `${count} earlier.`,
  note: (name, at, fromRequester) => `${fromRequester ? 'Answer' : 'Question'} · ${name} (${at})`,
  comment: 'Comment or question (optional)',
  commentHint: 'The requester will see this',
  approve: (count) => (count > 1 ? `Approve ${inDays(count)}` : 'Approve'),
  reject: (count) => (count > 1 ? `Decline ${inDays(count)}` : 'Decline'),
  approveDay: (day) => `Approve ${day}`,
  rejectDay: (day) => `Decline ${day}`,
  dayByDay: 'Decide day by day',
  allTogether: 'Decide all together',
  pageBefore: 'Earlier days',
  pageAfter: 'Later days',
  page: (page, pages) => `Page ${page} of ${pages}`,
  ask: 'Ask a question',
  snooze: 'Remind me later',
  snoozeLabel: 'When?',
  snoozes: {
    hour: 'In one working hour',
    tomorrow: 'Next working morning',
    'three-days': 'In three working days',
    week: 'In five working days',
  },
  problems: {
    'own-request': 'You cannot decide a request that you made yourself. Please wait for the approver.',
    'not-approver': 'This request is now with another approver. No answer is needed.',
    'already-decided': 'This request has already been decided. This is how it stands.',
    'changed-since': 'The request has changed since this card arrived. Please check it and press again.',
    cancelled: 'This request has been cancelled. No answer is needed.',
    over: 'The time of this request has passed. If it is still needed, ask the requester to choose another day.',
    'no-seat-yet': 'This request waits for a free seat. You will be asked once there is one.',
    'comment-missing': 'The question is empty. Please write it under "Comment or question" and press again.',
    rule: 'The rules of today do not allow every day.',
    task: 'The rules of today do not allow every day.',
    overlap: 'Not every day can be approved as bookings stand now.',
    'no-pool': 'Not every day can be approved as bookings stand now.',
  },
  refusedRule: (day, rule) =>
    `${day} cannot be approved as the rules stand now (${rule}). Please decline it and ask for another day.`,
  refusedTask: (day, task) =>
    `${day} cannot be approved: "${task}" may not be done outside the office. Please decline it and ask for other work.`,
  refusedOverlap: (day) =>
    `${day} cannot be approved: the requester has another booking that day. Please decline it and ask them.`,
  refusedNoPool: (day) =>
    `${day} cannot be approved: the desktops asked for are not there any more. Please tell the ICT section.`,
  question: {
    title: 'A question from your approver',
    about: (on) => `About your telework request for ${on}`,
    answer: 'Answer',
    answerHint: 'The approver will see this',
    send: 'Send the answer',
    sent: 'Your answer has been sent. You will be told the decision.',
    missing: 'The answer is empty. Please write it under "Answer" and press again.',
    decided: 'This request has already been decided. No answer is needed.',
  },
  list: {
    title: (count) => (count === 1 ? '1 request waits for you' : `${count} requests wait for you`),
    empty: 'No request is waiting for your approval.',
    days: (on, count) => (count > 1 ? `${on} (${inDays(count)})` : on),
    series: 'Repeats',
    inPlaceOf: (name) => `In place of ${name}`,
    beyond: 'Beyond a rule',
    soon: 'Short notice',
    open: (name) => `Open the request of ${name}`,
    openOnly: 'Many days: please open it to decide.',
    approveAll: (count) => `Approve all ${inDays(count)} within the rules`,
    approveBeyond: (count) => `Approve ${inDays(count)}, rules or not`,
    beyondLeft:
      'Open a request that goes beyond a rule to look at it first, or approve them all with the button below.',
    approved: (count) => `${inDays(count)} approved.`,
    left: (count) => `${inDays(count)} left as they were: beyond a rule, or changed since.`,
    again: 'Refresh',
    before: 'Previous page',
    after: 'Next page',
  },
  deputy: deputyTextIn('en'),
  notices: {
    escalated: (on, names) =>
      `Your request for ${on} is still open, so ${names} may decide it as well now. You will be told the decision.`,
    undecided: (on) =>
      `Your request for ${on} was not decided in time and has ended. Please ask again if you still need it.`,
    approverAbsent: (approver, deputy) =>
      `${approver} is away (automatic replies or calendar), so ${deputy} may decide your request as well. You will be told the decision.`,
    deputySet: (approver, on) =>
      `${approver} has asked you to approve in their place: ${on}. Requests that wait already will follow. Write "approvals" to see them.`,
    deputyEnded: (approver, on) => `You no longer approve in place of ${approver} (${on}). No answer is needed.`,
    decidedFull: (on, by) =>
      `${by} approved your telework for ${on}, but all seats are taken, so it is on the waiting list. It is approved as soon as a seat is free.`,
    oldStays: (booking) => `Your earlier booking (${booking}) stays as it was.`,
  },
  summaries: {
    approval: 'A telework request needs your decision',
    reminder: 'A telework request is still waiting for your decision',
    answered: 'A question about a telework request was answered',
    waiting: 'Requests waiting for you',
    question: 'A question about your telework request',
    deputy: 'About your deputy',
    'approval-notice': 'About the approval of telework',
  },
};

function number(value: number): string {
  return value.toLocaleString('en-US');
}

function inDays(count: number): string {
  return `${count} ${count === 1 ? 'day' : 'days'}`;
}

const TEXTS: Record<Language, ApprovalText> = { ja, en };

/** The words of approvals in a language. */
export function approvalTextIn(language: Language): ApprovalText {
  return TEXTS[language];
}

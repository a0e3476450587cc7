import type { ApprovalLine, ApprovalView, DecisionRefusal, ThreadNote } from '../../flows/approval/approval-view.ts';
import type { DeputyView } from '../../flows/approval/deputy-view.ts';
import type { QuestionView } from '../../flows/approval/question-view.ts';
import type { WaitingLine, WaitingView } from '../../flows/approval/waiting-view.ts';
import type { LocalDay } from '../../flows/organisation.ts';
import type { View } from '../../flows/views.ts';
import { aLine, at, daysFrom, decided, REASONS, rejected, timeZone } from './asking-views.ts';

/** What approvers, deputies and those who are asked back see. All people are invented. */

const REQUEST = '0197c0de-0000-7000-8000-00005eed00a1';
const crowd = ['高橋 誠', '中村 由美', '小林 大輔', '加藤 さくら', '吉田 健一', '山本 彩', '松本 拓也'];

export function toDecide(
  day: LocalDay,
  more: Partial<ApprovalLine> = {},
  out: string[] = ['高橋 誠', '中村 由美', '小林 大輔'],
): ApprovalLine {
  return {
    ...aLine(day, more),
    canCancel: false,
    mine: (more.status ?? 'pending') === 'pending',
    othersOut: { count: out.length, ofPeople: 26, names: out.slice(0, 5) },
    counter: null,
    seatsLeft: 412,
    seats: 1120,
    seatsPending: 0,
    hostsAdded: null,
    seatsExpected: null,
    ...more,
  };
}

export function anApproval(bookings: ApprovalLine[], more: Partial<ApprovalView> = {}): ApprovalView {
  return {
    kind: 'approval',
    requestId: REQUEST,
    requesterName: '山田 花子',
    requestedByName: null,
    department: { ja: '市民課', en: 'Citizens' },
    bookings,
    reason: '子どもの通院に付き添うため',
    category: null,
    material: null,
    contact: null,
    allowance: [],
    steps: null,
    thread: [],
    inPlaceOf: [],
    canDecide: true,
    news: null,
    snoozedUntil: null,
    page: null,
    problem: null,
    refused: [],
    timeZone,
    ...more,
  };
}

export function aQuestion(more: Partial<QuestionView> = {}): QuestionView {
  return {
    kind: 'question',
    requestId: REQUEST,
    version: 1,
    bookings: [aLine('2026-12-02')],
    thread: thread.slice(0, 1),
    canAnswer: true,
    problem: null,
    sent: false,
    timeZone,
    ...more,
  };
}

export function aWaitingLine(more: Partial<WaitingLine> = {}): WaitingLine {
  return {
    requestId: REQUEST,
    requesterName: '山田 花子',
    department: { ja: '市民課', en: 'Citizens' },
    days: ['2026-12-02'],
    bookings: [{ bookingId: '0197c0de-2026-7120-8020-00005eed0001', version: 1 }],
    series: false,
    inPlaceOf: null,
    beyond: false,
    soon: false,
    openOnly: false,
    ...more,
  };
}

export function aWaiting(requests: WaitingLine[], more: Partial<WaitingView> = {}): WaitingView {
  return { kind: 'waiting', requests, page: 0, pages: 1, total: requests.length, done: null, timeZone, ...more };
}

function aDeputy(more: Partial<DeputyView> = {}): DeputyView {
  return {
    kind: 'deputy',
    state: 'set',
    days: { fromDay: '2026-12-01', toDay: '2026-12-04' },
    deputyName: '佐藤 恵子',
    said: '課長補佐',
    candidates: [],
    problem: null,
    standing: [deputy],
    timeZone,
    ...more,
  };
}

const deputy = {
  id: '0197c0de-0000-7000-8000-00005eed0011',
  name: '佐藤 恵子',
  jobTitle: '課長補佐',
  fromDay: '2026-12-01',
  toDay: '2026-12-04',
  automatic: false,
  since: '2026-11-24T01:00:00.000Z',
};

const candidates = [
  { id: '0197c0de-0000-7000-8000-00005eed0011', name: '佐藤 恵子', jobTitle: '課長補佐' },
  { id: '0197c0de-0000-7000-8000-00005eed0012', name: '佐藤 一郎', jobTitle: null },
];

const thread: ThreadNote[] = [
  {
    byName: '佐藤 恵子',
    fromRequester: false,
    at: at('2026-11-24', '10:20'),
    text: '午前は窓口の当番と聞いています。午後だけではいかがですか。',
  },
  {
    byName: '山田 花子',
    fromRequester: true,
    at: at('2026-11-24', '10:45'),
    text: '当番は高橋さんに替わってもらいました。',
  },
];

const week = { period: 'week', limit: 3, first: '2026-11-30', last: '2026-12-06', used: 2, left: 1 } as const;
const year = { period: 'year', limit: 60, first: '2026-04-01', last: '2027-03-31', used: 40.5, left: 19.5 } as const;

const REFUSALS: DecisionRefusal[] = [
  'own-request',
  'not-approver',
  'already-decided',
  'changed-since',
  'cancelled',
  'over',
  'no-seat-yet',
  'comment-missing',
];

const fiveDays = daysFrom('2026-12-02', 5, 1).map((day) => toDecide(day));
const series = daysFrom('2026-12-02', 18, 7).map((day, index) =>
  toDecide(day, { series: true, ...(index === 4 ? { beyond: REASONS.slice(0, 2) } : {}) }),
);

const approvals: Record<string, View> = {
  'approval-one-day': anApproval([
    toDecide('2026-12-02', { seatsExpected: { low: 88, high: 96, seats: 112, short: false } }),
  ]),
  'approval-several-days': anApproval(
    [toDecide('2026-12-02'), toDecide('2026-12-04', { part: 'am' }, crowd), toDecide('2026-12-08', {}, [])],
    { news: 'reminder' },
  ),
  'approval-all-there-is-to-know': anApproval(
    [
      toDecide('2026-12-03', {
        beyond: REASONS.slice(0, 1),
        device: 'lent',
        counter: { from: '08:30', to: '12:00', present: 2, needed: 3 },
        seatsLeft: 3,
        seatsPending: 2,
        hostsAdded: 1,
        seatsExpected: { low: 106, high: 115, seats: 112, short: true },
      }),
    ],
    {
      category: { ja: '介護', en: 'Care' },
      material: '個人情報を含まない起案文書 1部',
      contact: '090-0000-0000',
      allowance: [week, year],
      requestedByName: '高橋 誠',
      inPlaceOf: ['鈴木 一郎'],
      steps: { step: 2, of: 2, decided: [{ byName: '佐藤 恵子', forName: '中村 由美' }] },
      thread,
      news: 'answered',
    },
  ),
  'approval-five-days': anApproval(fiveDays),
  'approval-day-by-day': anApproval(series, { page: 1 }),
  'approval-series': anApproval(series),
  'approval-no-desktop': anApproval([toDecide('2026-12-02', { poolName: null, seatsLeft: null, seats: null }, [])], {
    department: null,
    reason: null,
  }),
  'approval-change': anApproval([
    toDecide('2026-12-04', {
      replaces: {
        day: '2026-12-02',
        part: 'full',
        startsAt: at('2026-12-02', '08:30'),
        endsAt: at('2026-12-02', '17:15'),
      },
    }),
  ]),
  'approval-seat-returned': anApproval([toDecide('2026-12-02', { seatReturned: true, seatsLeft: 0 })]),
  'approval-asked': anApproval([toDecide('2026-12-02')], { thread: thread.slice(0, 1), news: 'asked' }),
  'approval-snoozed': anApproval([toDecide('2026-12-02')], {
    news: 'snoozed',
    snoozedUntil: at('2026-11-25', '08:30'),
  }),
  'approval-passed-on': anApproval([toDecide('2026-12-02', { mine: false })], {
    canDecide: false,
    steps: { step: 2, of: 2, decided: [{ byName: '佐藤 恵子', forName: null }] },
  }),
  'approval-refused-by-rules': anApproval([toDecide('2026-12-02'), toDecide('2026-12-03', decided)], {
    refused: [
      { day: '2026-12-02', refusal: 'rule', reason: REASONS[0]! },
      { day: '2026-12-04', refusal: 'task', task: { ja: 'マイナンバーの事務', en: 'My Number work' } },
      { day: '2026-12-07', refusal: 'overlap' },
      { day: '2026-12-08', refusal: 'no-pool' },
    ],
    problem: 'rule',
  }),
  'approval-approved': anApproval([toDecide('2026-12-02', decided)], { canDecide: false }),
  'approval-approved-full': anApproval([toDecide('2026-12-02', { ...decided, status: 'waitlisted' })], {
    canDecide: false,
  }),
  'approval-rejected': anApproval([toDecide('2026-12-02', rejected)], { canDecide: false }),
  'approval-cancelled': anApproval([toDecide('2026-12-02', { status: 'cancelled' })], { canDecide: false }),
  'approval-mixed': anApproval(
    [toDecide('2026-12-02', decided), toDecide('2026-12-03', { ...rejected, comment: null })],
    { canDecide: false },
  ),
  'approval-beyond': anApproval([toDecide('2026-12-03', { beyond: REASONS.slice(0, 1), device: 'lent' })]),
  'approval-by-deputy': anApproval([toDecide('2026-12-02', { ...decided, decidedForName: '鈴木 一郎' })], {
    canDecide: false,
  }),
  'approval-long-reason': anApproval([toDecide('2026-12-02')], { reason: '介護のため、'.repeat(80) }),
  ...Object.fromEntries(
    REFUSALS.map((problem) => [
      `approval-problem-${problem}`,
      anApproval(
        [
          toDecide(
            '2026-12-02',
            problem === 'changed-since' || problem === 'comment-missing' ? { version: 3 } : decided,
          ),
        ],
        { problem, canDecide: problem === 'changed-since' || problem === 'comment-missing' },
      ),
    ]),
  ),
};

const waiting: Record<string, View> = {
  'waiting-list': aWaiting(
    [
      aWaitingLine(),
      aWaitingLine({ requesterName: '小林 大輔', days: daysFrom('2026-12-03', 3, 1), beyond: true, soon: true }),
      aWaitingLine({
        requesterName: '吉田 健一',
        department: { ja: '公園課', en: 'Parks' },
        days: daysFrom('2026-12-02', 20, 7),
        series: true,
        inPlaceOf: '佐藤 恵子',
      }),
    ],
    { pages: 2, total: 11 },
  ),
  'waiting-after': aWaiting([aWaitingLine({ beyond: true })], { done: { approved: 4, left: 1 } }),
  'waiting-none': aWaiting([], { pages: 0 }),
};

const questions: Record<string, View> = {
  'question-open': aQuestion(),
  'question-empty-answer': aQuestion({ problem: 'answer-missing' }),
  'question-answered': aQuestion({ thread, sent: true }),
  'question-decided': aQuestion({ thread, canAnswer: false }),
};

const deputies: Record<string, View> = {
  'deputy-set': aDeputy(),
  'deputy-ended': aDeputy({ state: 'ended', standing: [] }),
  'deputy-who': aDeputy({ state: 'ask-who', problem: 'several-found', said: '佐藤', candidates, standing: [] }),
  'deputy-nobody': aDeputy({ state: 'ask-who', problem: 'nobody-found', candidates, standing: [] }),
  'deputy-nobody-there': aDeputy({ state: 'ask-who', problem: 'self', standing: [] }),
  'deputy-days': aDeputy({ state: 'ask-days', days: null, standing: [] }),
  'deputy-past': aDeputy({ state: 'ask-days', days: null, problem: 'past', standing: [] }),
  'deputy-not-yours': aDeputy({ state: 'shown', days: null, problem: 'not-yours', standing: [] }),
  'deputy-shown': aDeputy({
    state: 'shown',
    days: null,
    standing: [deputy, { ...deputy, fromDay: '2026-12-10', toDay: '2026-12-10', automatic: true }],
  }),
};

const span = { fromDay: '2026-12-01', toDay: '2026-12-04' };
const notices: Record<string, View> = Object.fromEntries(
  (
    [
      { kind: 'escalated', nowWith: ['鈴木 一郎'], bookings: [aLine('2026-12-02')] },
      { kind: 'undecided', bookings: [aLine('2026-12-02', { status: 'expired' })] },
      { kind: 'approver-absent', approverName: '佐藤 恵子', deputyName: '鈴木 一郎' },
      { kind: 'deputy-set', approverName: '佐藤 恵子', ...span },
      { kind: 'deputy-ended', approverName: '佐藤 恵子', ...span },
    ] as const
  ).map((notice) => [`approval-notice-${notice.kind}`, { kind: 'approval-notice', notice, timeZone } as View]),
);

/** Every sample of this topic by its name. */
export const APPROVAL_VIEWS: Record<string, View> = {
  ...approvals,
  ...waiting,
  ...questions,
  ...deputies,
  ...notices,
};

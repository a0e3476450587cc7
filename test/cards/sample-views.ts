import type { BookingPart } from '../../flows/booking/booking.ts';
import type { DayVerdict } from '../../flows/booking/proposal.ts';
import type { LocalDay, Localised } from '../../flows/organisation.ts';
import type { Fault } from '../../flows/store.ts';
import type {
  ApprovalView,
  BookingLine,
  ConnectView,
  DecisionRefusal,
  NoticeView,
  ProposalView,
  RequestView,
  SentenceView,
  View,
} from '../../flows/views.ts';

/** Views as a city office would have them on a day in November 2026. All people are invented. */

export const timeZone = 'Asia/Tokyo';
const pool: Localised = { ja: '標準デスクトップ', en: 'Standard desktop' };

/** An instant of the sample city's wall clock. */
export function at(day: LocalDay, time: string): Date {
  return new Date(`${day}T${time}:00+09:00`);
}

const HOURS: Record<BookingPart, [string, string]> = {
  full: ['08:30', '17:15'],
  am: ['08:30', '12:00'],
  pm: ['13:00', '17:15'],
  hours: ['14:00', '16:30'],
};

export function aLine(day: LocalDay, more: Partial<BookingLine> = {}): BookingLine {
  const [from, to] = HOURS[more.part ?? 'full'];
  return {
    bookingId: `0197c0de-${day.slice(0, 4)}-7${day.slice(5, 7)}0-8${day.slice(8)}0-00005eed0001`,
    version: 1,
    day,
    part: 'full',
    startsAt: at(day, from),
    endsAt: at(day, to),
    status: 'pending',
    place: 'home',
    poolName: pool,
    readyAt: null,
    decidedByName: null,
    comment: null,
    canCancel: true,
    ...more,
  };
}

export function aDay(
  day: LocalDay,
  verdict: DayVerdict = { ok: true, readyAt: null },
  part: BookingPart = 'full',
): ProposalView['days'][number] {
  const [from, to] = HOURS[part];
  return { day, part, startsAt: at(day, from), endsAt: at(day, to), poolId: 'standard', poolName: pool, verdict };
}

export function aProposal(more: Partial<ProposalView> = {}): ProposalView {
  return {
    kind: 'proposal',
    draftId: '0197c0de-0000-7000-8000-00005eed00d1',
    version: 1,
    days: [aDay('2026-12-02')],
    missingDay: false,
    missingPart: false,
    today: '2026-11-24',
    lastDay: '2027-11-24',
    part: 'full',
    place: 'home',
    reason: null,
    notes: [],
    state: 'open',
    problem: null,
    timeZone,
    ...more,
  };
}

export function aRequest(bookings: BookingLine[], more: Partial<RequestView> = {}): RequestView {
  return {
    kind: 'request',
    requestId: '0197c0de-0000-7000-8000-00005eed00a1',
    bookings,
    reason: '子どもの通院に付き添うため',
    approverNames: ['佐藤 恵子'],
    reroutedTo: null,
    connectUrl: 'https://zaitaku.example.lg.jp/connect/',
    timeZone,
    ...more,
  };
}

type ApprovalLine = ApprovalView['bookings'][number];

export function toDecide(
  day: LocalDay,
  more: Partial<ApprovalLine> = {},
  out: string[] = ['高橋 誠', '中村 由美', '小林 大輔'],
): ApprovalLine {
  return {
    ...aLine(day, more),
    canCancel: false,
    othersOut: { count: out.length, ofPeople: 26, names: out.slice(0, 5) },
    seatsLeft: 412,
    seats: 1120,
    ...more,
  };
}

export function anApproval(bookings: ApprovalLine[], more: Partial<ApprovalView> = {}): ApprovalView {
  return {
    kind: 'approval',
    requestId: '0197c0de-0000-7000-8000-00005eed00a1',
    requesterName: '山田 花子',
    department: { ja: '市民課', en: 'Citizens' },
    bookings,
    reason: '子どもの通院に付き添うため',
    canDecide: true,
    reminder: false,
    problem: null,
    timeZone,
    ...more,
  };
}

const decided = { status: 'approved', decidedByName: '佐藤 恵子', version: 2 } as const;
const rejected = {
  status: 'rejected',
  decidedByName: '佐藤 恵子',
  version: 2,
  canCancel: false,
  comment: 'この日は窓口の人数が足りません。翌日ではいかがでしょうか。',
} as const;
const crowd = ['高橋 誠', '中村 由美', '小林 大輔', '加藤 さくら', '吉田 健一', '山本 彩', '松本 拓也'];

const VERDICTS: DayVerdict[] = [
  { ok: false, refusal: 'past' },
  { ok: false, refusal: 'over' },
  { ok: false, refusal: 'beyond-horizon', horizonDays: 365 },
  { ok: false, refusal: 'no-seat', seats: 1120 },
  { ok: false, refusal: 'overlap', bookingId: '0197c0de-0000-7000-8000-00005eed00b1' },
  { ok: false, refusal: 'overlap', bookingId: '' },
  { ok: false, refusal: 'other-pool-that-day' },
  { ok: false, refusal: 'days-per-week', limit: 3, held: ['2026-11-30', '2026-12-01', '2026-12-03'] },
  { ok: false, refusal: 'empty-time' },
  { ok: false, refusal: 'no-pool' },
];

const PROBLEMS = ['nothing-bookable', 'changed-meanwhile', 'day-missing', 'bad-day', 'bad-hours'] as const;
const REFUSALS: DecisionRefusal[] = [
  'own-request',
  'not-approver',
  'already-decided',
  'changed-since',
  'cancelled',
  'over',
];
const STATUSES = [
  'waitlisted',
  'approved',
  'rejected',
  'cancelled',
  'expired',
  'active',
  'completed',
  'no-show',
] as const;
const FAULTS: Fault['code'][] = [
  'access-not-granted',
  'access-not-withdrawn',
  'calendar-not-written',
  'host-not-starting',
  'pool-unreadable',
  'pool-not-ours',
  'capacity-short',
  'session-outside-booking',
  'personal-host-missing',
  'recipient-unreachable',
];
const SENTENCES: SentenceView['sentence'][] = [
  'neutral-refusal',
  'not-in-directory',
  'message-too-long',
  'edited-message',
  'welcome',
  'try-again',
  'nothing-waiting',
];

function aConnect(more: Partial<ConnectView>): ConnectView {
  return {
    kind: 'connect',
    connectUrl: 'https://zaitaku.example.lg.jp/connect/',
    next: aLine('2026-12-02', { ...decided }),
    readiness: 'ready',
    opensAt: null,
    timeZone,
    ...more,
  };
}

const proposals: Record<string, View> = {
  'proposal-one-day': aProposal({ reason: '子どもの通院に付き添うため' }),
  'proposal-several-days': aProposal({
    days: [
      aDay('2026-12-02'),
      aDay('2026-12-04', { ok: true, readyAt: null }, 'am'),
      aDay('2026-12-08', undefined, 'hours'),
    ],
  }),
  'proposal-next-year': aProposal({ days: [aDay('2026-12-02'), aDay('2027-01-06')], place: null }),
  'proposal-short-notice': aProposal({
    days: [
      { ...aDay('2026-11-24', { ok: true, readyAt: at('2026-11-24', '11:42') }), startsAt: at('2026-11-24', '10:12') },
    ],
  }),
  'proposal-some-refused': aProposal({ days: [aDay('2026-12-02'), aDay('2026-12-04', VERDICTS[7])] }),
  'proposal-all-verdicts': aProposal({
    days: VERDICTS.map((verdict, index) => aDay(`2026-12-${String(index + 1).padStart(2, '0')}`, verdict)),
    problem: 'nothing-bookable',
  }),
  'proposal-past-day': aProposal({ days: [aDay('2026-11-20', VERDICTS[0])] }),
  'proposal-missing-day': aProposal({ days: [], missingDay: true, place: null }),
  'proposal-missing-half': aProposal({ missingPart: true }),
  'proposal-series': aProposal({ notes: ['series-first-day-only', 'too-many-days'] }),
  'proposal-discarded': aProposal({ state: 'discarded' }),
  ...Object.fromEntries(PROBLEMS.map((problem) => [`proposal-problem-${problem}`, aProposal({ problem, version: 2 })])),
};

const requests: Record<string, View> = {
  'request-pending': aRequest([aLine('2026-12-02')]),
  'request-pending-several': aRequest([aLine('2026-12-02'), aLine('2026-12-04', { part: 'am', place: 'satellite' })]),
  'request-rerouted': aRequest([aLine('2026-12-02')], { reroutedTo: ['鈴木 一郎'] }),
  'request-approved': aRequest([aLine('2026-12-02', decided)]),
  'request-approved-late': aRequest([
    aLine('2026-12-02', { ...decided, readyAt: at('2026-12-02', '09:40'), comment: 'よろしくお願いします。' }),
  ]),
  'request-mobile-pc': aRequest([aLine('2026-12-02', { ...decided, poolName: null, place: 'field' })]),
  'request-rejected': aRequest([aLine('2026-12-02', rejected)]),
  'request-mixed': aRequest([
    aLine('2026-12-02', decided),
    aLine('2026-12-03', rejected),
    aLine('2026-12-04'),
    aLine('2026-12-07', { status: 'cancelled', canCancel: false }),
  ]),
  ...Object.fromEntries(
    STATUSES.map((status) => [
      `request-${status}-state`,
      aRequest([aLine('2026-12-02', { status, canCancel: status === 'approved' || status === 'active' })]),
    ]),
  ),
};

const approvals: Record<string, View> = {
  'approval-one-day': anApproval([toDecide('2026-12-02')]),
  'approval-several-days': anApproval(
    [toDecide('2026-12-02'), toDecide('2026-12-04', { part: 'am' }, crowd), toDecide('2026-12-08', {}, [])],
    { reminder: true },
  ),
  'approval-no-desktop': anApproval([toDecide('2026-12-02', { poolName: null, seatsLeft: null, seats: null }, [])], {
    department: null,
    reason: null,
  }),
  'approval-approved': anApproval([toDecide('2026-12-02', decided)], { canDecide: false }),
  'approval-rejected': anApproval([toDecide('2026-12-02', rejected)], { canDecide: false }),
  'approval-cancelled': anApproval([toDecide('2026-12-02', { status: 'cancelled' })], { canDecide: false }),
  'approval-mixed': anApproval(
    [toDecide('2026-12-02', decided), toDecide('2026-12-03', { ...rejected, comment: null })],
    {
      canDecide: false,
    },
  ),
  'approval-long-reason': anApproval([toDecide('2026-12-02')], { reason: '介護のため、'.repeat(80) }),
  ...Object.fromEntries(
    REFUSALS.map((problem) => [
      `approval-problem-${problem}`,
      anApproval([toDecide('2026-12-02', problem === 'changed-since' ? { version: 3 } : decided)], {
        problem,
        canDecide: problem === 'changed-since',
      }),
    ]),
  ),
};

const others: Record<string, View> = {
  'list-three': {
    kind: 'list',
    bookings: [
      aLine('2026-12-02', { ...decided, status: 'active' }),
      aLine('2026-12-04', decided),
      aLine('2026-12-08'),
    ],
    day: null,
    more: 2,
    timeZone,
  },
  'list-empty': { kind: 'list', bookings: [], day: null, more: 0, timeZone },
  'list-one-day': { kind: 'list', bookings: [aLine('2026-12-15')], day: '2026-12-15', more: 0, timeZone },
  'list-empty-day': { kind: 'list', bookings: [], day: '2026-12-15', more: 0, timeZone },
  'cancel-two': {
    kind: 'cancel',
    bookings: [aLine('2026-12-04', { ...decided, part: 'am' }), aLine('2026-12-04', { part: 'pm', bookingId: 'b2' })],
    days: ['2026-12-04'],
    timeZone,
  },
  'cancel-none': { kind: 'cancel', bookings: [], days: ['2026-12-04'], timeZone },
  'cancel-nothing': { kind: 'cancel', bookings: [], days: [], timeZone },
  'connect-ready': aConnect({}),
  'connect-waiting': aConnect({ readiness: 'waiting', opensAt: at('2026-12-02', '07:00') }),
  'connect-none': aConnect({ readiness: 'none', next: null }),
  'connect-no-pool': aConnect({ readiness: 'no-pool', next: aLine('2026-12-02', { ...decided, poolName: null }) }),
  help: { kind: 'help', notUnderstood: false, notYet: false },
  'help-not-understood': { kind: 'help', notUnderstood: true, notYet: false },
  'help-not-yet': { kind: 'help', notUnderstood: false, notYet: true },
};

const notices: Record<string, NoticeView['notice']> = {
  'notice-approved': { kind: 'decision', bookings: [aLine('2026-12-02', decided)], byName: '佐藤 恵子' },
  'notice-approved-late': {
    kind: 'decision',
    bookings: [aLine('2026-12-02', { ...decided, readyAt: at('2026-12-02', '09:40') })],
    byName: '佐藤 恵子',
  },
  'notice-mixed': {
    kind: 'decision',
    bookings: [aLine('2026-12-02', decided), aLine('2026-12-03', rejected)],
    byName: '佐藤 恵子',
  },
  'notice-unreachable': { kind: 'approver-unreachable', approverNames: ['佐藤 恵子'], nowWith: ['鈴木 一郎'] },
  'notice-unreachable-nobody': { kind: 'approver-unreachable', approverNames: ['佐藤 恵子'], nowWith: [] },
  'notice-no-approver': { kind: 'no-approver', requesterName: '山田 花子' },
  'notice-cancelled': { kind: 'cancelled', requesterName: '山田 花子', bookings: [aLine('2026-12-02')] },
  'notice-expired': { kind: 'expired', bookings: [aLine('2026-12-02'), aLine('2026-12-03')] },
  'notice-no-personal-desktop': { kind: 'no-personal-desktop', booking: aLine('2026-12-02') },
  ...Object.fromEntries(
    (['leave', 'disconnect', 'log-off'] as const).flatMap((then) =>
      [0, 10].map((minutesLeft) => [
        `notice-warning-${then}-${minutesLeft}`,
        // oxlint-disable-next-line unicorn/no-thenable -- the name in the view
        { kind: 'session-warning' as const, booking: aLine('2026-12-02', decided), minutesLeft, atEnd: then },
      ]),
    ),
  ),
  ...Object.fromEntries(
    FAULTS.map((code) => [
      `notice-fault-${code}`,
      {
        kind: 'fault' as const,
        subjectName: 'avd-kmk-017',
        fault: {
          code,
          subject: 'avd-kmk-017',
          detail: '403 AuthorizationFailed: the client does not have authorization to perform this action',
          since: at('2026-12-02', '08:12'),
        },
      },
    ]),
  ),
};

/** Every sample by its name, which is also the picture's. */
export const SAMPLE_VIEWS: Record<string, View> = {
  ...proposals,
  ...requests,
  ...approvals,
  ...others,
  ...Object.fromEntries(
    Object.entries(notices).map(([name, it]): [string, View] => [name, { kind: 'notice', notice: it, timeZone }]),
  ),
  ...Object.fromEntries(
    SENTENCES.map((sentence): [string, View] => [`sentence-${sentence}`, { kind: 'sentence', sentence, timeZone }]),
  ),
};

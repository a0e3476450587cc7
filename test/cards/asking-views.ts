import type { BookingPart } from '../../flows/booking/booking.ts';
import type { DayVerdict, ProposalNote, RuleReason } from '../../flows/booking/proposal.ts';
import type { LocalDay, Localised } from '../../flows/organisation.ts';
import type { BookingLine, ProposalView, RequestView, View } from '../../flows/views.ts';

/** Drafts and requests as a city office would have them on a day in November 2026. All people are invented. */

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
    device: null,
    poolName: pool,
    insteadOf: null,
    series: false,
    replaces: null,
    beyond: [],
    seatReturned: false,
    waitingPlace: null,
    offeredUntil: null,
    byRule: false,
    decidedForName: null,
    readyAt: null,
    decidedByName: null,
    comment: null,
    canCancel: true,
    canTakeAgain: false,
    unready: [],
    ...more,
  };
}

export const OK: Extract<DayVerdict, { ok: true }> = {
  ok: true,
  readyAt: null,
  beyond: [],
  automatic: false,
  preferred: true,
};

export function aDay(
  day: LocalDay,
  verdict: DayVerdict = OK,
  part: BookingPart = 'full',
): ProposalView['days'][number] {
  const [from, to] = HOURS[part];
  return {
    day,
    part,
    startsAt: at(day, from),
    endsAt: at(day, to),
    poolId: 'standard',
    poolName: pool,
    insteadOf: null,
    replaces: null,
    seatInReplaced: false,
    verdict,
  };
}

export function aProposal(more: Partial<ProposalView> = {}): ProposalView {
  return {
    kind: 'proposal',
    draftId: '0197c0de-0000-7000-8000-00005eed00d1',
    version: 1,
    days: [aDay('2026-12-02')],
    missingDay: false,
    likelyDays: [],
    missingPart: false,
    today: '2026-11-24',
    lastDay: '2027-11-24',
    part: 'full',
    forName: null,
    forChoices: [],
    changing: false,
    place: 'home',
    device: null,
    poolId: 'standard',
    reason: null,
    category: null,
    task: null,
    contact: null,
    material: null,
    choices: {
      places: ['home', 'satellite', 'field'],
      devices: ['own', 'lent', 'mobile-pc', 'office-pc'],
      parts: ['full', 'am', 'pm', 'hours'],
      pools: [{ id: 'standard', name: pool }],
      categories: [],
      tasks: [],
    },
    alternatives: [],
    allowance: [],
    unready: [],
    emergency: false,
    series: false,
    notes: [],
    notUnderstood: null,
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

export const decided = { status: 'approved', decidedByName: '佐藤 恵子', version: 2 } as const;
export const rejected = {
  status: 'rejected',
  decidedByName: '佐藤 恵子',
  version: 2,
  canCancel: false,
  comment: 'この日は窓口の人数が足りません。翌日ではいかがでしょうか。',
} as const;
const byRule = { status: 'approved', byRule: true } as const;

const assembly: Localised = { ja: '議会の会期', en: 'Session of the assembly' };
const busy: RuleReason = {
  rule: 'days-per-week',
  limit: 3,
  held: ['2026-11-30', '2026-12-01', '2026-12-02'],
};

/** Every rule once, and again where its words differ. */
export const REASONS: RuleReason[] = [
  busy,
  { rule: 'days-per-week', limit: 1, held: [] },
  { rule: 'days-per-month', limit: 8, held: ['2026-12-01', '2026-12-03', '2026-12-08', '2026-12-10'] },
  { rule: 'days-per-year', limit: 48, held: [] },
  { rule: 'office-days', limit: 2 },
  { rule: 'lead-time', workingDays: 1, until: '17:00' },
  { rule: 'lead-time', workingDays: 3, until: null },
  { rule: 'lead-time', workingDays: 0, until: '08:00' },
  { rule: 'horizon', limit: 60 },
  { rule: 'part', parts: ['full', 'am'] },
  { rule: 'weekday', weekday: 'MO' },
  { rule: 'forbidden-day', name: assembly },
  { rule: 'closure', name: { ja: '庁舎の点検', en: 'Maintenance of the building' } },
  { rule: 'day-off' },
  { rule: 'quiet-hours', from: '22:00', to: '05:00' },
  { rule: 'most-away', limit: 5, away: 5 },
  { rule: 'counter', from: '09:00', to: '12:00', people: 3 },
  { rule: 'place', places: ['home', 'satellite'] },
  { rule: 'device', devices: ['lent'] },
  { rule: 'excluded' },
];

const FULL: DayVerdict = { ok: false, refusal: 'no-seat', seats: 50 };
const PAST: DayVerdict = { ok: false, refusal: 'past' };
const VERDICTS: DayVerdict[] = [
  PAST,
  { ok: false, refusal: 'over' },
  { ok: false, refusal: 'no-seat', seats: 1120 },
  { ok: false, refusal: 'overlap', bookingId: '0197c0de-0000-7000-8000-00005eed00b1' },
  { ok: false, refusal: 'overlap', bookingId: '' },
  { ok: false, refusal: 'other-pool-that-day' },
  { ok: false, refusal: 'empty-time' },
  { ok: false, refusal: 'no-pool' },
  { ok: false, refusal: 'task', task: { ja: 'マイナンバー利用事務', en: 'My Number work' } },
];

const PROBLEMS = ['nothing-bookable', 'changed-meanwhile', 'day-missing', 'bad-day', 'bad-hours'] as const;
const NOTES: ProposalNote[] = [
  'series-cut',
  'days-off-left-out',
  'too-many-days',
  'as-last-week',
  'nothing-last-week',
  'for-unknown',
  'for-not-allowed',
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

/** A day every so many, from the first. */
export function daysFrom(first: LocalDay, count: number, step: number): LocalDay[] {
  const start = Date.parse(`${first}T00:00:00Z`);
  return Array.from({ length: count }, (_, index) =>
    new Date(start + index * step * 86_400_000).toISOString().slice(0, 10),
  );
}

const spread = (verdicts: DayVerdict[]) =>
  verdicts.map((verdict, index) => aDay(daysFrom('2026-12-01', verdicts.length, 1)[index]!, verdict));

/** Every Wednesday for a year, with exceptions and days beyond the rule. */
const wednesdays = daysFrom('2026-12-02', 52, 7).map((day, index) => {
  if (index === 8 || index === 21) return aDay(day, FULL);
  if (index === 30) return aDay(day, { ok: false, refusal: 'rule', reason: REASONS[12]! });
  if (index === 12 || index === 13) return aDay(day, { ...OK, beyond: [{ rule: 'most-away', limit: 5, away: 5 }] });
  return aDay(day);
});

const allowance: ProposalView['allowance'] = [
  { period: 'week', first: '2026-11-23', last: '2026-11-29', limit: 3, used: 2, left: 1 },
  { period: 'month', first: '2026-11-01', last: '2026-11-30', limit: 8, used: 2.5, left: 5.5 },
  { period: 'year', first: '2026-04-01', last: '2027-03-31', limit: 48, used: 20, left: 28 },
];
const laterAllowance: ProposalView['allowance'] = [
  { period: 'week', first: '2026-12-07', last: '2026-12-13', limit: 3, used: 2.5, left: 0.5 },
  { period: 'month', first: '2026-12-01', last: '2026-12-31', limit: 8, used: 8, left: 0 },
];

const wholeForm = {
  choices: {
    places: ['home', 'satellite'],
    devices: ['own', 'lent', 'mobile-pc'],
    parts: ['full', 'am', 'pm'],
    pools: [
      { id: 'standard', name: pool },
      { id: 'design', name: { ja: '設計用デスクトップ', en: 'Design desktop' } },
    ],
    categories: [
      { id: 'childcare', name: { ja: '育児', en: 'Childcare' } },
      { id: 'care', name: { ja: '介護', en: 'Care of a relative' } },
    ],
    tasks: [
      { id: 'desk', name: { ja: '資料の作成', en: 'Writing' } },
      { id: 'mynumber', name: { ja: 'マイナンバー利用事務', en: 'My Number work' } },
    ],
  },
  category: 'childcare',
  task: 'desk',
  contact: '090-0000-0000',
  material: '決裁済みの起案の写し 1部',
  reason: '子どもの通院に付き添うため',
  device: 'lent',
} as const satisfies Partial<Record<keyof ProposalView, unknown>>;

export const proposals: Record<string, View> = {
  'proposal-one-day': aProposal({ reason: '子どもの通院に付き添うため', allowance }),
  'proposal-several-days': aProposal({
    days: [aDay('2026-12-02'), aDay('2026-12-04', OK, 'am'), aDay('2026-12-08', OK, 'hours')],
  }),
  'proposal-next-year': aProposal({ days: [aDay('2026-12-02'), aDay('2027-01-06')], place: null }),
  'proposal-short-notice': aProposal({
    days: [
      {
        ...aDay('2026-11-24', { ...OK, readyAt: at('2026-11-24', '11:42') }),
        startsAt: at('2026-11-24', '10:12'),
      },
    ],
  }),
  'proposal-some-refused': aProposal({
    days: [aDay('2026-12-02'), aDay('2026-12-04', { ok: false, refusal: 'rule', reason: busy })],
  }),
  'proposal-all-refusals': aProposal({ days: spread(VERDICTS), problem: 'nothing-bookable' }),
  'proposal-past-day': aProposal({ days: [aDay('2026-11-20', PAST)] }),
  'proposal-missing-day': aProposal({
    days: [],
    missingDay: true,
    likelyDays: ['2026-12-01', '2026-12-02', '2026-12-03'],
    place: null,
    allowance,
  }),
  'proposal-missing-half': aProposal({ missingPart: true }),
  'proposal-discarded': aProposal({ state: 'discarded' }),
  'proposal-automatic': aProposal({ days: [aDay('2026-12-02', { ...OK, automatic: true })], allowance }),
  'proposal-some-automatic': aProposal({
    days: [aDay('2026-12-02', { ...OK, automatic: true }), aDay('2026-12-04', { ...OK, beyond: [busy] })],
    allowance: laterAllowance,
  }),
  'proposal-beyond-two-rules': aProposal({
    days: [aDay('2026-12-03', { ...OK, beyond: [busy, REASONS[5]!], preferred: false })],
  }),
  'proposal-not-preferred-some': aProposal({
    days: [aDay('2026-12-02'), aDay('2026-12-04', { ...OK, preferred: false })],
  }),
  'proposal-series-year': aProposal({
    days: wednesdays,
    series: true,
    notes: ['series-cut', 'days-off-left-out', 'away'],
    allowance: laterAllowance,
  }),
  'proposal-series-automatic': aProposal({
    days: daysFrom('2026-12-01', 6, 7).map((day) => aDay(day, { ...OK, automatic: true }, 'am')),
    series: true,
  }),
  'proposal-many-days': aProposal({
    days: daysFrom('2026-12-07', 5, 1).map((day, index) => aDay(day, OK, index === 4 ? 'am' : 'full')),
    notes: ['as-last-week'],
  }),
  'proposal-full': aProposal({
    days: [aDay('2026-12-02', FULL)],
    alternatives: [
      { instead: 0, asked: { day: '2026-12-02', part: 'am', from: null, to: null } },
      { instead: 0, asked: { day: '2026-12-03', part: 'full', from: null, to: null } },
      { instead: 0, asked: { day: '2026-12-01', part: 'full', from: null, to: null } },
    ],
  }),
  'proposal-full-some': aProposal({
    days: [aDay('2026-12-02'), aDay('2026-12-04', FULL, 'hours'), aDay('2026-12-09', FULL)],
    alternatives: [{ instead: 1, asked: { day: '2026-12-03', part: 'hours', from: '09:00', to: '11:30' } }],
  }),
  'proposal-full-nothing-near': aProposal({ days: [aDay('2026-12-02', FULL)] }),
  'proposal-on-behalf': aProposal({ forName: '山田 花子', allowance }),
  'proposal-whose': aProposal({
    notes: ['for-unknown'],
    forChoices: [
      { id: '0197c0de-0000-7000-8000-00005eed0071', name: '山田 花子', department: '市民課' },
      { id: '0197c0de-0000-7000-8000-00005eed0072', name: '山田 健', department: null },
    ],
  }),
  'proposal-change': aProposal({
    days: [{ ...aDay('2026-12-03'), replaces: '0197c0de-0000-7000-8000-00005eed00b1', seatInReplaced: true }],
  }),
  'proposal-changing': aProposal({
    days: [{ ...aDay('2026-12-03'), replaces: '0197c0de-0000-7000-8000-00005eed00b1', seatInReplaced: true }],
    changing: true,
  }),
  'proposal-change-automatic': aProposal({
    days: [
      {
        ...aDay('2026-12-03', { ...OK, automatic: true }),
        replaces: '0197c0de-0000-7000-8000-00005eed00b1',
      },
    ],
  }),
  'proposal-emergency': aProposal({
    days: [aDay('2026-11-25', { ...OK, automatic: true })],
    emergency: true,
    allowance,
  }),
  'proposal-mobile-pc': aProposal({
    days: [{ ...aDay('2026-12-02'), poolId: null, poolName: null }],
    device: 'mobile-pc',
    place: 'field',
  }),
  'proposal-not-understood': aProposal({ notUnderstood: '13/45' }),
  'proposal-not-understood-at-all': aProposal({ days: [], missingDay: true, notUnderstood: '13/45' }),
  'proposal-whole-form': aProposal(wholeForm as unknown as Partial<ProposalView>),
  'proposal-narrow-choices': aProposal({
    days: [aDay('2026-12-02', { ok: false, refusal: 'rule', reason: REASONS[9]! }, 'pm')],
    choices: { places: ['home'], devices: ['lent'], parts: ['full'], pools: [], categories: [], tasks: [] },
  }),
  'proposal-every-stop': aProposal({
    days: spread(REASONS.map((reason): DayVerdict => ({ ok: false, refusal: 'rule', reason }))),
  }),
  'proposal-every-rule-beyond': aProposal({
    days: spread(REASONS.map((reason): DayVerdict => ({ ...OK, beyond: [reason] }))),
  }),
  ...Object.fromEntries(NOTES.map((note) => [`proposal-note-${note}`, aProposal({ notes: [note] })])),
  'proposal-note-for-unknown-no-day': aProposal({ days: [], missingDay: true, notes: ['for-unknown'] }),
  ...Object.fromEntries(PROBLEMS.map((problem) => [`proposal-problem-${problem}`, aProposal({ problem, version: 2 })])),
};

const replaces = {
  day: '2026-12-04',
  part: 'full',
  startsAt: at('2026-12-04', '08:30'),
  endsAt: at('2026-12-04', '17:15'),
} as const;

export const requests: Record<string, View> = {
  'request-pending': aRequest([aLine('2026-12-02')]),
  'request-pending-several': aRequest([aLine('2026-12-02'), aLine('2026-12-04', { part: 'am', place: 'satellite' })]),
  'request-rerouted': aRequest([aLine('2026-12-02')], { reroutedTo: ['鈴木 一郎'] }),
  'request-approved': aRequest([aLine('2026-12-02', decided)]),
  'request-approved-late': aRequest([
    aLine('2026-12-02', { ...decided, readyAt: at('2026-12-02', '09:40'), comment: 'よろしくお願いします。' }),
  ]),
  'request-by-rule': aRequest([aLine('2026-12-02', byRule)], { reason: null, approverNames: [] }),
  'request-by-deputy': aRequest([aLine('2026-12-02', { ...decided, decidedForName: '鈴木 一郎' })]),
  'request-mobile-pc': aRequest([
    aLine('2026-12-02', { ...decided, poolName: null, place: 'field', device: 'mobile-pc' }),
  ]),
  'request-lent-device': aRequest([aLine('2026-12-02', { device: 'lent' })]),
  'request-change': aRequest([aLine('2026-12-03', { replaces })]),
  'request-changed': aRequest([aLine('2026-12-03', { ...decided, replaces })]),
  'request-beyond': aRequest([aLine('2026-12-03', { beyond: [busy] })]),
  'request-seat-returned': aRequest([aLine('2026-12-03', { seatReturned: true })]),
  'request-seat-offered': aRequest([aLine('2026-12-03', { offeredUntil: at('2026-12-02', '15:00') })]),
  'request-waitlisted-beside-approved': aRequest([
    aLine('2026-12-02', byRule),
    aLine('2026-12-04', { status: 'waitlisted', waitingPlace: 3 }),
  ]),
  'request-series-pending': aRequest(
    daysFrom('2026-12-02', 52, 7).map((day, index) =>
      aLine(day, { series: true, ...(index === 12 || index === 13 ? { beyond: [REASONS[15]!] } : {}) }),
    ),
  ),
  'request-series-mixed': aRequest(
    daysFrom('2026-12-02', 10, 7).map((day, index) =>
      aLine(day, {
        series: true,
        ...(index === 2 ? rejected : index === 5 ? { status: 'waitlisted' as const } : byRule),
      }),
    ),
  ),
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
      aRequest([aLine('2026-12-02', { status, canCancel: ['approved', 'active', 'waitlisted'].includes(status) })]),
    ]),
  ),
};

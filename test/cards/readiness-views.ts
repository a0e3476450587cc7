import fc from 'fast-check';
import { findingOf, GATE_REASONS, type GateReason, type GateResult } from '../../flows/readiness/gates.ts';
import { GATE_IDS, type GateId } from '../../flows/readiness/readiness-settings.ts';
import type { ReadinessCaseView, ReadinessView } from '../../flows/readiness/readiness-view.ts';
import type { BookingLine, View } from '../../flows/views.ts';
import { aLine, aProposal, aRequest, at, timeZone } from './asking-views.ts';

/** A red gate as the rules give it. */
export function red(
  gate: GateId,
  reason: GateReason,
  standing: 'warn' | 'block' = 'block',
  ways?: string[],
): GateResult {
  const { owner, mend } = findingOf(reason);
  return { gate, standing, reason, mend, owner, ...(ways ? { ways } : {}) };
}

const NO_FACTOR = red('second-factor', 'no-second-factor');
const UNKNOWN_OTP = red('gateway-otp', 'otp-unknown', 'warn');
const WAYS = red('no-saving', 'ways-open', 'warn', ['clipboard', 'drives']);
/** A red finding of each gate, in the order of GATE_IDS. */
const REDS: GateReason[] = [
  'undecided',
  'licence-locked',
  'certificate-expired',
  'no-second-factor',
  'no-otp',
  'no-m365-licence',
  'pledge-missing',
  'lgwan-not-reached',
  'ways-open',
  'officer-not-yet',
];
const PERSON = '0197c0de-0000-7000-8000-00005eed00aa';

export function aReadiness(more: Partial<ReadinessView> = {}): ReadinessView {
  return {
    kind: 'readiness',
    personId: PERSON,
    day: '2026-12-02',
    state: 'blocked',
    unready: [NO_FACTOR],
    bookings: [aLine('2026-12-02', { status: 'approved' })],
    question: null,
    answer: null,
    officerName: null,
    words: null,
    checking: false,
    problem: null,
    version: 1,
    timeZone,
    ...more,
  };
}

export function aCase(more: Partial<ReadinessCaseView> = {}): ReadinessCaseView {
  return {
    kind: 'readiness-case',
    personId: PERSON,
    personName: '鈴木 美咲',
    department: '総務課',
    day: '2026-12-02',
    state: 'open',
    unready: [NO_FACTOR],
    bookings: [aLine('2026-12-02', { status: 'approved' })],
    toldAheadAt: at('2026-11-27', '08:30'),
    toldEveAt: at('2026-12-01', '08:30'),
    question: null,
    answer: null,
    decidedByName: null,
    words: null,
    own: false,
    problem: null,
    version: 2,
    timeZone,
    ...more,
  };
}

const asked = { question: 'トークンはお手元にありますか。', answer: 'はい、昨日受け取りました。' };
const decided = { officerName: '佐藤 恵子', words: 'トークンを貸し出すまで、お待ちください。' };
const byOfficer = { decidedByName: '佐藤 恵子', words: 'トークンを貸し出すまで、お待ちください。' };

export const READINESS_VIEWS: Record<string, View> = {
  'readiness-blocked': aReadiness({ unready: [UNKNOWN_OTP, NO_FACTOR] }),
  'readiness-everything': aReadiness({ unready: GATE_IDS.map((gate, index) => red(gate, REDS[index]!)) }),
  'readiness-warned': aReadiness({ state: 'warned', unready: [WAYS, UNKNOWN_OTP] }),
  'readiness-ready': aReadiness({ state: 'ready', unready: [] }),
  'readiness-checking': aReadiness({ checking: true }),
  'readiness-asked': aReadiness({ ...asked, answer: null, problem: 'answer-missing' }),
  'readiness-confirmed': aReadiness({ state: 'confirmed', unready: [], officerName: '佐藤 恵子' }),
  'readiness-declined': aReadiness({ state: 'declined', ...decided, ...asked }),
  'readiness-over': aReadiness({ state: 'over', unready: [], bookings: [] }),
  'readiness-case-open': aCase(),
  'readiness-case-officer': aCase({
    unready: [red('officer', 'officer-not-yet')],
    toldAheadAt: null,
    toldEveAt: null,
  }),
  'readiness-case-answered': aCase({ ...asked, problem: 'changed-since' }),
  'readiness-case-own': aCase({ own: true, problem: 'own-day' }),
  'readiness-case-confirmed': aCase({ state: 'confirmed', unready: [], ...byOfficer, words: null }),
  'readiness-case-declined': aCase({ state: 'declined', ...byOfficer }),
  'readiness-case-closed': aCase({ state: 'closed', unready: [] }),
  'readiness-case-over': aCase({ state: 'over', unready: [], bookings: [] }),
  'request-unready': aRequest([aLine('2026-12-02', { status: 'approved', unready: [NO_FACTOR, WAYS] })]),
  'proposal-unready': aProposal({ unready: [NO_FACTOR] }),
};

/** Any of the gates' findings. */
export const anyUnready: fc.Arbitrary<GateResult[]> = fc.uniqueArray(
  fc
    .record({
      gate: fc.constantFrom(...GATE_IDS),
      reason: fc.constantFrom(...GATE_REASONS),
      standing: fc.constantFrom('warn' as const, 'block' as const),
    })
    .map(({ gate, reason, standing }) =>
      red(
        gate,
        reason,
        standing,
        reason === 'ways-open' ? ['clipboard', 'drives', 'printers', 'USB devices'] : undefined,
      ),
    ),
  { maxLength: 10, selector: ({ gate }) => gate },
);

/** Any card about what is missing before a day. */
export function anyReadiness(parts: {
  day: fc.Arbitrary<string>;
  instant: fc.Arbitrary<Date>;
  said: (max: number) => fc.Arbitrary<string>;
  name: fc.Arbitrary<string>;
  line: fc.Arbitrary<BookingLine>;
}): fc.Arbitrary<View>[] {
  const { day, instant, said, name, line } = parts;
  const maybe = <T>(it: fc.Arbitrary<T>) => fc.option(it, { nil: null });
  const common = {
    personId: fc.uuid(),
    day,
    unready: anyUnready,
    bookings: fc.array(line, { maxLength: 4 }),
    question: maybe(said(500)),
    answer: maybe(said(500)),
    words: maybe(said(500)),
    version: fc.integer({ min: 1, max: 1000 }),
    timeZone: fc.constantFrom('Asia/Tokyo', 'UTC'),
  };
  const own = fc.record({
    kind: fc.constant('readiness' as const),
    ...common,
    state: fc.constantFrom(...(['ready', 'warned', 'blocked', 'confirmed', 'declined', 'over'] as const)),
    officerName: maybe(name),
    checking: fc.boolean(),
    problem: fc.constantFrom(null, 'answer-missing' as const),
  });
  const officers = fc.record({
    kind: fc.constant('readiness-case' as const),
    ...common,
    personName: name,
    department: maybe(said(64)),
    state: fc.constantFrom(...(['noted', 'open', 'confirmed', 'declined', 'closed', 'over'] as const)),
    toldAheadAt: maybe(instant),
    toldEveAt: maybe(instant),
    decidedByName: maybe(name),
    own: fc.boolean(),
    problem: fc.constantFrom(
      null,
      ...(['changed-since', 'closed', 'over', 'words-missing', 'own-day', 'question-missing'] as const),
    ),
  });
  return [own, officers];
}

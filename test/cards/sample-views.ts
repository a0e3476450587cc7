import type { Fault } from '../../flows/notice.ts';
import type { ConnectView, ListView, NoticeView, SentenceView, View } from '../../flows/views.ts';
import { anApproval, APPROVAL_VIEWS, toDecide } from './approval-views.ts';
import { CALENDAR_VIEWS } from './calendar-views.ts';
import { FORECAST_VIEWS } from './forecast-views.ts';
import { CALENDAR_OUT_VIEWS } from './calendar-out-views.ts';
import { OWN_VIEWS } from './own-views.ts';
import { READINESS_VIEWS } from './readiness-views.ts';
import { DEVICE_VIEWS } from './device-views.ts';
import { EMERGENCY_VIEWS } from './emergency-views.ts';
import { WORK_VIEWS } from './sample-work-views.ts';
import {
  aDay,
  aLine,
  aProposal,
  aRequest,
  at,
  daysFrom,
  decided,
  OK,
  proposals,
  REASONS,
  rejected,
  requests,
  timeZone,
} from './asking-views.ts';

/** Views as a city office would have them on a day in November 2026. All people are invented. */

export { aDay, aLine, anApproval, aProposal, aRequest, at, OK, timeZone, toDecide };

const FAULTS: Fault['code'][] = [
  'access-not-granted',
  'access-not-withdrawn',
  'allow-list-not-written',
  'permission-unbooked',
  'session-not-ended',
  'certificate-to-revoke',
  'calendar-not-written',
  'calendars-unreadable',
  'section-calendar-not-written',
  'host-not-starting',
  'pool-unreadable',
  'pool-not-ours',
  'capacity-short',
  'capacity-limit',
  'nobody-comes',
  'readiness-unreadable',
  'ways-open',
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
  'emergency-not-entitled',
  'pledge-missing',
];

/** December 2026, with the bookings on their days. */
function aList(more: Partial<ListView>): ListView {
  const bookings = more.bookings ?? [];
  const weeks = Array.from({ length: 5 }, (_, week) =>
    daysFrom('2026-11-30', 35, 1)
      .slice(week * 7, week * 7 + 7)
      .map((day, index) => ({
        day,
        inMonth: day.startsWith('2026-12'),
        today: false,
        off: index > 4,
        booked: bookings.filter((line) => line.day === day).map(({ part, status }) => ({ part, status })),
      })),
  );
  return {
    kind: 'list',
    month: '2026-12',
    weeks,
    bookings,
    day: null,
    page: 0,
    pages: 1,
    elsewhere: 0,
    timeZone,
    ...more,
  };
}

function aConnect(more: Partial<ConnectView>): ConnectView {
  return {
    kind: 'connect',
    connectUrl: 'https://zaitaku.example.lg.jp/connect/',
    next: aLine('2026-12-02', { ...decided }),
    poolId: 'telework',
    readiness: 'ready',
    opensAt: null,
    work: null,
    timeZone,
    ...more,
  };
}

const others: Record<string, View> = {
  'list-three': aList({
    bookings: [
      aLine('2026-12-02', { ...decided, status: 'active' }),
      aLine('2026-12-04', decided),
      aLine('2026-12-08'),
    ],
    pages: 2,
    elsewhere: 2,
  }),
  'list-states': aList({
    bookings: [
      aLine('2026-12-02', { status: 'approved', byRule: true, series: true }),
      aLine('2026-12-04', { status: 'waitlisted' }),
      aLine('2026-12-08', { device: 'mobile-pc', poolName: null }),
      aLine('2026-12-10', { beyond: REASONS.slice(0, 1), seatReturned: true }),
    ],
  }),
  'list-empty': aList({}),
  'list-one-day': aList({ bookings: [aLine('2026-12-15')], day: '2026-12-15', weeks: [] }),
  'list-empty-day': aList({ day: '2026-12-15', weeks: [] }),
  'cancel-two': {
    kind: 'cancel',
    purpose: 'cancel',
    bookings: [aLine('2026-12-04', { ...decided, part: 'am' }), aLine('2026-12-04', { part: 'pm', bookingId: 'b2' })],
    days: ['2026-12-04'],
    timeZone,
  },
  'cancel-waitlisted': {
    kind: 'cancel',
    purpose: 'cancel',
    bookings: [aLine('2026-12-04', { status: 'waitlisted' })],
    days: ['2026-12-04'],
    timeZone,
  },
  'change-which': {
    kind: 'cancel',
    purpose: 'change',
    bookings: [aLine('2026-12-04', decided), aLine('2026-12-08')],
    days: [],
    timeZone,
  },
  'cancel-none': { kind: 'cancel', purpose: 'cancel', bookings: [], days: ['2026-12-04'], timeZone },
  'cancel-nothing': { kind: 'cancel', purpose: 'cancel', bookings: [], days: [], timeZone },
  'connect-ready': aConnect({}),
  'connect-waiting': aConnect({ readiness: 'waiting', opensAt: at('2026-12-02', '07:00') }),
  'connect-none': aConnect({ readiness: 'none', next: null }),
  'connect-no-pool': aConnect({ readiness: 'no-pool', next: aLine('2026-12-02', { ...decided, poolName: null }) }),
  help: { kind: 'help', notUnderstood: false },
  'help-not-understood': { kind: 'help', notUnderstood: true },
};

const notices: Record<string, NoticeView['notice']> = {
  'notice-approved': { kind: 'decision', bookings: [aLine('2026-12-02', decided)], byName: '佐藤 恵子' },
  'notice-approved-late': {
    kind: 'decision',
    bookings: [aLine('2026-12-02', { ...decided, readyAt: at('2026-12-02', '09:40') })],
    byName: '佐藤 恵子',
  },
  'notice-by-rule': {
    kind: 'decision',
    bookings: [aLine('2026-12-02', { status: 'approved', byRule: true })],
    byName: '',
  },
  'notice-by-deputy': {
    kind: 'decision',
    bookings: [aLine('2026-12-02', { ...decided, decidedForName: '鈴木 一郎' })],
    byName: '佐藤 恵子',
  },
  'notice-waitlisted': {
    kind: 'decision',
    bookings: [aLine('2026-12-02', { status: 'waitlisted', decidedByName: '佐藤 恵子' })],
    byName: '佐藤 恵子',
  },
  'notice-booked-for-you': { kind: 'booked-for-you', byName: '佐藤 恵子', bookings: [aLine('2026-12-02')] },
  'notice-booked-for-you-by-rule': {
    kind: 'booked-for-you',
    byName: '佐藤 恵子',
    bookings: [
      aLine('2026-12-02', { status: 'approved', byRule: true }),
      aLine('2026-12-04', { status: 'approved', byRule: true }),
    ],
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
    (['maintenance-ready', 'maintenance-wanted'] as const).map((kind) => [
      `notice-${kind}`,
      {
        kind,
        poolId: 'kamakura-avd',
        poolName: { ja: '庁内デスクトップ', en: 'City desktops' },
        zone: kind === 'maintenance-ready' ? '1' : null,
        hosts: ['avd-kmk-001', 'avd-kmk-004', 'avd-kmk-007'],
      },
    ]),
  ),
  'notice-permission-mended': {
    kind: 'permission-mended',
    pools: [{ poolName: { ja: '庁内デスクトップ', en: 'City desktops' }, letIn: 1, putOut: 2 }],
    allowList: true,
    licences: 2,
  },
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
  ...APPROVAL_VIEWS,
  ...others,
  ...WORK_VIEWS,
  ...EMERGENCY_VIEWS,
  ...DEVICE_VIEWS,
  ...OWN_VIEWS,
  ...CALENDAR_OUT_VIEWS,
  ...READINESS_VIEWS,
  ...CALENDAR_VIEWS,
  ...FORECAST_VIEWS,
  ...Object.fromEntries(
    Object.entries(notices).map(([name, it]): [string, View] => [name, { kind: 'notice', notice: it, timeZone }]),
  ),
  ...Object.fromEntries(
    SENTENCES.map((sentence): [string, View] => [`sentence-${sentence}`, { kind: 'sentence', sentence, timeZone }]),
  ),
};

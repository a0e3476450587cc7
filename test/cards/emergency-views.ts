import type { EmergencyProblem, EmergencyToldView, EmergencyView } from '../../flows/emergency/emergency-view.ts';
import type { LostDeviceView } from '../../flows/lost-device/lost-device-view.ts';
import type { StillWantedView } from '../../flows/calendar/still-wanted.ts';
import type { NoShowView } from '../../flows/no-show/no-show-view.ts';
import type { View } from '../../flows/views.ts';
import type { WaitlistView } from '../../flows/waitlist/waitlist-view.ts';
import { aLine, at, daysFrom, timeZone } from './asking-views.ts';

/** The waiting list, an emergency and a lost device in a city office. All people are invented. */

const SECTIONS = [
  { id: 'citizens', name: { ja: '市民課', en: 'Citizens’ Affairs' } },
  { id: 'tax', name: { ja: '税務課', en: 'Tax' } },
  { id: 'parks', name: { ja: '公園みどり課', en: 'Parks and Greenery' } },
];

function inLine(state: WaitlistView['state'], more: Partial<WaitlistView['booking']> = {}): WaitlistView {
  const booking = aLine('2026-12-02', more);
  return { kind: 'waitlist', state, booking, approverNames: ['佐藤 恵子'], timeZone };
}

function stillWanted(state: StillWantedView['state'], closure: StillWantedView['closure'] = null): StillWantedView {
  const booking = aLine('2026-12-02', state === 'taken-back' ? { status: 'cancelled', canCancel: false } : {});
  return { kind: 'still-wanted', state, booking, closure, timeZone };
}

function unused(
  state: NoShowView['state'],
  more: Partial<NoShowView['booking']> = {},
  keptUntil: Date | null = null,
): NoShowView {
  const booking = aLine('2026-12-02', { status: 'no-show', canCancel: false, canTakeAgain: true, ...more });
  const connectUrl = 'https://zaitaku.example/connect/0197c0de-0000-7000-8000-00005eed00e1';
  return { kind: 'no-show', state, booking, connectUrl, noticeMinutes: 90, keptUntil, timeZone };
}

function anEmergency(state: EmergencyView['state'], more: Partial<EmergencyView> = {}): EmergencyView {
  const begun = state === 'on' || state === 'ended';
  return {
    kind: 'emergency',
    state,
    emergencyId: '0197c0de-0000-7000-8000-00005eed00e1',
    version: 2,
    scope: null,
    reason: 'Typhoon 21: trains stop at noon',
    sections: SECTIONS,
    chosen: [],
    twoPeople: false,
    own: false,
    people: 1104,
    askedByName: '加藤 明',
    askedAt: at('2026-12-01', '06:40'),
    confirmedByName: null,
    beganAt: begun ? at('2026-12-01', '06:52') : null,
    endedByName: state === 'ended' || state === 'withdrawn' ? '吉田 薫' : null,
    endedAt: state === 'ended' || state === 'withdrawn' ? at('2026-12-01', '18:05') : null,
    told: begun ? 1104 : 0,
    approved: begun ? 37 : 0,
    waitlisted: begun ? 5 : 0,
    problem: null,
    timeZone,
    ...more,
  };
}

function told(more: Partial<EmergencyToldView> = {}): EmergencyToldView {
  return {
    kind: 'emergency-told',
    state: 'on',
    emergencyId: '0197c0de-0000-7000-8000-00005eed00e1',
    version: 2,
    scope: null,
    reason: 'Typhoon 21: trains stop at noon',
    day: '2026-12-01',
    isToday: true,
    bookings: [],
    dayChanged: false,
    timeZone,
    ...more,
  };
}

function lost(state: LostDeviceView['state'], more: Partial<LostDeviceView> = {}): LostDeviceView {
  return {
    kind: 'lost-device',
    state,
    reportId: '0197c0de-0000-7000-8000-00005eed00f1',
    version: state === 'form' ? 0 : 1,
    device: state === 'form' ? null : 'phone',
    sinceWhen: null,
    note: null,
    at: state === 'told' ? at('2026-12-01', '09:12') : null,
    personName: state === 'told' ? '山田 花子' : null,
    ictNames: ['鈴木 健', '吉田 薫'],
    bookings: [],
    cancelled: 0,
    revoked: 0,
    problem: null,
    timeZone,
    ...more,
  };
}

const PROBLEMS: EmergencyProblem[] = [
  'own-confirmation',
  'not-asked',
  'not-on',
  'changed-since',
  'reason-missing',
  'scope-missing',
  'already-open',
  'nobody-to-confirm',
];

const problemState = (problem: EmergencyProblem): EmergencyView['state'] => {
  if (problem === 'own-confirmation' || problem === 'changed-since') return 'asked';
  return problem.endsWith('missing') || problem === 'nobody-to-confirm' ? 'form' : 'on';
};

export const EMERGENCY_VIEWS: Record<string, View> = {
  'waitlist-returned': inLine('returned'),
  'waitlist-returned-approved': inLine('returned', { status: 'approved', byRule: true }),
  'waitlist-offered': inLine('offered', {
    offeredUntil: at('2026-12-02', '08:30'),
    readyAt: at('2026-12-02', '09:30'),
  }),
  'waitlist-offered-decided': inLine('offered', {
    offeredUntil: at('2026-12-02', '08:30'),
    readyAt: at('2026-12-02', '09:30'),
    decidedByName: '佐藤 恵子',
  }),
  'still-wanted-away': stillWanted('away'),
  'still-wanted-closed': stillWanted('closed', { ja: '創立記念日（閉庁）', en: 'Foundation day (closed)' }),
  'still-wanted-taken-back': stillWanted('taken-back'),
  'still-wanted-kept': stillWanted('kept'),
  'still-wanted-settled': stillWanted('settled'),
  'no-show-returned': unused('returned'),
  'no-show-again': unused('again', { status: 'active', canTakeAgain: false, readyAt: at('2026-12-02', '12:00') }),
  'no-show-back': unused('back', { status: 'active', canTakeAgain: false }),
  'no-show-no-room': unused('no-room'),
  'no-show-booked-otherwise': unused('booked-otherwise', { canTakeAgain: false }),
  'no-show-over': unused('over', { canTakeAgain: false }),
  'no-show-late': unused('late', { status: 'active', canTakeAgain: false }, at('2026-12-02', '12:20')),
  'no-show-late-till-the-end': unused('late', { status: 'active', canTakeAgain: false }),
  'waitlist-lapsed': inLine('lapsed', { status: 'expired', canCancel: false }),
  'emergency-form': anEmergency('form', { version: 0, chosen: ['all'], reason: null }),
  'emergency-form-two-people': anEmergency('form', { version: 0, chosen: ['tax', 'parks'], twoPeople: true }),
  'emergency-asked-own': anEmergency('asked', { version: 1, own: true }),
  'emergency-asked': anEmergency('asked', { version: 1, scope: SECTIONS.map(({ name }) => name), people: 96 }),
  'emergency-on': anEmergency('on', { confirmedByName: '吉田 薫' }),
  'emergency-ended': anEmergency('ended', { version: 3 }),
  'emergency-withdrawn': anEmergency('withdrawn', { version: 2 }),
  ...Object.fromEntries(
    PROBLEMS.map((problem): [string, View] => [
      `emergency-problem-${problem}`,
      anEmergency(problemState(problem), { problem, own: true }),
    ]),
  ),
  'emergency-told': told(),
  'emergency-told-next-day': told({
    day: '2026-12-02',
    isToday: false,
    dayChanged: true,
    scope: [SECTIONS[2]!.name],
    bookings: [aLine('2026-12-03', { status: 'approved', byRule: true })],
  }),
  'emergency-told-waiting': told({
    day: null,
    bookings: [
      aLine('2026-12-01', { status: 'waitlisted', waitingPlace: 3 }),
      aLine('2026-12-02', { status: 'approved', decidedByName: '佐藤 恵子' }),
    ],
  }),
  'emergency-told-ended': told({
    state: 'ended',
    day: null,
    bookings: [aLine('2026-12-02', { status: 'approved', byRule: true })],
  }),
  'lost-device-form': lost('form'),
  'lost-device-problem': lost('form', { problem: 'device-missing', sinceWhen: '8:00' }),
  'lost-device-reported': lost('reported', { bookings: daysFrom('2026-12-02', 2, 1).map((day) => aLine(day)) }),
  'lost-device-reported-nobody': lost('reported', { ictNames: [], device: 'lent' }),
  'lost-device-stopped': lost('stopped', { cancelled: 2 }),
  'lost-device-many': lost('reported', { bookings: daysFrom('2026-12-02', 40, 1).map((day) => aLine(day)) }),
  'lost-device-told': lost('told', { bookings: [aLine('2026-12-02')], note: 'Odakyu, 8:00' }),
  'lost-device-told-mobile': lost('told', { device: 'mobile-pc' }),
};

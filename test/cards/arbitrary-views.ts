import fc from 'fast-check';
import type { DayVerdict, RuleReason } from '../../flows/booking/proposal.ts';
import { anyCalendar, anyOrigin } from './calendar-views.ts';
import { DEVICES, WEEKDAYS } from '../../flows/rules/rules.ts';
import { anyApprovals } from './arbitrary-approvals.ts';
import { anyDevices } from './device-views.ts';
import { anyCalendarOut } from './calendar-out-views.ts';
import { anyRegistration } from './arbitrary-registrations.ts';
import { anyReadiness, anyUnready } from './readiness-views.ts';
import { anyShortDays } from './forecast-views.ts';
import { anyInLineOrEmergency } from './arbitrary-emergencies.ts';
import type { BookingLine, View } from '../../flows/views.ts';

/** Any view that the flows could make, and people's texts worse than any that people write. */

const timeZone = fc.constantFrom('Asia/Tokyo', 'UTC', 'America/St_Johns', 'Pacific/Kiritimati');
const day = fc
  .integer({ min: Date.UTC(2026, 0, 1) / 864e5, max: Date.UTC(2029, 11, 31) / 864e5 })
  .map((days) => new Date(days * 864e5).toISOString().slice(0, 10));
const instant = fc.date({
  min: new Date('2026-01-01T00:00:00Z'),
  max: new Date('2029-12-31T00:00:00Z'),
  noInvalidDate: true,
});
/** What must not show as such in any output is left out, so that its trace is always ours. */
const said = (maxLength: number) =>
  fc
    .oneof(
      fc.string({ unit: 'grapheme', maxLength }),
      fc.constantFrom(
        '[危険](https://evil.example)',
        '<b>太字</b>',
        '**強調**',
        '\u202eodd',
        '介護のため',
        '{{DATE(x)}}',
        '${x}',
      ),
      fc.string({ unit: fc.constantFrom('在', '*', '_', '\n', '👨‍👩‍👧', '葛󠄀', '\u200b'), maxLength: 2000 }),
    )
    .filter((text) => !/undefined|NaN|Invalid Date|\[object/.test(text));
const name = fc.oneof(fc.constantFrom('山田 花子', 'Sato Keiko'), said(80));
const localised = fc.record({
  ja: fc.constantFrom('標準デスクトップ', '個人用'),
  en: fc.constantFrom('Standard', 'Personal'),
});
const maybe = <T>(it: fc.Arbitrary<T>) => fc.option(it, { nil: null });
const part = fc.constantFrom('full' as const, 'am' as const, 'pm' as const, 'hours' as const);
const place = maybe(fc.constantFrom('home' as const, 'satellite' as const, 'field' as const));
const version = fc.integer({ min: 1, max: 1000 });

const device = maybe(fc.constantFrom('own' as const, 'lent' as const, 'mobile-pc' as const, 'office-pc' as const));
const limit = fc.nat(366);
const wallTime = fc.constantFrom('00:00', '05:00', '08:30', '17:15', '22:00');
const named = fc.record({ ja: name, en: name });

const reason: fc.Arbitrary<RuleReason> = fc.oneof(
  fc.record({
    rule: fc.constantFrom('days-per-week' as const, 'days-per-month' as const, 'days-per-year' as const),
    limit,
    held: fc.array(day, { maxLength: 40 }),
  }),
  fc.record({ rule: fc.constant('office-days' as const), limit }),
  fc.record({ rule: fc.constant('lead-time' as const), workingDays: fc.nat(30), until: maybe(wallTime) }),
  fc.record({ rule: fc.constant('horizon' as const), limit }),
  fc.record({ rule: fc.constant('part' as const), parts: fc.uniqueArray(part, { minLength: 1 }) }),
  fc.record({ rule: fc.constant('weekday' as const), weekday: fc.constantFrom(...WEEKDAYS) }),
  fc.record({ rule: fc.constantFrom('forbidden-day' as const, 'closure' as const), name: named }),
  fc.record({ rule: fc.constantFrom('day-off' as const, 'excluded' as const) }),
  fc.record({ rule: fc.constant('quiet-hours' as const), from: wallTime, to: wallTime }),
  fc.record({ rule: fc.constant('most-away' as const), limit, away: fc.nat(400) }),
  fc.record({ rule: fc.constant('counter' as const), from: wallTime, to: wallTime, people: fc.nat(40) }),
  fc.record({
    rule: fc.constant('place' as const),
    places: fc.uniqueArray(fc.constantFrom('home' as const, 'satellite' as const, 'field' as const), { minLength: 1 }),
  }),
  fc.record({
    rule: fc.constant('device' as const),
    devices: fc.uniqueArray(fc.constantFrom(...DEVICES), { minLength: 1 }),
  }),
);
const beyond = fc.oneof(
  { arbitrary: fc.constant<RuleReason[]>([]), weight: 2 },
  { arbitrary: fc.array(reason, { minLength: 1, maxLength: 4 }), weight: 1 },
);

const status = fc.constantFrom(
  'pending' as const,
  'waitlisted' as const,
  'approved' as const,
  'rejected' as const,
  'cancelled' as const,
  'expired' as const,
  'active' as const,
  'completed' as const,
  'no-show' as const,
);

const line: fc.Arbitrary<BookingLine> = fc.record({
  bookingId: fc.uuid(),
  version,
  day,
  part,
  startsAt: instant,
  endsAt: instant,
  status,
  place,
  device,
  poolName: maybe(localised),
  insteadOf: maybe(localised),
  series: fc.boolean(),
  replaces: maybe(fc.record({ day, part, startsAt: instant, endsAt: instant })),
  beyond,
  seatReturned: fc.boolean(),
  waitingPlace: maybe(fc.integer({ min: 1, max: 300 })),
  offeredUntil: maybe(instant),
  byRule: fc.boolean(),
  decidedForName: maybe(name),
  readyAt: maybe(instant),
  decidedByName: maybe(name),
  comment: maybe(said(600)),
  canCancel: fc.boolean(),
  canTakeAgain: fc.boolean(),
  unready: anyUnready,
});

const verdict: fc.Arbitrary<DayVerdict> = fc.oneof(
  fc.record({
    ok: fc.constant(true as const),
    readyAt: maybe(instant),
    beyond,
    automatic: fc.boolean(),
    preferred: fc.boolean(),
  }),
  fc.record({
    ok: fc.constant(false as const),
    refusal: fc.constantFrom(
      'past' as const,
      'over' as const,
      'other-pool-that-day' as const,
      'empty-time' as const,
      'no-pool' as const,
    ),
  }),
  fc.record(
    {
      ok: fc.constant(false as const),
      refusal: fc.constant('no-seat' as const),
      seats: fc.nat(2000),
      onlyIn: localised,
    },
    { requiredKeys: ['ok', 'refusal', 'seats'] },
  ),
  fc.record({
    ok: fc.constant(false as const),
    refusal: fc.constant('overlap' as const),
    bookingId: fc.oneof(fc.uuid(), fc.constant('')),
  }),
  fc.record({ ok: fc.constant(false as const), refusal: fc.constant('task' as const), task: named }),
  fc.record({ ok: fc.constant(false as const), refusal: fc.constant('rule' as const), reason }),
);

const lines = (maxLength: number, minLength = 0) =>
  fc.uniqueArray(line, { minLength, maxLength, selector: (one) => one.bookingId });

const options = fc.uniqueArray(fc.record({ id: fc.uuid(), name: named }), { maxLength: 6, selector: ({ id }) => id });

const proposal = fc.record({
  kind: fc.constant('proposal' as const),
  draftId: fc.uuid(),
  version,
  days: fc.array(
    fc.record({
      day,
      part,
      startsAt: instant,
      endsAt: instant,
      poolId: maybe(fc.constant('p')),
      replaces: maybe(fc.uuid()),
      seatInReplaced: fc.boolean(),
      verdict,
      poolName: maybe(localised),
      insteadOf: maybe(localised),
    }),
    { maxLength: 60 },
  ),
  missingDay: fc.boolean(),
  likelyDays: fc.array(day, { maxLength: 3 }),
  missingPart: fc.boolean(),
  today: day,
  lastDay: day,
  part,
  forName: maybe(name),
  forChoices: fc.array(fc.record({ id: fc.uuid(), name, department: maybe(name) }), { maxLength: 12 }),
  changing: fc.boolean(),
  place,
  device,
  poolId: maybe(fc.constant('p')),
  reason: maybe(said(600)),
  category: maybe(fc.uuid()),
  task: maybe(fc.uuid()),
  contact: maybe(said(600)),
  material: maybe(said(600)),
  choices: fc.record({
    places: fc.uniqueArray(fc.constantFrom('home' as const, 'satellite' as const, 'field' as const), { minLength: 1 }),
    devices: fc.uniqueArray(fc.constantFrom(...DEVICES), { minLength: 1 }),
    parts: fc.uniqueArray(part, { minLength: 1 }),
    pools: options,
    categories: options,
    tasks: options,
  }),
  alternatives: fc.array(
    fc.record({
      instead: fc.nat(59),
      asked: fc.record({ day, part, from: maybe(wallTime), to: maybe(wallTime) }),
    }),
    { maxLength: 3 },
  ),
  allowance: fc.uniqueArray(
    fc.record({
      period: fc.constantFrom('week' as const, 'month' as const, 'year' as const),
      first: day,
      last: day,
      limit,
      used: fc.nat(366),
      left: fc.nat(732).map((halves) => halves / 2),
    }),
    { selector: ({ period }) => period },
  ),
  unready: anyUnready,
  emergency: fc.boolean(),
  series: fc.boolean(),
  notes: fc.uniqueArray(
    fc.constantFrom(
      'series-cut' as const,
      'days-off-left-out' as const,
      'away' as const,
      'too-many-days' as const,
      'as-last-week' as const,
      'nothing-last-week' as const,
      'more-in-calendar' as const,
      'for-unknown' as const,
      'for-not-allowed' as const,
    ),
  ),
  notUnderstood: maybe(said(200)),
  state: fc.constantFrom('open' as const, 'discarded' as const),
  calendar: anyOrigin({ day, said }),
  problem: maybe(
    fc.constantFrom(
      'nothing-bookable' as const,
      'changed-meanwhile' as const,
      'day-missing' as const,
      'bad-day' as const,
      'bad-hours' as const,
    ),
  ),
  timeZone,
});

const request = fc.record({
  kind: fc.constant('request' as const),
  requestId: fc.uuid(),
  bookings: lines(60),
  reason: maybe(said(600)),
  approverNames: fc.array(name, { maxLength: 8 }),
  reroutedTo: maybe(fc.array(name, { maxLength: 8 })),
  connectUrl: maybe(fc.constantFrom('https://z.example/connect/', 'ms-avd:connect?x', 'javascript:alert(1)', '')),
  timeZone,
});

const list = fc.record({
  kind: fc.constant('list' as const),
  bookings: lines(20),
  month: day.map((one) => one.slice(0, 7)),
  weeks: fc.array(
    fc.array(
      fc.record({
        day,
        inMonth: fc.boolean(),
        today: fc.boolean(),
        off: fc.boolean(),
        booked: fc.array(fc.record({ part, status }), { maxLength: 3 }),
      }),
      { minLength: 7, maxLength: 7 },
    ),
    { maxLength: 6 },
  ),
  day: maybe(day),
  page: fc.nat(40),
  pages: fc.integer({ min: 1, max: 41 }),
  elsewhere: fc.nat(500),
  timeZone,
});
const cancel = fc.record({
  kind: fc.constant('cancel' as const),
  purpose: fc.constantFrom('cancel' as const, 'change' as const),
  bookings: lines(20),
  days: fc.array(day, { maxLength: 40 }),
  timeZone,
});
const connect = fc.record({
  kind: fc.constant('connect' as const),
  connectUrl: fc.constantFrom('https://z.example/connect/', 'http://127.0.0.1:3978/connect/', 'ms-avd:connect?x'),
  next: maybe(line),
  readiness: fc.constantFrom('ready' as const, 'waiting' as const, 'none' as const, 'no-pool' as const),
  opensAt: maybe(instant),
  work: maybe(
    fc.record({
      day,
      state: fc.constantFrom('not-started' as const, 'working' as const, 'paused' as const, 'finished' as const),
      version: fc.nat(),
    }),
  ),
  timeZone,
});
const help = fc.record({ kind: fc.constant('help' as const), notUnderstood: fc.boolean() });

/** Any person's own record of a day. */
export const anyWork = fc.record({
  kind: fc.constant('work' as const),
  day,
  lastDay: day,
  version: fc.nat(80),
  state: fc.constantFrom('not-started' as const, 'working' as const, 'paused' as const, 'finished' as const),
  standing: fc.constantFrom('granted' as const, 'pending' as const, 'cancelled' as const, 'none' as const),
  booked: maybe(fc.record({ startsAt: instant, endsAt: instant })),
  lines: fc.uniqueArray(
    fc.record({
      number: version,
      move: fc.constantFrom('start' as const, 'pause' as const, 'resume' as const, 'finish' as const),
      happenedAt: instant,
      firstAt: maybe(instant),
      writtenAt: maybe(instant),
    }),
    { maxLength: 82, size: 'max', selector: (one) => one.number },
  ),
  workedMinutes: fc.nat(1740),
  pausedMinutes: fc.nat(1740),
  corrected: fc.boolean(),
  moves: fc.uniqueArray(fc.constantFrom('start' as const, 'pause' as const, 'resume' as const, 'finish' as const)),
  correctable: fc.boolean(),
  open: fc.boolean(),
  ask: maybe(fc.record({ finishAt: maybe(instant) })),
  problem: maybe(
    fc.constantFrom(
      'not-started' as const,
      'order' as const,
      'no-booking' as const,
      'booking-cancelled' as const,
      'already-working' as const,
      'time-unclear' as const,
    ),
  ),
  note: maybe(fc.constantFrom('before-booked-time' as const, 'after-booked-time' as const, 'corrected' as const)),
  openDays: fc.uniqueArray(day, { maxLength: 3 }),
  timeZone,
});

const notice = fc.record({
  kind: fc.constant('notice' as const),
  notice: fc.oneof(
    fc.record({ kind: fc.constant('decision' as const), bookings: lines(31, 1), byName: name }),
    fc.record({
      kind: fc.constant('approver-unreachable' as const),
      approverNames: fc.array(name, { maxLength: 8 }),
      nowWith: fc.array(name, { maxLength: 8 }),
    }),
    fc.record({ kind: fc.constant('no-approver' as const), requesterName: name }),
    fc.record({ kind: fc.constant('booked-for-you' as const), byName: name, bookings: lines(31, 1) }),
    fc.record({ kind: fc.constant('cancelled' as const), requesterName: name, bookings: lines(31, 1) }),
    fc.record({ kind: fc.constant('expired' as const), bookings: lines(31, 1) }),
    fc.record({ kind: fc.constant('no-personal-desktop' as const), booking: line }),
    fc.record({
      kind: fc.constant('session-warning' as const),
      booking: line,
      minutesLeft: fc.nat(120),
      // oxlint-disable-next-line unicorn/no-thenable -- the name in the view
      atEnd: fc.constantFrom('leave' as const, 'disconnect' as const, 'log-off' as const),
    }),
    fc.record({
      kind: fc.constant('permission-mended' as const),
      pools: fc.array(
        fc.record({ poolName: fc.record({ ja: name, en: name }), letIn: fc.nat(50), putOut: fc.nat(50) }),
        { maxLength: 5 },
      ),
      allowList: fc.boolean(),
      licences: fc.nat(50),
    }),
    fc.record({
      kind: fc.constant('fault' as const),
      subjectName: name,
      fault: fc.record({
        code: fc.constantFrom(
          'access-not-granted' as const,
          'access-not-withdrawn' as const,
          'allow-list-not-written' as const,
          'permission-unbooked' as const,
          'session-not-ended' as const,
          'calendar-not-written' as const,
          'calendars-unreadable' as const,
          'section-calendar-not-written' as const,
          'host-not-starting' as const,
          'pool-unreadable' as const,
          'pool-not-ours' as const,
          'capacity-short' as const,
          'nobody-comes' as const,
          'session-outside-booking' as const,
          'personal-host-missing' as const,
          'recipient-unreachable' as const,
        ),
        subject: fc.string(),
        detail: said(600),
        since: instant,
      }),
    }),
  ),
  timeZone,
});

export const anyView: fc.Arbitrary<View> = fc.oneof(
  proposal,
  request,
  ...anyApprovals({ line, lines, day, instant, name, said }),
  list,
  cancel,
  connect,
  help,
  anyWork,
  ...anyInLineOrEmergency({ line, lines, day, instant, name, said }),
  ...anyRegistration({ day, instant, said }),
  ...anyCalendarOut({ line, instant, said }),
  ...anyReadiness({ day, instant, said, name, line }),
  ...anyDevices({ instant, said }),
  anyShortDays({ day, instant, said }),
  anyCalendar({ lines }),
  notice,
) as fc.Arbitrary<View>;

import fc from 'fast-check';
import type { DayVerdict } from '../../flows/booking/proposal.ts';
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

const line: fc.Arbitrary<BookingLine> = fc.record({
  bookingId: fc.uuid(),
  version,
  day,
  part,
  startsAt: instant,
  endsAt: instant,
  status: fc.constantFrom(
    'pending' as const,
    'waitlisted' as const,
    'approved' as const,
    'rejected' as const,
    'cancelled' as const,
    'expired' as const,
    'active' as const,
    'completed' as const,
    'no-show' as const,
  ),
  place,
  poolName: maybe(localised),
  readyAt: maybe(instant),
  decidedByName: maybe(name),
  comment: maybe(said(600)),
  canCancel: fc.boolean(),
});

const verdict: fc.Arbitrary<DayVerdict> = fc.oneof(
  fc.record({ ok: fc.constant(true as const), readyAt: maybe(instant) }),
  fc.record({ ok: fc.constant(false as const), refusal: fc.constantFrom('past' as const, 'over' as const) }),
  fc.record({
    ok: fc.constant(false as const),
    refusal: fc.constant('beyond-horizon' as const),
    horizonDays: fc.nat(400),
  }),
  fc.record({ ok: fc.constant(false as const), refusal: fc.constant('no-seat' as const), seats: fc.nat(2000) }),
  fc.record({
    ok: fc.constant(false as const),
    refusal: fc.constant('overlap' as const),
    bookingId: fc.oneof(fc.uuid(), fc.constant('')),
  }),
  fc.record({
    ok: fc.constant(false as const),
    refusal: fc.constantFrom('other-pool-that-day' as const, 'empty-time' as const, 'no-pool' as const),
  }),
  fc.record({
    ok: fc.constant(false as const),
    refusal: fc.constant('days-per-week' as const),
    limit: fc.nat(5),
    held: fc.array(day, { maxLength: 7 }),
  }),
);

const lines = (maxLength: number, minLength = 0) =>
  fc.uniqueArray(line, { minLength, maxLength, selector: (one) => one.bookingId });

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
      verdict,
      poolName: maybe(localised),
    }),
    { maxLength: 31 },
  ),
  missingDay: fc.boolean(),
  missingPart: fc.boolean(),
  today: day,
  lastDay: day,
  part,
  place,
  reason: maybe(said(600)),
  notes: fc.uniqueArray(fc.constantFrom('series-first-day-only' as const, 'too-many-days' as const)),
  state: fc.constantFrom('open' as const, 'discarded' as const),
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
  bookings: lines(31),
  reason: maybe(said(600)),
  approverNames: fc.array(name, { maxLength: 8 }),
  reroutedTo: maybe(fc.array(name, { maxLength: 8 })),
  connectUrl: maybe(fc.constantFrom('https://z.example/connect/', 'ms-avd:connect?x', 'javascript:alert(1)', '')),
  timeZone,
});

const approval = fc.record({
  kind: fc.constant('approval' as const),
  requestId: fc.uuid(),
  requesterName: name,
  department: maybe(fc.record({ ja: name, en: name })),
  bookings: fc.uniqueArray(
    fc
      .tuple(
        line,
        fc.record({
          othersOut: fc.record({ count: fc.nat(300), ofPeople: fc.nat(300), names: fc.array(name, { maxLength: 20 }) }),
          seatsLeft: maybe(fc.nat(2000)),
          seats: maybe(fc.nat(2000)),
        }),
      )
      .map(([one, more]) => ({ ...one, ...more })),
    { maxLength: 31, selector: (one) => one.bookingId },
  ),
  reason: maybe(said(600)),
  canDecide: fc.boolean(),
  reminder: fc.boolean(),
  problem: maybe(
    fc.constantFrom(
      'own-request' as const,
      'not-approver' as const,
      'already-decided' as const,
      'changed-since' as const,
      'cancelled' as const,
      'over' as const,
    ),
  ),
  timeZone,
});

const list = fc.record({
  kind: fc.constant('list' as const),
  bookings: lines(20),
  day: maybe(day),
  more: fc.nat(500),
  timeZone,
});
const cancel = fc.record({
  kind: fc.constant('cancel' as const),
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
  timeZone,
});
const help = fc.record({ kind: fc.constant('help' as const), notUnderstood: fc.boolean(), notYet: fc.boolean() });

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
      kind: fc.constant('fault' as const),
      subjectName: name,
      fault: fc.record({
        code: fc.constantFrom(
          'access-not-granted' as const,
          'access-not-withdrawn' as const,
          'calendar-not-written' as const,
          'host-not-starting' as const,
          'pool-unreadable' as const,
          'pool-not-ours' as const,
          'capacity-short' as const,
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
  approval,
  list,
  cancel,
  connect,
  help,
  notice,
) as fc.Arbitrary<View>;

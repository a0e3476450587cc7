import fc from 'fast-check';
import type { BookingLine, View } from '../../flows/views.ts';

/** What other arbitrary views are made of. */
export interface Parts {
  line: fc.Arbitrary<BookingLine>;
  lines: (maxLength: number, minLength?: number) => fc.Arbitrary<BookingLine[]>;
  day: fc.Arbitrary<string>;
  instant: fc.Arbitrary<Date>;
  name: fc.Arbitrary<string>;
  said: (maxLength: number) => fc.Arbitrary<string>;
}

/** Any view of approvals that the flows could make. */
export function anyApprovals({ line, lines, day, instant, name, said }: Parts): fc.Arbitrary<View>[] {
  const maybe = <T>(it: fc.Arbitrary<T>) => fc.option(it, { nil: null });
  const timeZone = fc.constantFrom('Asia/Tokyo', 'UTC');
  const named = fc.record({ ja: name, en: name });
  const wallTime = fc.constantFrom('00:00', '08:30', '22:00');
  const thread = fc.array(fc.record({ byName: name, fromRequester: fc.boolean(), at: instant, text: said(600) }), {
    maxLength: 20,
  });
  const approvalLine = fc
    .tuple(
      line,
      fc.record({
        mine: fc.boolean(),
        othersOut: fc.record({ count: fc.nat(300), ofPeople: fc.nat(300), names: fc.array(name, { maxLength: 20 }) }),
        counter: maybe(
          fc.record({ from: wallTime, to: wallTime, present: fc.integer({ max: 40 }), needed: fc.nat(9) }),
        ),
        seatsLeft: maybe(fc.nat(2000)),
        seats: maybe(fc.nat(2000)),
        seatsPending: fc.nat(50),
        hostsAdded: maybe(fc.nat(2)),
        seatsExpected: maybe(
          fc.record({ low: fc.nat(200), high: fc.nat(20_000), seats: fc.nat(20_000), short: fc.boolean() }),
        ),
      }),
    )
    .map(([one, more]) => ({ ...one, ...more, mine: more.mine && one.status === 'pending' }));
  const approval = fc.record({
    kind: fc.constant('approval' as const),
    requestId: fc.uuid(),
    requesterName: name,
    requestedByName: maybe(name),
    department: maybe(named),
    bookings: fc.uniqueArray(approvalLine, { maxLength: 140, size: 'max', selector: (one) => one.bookingId }),
    reason: maybe(said(600)),
    category: maybe(named),
    material: maybe(said(600)),
    contact: maybe(said(600)),
    allowance: fc.array(
      fc.record({
        period: fc.constantFrom('week' as const, 'month' as const, 'year' as const),
        limit: fc.nat(366),
        first: day,
        last: day,
        used: fc.nat(366).map((halves) => halves / 2),
        left: fc.nat(366),
      }),
      { maxLength: 3 },
    ),
    steps: maybe(
      fc.record({
        step: fc.integer({ min: 1, max: 4 }),
        of: fc.integer({ min: 2, max: 4 }),
        decided: fc.array(fc.record({ byName: name, forName: maybe(name) }), { maxLength: 3 }),
      }),
    ),
    thread,
    inPlaceOf: fc.array(name, { maxLength: 8 }),
    canDecide: fc.boolean(),
    news: maybe(fc.constantFrom('reminder' as const, 'answered' as const, 'asked' as const, 'snoozed' as const)),
    snoozedUntil: maybe(instant),
    page: maybe(fc.nat(30)),
    problem: maybe(
      fc.constantFrom(
        'own-request' as const,
        'not-approver' as const,
        'already-decided' as const,
        'changed-since' as const,
        'cancelled' as const,
        'over' as const,
        'no-seat-yet' as const,
        'rule' as const,
      ),
    ),
    refused: fc.array(
      fc.record({
        day,
        refusal: fc.constantFrom('overlap' as const, 'no-pool' as const),
      }),
      { maxLength: 30 },
    ),
    timeZone,
  });
  const waiting = fc.record({
    kind: fc.constant('waiting' as const),
    requests: fc.array(
      fc.record({
        requestId: fc.uuid(),
        requesterName: name,
        department: maybe(named),
        days: fc.array(day, { minLength: 1, maxLength: 60 }),
        bookings: fc.array(fc.record({ bookingId: fc.uuid(), version: fc.integer({ min: 1, max: 99 }) }), {
          minLength: 1,
          maxLength: 8,
        }),
        series: fc.boolean(),
        inPlaceOf: maybe(name),
        beyond: fc.boolean(),
        soon: fc.boolean(),
        openOnly: fc.boolean(),
      }),
      { maxLength: 8 },
    ),
    page: fc.nat(3),
    pages: fc.nat(4),
    total: fc.nat(500),
    done: maybe(fc.record({ approved: fc.nat(60), left: fc.nat(60) })),
    timeZone,
  });
  const question = fc.record({
    kind: fc.constant('question' as const),
    requestId: fc.uuid(),
    version: fc.nat(40),
    bookings: lines(60, 1),
    thread,
    canAnswer: fc.boolean(),
    problem: maybe(fc.constant('answer-missing' as const)),
    sent: fc.boolean(),
    timeZone,
  });
  const person = fc.record({ id: fc.uuid(), name, jobTitle: maybe(name) });
  const deputy = fc.record({
    kind: fc.constant('deputy' as const),
    state: fc.constantFrom('set' as const, 'ended' as const, 'ask-who' as const, 'ask-days' as const, 'shown' as const),
    days: maybe(fc.record({ fromDay: day, toDay: day })),
    deputyName: maybe(name),
    said: maybe(said(100)),
    candidates: fc.array(person, { maxLength: 5 }),
    problem: maybe(
      fc.constantFrom(
        'nobody-found' as const,
        'several-found' as const,
        'self' as const,
        'past' as const,
        'not-yours' as const,
      ),
    ),
    standing: fc.array(
      fc.record({
        id: fc.uuid(),
        name,
        jobTitle: maybe(name),
        fromDay: day,
        toDay: day,
        automatic: fc.boolean(),
        since: instant.map((at) => at.toISOString()),
      }),
      { maxLength: 20 },
    ),
    timeZone,
  });
  const notice = fc.record({
    kind: fc.constant('approval-notice' as const),
    notice: fc.oneof(
      fc.record({
        kind: fc.constant('escalated' as const),
        nowWith: fc.array(name, { maxLength: 8 }),
        bookings: lines(31, 1),
      }),
      fc.record({ kind: fc.constant('undecided' as const), bookings: lines(31, 1) }),
      fc.record({ kind: fc.constant('approver-absent' as const), approverName: name, deputyName: name }),
      fc.record({
        kind: fc.constantFrom('deputy-set' as const, 'deputy-ended' as const),
        approverName: name,
        fromDay: day,
        toDay: day,
      }),
    ),
    timeZone,
  });
  return [approval, waiting, question, deputy, notice] as fc.Arbitrary<View>[];
}

import fc from 'fast-check';
import type { EmergencyProblem } from '../../flows/emergency/emergency-view.ts';
import type { View } from '../../flows/views.ts';
import type { Parts } from './arbitrary-approvals.ts';

/** Any view of the waiting list, an emergency or a lost device that the flows could make. */
export function anyInLineOrEmergency(parts: Parts): fc.Arbitrary<View>[] {
  const { line, day, instant, name } = parts;
  const maybe = <T>(it: fc.Arbitrary<T>) => fc.option(it, { nil: null });
  const timeZone = fc.constantFrom('Asia/Tokyo', 'UTC');
  const named = fc.record({ ja: name, en: name });
  const version = fc.integer({ min: 0, max: 1000 });
  const scope = maybe(fc.array(named, { maxLength: 60 }));
  const waitlist = fc.record({
    kind: fc.constant('waitlist' as const),
    state: fc.constantFrom('returned' as const, 'offered' as const, 'lapsed' as const),
    booking: line,
    approverNames: fc.array(name, { maxLength: 8 }),
    timeZone,
  });
  const noShow = fc.record({
    kind: fc.constant('no-show' as const),
    state: fc.constantFrom(
      'returned' as const,
      'again' as const,
      'back' as const,
      'no-room' as const,
      'booked-otherwise' as const,
      'over' as const,
      'late' as const,
    ),
    booking: line,
    connectUrl: fc.webUrl(),
    noticeMinutes: fc.nat(1440),
    keptUntil: maybe(instant),
    timeZone,
  });
  const sections = fc.uniqueArray(fc.record({ id: fc.uuid(), name: named }), {
    maxLength: 60,
    selector: ({ id }) => id,
  });
  const emergency = sections.chain((offered) =>
    fc.record({
      kind: fc.constant('emergency' as const),
      state: fc.constantFrom('form' as const, 'asked' as const, 'on' as const, 'ended' as const, 'withdrawn' as const),
      emergencyId: fc.uuid(),
      version,
      scope,
      reason: maybe(parts.said(600)),
      sections: fc.constant(offered),
      chosen: fc.subarray(['all', ...offered.map(({ id }) => id)]),
      twoPeople: fc.boolean(),
      own: fc.boolean(),
      people: maybe(fc.nat(2000)),
      askedByName: maybe(name),
      askedAt: maybe(instant),
      confirmedByName: maybe(name),
      beganAt: maybe(instant),
      endedByName: maybe(name),
      endedAt: maybe(instant),
      told: fc.nat(2000),
      approved: fc.nat(2000),
      waitlisted: fc.nat(2000),
      problem: maybe(fc.constantFrom<EmergencyProblem>('reason-missing', 'own-confirmation', 'already-open')),
      timeZone,
    }),
  );
  const told = fc.record({
    kind: fc.constant('emergency-told' as const),
    state: fc.constantFrom('on' as const, 'ended' as const),
    emergencyId: fc.uuid(),
    version,
    scope,
    reason: parts.said(600),
    day: maybe(day),
    isToday: fc.boolean(),
    bookings: parts.lines(4),
    dayChanged: fc.boolean(),
    timeZone,
  });
  const device = fc.constantFrom(
    'own' as const,
    'lent' as const,
    'mobile-pc' as const,
    'phone' as const,
    'other' as const,
  );
  const lostDevice = fc.record({
    kind: fc.constant('lost-device' as const),
    state: fc.constantFrom('form' as const, 'reported' as const, 'stopped' as const, 'told' as const),
    reportId: fc.uuid(),
    version,
    device: maybe(device),
    sinceWhen: maybe(parts.said(100)),
    note: maybe(parts.said(600)),
    at: maybe(instant),
    personName: maybe(name),
    ictNames: fc.array(name, { maxLength: 8 }),
    bookings: parts.lines(40),
    cancelled: fc.nat(400),
    revoked: fc.nat(9),
    problem: maybe(fc.constant('device-missing' as const)),
    timeZone,
  });
  return [waitlist, noShow, emergency, told, lostDevice];
}

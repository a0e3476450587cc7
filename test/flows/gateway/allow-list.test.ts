import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Booking, BookingStatus } from '../../../flows/booking/booking.ts';
import {
  allowedAt,
  allowList,
  type GatewayCertificate,
  listedUntil,
  nextWriting,
  passesGateway,
} from '../../../flows/gateway/allow-list.ts';
import { addMinutes } from '../../../flows/minutes.ts';
import { aBooking, aGateway, at, idOf, NOW } from '../../support/builders.ts';

const DAY = { from: at('2026-12-02 00:00'), to: at('2026-12-03 00:00') };

function aGatewayCertificate(certificate: Partial<GatewayCertificate> = {}): GatewayCertificate {
  return {
    serial: 'a1b2',
    personId: idOf('hanako'),
    fingerprint: null,
    notBefore: at('2026-01-01 00:00'),
    notAfter: at('2027-01-01 00:00'),
    inUse: true,
    ...certificate,
  };
}

const approved = (booking: Partial<Booking> = {}) => aBooking({ status: 'approved', ...booking });
const listed = (bookings: Booking[], certificates = [aGatewayCertificate()], gateway = aGateway()) =>
  allowList(bookings, certificates, gateway, DAY).map(({ serial, from, to }) => [serial, from, to]);

describe('the allow-list of the gateway', () => {
  it('lets a person in for exactly the booked time, without lead and grace', () => {
    const entries = allowList([approved()], [aGatewayCertificate()], aGateway(), DAY);

    const passes = (time: string) => allowedAt(entries, { serial: 'A1:B2' }, at(`2026-12-02 ${time}`));
    assert.deepEqual(
      ['08:29', '08:30', '17:14', '17:15'].map((time) => [time, passes(time)]),
      [
        ['08:29', false],
        ['08:30', true],
        ['17:14', true],
        ['17:15', false],
      ],
    );
  });

  it('has a half day alone, and none for its other half', () => {
    assert.deepEqual(listed([approved({ part: 'am' })]), [['a1b2', at('2026-12-02 08:30'), at('2026-12-02 12:00')]]);
  });

  it('joins adjacent bookings, and leaves the gap between others', () => {
    const morning = approved({ id: 'am', part: 'am' });
    const noon = approved({ id: 'noon', startsAt: at('2026-12-02 12:00'), endsAt: at('2026-12-02 13:00') });
    const afternoon = approved({ id: 'pm', part: 'pm' });

    assert.deepEqual(listed([afternoon, noon, morning]), [['a1b2', at('2026-12-02 08:30'), at('2026-12-02 17:15')]]);
    assert.deepEqual(listed([morning, afternoon]), [
      ['a1b2', at('2026-12-02 08:30'), at('2026-12-02 12:00')],
      ['a1b2', at('2026-12-02 13:00'), at('2026-12-02 17:15')],
    ]);
  });

  const silent: BookingStatus[] = ['pending', 'waitlisted', 'rejected', 'cancelled', 'expired', 'completed', 'no-show'];
  for (const status of silent)
    it(`has nothing of a booking that is ${status}`, () => {
      assert.deepEqual(listed([aBooking({ status })]), []);
    });

  it('has nothing of a certificate that is revoked, and of one that is over', () => {
    assert.deepEqual(listed([approved()], [aGatewayCertificate({ inUse: false })]), []);
    assert.deepEqual(listed([approved()], [aGatewayCertificate({ notAfter: at('2026-12-02 08:30') })]), []);
  });

  it('ends with the certificate where that ends first, and begins with it', () => {
    const certificate = aGatewayCertificate({ notBefore: at('2026-12-02 09:00'), notAfter: at('2026-12-02 10:00') });

    assert.deepEqual(listed([approved()], [certificate]), [['a1b2', at('2026-12-02 09:00'), at('2026-12-02 10:00')]]);
  });

  it('has each device of a person, and nobody else’s', () => {
    const certificates = [
      aGatewayCertificate({ serial: '2' }),
      aGatewayCertificate({ serial: '1' }),
      aGatewayCertificate({ serial: '3', personId: idOf('jiro') }),
    ];

    assert.deepEqual(
      listed([approved()], certificates).map(([serial]) => serial),
      ['1', '2'],
    );
  });

  it('looks at named pools alone, and at days without a desktop where their device is named', () => {
    const mobile = approved({ poolId: null, device: 'mobile-pc' });

    assert.equal(passesGateway(approved({ poolId: 'other' }), aGateway()), false);
    assert.equal(passesGateway(mobile, aGateway()), false);
    assert.equal(passesGateway(mobile, aGateway({ devices: ['mobile-pc'] })), true);
    assert.equal(passesGateway(approved({ poolId: null }), aGateway({ devices: ['mobile-pc'] })), false);
  });

  it('asks for the certificate’s own fingerprint where one is shown', () => {
    const certificate = aGatewayCertificate({ fingerprint: 'ab'.repeat(32) });
    const entries = allowList([approved()], [certificate], aGateway(), DAY);
    const passes = (fingerprint: string | null) =>
      allowedAt(entries, { serial: 'a1b2', fingerprint }, at('2026-12-02 09:00'));

    assert.deepEqual(
      [null, 'AB:'.repeat(31) + 'AB', 'cd'.repeat(32)].map(passes),
      [true, true, false],
      'none shown, the same in capitals, another',
    );
  });

  it('tells everything for so many hours at least, and the same until the hour is over', () => {
    assert.deepEqual(listedUntil(at('2026-12-01 09:00'), { aheadHours: 26 }), at('2026-12-02 12:00'));
    assert.deepEqual(listedUntil(at('2026-12-01 09:59'), { aheadHours: 26 }), at('2026-12-02 12:00'));
  });

  it('is written again at its next edge, or when the hour is over', () => {
    const entries = allowList([approved({ endsAt: at('2026-12-02 08:45') })], [aGatewayCertificate()], aGateway(), DAY);

    assert.deepEqual(
      ['08:10', '08:30', '08:45'].map((time) => nextWriting(entries, at(`2026-12-02 ${time}`))),
      [at('2026-12-02 08:30'), at('2026-12-02 08:45'), at('2026-12-02 09:00')],
    );
  });
});

describe('any allow-list', () => {
  const statuses: BookingStatus[] = ['approved', 'active', 'cancelled', 'no-show', 'pending', 'completed'];
  const people = ['hanako', 'jiro'].map(idOf);
  const minute = fc.integer({ min: 0, max: 3 * 24 * 60 });
  const span = fc.tuple(minute, minute).map(([a, b]) => ({
    from: addMinutes(NOW, Math.min(a, b)),
    to: addMinutes(NOW, Math.max(a, b) + 1),
  }));
  const bookings = fc.array(
    fc
      .tuple(span, fc.constantFrom(...statuses), fc.constantFrom(...people), fc.constantFrom('pool', 'other', null))
      .map(([{ from, to }, status, personId, poolId]) =>
        aBooking({
          startsAt: from,
          endsAt: to,
          status,
          personId,
          poolId,
          device: poolId === null ? 'mobile-pc' : null,
        }),
      ),
    { maxLength: 8 },
  );
  const certificates = fc.uniqueArray(
    fc
      .tuple(fc.integer({ min: 1, max: 30 }), span, fc.boolean(), fc.constantFrom(...people))
      .map(([serial, { from, to }, inUse, personId]) =>
        aGatewayCertificate({ serial: serial.toString(16), notBefore: from, notAfter: to, inUse, personId }),
      ),
    { maxLength: 5, selector: ({ serial }) => serial },
  );

  it('lets a certificate in where, and only where, a granted booking of its person and its own time say so', () => {
    fc.assert(
      fc.property(bookings, certificates, span, minute, (booked, known, listedSpan, ago) => {
        const entries = allowList(booked, known, aGateway(), listedSpan);
        const now = addMinutes(NOW, ago);
        fc.pre(listedSpan.from <= now && now < listedSpan.to);

        for (const one of known) {
          const right =
            one.inUse &&
            one.notBefore <= now &&
            now < one.notAfter &&
            booked.some(
              (booking) =>
                booking.personId === one.personId &&
                (booking.status === 'approved' || booking.status === 'active') &&
                booking.poolId === 'pool' &&
                booking.startsAt <= now &&
                now < booking.endsAt,
            );
          assert.equal(allowedAt(entries, one, now), right);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('has no two entries of one certificate that touch, and none that is empty', () => {
    fc.assert(
      fc.property(bookings, certificates, span, (booked, known, listedSpan) => {
        const entries = allowList(booked, known, aGateway(), listedSpan);

        assert.ok(entries.every(({ from, to }) => from < to && from < listedSpan.to && listedSpan.from < to));
        for (const a of entries)
          for (const b of entries)
            if (a !== b && a.serial === b.serial) assert.ok(a.to < b.from || b.to < a.from, 'they touch');
      }),
    );
  });

  it('answers for an instant as the list of a wide span does, however early that was made', () => {
    fc.assert(
      fc.property(bookings, certificates, minute, (booked, known, ago) => {
        const now = addMinutes(NOW, ago);
        const early = allowList(booked, known, aGateway(), { from: NOW, to: addMinutes(NOW, 4 * 24 * 60) });
        const fresh = allowList(booked, known, aGateway(), { from: now, to: addMinutes(now, 1) });

        for (const one of known) assert.equal(allowedAt(early, one, now), allowedAt(fresh, one, now));
      }),
    );
  });
});

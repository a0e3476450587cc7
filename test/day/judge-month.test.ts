import assert from 'node:assert/strict';
import { at } from '../support/builders.ts';
import { aCertificate } from '../support/certificate-builders.ts';
import { begunOutside, entriesOutside, longestOf, mostSignedIn } from './judge-month.ts';

const DAY = '2026-12-02';
const visit = (personId: string, came: string, ended: string) => ({
  poolId: 'pool',
  personId,
  cameAt: at(`${DAY} ${came}`),
  leftOpenAt: null,
  endedAt: at(`${DAY} ${ended}`),
});
const booked = (personId: string, from: string, to: string, status: 'approved' | 'cancelled' = 'approved') => ({
  personId,
  status,
  startsAt: at(`${DAY} ${from}`),
  endsAt: at(`${DAY} ${to}`),
});
const CERTIFICATE = aCertificate({
  serial: 'a1',
  personId: 'a',
  notBefore: at('2026-01-01 00:00'),
  notAfter: at(`${DAY} 12:00`),
});
const entry = (from: string, to: string, personId = 'a', serial = 'a1') => ({
  personId,
  serial,
  fingerprint: null,
  from: at(`${DAY} ${from}`),
  to: at(`${DAY} ${to}`),
});

describe('the judge of a month', () => {
  it('finds the most people signed in at once, who leaves making room for who comes', () => {
    const visits = [visit('a', '08:30', '12:00'), visit('b', '09:00', '17:00'), visit('c', '12:00', '17:00')];

    assert.equal(mostSignedIn(visits), 2);
  });

  it('finds who signed in outside their window, unless nobody could look', () => {
    const window = { personId: 'a', from: at(`${DAY} 07:30`), to: at(`${DAY} 17:30`), bookingId: 'x' };
    const visits = [visit('a', '07:29', '09:00'), visit('a', '08:00', '17:40'), visit('b', '17:30', '17:40')];
    const outage = { from: at(`${DAY} 17:00`), to: at(`${DAY} 18:00`) };

    assert.deepEqual(begunOutside(visits, [window], []), [visits[0], visits[2]]);
    assert.deepEqual(begunOutside(visits, [window], [outage]), [visits[0]]);
  });

  it('finds the longest session after its window, as far as nothing was in the way', () => {
    const window = { personId: 'a', from: at(`${DAY} 07:30`), to: at(`${DAY} 12:30`), bookingId: 'b' };
    const [short, long] = [visit('a', '12:31', '12:45'), visit('a', '13:00', '14:10')];
    const outage = { from: at(`${DAY} 14:00`), to: at(`${DAY} 15:00`) };

    assert.deepEqual(longestOf([short, long], [window], []), {
      personId: 'a',
      windowTo: window.to,
      cameAt: long.cameAt,
      endedAt: long.endedAt,
    });
    assert.equal(longestOf([short, long], [window], [outage])?.cameAt, short.cameAt);
    assert.equal(longestOf([], [window], []), null);
  });

  it('lets an entry be within bookings that touch, and nowhere else', () => {
    const bookings = [booked('a', '08:30', '10:00'), booked('a', '10:00', '12:00'), booked('b', '08:30', '17:15')];

    assert.deepEqual(entriesOutside([entry('08:30', '12:00')], bookings, [CERTIFICATE]), []);
    for (const wrong of [entry('08:29', '12:00'), entry('08:30', '12:01'), entry('08:30', '12:00', 'b')])
      assert.deepEqual(entriesOutside([wrong], bookings, [CERTIFICATE]), [wrong]);
  });

  it('lets no entry be by a booking given back, a certificate revoked, or one that nobody knows', () => {
    const found = entry('08:30', '12:00');

    assert.deepEqual(entriesOutside([found], [booked('a', '08:30', '12:00', 'cancelled')], [CERTIFICATE]), [found]);
    const revoked = { ...CERTIFICATE, revokedAt: at(`${DAY} 08:00`) };
    assert.deepEqual(entriesOutside([found], [booked('a', '08:30', '12:00')], [revoked]), [found]);
    assert.deepEqual(entriesOutside([found], [booked('a', '08:30', '12:00')], []), [found]);
  });
});

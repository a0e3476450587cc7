import assert from 'node:assert/strict';
import { aBooking, anOrganisation, at, idOf } from '../support/builders.ts';
import type { StateRefusal } from './city.ts';
import { reasonOf, type Happened, type RefusalFacts } from './judge-refusals.ts';

const DAY = '2026-12-02';
const time = (clock: string) => at(`${DAY} ${clock}`);
/** Hanako, booked from 8:30 and approved the day before, asked in vain from 8:40 to 8:55. */
const REFUSAL: StateRefusal = {
  user: idOf('hanako'),
  since: time('08:40').toISOString(),
  at: time('08:55').toISOString(),
  start: time('08:30').toISOString(),
  end: time('17:15').toISOString(),
  why: 'no-access',
};
const APPROVED = aBooking({ status: 'completed', decidedAt: at('2026-12-01 10:00') });
const onHerDay = (kind: string, clock: string, subject = idOf('hanako')): Happened => ({
  at: time(clock),
  kind,
  subject,
  day: DAY,
});
const onBooking = (kind: string, clock: string): Happened => ({
  at: time(clock),
  kind,
  subject: APPROVED.id,
  day: null,
});

function reason(facts: Partial<RefusalFacts>) {
  return reasonOf(REFUSAL, {
    organisation: anOrganisation(),
    bookings: [APPROVED],
    happened: [],
    outages: [],
    ...facts,
  });
}

describe('the judge of people who were refused', () => {
  it('finds no reason for somebody booked in time', () => {
    assert.equal(reason({}), null);
    assert.equal(reason({ bookings: [] }), null);
  });

  it('takes a gate on the person’s own day for a reason, while it keeps them out', () => {
    const opened = onHerDay('readiness-open', '06:00');

    assert.equal(reason({ happened: [opened] }), 'gate');
    assert.equal(reason({ happened: [opened, onHerDay('readiness-asked', '07:00')] }), 'gate');
    assert.equal(reason({ happened: [opened, onHerDay('readiness-closed', '07:00')] }), null);
  });

  it('takes no gate of another person, of another day, or found after they had asked', () => {
    const opened = onHerDay('readiness-open', '06:00');

    assert.equal(reason({ happened: [{ ...opened, subject: idOf('taro') }] }), null);
    assert.equal(reason({ happened: [{ ...opened, day: '2026-12-03' }] }), null);
    assert.equal(reason({ happened: [onHerDay('readiness-open', '08:41')] }), null);
  });

  it('knows what was given back before they asked, and not since', () => {
    for (const kind of ['booking-cancelled', 'booking-no-show']) {
      assert.equal(reason({ happened: [onBooking(kind, '08:39')] }), 'given-back');
      assert.equal(reason({ happened: [onBooking(kind, '08:41')] }), null);
    }
  });

  it('counts the promised minute from the approval, or from when the seat was taken again', () => {
    const approvedAt = (clock: string) => [{ ...APPROVED, decidedAt: time(clock) }];

    assert.equal(reason({ bookings: approvedAt('07:25') }), null);
    assert.equal(reason({ bookings: approvedAt('07:26') }), 'not-ready-yet');
    const again = [onBooking('booking-no-show', '07:00'), onBooking('booking-taken-again', '08:00')];
    assert.equal(reason({ happened: again }), 'not-ready-yet');
  });

  it('knows an hour in which nothing of the provider answered', () => {
    const outage = (from: string, to: string) => [{ from: time(from), to: time(to) }];

    assert.equal(reason({ outages: outage('08:50', '09:50') }), 'outage');
    assert.equal(reason({ outages: outage('09:00', '10:00') }), null);
  });
});

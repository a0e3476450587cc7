import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  backAgain,
  canTakeAgain,
  decideTakeAgain,
  isJudged,
  noShowAt,
  returned,
  USEFUL_MINUTES,
} from '../../../flows/no-show/no-show.ts';
import { addMinutes } from '../../../flows/minutes.ts';
import { aBooking, aPool, at } from '../../support/builders.ts';

const DAY = '2026-12-02';
const pool = aPool({ noShow: { afterMinutes: 120 } });
const here = { status: 'active' as const, decidedAt: at('2026-12-01 10:00') };
const atOf = (booking: Parameters<typeof aBooking>[0], comingAt: Date | null = null) =>
  noShowAt(aBooking({ ...here, ...booking }), { comingAt }, pool);

describe('when a booking counts as not used', () => {
  it('is so long after the start as the pool says, at most half of the booked time', () => {
    const hours = (from: string, to: string) =>
      atOf({ part: 'hours', startsAt: at(`${DAY} ${from}`), endsAt: at(`${DAY} ${to}`) });

    assert.deepEqual(atOf({ part: 'full' }), at(`${DAY} 10:30`));
    assert.deepEqual(atOf({ part: 'pm' }), at(`${DAY} 15:00`));
    assert.deepEqual(atOf({ part: 'am' }), at(`${DAY} 10:15`));
    assert.deepEqual(hours('13:00', '15:00'), at(`${DAY} 14:00`));
    assert.equal(hours('13:00', '14:59'), null, 'less than an hour would be left');
  });

  it('counts from when the desktop was promised, or from when its person said they come', () => {
    const promised = atOf({ startsAt: at(`${DAY} 09:00`), decidedAt: at(`${DAY} 09:00`) });
    const late = atOf({}, at(`${DAY} 10:00`));
    const early = atOf({}, at(`${DAY} 08:00`));
    const tooLate = atOf({}, at(`${DAY} 16:00`));

    assert.deepEqual([promised, late, early], [at(`${DAY} 12:30`), at(`${DAY} 12:00`), at(`${DAY} 10:30`)]);
    assert.equal(tooLate, null);
  });

  it('is never for a day without a desktop, a desktop of one’s own, or a pool without the setting', () => {
    const booking = aBooking(here);

    assert.equal(atOf({ poolId: null, device: 'mobile-pc' }), null);
    assert.equal(noShowAt(booking, { comingAt: null }, aPool()), null);
    assert.equal(noShowAt(booking, { comingAt: null }, { ...pool, kind: 'personal' }), null);
  });

  const minutes = (min: number, max: number) => fc.integer({ min, max });
  const anyBooking = fc
    .record({
      from: minutes(0, 1000),
      long: minutes(1, 700),
      decided: minutes(-3000, 900),
      coming: fc.option(minutes(-60, 1400)),
    })
    .map(({ from, long, decided, coming }) => {
      const startsAt = addMinutes(at(`${DAY} 00:00`), from);
      const booking = aBooking({
        status: 'active',
        startsAt,
        endsAt: addMinutes(startsAt, long),
        decidedAt: addMinutes(startsAt, decided),
      });
      return { booking, comingAt: coming === null ? null : addMinutes(startsAt, coming) };
    });

  it('leaves an hour at least, and never lies before what the person was promised or said', () => {
    fc.assert(
      fc.property(anyBooking, minutes(30, 720), ({ booking, comingAt }, afterMinutes) => {
        const found = noShowAt(booking, { comingAt }, { ...pool, noShow: { afterMinutes } });

        if (found === null) return;
        assert.ok(addMinutes(found, USEFUL_MINUTES) <= booking.endsAt);
        assert.ok(found > booking.startsAt);
        if (comingAt) assert.ok(found > comingAt);
        const ready = addMinutes(booking.decidedAt!, pool.noticeMinutes);
        if (ready < booking.endsAt) assert.ok(found > ready);
      }),
    );
  });

  it('is acted on within the hour after it, and only while it is on', () => {
    fc.assert(
      fc.property(anyBooking, minutes(-60, 800), ({ booking, comingAt }, after) => {
        const now = addMinutes(booking.startsAt, after);
        const found = noShowAt(booking, { comingAt }, pool);
        const judged = isJudged(booking, found, now);

        const due = found !== null && found <= now && now < addMinutes(found, 60);
        assert.equal(judged, due && addMinutes(now, USEFUL_MINUTES) <= booking.endsAt);
        assert.equal(isJudged({ ...booking, status: 'completed' }, found, now), false);
      }),
    );
  });
});

describe('a booking whose seat has gone back', () => {
  const given = returned(aBooking({ ...here, version: 3 }));
  const noon = at(`${DAY} 12:00`);

  it('can be taken again on its own card until its end', () => {
    assert.equal(decideTakeAgain(given, 3, noon), 'open');
    assert.equal(decideTakeAgain(given, 2, noon), 'changed');
    assert.equal(decideTakeAgain(given, 3, given.endsAt), 'over');
    assert.equal(decideTakeAgain({ ...given, status: 'cancelled' }, 3, noon), 'changed');
    assert.deepEqual([canTakeAgain(given, noon), canTakeAgain(given, given.endsAt)], [true, false]);
  });

  it('comes back for the rest of its time alone, and a second tap finds it taken', () => {
    const back = backAgain(given, noon, true);

    assert.deepEqual([back.status, back.startsAt, back.endsAt, back.version], ['active', noon, given.endsAt, 4]);
    assert.equal(decideTakeAgain(back, 3, noon), 'again');
  });
});

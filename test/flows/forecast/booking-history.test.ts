import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  grantChance,
  keepChance,
  knownShare,
  LEAD_HOURS,
  noHistory,
  usualTotal,
  type BookingHistory,
} from '../../../flows/forecast/booking-history.ts';
import { isWorkingDay } from '../../../flows/working-days.ts';

const count = fc.nat(500);
const histories: fc.Arbitrary<BookingHistory> = fc.record({
  days: fc.constant([]),
  leads: fc.array(count, { minLength: LEAD_HOURS.length, maxLength: LEAD_HOURS.length }),
  granted: count,
  cancelled: count,
  refused: count,
  times: fc.constant([]),
});
const free = (day: string) => !isWorkingDay(day);

describe('what bookings teach', () => {
  it('makes chances of every history, and less of a day is known the longer it is ahead', () => {
    fc.assert(
      fc.property(histories, fc.double({ min: -10, max: 900, noNaN: true }), (history, hours) => {
        const known = knownShare(history, hours);

        assert.ok(known >= 0 && known <= 1 && knownShare(history, hours + 5) <= known + 1e-12);
        for (const chance of [keepChance(history, hours), grantChance(history)]) assert.ok(chance >= 0 && chance <= 1);
      }),
    );
  });

  it('knows everything at the start, most of it the evening before, and little three weeks before', () => {
    const shares = [0, 14, 24 * 21].map((hours) => knownShare(noHistory(), hours));

    assert.deepEqual(shares[0], 1);
    assert.ok(shares[1]! > 0.85 && shares[1]! < 0.95 && shares[2]! < 0.1, String(shares));
  });

  it('follows an organisation that books in the last hours', () => {
    const leads = LEAD_HOURS.map((hours) => (hours === 2 ? 2000 : 0));

    const known = knownShare({ ...noHistory(), leads }, 24);

    assert.ok(known < 0.05, String(known));
  });

  it('keeps what begins now, and trusts approved bookings less where many were taken back', () => {
    const often = { ...noHistory(), granted: 500, cancelled: 500 };

    assert.equal(keepChance(often, 0), 1);
    assert.ok(keepChance(often, 48) < 0.6 && keepChance(noHistory(), 48) === 0.97);
  });

  it('takes the usual number from days alike: the same weekday above all, free days apart', () => {
    const past = ['2026-11-13', '2026-11-14', '2026-11-15', '2026-11-16', '2026-11-17', '2026-11-18', '2026-11-20'];
    const history = {
      ...noHistory(),
      days: [
        { day: '2026-11-13', count: 90 },
        { day: '2026-11-16', count: 40 },
        { day: '2026-11-17', count: 40 },
        { day: '2026-11-18', count: 40 },
        { day: '2026-11-20', count: 90 },
      ],
    };

    const [friday, monday, sunday] = ['2026-11-27', '2026-11-30', '2026-11-29'].map(
      (day) => usualTotal(history, day, past, free)!.mean,
    );

    assert.ok(friday! > 70 && friday! < 90 && monday! < 60, `${friday} ${monday}`);
    assert.equal(sunday, 0);
    assert.equal(usualTotal(history, '2026-11-30', [], free), null);
  });
});

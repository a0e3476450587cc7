import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mostAtOnce } from '../../../flows/capacity/most-at-once.ts';

const NOON = 12 * 60;
const [HALF_PAST_EIGHT, ONE, FIVE] = [8.5 * 60, 13 * 60, 17 * 60];
const times = (count: number, one: object) => Array.from({ length: count }, () => ({ end: null, ...one }));

describe('the most people at one instant', () => {
  it('has a morning and an afternoon as one', () => {
    const there = [...times(8, { end: NOON }), ...times(40, { end: FIVE })];
    const afternoon = [{ start: ONE, end: FIVE, count: 9 }];

    assert.equal(mostAtOnce(there, afternoon, 11 * 60, FIVE), 49);
  });

  it('counts who stays beyond their time now, and who has no booking on and on', () => {
    const overdue = times(3, { end: NOON });

    assert.equal(mostAtOnce(overdue, [{ start: NOON, end: FIVE, count: 2 }], NOON + 5, FIVE), 5);
    assert.equal(mostAtOnce(overdue, [{ start: ONE, end: FIVE, count: 2 }], NOON + 5, FIVE), 3);
    assert.equal(mostAtOnce(times(3, { end: null }), [{ start: ONE, end: FIVE, count: 2 }], NOON + 5, FIVE), 5);
  });

  it('looks no further than it is told', () => {
    assert.equal(mostAtOnce([], [{ start: ONE, end: FIVE, count: 2 }], HALF_PAST_EIGHT, NOON), 0);
  });

  it('is what looking at every minute finds', () => {
    const minute = fc.integer({ min: 0, max: 40 });
    const group = fc.record({
      start: minute,
      length: fc.integer({ min: 1, max: 20 }),
      count: fc.integer({ min: 1, max: 3 }),
    });
    const session = fc.record({ end: fc.option(minute) });
    fc.assert(
      fc.property(fc.array(session), fc.array(group), minute, (there, asked, now) => {
        const groups = asked.map(({ start, length, count }) => ({ start, end: start + length, count }));
        const at = (instant: number) =>
          there.filter(({ end }) => end === null || instant === now || end > instant).length +
          groups.reduce((sum, { start, end, count }) => sum + (start <= instant && instant < end ? count : 0), 0);
        const minutes = Array.from({ length: 62 - now }, (_, index) => now + index);

        assert.equal(mostAtOnce(there, groups, now, 100), Math.max(...minutes.map(at)));
      }),
    );
  });
});

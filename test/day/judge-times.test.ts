import assert from 'node:assert/strict';
import { at } from '../support/builders.ts';
import { withdrawnAfter } from './judge-times.ts';

const window = (personId: string, from: string, to: string) => ({
  personId,
  from: at(from),
  to: at(to),
  bookingId: 'b',
});
const withdrawn = (personId: string, instant: string, ms = 0) => ({
  personId,
  poolId: 'pool',
  at: new Date(at(instant).getTime() + ms),
});

describe('the times that whole days are judged by', () => {
  const windows = [
    window('a', '2026-12-02 07:30', '2026-12-02 17:30'),
    window('b', '2026-12-02 07:30', '2026-12-02 12:15'),
  ];

  it('are counted from the end of the window that was the last', () => {
    assert.deepEqual(
      withdrawnAfter(windows, [withdrawn('a', '2026-12-02 17:30', 1234), withdrawn('b', '2026-12-02 13:15')]),
      [1234, 3_600_000],
    );
  });

  it('leave out who was taken out before the window was over, and who had been taken out already', () => {
    const early = withdrawn('a', '2026-12-02 09:00');
    const late = withdrawn('b', '2026-12-02 12:15', 40);
    const cancelledOnAnotherDay = withdrawn('b', '2026-12-04 09:00');

    assert.deepEqual(withdrawnAfter(windows, [early, late, cancelledOnAnotherDay]), [40]);
  });
});

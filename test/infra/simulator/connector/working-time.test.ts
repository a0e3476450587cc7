import assert from 'node:assert/strict';
import fc from 'fast-check';
import { planAnswer } from '../../../../infra/simulator/connector/answering.ts';
import { afterWorkingTime } from '../../../../infra/simulator/connector/working-time.ts';

const day = { timeZone: 'Asia/Tokyo', start: '08:30', end: '17:15' };
const minutes = (count: number) => count * 60_000;
const at = (local: string) => new Date(`${local}:00+09:00`);

describe('working time', () => {
  it('passes within the day, over the night and over the weekend', () => {
    const within = afterWorkingTime(at('2026-12-01T09:00'), minutes(30), day);
    const overnight = afterWorkingTime(at('2026-12-01T17:00'), minutes(30), day);
    const early = afterWorkingTime(at('2026-12-01T06:00'), minutes(30), day);
    const weekend = afterWorkingTime(at('2026-12-04T20:00'), minutes(30), day);

    assert.deepEqual(
      [within, overnight, early, weekend],
      [at('2026-12-01T09:30'), at('2026-12-02T08:45'), at('2026-12-01T09:00'), at('2026-12-07T09:00')],
    );
  });

  it('lets approvers answer within working hours, in whole minutes, after at least two', () => {
    const lot = fc.double({ min: 0, max: 0.999_999, noNaN: true });
    const anyTime = fc.date({ min: at('2026-11-01T00:00'), max: at('2027-03-01T00:00'), noInvalidDate: true });
    fc.assert(
      fc.property(anyTime, fc.array(lot, { minLength: 5, maxLength: 5 }), (now, lots) => {
        const answer = planAnswer(now, day, () => lots.shift() ?? 0);
        if (!answer) return;

        const wall = new Date(answer.at.getTime() + minutes(9 * 60));
        const ofDay = wall.getUTCHours() * 60 + wall.getUTCMinutes();
        assert.ok(answer.at.getTime() - now.getTime() >= minutes(2));
        assert.equal(answer.at.getTime() % minutes(1), 0);
        assert.ok(ofDay >= 8 * 60 + 30 && ofDay <= 17 * 60 + 15, answer.at.toISOString());
        assert.ok(wall.getUTCDay() >= 1 && wall.getUTCDay() <= 5);
      }),
    );
  });
});

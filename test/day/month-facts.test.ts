import assert from 'node:assert/strict';
import { at } from '../support/builders.ts';
import { outageSeen } from './month-facts.ts';

const DAY = '2026-12-02';
const outage = { from: at(`${DAY} 16:45`), to: at(`${DAY} 17:45`) };
const worked = (personId: string, until: string) => ({ personId, endsAt: at(`${DAY} ${until}`) });
const visit = (personId: string, ended: string) => ({
  personId,
  cameAt: at(`${DAY} 08:30`),
  endedAt: at(`${DAY} ${ended}`),
});

describe('what an outage did', () => {
  it('counts bookings whose access ended in it, and finds the last of their sessions alone', () => {
    const bookings = [worked('a', '17:15'), worked('b', '17:15'), worked('c', '12:15'), worked('d', '19:00')];
    const visits = [visit('a', '17:50'), visit('b', '18:02'), visit('c', '12:30'), visit('d', '19:15')];

    assert.deepEqual(outageSeen(15, outage, bookings, visits), { ended: 2, lastOut: at(`${DAY} 18:02`) });
    assert.deepEqual(outageSeen(15, outage, [worked('c', '12:15')], visits), { ended: 0, lastOut: null });
  });
});

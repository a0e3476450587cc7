import assert from 'node:assert/strict';
import { nameShortages } from '../../../flows/forecast/name-shortages.ts';
import { at, NOW } from '../../support/builders.ts';
import { aDayForecast, aSupply } from '../../support/forecast-builders.ts';

/** Tuesday, the first of them today, to Friday of the next week. */
const week = ['2026-12-01', '2026-12-02', '2026-12-03', '2026-12-04', '2026-12-05', '2026-12-06', '2026-12-07'];

describe('days on which more is wanted than can be had', () => {
  const forecast = (which: Record<string, [number, number, number]>) =>
    week.map((day) => aDayForecast(day, which[day] ?? [50, 45, 55]));
  const shortages = (days: ReturnType<typeof forecast>, supply = aSupply(), now = NOW) =>
    nameShortages(days, supply, now).map(({ shortage }) => shortage);

  it('are none where there is room to the upper end', () => {
    assert.ok(shortages(forecast({ '2026-12-03': [105, 98, 112] })).every((one) => one === null));
  });

  it('are likely by what is expected and possible by the upper end, with hosts enough for that end', () => {
    const found = shortages(forecast({ '2026-12-03': [120, 110, 130], '2026-12-04': [108, 100, 114] }));

    assert.deepEqual(found[2], {
      certainty: 'likely',
      limit: 'hosts',
      startsAt: at('2026-12-03 10:00'),
      endsAt: at('2026-12-03 10:30'),
      missing: 18,
      waiting: 0,
      mend: { hosts: 2, licences: 0, move: { day: '2026-12-02', people: 18 } },
    });
    assert.deepEqual([found[3]?.certainty, found[3]?.missing, found[3]?.mend.hosts], ['possible', 2, 1]);
  });

  it('ask for licences where those are the limit, and for hosts too where both are', () => {
    const days = forecast({ '2026-12-03': [50, 48, 60] }).map((one) =>
      one.day === '2026-12-03' ? one : aDayForecast(one.day, [5, 4, 6]),
    );

    const [few, both] = [
      shortages(days, aSupply({ hosts: 7, licences: 50 }))[2]!,
      shortages(days, aSupply({ hosts: 3, licences: 45 }))[2]!,
    ];

    assert.deepEqual([few.limit, few.mend.licences, few.mend.hosts], ['licences', 10, 0]);
    assert.deepEqual([both.limit, both.mend.licences, both.mend.hosts], ['licences', 15, 1]);
  });

  it('are those on which people wait for a seat, however many of those booked will come', () => {
    const days = forecast({}).map((one) => (one.day === '2026-12-03' ? { ...one, waiting: 4 } : one));

    const found = shortages(days)[2];

    assert.deepEqual([found?.certainty, found?.missing, found?.waiting], ['likely', 4, 4]);
  });

  it('move people to the nearest working day with room for all of them, never to today or a day off', () => {
    const full: [number, number, number] = [110, 105, 112];
    const days = { '2026-12-02': full, '2026-12-04': full, '2026-12-03': [120, 110, 116] as [number, number, number] };

    assert.deepEqual(shortages(forecast(days))[2]?.mend.move, { day: '2026-12-07', people: 4 });
    const everywhere = Object.fromEntries(week.map((day) => [day, [120, 110, 130] as [number, number, number]]));
    assert.equal(shortages(forecast(everywhere))[2]?.mend.move, null);
  });

  it('leave out what is over', () => {
    const days = forecast({ '2026-12-01': [120, 110, 130] });

    assert.equal(shortages(days, aSupply(), at('2026-12-01 10:30'))[0], null);
    assert.notEqual(shortages(days, aSupply(), at('2026-12-01 10:29'))[0], null);
  });
});

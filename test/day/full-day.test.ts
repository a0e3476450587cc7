import assert from 'node:assert/strict';
import { emptyDatabase } from '../support/database.ts';
import { openCity, type City } from './city.ts';
import { runDay, type DayReport } from './run-day.ts';

/** `npm run day` runs all 1,100; so many fill eight hosts and keep the tests short. */
const PEOPLE = 120;

/** What people can do is compared with what they are booked for, in both pools, from one midnight to the next. */
const HOURLY_LOOKS = 2 * 30;

describe('a working day of a city, vendors failing and somebody meddling with hosts', function () {
  this.timeout(300_000);
  let database: Awaited<ReturnType<typeof emptyDatabase>>;
  let city: City;
  let report: DayReport;

  before(async () => {
    database = await emptyDatabase({ migrated: true });
    city = await openCity({ now: '2026-12-01T15:00:00+09:00', databaseUrl: database.url });
    report = await runDay(city, { people: PEOPLE, faults: true });
  });

  after(async () => {
    await city?.close();
    await database?.drop();
  });

  it('harms nobody, refuses nobody booked, and leaves nothing on, open, unsent or unwritten', () => {
    assert.deepEqual(report.problems, []);
  });

  it('was a day on which people worked, hosts ran and calls were made', () => {
    assert.equal(report.requests, PEOPLE);
    assert.ok(report.most.sessions > PEOPLE / 2, `${report.most.sessions} sessions at once`);
    assert.ok(report.most.hostsOn * 16 >= report.most.sessions, `${report.most.hostsOn} hosts on at once`);
    assert.ok(report.rounds > 100, `${report.rounds} rounds`);
  });

  it('keeps nearly nobody waiting for more than a minute', () => {
    assert.ok(report.harm.waitedOver60s <= PEOPLE / 100, `${report.harm.waitedOver60s} waited`);
  });

  it('costs no more calls than a round a minute and an hourly look at each pool explain', () => {
    const lists = report.calls['arm GET hostPools/*'] ?? 0;

    assert.ok(lists <= report.rounds * 1.5 + HOURLY_LOOKS, `${lists} readings in ${report.rounds} rounds`);
  });
});

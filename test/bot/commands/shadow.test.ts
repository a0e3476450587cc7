import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noFigures, type ShadowDay } from '../../../flows/capacity/shadow/shadow-day.ts';
import type { KeptVisit } from '../../../flows/capacity/visit-store.ts';
import { NO_TEXTS } from '../../../flows/booking/booking.ts';
import { addDays, instantOf, localDayOf } from '../../../flows/local-time.ts';
import { aBooking, aDirectoryPerson, idOf, TOKYO } from '../../support/builders.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { runZaitaku } from '../../support/zaitaku-process.ts';

const POOL = 'avd-pooled';
const SHIPPED = new URL('../../../infra/organisations/kamakura.yaml', import.meta.url);

describe('zaitaku shadow and zaitaku advise, over a database', function () {
  this.timeout(120_000);
  let database: TestDatabase;
  let place: string;
  let env: NodeJS.ProcessEnv;
  // The commands look at the machine's day.
  const today = localDayOf(new Date(), TOKYO);
  const ago = (days: number) => addDays(today, -days);

  before(async () => {
    database = await testDatabase({ mode: 'real' });
    place = mkdtempSync(join(tmpdir(), 'zaitaku-shadow-'));
    const config = join(place, 'kamakura.yaml');
    writeFileSync(config, readFileSync(SHIPPED, 'utf8').replace('scaling: zaitaku', 'scaling: shadow'));
    env = {
      ...process.env,
      NODE_OPTIONS: '',
      ZAITAKU_CONFIG: config,
      DATABASE_URL: database.url,
      DATA_DIR: place,
      PORT: '1',
      MicrosoftAppId: '6f7f3d1c-30b7-4d47-9c5e-0c8a6f5b2d11',
    };
  });
  after(async () => {
    await database.close();
    rmSync(place, { recursive: true, force: true });
  });
  beforeEach(() => database.owner.query('TRUNCATE shadow_day, seen_visit, capacity_memory, booking, person CASCADE'));

  const aDay = (day: string, figures: Partial<ShadowDay> = {}): ShadowDay => ({
    ...noFigures(day),
    watchedMinutes: 1440,
    realHostMinutes: 6000,
    realPeakHosts: 10,
    realPeakSessions: 70,
    people: 80,
    ourHostMinutes: 4200,
    ourPeakHosts: 6,
    starts: 7,
    stops: 7,
    ...figures,
  });
  const keep = (...days: ShadowDay[]) => database.store.transaction((tx) => tx.shadow.save(POOL, days));
  const run = (...args: string[]) => runZaitaku(env, args);

  it('show day by day what would have been, whole days in the totals, and one sentence of conclusion', async () => {
    await keep(
      aDay(ago(20)),
      aDay(ago(3), { watchedMinutes: 600 }),
      aDay(ago(2)),
      aDay(ago(1), { waitedOver60s: 3, waitedOver300s: 1, longestWaitMinutes: 6.25 }),
      aDay(today, { watchedMinutes: 300 }),
    );

    const [text, japanese, json] = await Promise.all([
      run('shadow', '--language', 'en'),
      run('shadow', '--pool', POOL),
      run('shadow', '--days', '30', '--json'),
    ]);

    assert.equal(text.code, 0, text.stderr);
    const lines = text.stdout.split('\n');
    assert.match(lines[0]!, /^Shared desktops \(avd-pooled\): had zaitaku scaled it/);
    const row = (day: string) => lines.find((one) => one.startsWith(day))?.split(/ {2,}/);
    assert.deepEqual(row(ago(1)), [
      ago(1),
      '10',
      '100.0',
      '6',
      '70.0',
      '-30.0',
      '-30',
      '-2,400',
      '3',
      '1',
      '6.3',
      '7',
      '7',
      '80',
    ]);
    assert.ok(row(`${ago(3)} *`) && row(`${today} *`) && !row(ago(20)));
    assert.match(
      text.stdout,
      /In 2 whole days zaitaku would have used 140\.0 host-hours in place of 200\.0, 30 % less \(4,800 yen\)\./,
    );
    assert.match(
      text.stdout,
      /Of 160 people, counted by day, 3 would have waited longer than a minute \(1 longer than/,
    );
    assert.match(
      japanese.stdout,
      /2日で、実際の 200\.0 台時に対し zaitaku なら 140\.0 台時\(30% 少ない\)、差は 4,800 円でした。/,
    );
    const [report] = JSON.parse(json.stdout) as { pool: string; days: unknown[]; totals: { days: number } }[];
    assert.deepEqual([report!.pool, report!.days.length, report!.totals.days], [POOL, 5, 3]);
    assert.equal(json.stdout.trim().split('\n').length, 1);
  });

  it('say what to do where there is nothing to show', async () => {
    const [none, personal, unknown, advice] = await Promise.all([
      run('shadow', '--language', 'en'),
      run('shadow', '--pool', 'avd-personal', '--language', 'en'),
      run('shadow', '--pool', 'attic'),
      run('advise', '--language', 'en'),
    ]);
    await keep(aDay(today, { watchedMinutes: 5 }));
    const begun = await run('shadow', '--language', 'en');

    assert.match(none.stdout, /There are no figures yet/);
    assert.match(personal.stdout, /not in shadow\. Write scaling: shadow/);
    assert.deepEqual([unknown.code, unknown.stdout], [2, '']);
    assert.equal(unknown.stderr, '--pool: there is no pool "attic"; expected avd-pooled or avd-personal\n');
    assert.match(advice.stdout, /No visits were recorded yet/);
    assert.match(begun.stdout, /There is no whole day yet/);
  });

  it('replay the visits of the last weeks on other sizes, those that are booked as they were booked', async () => {
    const people = Array.from({ length: 24 }, (_, index) => `p${index}`);
    const visits: KeptVisit[] = [];
    await database.store.transaction(async (tx) => {
      await tx.people.saveFromDirectory(
        people.map((name) => aDirectoryPerson(name)),
        new Date(),
      );
      for (const days of [9, 8, 3, 2, 1]) {
        const at = (time: string) => instantOf(ago(days), time, TOKYO);
        const bookings = people.map((name) =>
          aBooking({
            id: idOf(`${name} ${days}`),
            requestId: idOf(`${name} ${days}`),
            personId: idOf(name),
            day: ago(days),
            startsAt: at('08:30'),
            endsAt: at('17:15'),
            status: 'completed',
            poolId: POOL,
            createdAt: at('00:00'),
            decidedAt: at('00:00'),
            decidedBy: idOf('boss'),
          }),
        );
        await tx.bookings.add(bookings, NO_TEXTS);
        people.forEach((name, index) => {
          const cameAt = new Date(at('08:15').getTime() + index * 60_000);
          visits.push({ poolId: POOL, personId: idOf(name), cameAt, leftOpenAt: null, endedAt: at('17:20') });
        });
        visits.push({
          poolId: POOL,
          personId: null,
          cameAt: at('10:00'),
          leftOpenAt: at('11:00'),
          endedAt: at('12:00'),
        });
      }
      await tx.visits.add(visits);
    });

    const [json, text] = await Promise.all([
      run('advise', '--pool', POOL, '--weeks', '1', '--json'),
      run('advise', '--weeks', '1', '--language', 'en'),
    ]);

    assert.equal(json.code, 0, json.stderr);
    const [found] = JSON.parse(json.stdout) as {
      advice: { from: string; to: string; visits: number; sizings: Record<string, number | string>[] };
    }[];
    const { advice } = found!;
    assert.deepEqual([advice.from, advice.to, advice.visits], [ago(7), ago(1), 75]);
    assert.deepEqual(
      advice.sizings.map(({ kind, hosts, places, price }) => [kind, hosts, places, price]),
      [
        ['as-today', 70, 16, 1],
        ['half', 140, 8, 0.5],
        ['double', 35, 32, 2],
        ['limit', 70, 12, 1],
        ['limit', 70, 20, 1],
      ],
    );
    for (const { hostHours, refused } of advice.sizings) {
      assert.ok(Number(hostHours) > 3 * 8 && Number(hostHours) < 3 * 24, `${hostHours}`);
      assert.ok(Number(refused) <= 3); // only whoever came unannounced
    }
    assert.match(text.stdout, /Shared desktops \(avd-pooled\): with hosts of another size .*, 75 visits\)/);
    assert.match(text.stderr, /replaying: half the size \(8 people each\)/);
  });
});

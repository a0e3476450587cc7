import assert from 'node:assert/strict';
import type { CommanderError } from 'commander';
import { forecastCommand, type ForecastQuery } from '../../../bot/commands/forecast.ts';
import type { ForecastAnswer, ForecastView } from '../../../flows/forecast/show-forecast.ts';
import { NOW, TOKYO } from '../../support/builders.ts';
import { aDayForecast, aSupply } from '../../support/forecast-builders.ts';

const VIEW: ForecastView = {
  now: NOW,
  timeZone: TOKYO,
  pools: [
    {
      pool: 'shared',
      name: { ja: '在宅用', en: 'Home' },
      kind: 'pooled',
      supply: aSupply(),
      hostHourYen: 80,
      days: [aDayForecast('2026-12-01'), aDayForecast('2026-12-02')],
    },
  ],
};

describe('zaitaku forecast', () => {
  /** Runs the command; answers what it asked for, what it said and with which code it ended. */
  const run = async (args: string[], answer: ForecastAnswer = { ok: true, view: VIEW }) => {
    let asked: ForecastQuery | undefined;
    let [out, said] = ['', ''];
    const command = forecastCommand((query) => {
      asked = query;
      return Promise.resolve(answer);
    });
    command.exitOverride().configureOutput({ writeErr: (text) => (said += text) });
    const write = process.stdout.write.bind(process.stdout);
    process.stdout.write = (text) => ((out += String(text)), true);
    try {
      await command.parseAsync(args, { from: 'user' });
      return { asked, out, said, code: 0 };
    } catch (error) {
      return { asked, out, said, code: (error as CommanderError).exitCode };
    } finally {
      process.stdout.write = write;
    }
  };

  it('shows fourteen days of every pool unless asked otherwise', async () => {
    const { asked, out, code } = await run([]);

    assert.deepEqual([asked, code], [{ pool: null, days: 14, day: null }, 0]);
    assert.match(out, /^在宅用 \(shared\) [\s\S]*12\/2\(水\)/);
  });

  it('hands on pool and days, and speaks English where it is asked to', async () => {
    const { asked, out } = await run(['--pool', 'shared', '--days', '3', '--language', 'en']);

    assert.deepEqual(asked, { pool: 'shared', days: 3, day: null });
    assert.match(out, /^Home \(shared\)/);
  });

  it('shows one day by half hours', async () => {
    const { asked, out } = await run(['--day', '2026-12-02']);

    assert.equal(asked?.day, '2026-12-02');
    assert.match(out, /10:00 +50 +50 \(45〜55\)/);
  });

  it('prints one JSON document with people, sessions, hosts and cost by pool and half hour', async () => {
    const { out } = await run(['--json']);

    const { pools } = JSON.parse(out) as ForecastView;
    assert.deepEqual(JSON.parse(JSON.stringify(VIEW)), JSON.parse(out));
    assert.deepEqual(Object.keys(pools[0]!.days[0]!.halfHours[0]!), ['at', 'booked', 'sessions', 'hosts', 'yen']);
  });

  it('says in one sentence what is wrong, with exit code 2', async () => {
    for (const [args, sentence] of [
      [['--days', '0'], '--days: "0" is not known; expected 1 to 28'],
      [['--days', 'many'], '--days: "many" is not known; expected 1 to 28'],
      [['--days', '29'], '--days: "29" is not known; expected 1 to 28'],
      [['--day', '2026-02-30'], '--day: "2026-02-30" is no day; expected YYYY-MM-DD'],
      [['--language', 'fr'], '--language: "fr" is not known; expected ja or en'],
    ] as const) {
      const { asked, out, said, code } = await run([...args]);

      assert.deepEqual([asked, out, said.trim(), code], [undefined, '', sentence, 2]);
    }
  });

  it('names the pools and days that there are where another is asked for', async () => {
    const pool = await run(['--pool', 'none'], { ok: false, refusal: 'no-such-pool', pools: ['shared', 'own'] });
    const day = await run(['--day', '2026-01-01'], {
      ok: false,
      refusal: 'day-out-of-reach',
      first: '2026-12-01',
      last: '2026-12-28',
    });

    assert.deepEqual([pool.said.trim(), pool.code], ['--pool: "none" is not known; expected shared, own', 2]);
    assert.deepEqual(
      [day.said.trim(), day.code],
      ['--day: 2026-01-01 is not forecast; expected 2026-12-01 to 2026-12-28', 2],
    );
  });
});

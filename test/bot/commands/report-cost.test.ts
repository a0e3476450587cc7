import assert from 'node:assert/strict';
import type { CommanderError } from 'commander';
import { reportCommand } from '../../../bot/commands/report.ts';
import type { CostMonth } from '../../../flows/cost/cost-report.ts';
import type { CostAnswer, CostQuery } from '../../../flows/cost/read-cost-report.ts';

const MONTH: CostMonth = {
  month: '2026-12',
  from: '2026-12-01',
  to: '2026-12-31',
  days: 31,
  daysOfMonth: 31,
  pools: [
    {
      pool: 'ctx',
      name: { ja: '共用デスクトップ', en: 'Shared desktops' },
      kind: 'pooled',
      hostHours: 1234.56,
      hours: 744,
      watchedHours: 743.5,
      hostHour: 90,
      cost: 111_110.4,
    },
  ],
  licences: [{ licence: 'ctx', name: { ja: '共用', en: 'Shared' }, count: 50, month: 2000, cost: 100_000 }],
  other: null,
  used: { bookings: 812, people: 141, mostOnADay: 74, mostOn: '2026-12-09' },
  desktops: { cost: 211_110.4, perBooking: 259.99 },
  lending: {
    fewest: { devices: 74, year: 50_000, cost: 308_333.3 },
    most: { devices: 141, year: 60_000, cost: 705_000 },
  },
  saved: { fewest: -97_222.9, most: 493_889.6 },
};

describe('zaitaku report cost', () => {
  const run = async (args: string[], answer: CostAnswer = { ok: true, months: [MONTH] }) => {
    let asked: CostQuery | undefined;
    let [out, said] = ['', ''];
    const other = () => Promise.reject(new Error('another report'));
    const cost = (query: CostQuery) => {
      asked = query;
      return Promise.resolve(answer);
    };
    const command = reportCommand({ attendance: other, feedback: other, licences: other, ledger: other, cost });
    for (const each of [command, ...command.commands])
      each.exitOverride().configureOutput({ writeErr: (text) => (said += text) });
    const write = process.stdout.write.bind(process.stdout);
    process.stdout.write = (text) => ((out += String(text)), true);
    try {
      await command.parseAsync(['cost', ...args], { from: 'user' });
      return { asked, out, said, code: 0 };
    } catch (error) {
      return { asked, out, said, code: (error as CommanderError).exitCode };
    } finally {
      process.stdout.write = write;
    }
  };

  it('has a line for each figure, its unit, and what it rests on', async () => {
    const { asked, out } = await run(['--from', '2026-12-01', '--to', '2026-12-31', '--language', 'en']);

    assert.deepEqual(asked, { from: '2026-12-01', to: '2026-12-31' });
    const lines = out.split('\r\n');
    assert.equal(lines[0], '\uFEFFMonth,Item,Quantity,Unit,Price,Amount,What it rests on');
    assert.match(lines[1]!, /^2026-12,Shared desktops: hosts,1234\.6,hours,90,111110,.*744 of 744 hours/);
    assert.match(lines[2]!, /^2026-12,Shared: licences,50,licences,2000,100000,/);
    assert.match(lines[3]!, /^2026-12,"Everything else.*",,,,,not known/);
    assert.match(lines[4]!, /^2026-12,Virtual desktops in all,812,bookings,,211110,.*as far as it is known/);
    assert.match(lines[5]!, /^2026-12,For each booking used,,,,260,/);
    assert.match(lines[6]!, /^2026-12,"Lending devices, low",74,devices,50000,308333,.*2026-12-09/);
  });

  it('leaves an amount below nothing a number, in Japanese too', async () => {
    const { out } = await run([]);

    assert.match(out, /^\uFEFF月,項目,/);
    assert.match(out, /\r\n2026-12,差額（少なく見て）,,,,-97223,/);
  });

  it('says of which days it is where the month is not over, and that hours are not known', async () => {
    const pools = [{ ...MONTH.pools[0]!, hostHours: 0, watchedHours: 0, cost: 0 }];
    const { out } = await run(['--language', 'en'], {
      ok: true,
      months: [{ ...MONTH, pools, to: '2026-12-10', days: 10 }],
    });

    assert.match(out, /2026-12 \(2026-12-01 to 2026-12-10\),Shared desktops: hosts,,,90,,not known/);
  });

  it('is one JSON document', async () => {
    assert.deepEqual(JSON.parse((await run(['--json'])).out), [MONTH]);
  });

  it('refuses days to come in one line', async () => {
    const { out, said, code } = await run(['--from', '2027-01-01'], {
      ok: false,
      refusal: 'not-yet',
      today: '2026-12-10',
    });

    assert.deepEqual([out, code], ['', 2]);
    assert.equal(said, '--from: 2027-01-01 has not come yet (today is 2026-12-10); expected a day past\n');
  });
});

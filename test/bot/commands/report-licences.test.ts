import assert from 'node:assert/strict';
import type { CommanderError } from 'commander';
import { reportCommand } from '../../../bot/commands/report.ts';
import type { LicenceDay } from '../../../flows/licences/licence-report.ts';
import type { LedgerLine } from '../../../flows/licences/read-ledger.ts';
import type { LicenceQuery } from '../../../flows/licences/read-licence-report.ts';
import { anOrganisation, aPool, at } from '../../support/builders.ts';

const DAY: LicenceDay = {
  licence: 'citrix',
  name: { ja: 'Citrix 同時使用', en: 'Citrix, concurrent' },
  kind: 'concurrent',
  day: '2026-12-02',
  count: 50,
  peak: 50,
  average: 43.256,
  refused: 2,
  waitlisted: 3,
  oneMore: 1,
  oneFewer: 1,
};

const LINE: LedgerLine = {
  licence: 'citrix',
  pool: 'shared',
  person: 'sato@ina.example',
  why: 'booking',
  booking: 'b-1',
  from: at('2026-12-02 08:30'),
  until: at('2026-12-02 12:15'),
  returned: at('2026-12-02 11:02'),
  because: 'cancelled',
  boundUntil: null,
};
const PLACE = anOrganisation({
  pools: [aPool({ id: 'shared', name: { ja: '共用', en: 'Shared' } })],
  licences: [{ kind: 'concurrent', id: 'citrix', name: DAY.name, pools: ['shared'], count: 50 }],
});

describe('zaitaku report licences', () => {
  const run = async (args: string[], found: LicenceDay[] | null = [DAY]) => {
    let asked: LicenceQuery | undefined;
    let [out, said] = ['', ''];
    const other = () => Promise.reject(new Error('another report'));
    const command = reportCommand({
      attendance: other,
      feedback: other,
      cost: other,
      licences: (query) => {
        asked = query;
        return Promise.resolve(found);
      },
      ledger: (query) => {
        asked = query;
        return Promise.resolve(found && { lines: found.length > 0 ? [LINE] : [], organisation: PLACE });
      },
    });
    for (const each of [command, ...command.commands])
      each.exitOverride().configureOutput({ writeErr: (text) => (said += text) });
    const write = process.stdout.write.bind(process.stdout);
    const writeError = process.stderr.write.bind(process.stderr);
    process.stdout.write = (text) => ((out += String(text)), true);
    process.stderr.write = (text) => ((said += String(text)), true);
    try {
      await command.parseAsync(['licences', ...args], { from: 'user' });
      return { asked, out, said, code: 0 };
    } catch (error) {
      return { asked, out, said, code: (error as CommanderError).exitCode };
    } finally {
      process.stdout.write = write;
      process.stderr.write = writeError;
    }
  };

  it('is a CSV for a spreadsheet, in Japanese and in English', async () => {
    const ja = await run(['--from', '2026-12-01', '--to', '2026-12-04', '--pool', 'ctx']);
    const en = await run(['--language', 'en']);

    assert.deepEqual(ja.asked, { from: '2026-12-01', to: '2026-12-04', pool: 'ctx' });
    assert.deepEqual(en.asked, { from: null, to: null, pool: null });
    assert.match(ja.out, /^\uFEFFライセンス,種類,日,数,/);
    assert.match(ja.out, /\r\nCitrix 同時使用,同時使用,2026-12-02,50,50,43\.26,2,3,1,1\r\n$/);
    assert.match(en.out, /\r\n"Citrix, concurrent",concurrent,2026-12-02,/);
  });

  it('says who had one, from when to when, and why, where that is asked for', async () => {
    const ja = await run(['--holders', '--pool', 'shared']);
    const en = await run(['--holders', '--language', 'en']);
    const json = await run(['--holders', '--json']);

    assert.deepEqual(ja.asked, { from: null, to: null, pool: 'shared' });
    assert.match(
      ja.out,
      /\r\nCitrix 同時使用,共用,sato@ina\.example,予約,2026-12-02 08:30,2026-12-02 12:15,2026-12-02 11:02,取り消し,,b-1\r\n$/,
    );
    assert.match(en.out, /^\uFEFFLicence,Desktops,Who,Why,From,/);
    assert.deepEqual(JSON.parse(json.out), JSON.parse(JSON.stringify([LINE])));
    assert.match((await run(['--holders'], [])).said, /^Nobody had a licence/);
    assert.equal((await run(['--holders', '--pool', 'nowhere'], null)).code, 2);
  });

  it('is one JSON document', async () => {
    const { out } = await run(['--json']);

    assert.deepEqual(JSON.parse(out), [DAY]);
  });

  it('has its headings alone where there is nothing to tell, and says so beside them', async () => {
    const { out, said, code } = await run([], []);

    assert.match(said, /^No licence was held or wanted on these days\./);
    assert.equal(code, 0);
    assert.equal(out.split('\r\n').length, 2);
  });

  it('refuses a pool that there is not, a day that is none and the wrong order, each in one line', async () => {
    const pool = await run(['--pool', 'nowhere'], null);
    const day = await run(['--from', 'yesterday']);
    const order = await run(['--from', '2026-12-03', '--to', '2026-12-02']);

    assert.deepEqual([pool.code, day.code, order.code], [2, 2, 2]);
    assert.equal(pool.said, '--pool: there is no pool "nowhere"\n');
    assert.match(day.said, /^--from: "yesterday" is no day; expected YYYY-MM-DD\n$/);
  });
});

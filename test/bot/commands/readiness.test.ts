import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommanderError } from 'commander';
import { parseFactorList } from '../../../bot/commands/factor-list.ts';
import { readinessCommand, type ImportAnswer, type ReadinessQuery } from '../../../bot/commands/readiness.ts';
import type { ReadinessReport } from '../../../flows/readiness/show-readiness.ts';

const LINE: ReadinessReport['lines'][number] = {
  day: '2026-12-02',
  person: 'sato.hanako@city.example',
  bookingId: 'b',
  status: 'approved',
  pool: 'shared',
  standing: 'block',
  gates: [
    { gate: 'approved', standing: 'ok', reason: 'approved', mend: null, owner: 'approver' },
    {
      gate: 'second-factor',
      standing: 'block',
      reason: 'no-second-factor',
      mend: 'register-second-factor',
      owner: 'person',
    },
  ],
  case: 'open',
};
const REPORT: ReadinessReport = {
  on: true,
  from: '2026-12-01',
  to: '2026-12-04',
  lines: [{ ...LINE, standing: 'ok', gates: [], case: null }, LINE],
};

describe('zaitaku readiness', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'readiness-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  const run = async (args: string[], answer: ReadinessReport | 'person-unknown' = REPORT) => {
    let asked: ReadinessQuery | undefined;
    let taken: unknown;
    let [out, said] = ['', ''];
    const command = readinessCommand({
      read: (query) => {
        asked = query;
        return Promise.resolve(answer);
      },
      import: (lines): Promise<ImportAnswer> => {
        taken = lines;
        return Promise.resolve({ imported: 1, unknown: ['x@city.example'] });
      },
    });
    for (const one of [command, ...command.commands])
      one.exitOverride().configureOutput({ writeErr: (text) => (said += text) });
    const write = process.stdout.write.bind(process.stdout);
    process.stdout.write = (text) => ((out += String(text)), true);
    try {
      await command.parseAsync(args, { from: 'user' });
      return { asked, taken, out, said, code: 0 };
    } catch (error) {
      return { asked, taken, out, said, code: (error as CommanderError).exitCode };
    } finally {
      process.stdout.write = write;
    }
  };
  const file = (text: string | Buffer) => {
    const path = join(folder, 'list.csv');
    writeFileSync(path, text);
    return path;
  };

  it('says how many are ready, and of the others what is missing, who mends it and how', async () => {
    const { asked, out, code } = await run([]);

    assert.deepEqual([asked, code], [{ day: null, person: null }, 0]);
    assert.match(out, /^2026-12-01 – 2026-12-04: 2 bookings, 1 ready, 1 blocked, 0 to check\n/);
    assert.match(out, /2026-12-02 {2}sato\.hanako@city\.example {2}shared {2}\(approved, ICT: open\)/);
    assert.match(
      out,
      /block {2}second-factor: No second factor is registered\. \[the person\] .*Temporary Access Pass/,
    );
    assert.doesNotMatch(out, /It is approved/);
  });

  it('says so where nothing is booked, and where every gate is off', async () => {
    assert.match((await run([], { ...REPORT, lines: [] })).out, /No bookings/);
    assert.match((await run([], { ...REPORT, on: false, lines: [] })).out, /readiness\.gates/);
  });

  it('answers one JSON document', async () => {
    const { out } = await run(['--json', '--day', '2026-12-02', '--person', 'a@b.c']);

    assert.deepEqual(JSON.parse(out), REPORT);
  });

  it('refuses a day that is none and a person who is not there, in one line', async () => {
    const day = await run(['--day', 'tomorrow']);
    const person = await run(['--person', 'nobody@city.example'], 'person-unknown');

    assert.deepEqual([day.code, person.code], [2, 2]);
    assert.match(day.said, /--day: "tomorrow" is no day; expected YYYY-MM-DD/);
    assert.match(person.said, /--person: the directory knows no "nobody@city\.example"/);
  });

  it('takes in a list, and names those whom the directory does not know', async () => {
    const path = file(
      '\uFEFFName,UPN,Registered\r\n"Sato, Hanako",Sato.Hanako@city.example,yes\r\nx,x@city.example,未登録\r\n',
    );

    const { taken, out, code } = await run(['import', '--file', path]);

    assert.equal(code, 0);
    assert.deepEqual(taken, [
      { upn: 'sato.hanako@city.example', registered: true },
      { upn: 'x@city.example', registered: false },
    ]);
    assert.match(out, /1 people taken in[\s\S]*left out: x@city\.example/);
  });

  it('refuses a list that cannot be meant, with line and column', async () => {
    const missing = await run(['import', '--file', join(folder, 'nowhere.csv')]);
    const shiftJis = await run(['import', '--file', file(Buffer.from([0x75, 0x70, 0x6e, 0x0a, 0x8d, 0xb2]))]);
    const said = async (text: string) => (await run(['import', '--file', file(text)])).said;

    assert.deepEqual([missing.code, shiftJis.code], [2, 2]);
    assert.match(missing.said, /--file: there is no /);
    assert.match(shiftJis.said, /is not UTF-8/);
    assert.match(await said(''), /is empty; expected a head row/);
    assert.match(await said('name,mail\na,b\n'), /line 1: there is no column upn; it has name, mail/);
    assert.match(await said('upn\nsato\n'), /line 2: upn "sato" is no user principal name/);
    assert.match(
      await said('upn,registered\na@b.c,perhaps\n'),
      /line 2: registered "perhaps" is not known; expected yes or no/,
    );
  });

  it('counts a person once, as said last, and passes over empty lines', () => {
    assert.deepEqual(parseFactorList('upn,registered\na@b.c,no\n\n,\nA@b.c,はい'), {
      lines: [{ upn: 'a@b.c', registered: true }],
    });
  });
});

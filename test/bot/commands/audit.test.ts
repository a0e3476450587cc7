import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type CommanderError } from 'commander';
import { type AuditAnswer, auditCommand, type KeptHead } from '../../../bot/commands/audit.ts';

const HEAD: KeptHead = { seq: 4, at: '2026-12-02T00:00:00.000Z', mac: 'ab'.repeat(32) };

describe('zaitaku audit verify', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'zaitaku-audit-command-'));
  });
  after(() => rm(folder, { recursive: true }));

  /** Runs the command; answers what it asked for, what it said and with which code it ended. */
  const run = async (args: string[], answer: AuditAnswer = { ok: true, entries: 7 }) => {
    let asked: KeptHead[] | undefined;
    let said = '';
    const command = auditCommand((heads) => {
      asked = heads;
      return Promise.resolve(answer);
    });
    for (const each of [command, ...command.commands]) {
      each.exitOverride().configureOutput({ writeErr: (text) => (said += text) });
    }
    const write = process.stdout.write.bind(process.stdout);
    process.stdout.write = (text) => ((said += String(text)), true);
    try {
      await command.parseAsync(['verify', ...args], { from: 'user' });
      return { asked, said, code: 0 };
    } catch (error) {
      return { asked, said, code: (error as CommanderError).exitCode };
    } finally {
      process.stdout.write = write;
    }
  };
  const file = async (text: string) => {
    const name = path.join(folder, 'head.json');
    await writeFile(name, text);
    return name;
  };

  it('says how many entries are unbroken', async () => {
    assert.deepEqual(await run([]), { asked: [], said: 'unbroken: 7 entries\n', code: 0 });
  });

  it('names the first broken entry and ends with 1', async () => {
    const { said, code } = await run([], { ok: false, seq: 3, problem: 'altered' });

    assert.deepEqual([said, code], ['audit log: entry 3: altered\n', 1]);
  });

  it('hands on every head of the file, without a last line that a crash left unfinished', async () => {
    const kept = await file(`${JSON.stringify({ ...HEAD, seq: 2 })}\n${JSON.stringify(HEAD)}\n{"seq": 9, "a`);

    const { asked, code } = await run(['--head', kept]);

    assert.deepEqual([asked, code], [[{ ...HEAD, seq: 2 }, HEAD], 0]);
  });

  for (const [what, text, message] of [
    ['empty', '\n', /is empty/],
    ['something else', 'hello', /line 1: expected/],
    ['without a MAC', JSON.stringify({ ...HEAD, mac: 'x' }), /line 1: expected/],
    ['damaged in the middle', `${JSON.stringify(HEAD)}\nx\n${JSON.stringify(HEAD)}`, /line 2: expected/],
  ] as const) {
    it(`refuses a file that is ${what}, and reads no log`, async () => {
      const { asked, said, code } = await run(['--head', await file(text)]);

      assert.deepEqual([asked, code], [undefined, 2]);
      assert.match(said, message);
    });
  }

  it('refuses a file that is not there', async () => {
    const { said, code } = await run(['--head', path.join(folder, 'nowhere')]);

    assert.match(said, /^--head: .*nowhere cannot be read \(ENOENT\)\n$/);
    assert.equal(code, 2);
  });
});

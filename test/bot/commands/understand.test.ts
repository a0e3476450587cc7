import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { CommanderError } from 'commander';
import { understandCommand } from '../../../bot/commands/understand.ts';

describe('zaitaku understand', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'understand-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('prints one JSON document', async () => {
    const { stdout } = await run('--text', '明日在宅でお願いします', '--now', '2026-12-01T10:00:00+09:00', '--json');

    assert.deepEqual(JSON.parse(stdout), {
      intent: 'book',
      language: 'ja',
      days: ['2026-12-02'],
      part: 'full',
      place: 'home',
    });
  });

  it('prints a line for each field where no JSON is asked', async () => {
    const { stdout } = await run('--text', 'wfh tomorrow', '--now', '2026-12-01');

    assert.match(stdout, /^days +2026-12-02$/m);
    assert.match(stdout, /^intent +book$/m);
  });

  it('takes the machine’s clock and the organisation’s zone where none is given', async () => {
    const { stdout } = await run('--text', 'wfh tomorrow', '--json');

    assert.deepEqual(JSON.parse(stdout).days, ['2027-06-16']); // 14 June, 23:30 UTC is the 15th in Tokyo
  });

  it('reads a time without offset as the zone’s', async () => {
    const { stdout } = await run(
      '--text',
      'wfh tomorrow',
      '--now',
      '2026-12-01T00:30',
      '--tz',
      'America/New_York',
      '--json',
    );

    assert.deepEqual(JSON.parse(stdout).days, ['2026-12-02']);
  });

  it('prints one line for each line of a file, with its own time and zone', async () => {
    const file = await aFile(
      '\uFEFF{"text":"明日在宅","now":"2026-12-01T10:00:00+09:00","tz":"Asia/Tokyo","expect":{}}\n\n{"text":"wfh tomorrow","now":"2026-12-01T20:00:00Z","tz":"Europe/London"}\n{"text":"wfh tomorrow"}',
    );

    const { stdout } = await run('--file', file, '--now', '2027-03-01T09:00:00+09:00', '--json');

    const days = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).days);
    assert.deepEqual(days, [['2026-12-02'], ['2026-12-02'], ['2027-03-02']]);
  });

  const refusals: [name: string, args: string[], says: RegExp][] = [
    ['a time that is none', ['--text', 'x', '--now', 'yesterday'], /--now.*ISO 8601/],
    ['a day that is none', ['--text', 'x', '--now', '2026-02-30T09:00:00Z'], /--now.*ISO 8601/],
    ['an unknown zone', ['--text', 'x', '--tz', 'Mars/Base'], /--tz.*IANA/],
    ['neither text nor file', [], /--text or --file is missing/],
    ['both text and file', ['--text', 'x', '--file', 'y'], /--text and --file/],
    ['a file that does not exist', ['--file', '/does/not/exist'], /--file \/does\/not\/exist does not exist/],
    ['a folder', ['--file', tmpdir()], /--file .* is a folder/],
    ['an unknown option', ['--bogus'], /--bogus/],
  ];
  for (const [name, args, says] of refusals) {
    it(`refuses ${name} with one line and exit code 2`, async () => {
      const { code, stderr } = await run(...args);

      assert.equal(code, 2);
      assert.match(stderr, says);
      assert.equal(stderr.trim().split('\n').length, 1);
    });
  }

  const badLines: [line: string, says: RegExp][] = [
    ['{oops', /line 2: no JSON/],
    ['{"now":"2026-12-01"}', /line 2: "text" is missing/],
    ['null', /line 2: "text" is missing/],
    ['{"text":"x","now":"soon"}', /line 2: "now".*ISO 8601/],
    ['{"text":"x","tz":"Nowhere"}', /line 2: "tz".*IANA/],
    ['{"text":"x","tz":5}', /line 2: "tz" is no string/],
  ];
  for (const [line, says] of badLines) {
    it(`names the line of a file that holds ${line}`, async () => {
      const file = await aFile(`{"text":"wfh tomorrow"}\n${line}\n`);

      const { code, stdout, stderr } = await run('--file', file);

      assert.equal(code, 2);
      assert.match(stderr, says);
      assert.equal(stdout.trim().split('\n').length, 1);
    });
  }

  async function aFile(content: string): Promise<string> {
    const file = path.join(folder, 'lines.jsonl');
    await writeFile(file, content);
    return file;
  }
});

/** Runs the command in this process; commander's own wrong-usage code becomes 2, as the command line makes it. */
async function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  let stdout = '';
  let stderr = '';
  const output = new Writable({ write: (chunk, _, done) => ((stdout += String(chunk)), done()) });
  const command = understandCommand({ output, now: () => new Date('2027-06-14T23:30:00Z') })
    .exitOverride()
    .configureOutput({ writeErr: (text) => (stderr += text) });
  try {
    await command.parseAsync(args, { from: 'user' });
    return { code: 0, stdout, stderr };
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { code: error.code === 'commander.error' ? error.exitCode : 2, stdout, stderr };
  }
}

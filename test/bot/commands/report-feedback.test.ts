import assert from 'node:assert/strict';
import type { CommanderError } from 'commander';
import type { FeedbackQuery } from '../../../bot/commands/report-feedback.ts';
import { reportCommand } from '../../../bot/commands/report.ts';
import { feedbackReport } from '../../../flows/feedback/feedback-report.ts';
import type { GivenFeedback } from '../../../flows/feedback/feedback-store.ts';
import { NO_TEXTS } from '../../../flows/booking/booking.ts';
import { aBooking, idOf, NOW } from '../../support/builders.ts';
import { openStage } from '../../support/flow-harness.ts';
import { runZaitaku } from '../../support/zaitaku-process.ts';

const GIVEN: GivenFeedback[] = [
  { personId: 'a', day: '2026-12-02', score: 5, line: '=HYPERLINK("x")' },
  { personId: 'b', day: '2026-12-03', score: 2, line: '画面が、\n遅い' },
  { personId: 'c', day: '2026-12-08', score: 4, line: null },
];

describe('zaitaku report feedback', () => {
  const run = async (args: string[], given = GIVEN) => {
    let asked: FeedbackQuery | undefined;
    let [out, said] = ['', ''];
    const command = reportCommand({
      attendance: () => Promise.reject(new Error('another report')),
      licences: () => Promise.reject(new Error('another report')),
      ledger: () => Promise.reject(new Error('another report')),
      cost: () => Promise.reject(new Error('another report')),
      feedback: (query) => {
        asked = query;
        return Promise.resolve(feedbackReport(given));
      },
    });
    for (const each of [command, ...command.commands])
      each.exitOverride().configureOutput({ writeErr: (text) => (said += text) });
    const write = process.stdout.write.bind(process.stdout);
    process.stdout.write = (text) => ((out += String(text)), true);
    try {
      await command.parseAsync(['feedback', ...args], { from: 'user' });
      return { asked, out, said, code: 0 };
    } catch (error) {
      return { asked, out, said, code: (error as CommanderError).exitCode };
    } finally {
      process.stdout.write = write;
    }
  };

  it('is a CSV of weeks and lines, without names', async () => {
    const { out, asked } = await run(['--from', '2026-12-01', '--to', '2026-12-31']);

    assert.deepEqual(asked, { from: '2026-12-01', to: '2026-12-31' });
    assert.equal(
      out,
      '\uFEFF週(月曜日),とても困った,困った,ふつう,良かった,とても良かった,回答数,平均(1〜5)\r\n' +
        '2026-11-30,0,1,0,0,1,2,3.50\r\n' +
        '2026-12-07,0,0,0,1,0,1,4.00\r\n' +
        '全体,0,1,0,1,1,3,3.67\r\n' +
        '\r\n' +
        '全体としての感想,ひとこと(任意)\r\n' +
        '困った,"画面が、\n遅い"\r\n' +
        'とても良かった,"\'=HYPERLINK(""x"")"\r\n',
    );
  });

  it('leaves the lines out where fewer than three people answered, and says so', async () => {
    const { out } = await run(['--language', 'en'], GIVEN.slice(0, 2));
    const { out: json } = await run(['--json'], GIVEN.slice(0, 2));

    assert.match(out, /Fewer than 3 people answered/);
    assert.equal((JSON.parse(json) as { lines: unknown }).lines, null);
    for (const text of [out, json]) assert.ok(!text.includes('遅い') && !text.includes('HYPERLINK'));
  });

  it('is empty where nobody answered', async () => {
    const { out } = await run([], []);

    assert.match(out, /\n全体,0,0,0,0,0,0,\r\n/);
  });

  for (const [args, message] of [
    [['--from', 'tomorrow'], /^--from: "tomorrow" is no day; expected YYYY-MM-DD\n$/],
    [['--from', '2026-12-02', '--to', '2026-12-01'], /^--from: 2026-12-02 is after --to 2026-12-01/],
    [['--language', 'fr'], /^--language: "fr" is not known/],
  ] as const)
    it(`refuses ${args.join(' ')} in one line, and reads nothing`, async () => {
      const { asked, out, said, code } = await run([...args]);

      assert.deepEqual([asked, out, code], [undefined, '', 2]);
      assert.match(said, message);
    });
});

describe('zaitaku report feedback and zaitaku export, over a database', function () {
  this.timeout(60_000);

  it('read what people said, and one person’s records', async () => {
    const stage = await openStage();
    await stage.people('hanako', 'taro', 'jiro');
    for (const [name, day, score] of [
      ['hanako', '2026-12-02', 5],
      ['taro', '2026-12-03', 1],
      ['jiro', '2026-12-08', 3],
    ] as const) {
      const booking = aBooking({ id: idOf(name), requestId: idOf(`r ${name}`), personId: idOf(name), day });
      await stage.tx(async (tx) => {
        await tx.bookings.add([{ ...booking, status: 'completed', decidedBy: idOf('boss') }], NO_TEXTS);
        await tx.feedback.ask(booking.id, booking.personId, NOW);
        const asked = (await tx.feedback.lock(booking.id))!;
        await tx.feedback.save({ ...asked, score, line: `line of ${score}`, givenAt: NOW });
      });
    }
    const env = { ...process.env, NODE_OPTIONS: '', ZAITAKU_CONFIG: '', DATABASE_URL: stage.database.url, PORT: '1' };

    const [all, week, exported, nobody, text] = await Promise.all([
      runZaitaku(env, ['report', 'feedback', '--json']),
      runZaitaku(env, ['report', 'feedback', '--to', '2026-12-06', '--json']),
      runZaitaku(env, ['export', '--person', 'taro@city.example', '--json']),
      runZaitaku(env, ['export', '--person', 'nobody@city.example']),
      runZaitaku(env, ['export', '--person', 'taro@city.example', '--language', 'en']),
    ]);
    await stage.database.close();

    const report = JSON.parse(all.stdout) as { average: number; lines: { line: string }[] };
    assert.deepEqual(
      [report.average, report.lines.map(({ line }) => line)],
      [3, ['line of 1', 'line of 3', 'line of 5']],
    );
    assert.deepEqual((JSON.parse(week.stdout) as { answers: number; lines: null }).lines, null);
    const records = JSON.parse(exported.stdout) as { person: { upn: string }; feedback: { line: string }[] };
    assert.deepEqual([records.person.upn, records.feedback[0]?.line], ['taro@city.example', 'line of 1']);
    assert.deepEqual([nobody.code, nobody.stdout], [2, '']);
    assert.match(nobody.stderr, /^--person: nobody is known as "nobody@city.example"\n/);
    assert.match(text.stdout, /# Your telework records[\s\S]*## Bookings\nThu 3 Dec 2026[\s\S]*In a line: line of 1/);
  });
});

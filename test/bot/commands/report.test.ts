import assert from 'node:assert/strict';
import type { CommanderError } from 'commander';
import { reportCommand } from '../../../bot/commands/report.ts';
import type { AttendanceLine, AttendanceQuery } from '../../../flows/work/attendance.ts';
import { at } from '../../support/builders.ts';

const LINE: AttendanceLine = {
  upn: 'hanako@city.example',
  name: '山田, 花子',
  section: { ja: '=公園課', en: 'Parks' },
  day: '2026-12-02',
  places: ['home', 'satellite'],
  bookedFrom: at('2026-12-02 08:30'),
  bookedTo: at('2026-12-02 17:15'),
  state: 'finished',
  started: at('2026-12-02 08:31'),
  finished: at('2026-12-03 00:30'),
  pauses: [{ from: at('2026-12-02 12:00'), to: at('2026-12-02 13:00') }],
  pausedMinutes: 60,
  workedMinutes: 899,
  corrected: true,
  open: false,
};
const EMPTY: AttendanceLine = {
  ...LINE,
  upn: 'taro@city.example',
  section: null,
  places: [],
  state: 'paused',
  finished: null,
  pauses: [{ from: at('2026-12-02 12:00'), to: null }],
  open: true,
};

describe('zaitaku report attendance', () => {
  /** Runs the command; answers what it asked for, what it said and with which code it ended. */
  const run = async (args: string[], lines: AttendanceLine[] | null = [LINE, EMPTY]) => {
    let asked: AttendanceQuery | undefined;
    let [out, said] = ['', ''];
    const command = reportCommand({
      attendance: (query) => {
        asked = query;
        return Promise.resolve(lines && { lines, timeZone: 'Asia/Tokyo' });
      },
      feedback: () => Promise.reject(new Error('another report')),
      licences: () => Promise.reject(new Error('another report')),
      ledger: () => Promise.reject(new Error('another report')),
      cost: () => Promise.reject(new Error('another report')),
    });
    for (const each of [command, ...command.commands])
      each.exitOverride().configureOutput({ writeErr: (text) => (said += text) });
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

  it('is a CSV that Excel opens in Japanese', async () => {
    const { out, said } = await run(['attendance']);

    assert.equal(said, '');
    assert.equal(
      out,
      '\uFEFFUPN,氏名,所属,日付,場所,予約開始,予約終了,業務開始,業務終了,中断,中断(分),業務時間(分),訂正,終了の記録なし\r\n' +
        'hanako@city.example,"山田, 花子",\'=公園課,2026-12-02,自宅 サテライトオフィス,08:30,17:15,08:31,24:30,12:00-13:00,60,899,あり,なし\r\n' +
        'taro@city.example,"山田, 花子",,2026-12-02,,08:30,17:15,08:31,,12:00-,60,899,あり,あり\r\n',
    );
  });

  it('speaks English where it is asked to', async () => {
    const { out } = await run(['attendance', '--language', 'en'], [LINE]);

    assert.match(out, /^\uFEFFUPN,Name,Section,/);
    assert.match(out, /,Parks,.*,Home Satellite office,.*,yes,no\r\n$/);
  });

  it('is one JSON document where it is asked to', async () => {
    const { out } = await run(['attendance', '--json'], [LINE]);

    assert.deepEqual(JSON.parse(out), JSON.parse(JSON.stringify([LINE])));
  });

  it('hands on what it is narrowed by', async () => {
    const { asked } = await run([
      'attendance',
      '--from',
      '2026-12-01',
      '--to',
      '2026-12-31',
      '--person',
      'a@b.example',
    ]);

    assert.deepEqual(asked, { from: '2026-12-01', to: '2026-12-31', person: 'a@b.example' });
  });

  for (const [args, message] of [
    [['--from', 'tomorrow'], /^--from: "tomorrow" is no day; expected YYYY-MM-DD\n$/],
    [['--to', '2026-02-30'], /^--to: /],
    [['--from', '2026-12-02', '--to', '2026-12-01'], /^--from: 2026-12-02 is after --to 2026-12-01/],
    [['--format', 'pdf'], /^--format: "pdf" is not known; expected csv\n$/],
    [['--language', 'fr'], /^--language: "fr" is not known/],
  ] as const)
    it(`refuses ${args.join(' ')} in one line, and reads nothing`, async () => {
      const { asked, out, said, code } = await run(['attendance', ...args]);

      assert.deepEqual([asked, out, code], [undefined, '', 2]);
      assert.match(said, message);
    });

  it('says who is nobody', async () => {
    const { out, said, code } = await run(['attendance', '--person', 'nobody@city.example'], null);

    assert.deepEqual([out, code], ['', 2]);
    assert.match(said, /^--person: nobody is known as "nobody@city.example"\n$/);
  });

  it('refuses a report that is none', async () => {
    const wrong = await run(['attendence']);
    const none = await run([]);

    assert.deepEqual([wrong.out, wrong.code, none.code], ['', 2, 2]);
    assert.equal(wrong.said, 'report: "attendence" is not known; expected attendance, feedback, licences, cost\n');
    assert.equal(none.said, 'report: which one is missing; expected attendance, feedback, licences, cost\n');
  });
});

import { localDayOf, wallTimeOf } from '../../flows/local-time.ts';
import type { DemoPeople } from './demo-people.ts';

export interface ScreenFacts {
  people: DemoPeople;
  /** Port of the staff window; or why there are no windows. */
  playground: number | 'missing' | 'left-out';
  now: Date;
  timeZone: string;
  logFile: string;
}

/** What the person at the terminal reads: where to click, what to type, what to look at. Japanese, then English. */
export function demoScreen({ publicUrl, port }: { publicUrl: string; port: number }, out = process.stdout) {
  return {
    elsewhere(place: string): void {
      out.write(`データベースの場所 / database kept in: ${place}\n`);
    },
    ready({ people, playground, now, timeZone, logFile }: ScreenFacts): void {
      const { staff, manager } = people;
      const windows =
        typeof playground === 'number'
          ? { staff: `http://localhost:${playground}/`, manager: `http://localhost:${playground + 1}/` }
          : null;
      const clock = `${localDayOf(now, timeZone)} ${wallTimeOf(now, timeZone)} (${timeZone})`;
      const how = {
        ja: windows
          ? [
              `1. 職員の画面を開く（${staff.displayName}さん）   ${windows.staff}`,
              `2. 上司の画面を開く（${manager.displayName}さん） ${windows.manager}`,
              '3. 職員の画面に入力：  来週の水曜テレワークしたい',
              '4. カードの「申請する」を押し、上司の画面で「承認」を押す',
              `5. 時計を進めて、ホストの動きを見る               ${publicUrl}/simulator/`,
            ]
          : [
              playground === 'missing'
                ? '会話の画面（Playground）はこのインストールに入っていません。--no-playground と同じ動きです。'
                : '会話の画面なしで動いています。',
              `1. メッセージの送り先：POST http://127.0.0.1:${port}/api/messages（Bot Framework）`,
              `2. 時計を進めて、ホストの動きを見る               ${publicUrl}/simulator/`,
            ],
        en: windows
          ? [
              `1. Open the staff window (${staff.upn})      ${windows.staff}`,
              `2. Open the manager's window (${manager.upn}) ${windows.manager}`,
              '3. In the staff window type:  I want to work from home next Wednesday',
              '4. Press "Send request" on the card, then "Approve" in the manager\'s window',
              `5. Move the clock and watch the hosts            ${publicUrl}/simulator/`,
            ]
          : [
              playground === 'missing'
                ? 'The chat windows (Playground) are not installed here; this runs as with --no-playground.'
                : 'Running without chat windows.',
              `1. Send messages to POST http://127.0.0.1:${port}/api/messages (Bot Framework)`,
              `2. Move the clock and watch the hosts            ${publicUrl}/simulator/`,
            ],
      };
      out.write(
        [
          '',
          `zaitaku 在宅  準備ができました / ready   ${clock}`,
          '',
          ...how.ja.map((line) => `  ${line}`),
          '',
          ...how.en.map((line) => `  ${line}`),
          '',
          `  終わるには Ctrl-C。データは残ります。 / Ctrl-C ends it; the data stays.   log: ${logFile}`,
          '',
        ].join('\n'),
      );
    },
  };
}

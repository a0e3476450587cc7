import type { Language } from '../../flows/organisation.ts';

/** What the ICT section reads of hosts in maintenance. Names come in written out; `zone` is null where the pool has none. */
export interface MaintenanceText {
  ready(count: number, zone: string | null, pool: string): string;
  /** What to do with them, and how to give them back. */
  readyNext(done: string): string;
  wanted(count: number, pool: string): string;
  wantedNext(done: string): string;
  hosts(names: string, more: number): string;
  comma: string;
}

const ja: MaintenanceText = {
  ready: (count, zone, pool) =>
    `${pool}の${zone === null ? '' : `ゾーン${zone}の`}ホスト${count}台を停止しました。作業を始められます。`,
  readyNext: (done) =>
    `作業中に起動しても、新しい利用者は入りません。終わったら、次のコマンドで戻してください。残りのゾーンは、そのあとで停止します。\n\n${done}`,
  wanted: (count, pool) => `【要対応】作業のために止めている${pool}のホスト${count}台が必要になりました。`,
  wantedNext: (done) =>
    `予約に対してホストが足りないか、緊急対応が始まっています。作業を終えて、次のコマンドで戻してください。\n\n${done}`,
  hosts: (names, more) => `対象：${names}${more > 0 ? ` ほか${more}台` : ''}`,
  comma: '、',
};

const en: MaintenanceText = {
  ready: (count, zone, pool) =>
    `${hosts(count)}${zone === null ? '' : ` of zone ${zone}`} in ${pool} ${count === 1 ? 'is' : 'are'} off and ready to be worked on.`,
  readyNext: (done) =>
    `Nobody lands on them if you start them meanwhile. Give them back when you are done; the next zone begins after that.\n\n${done}`,
  wanted: (count, pool) =>
    `Action needed: ${hosts(count)} of ${pool} that ${count === 1 ? 'is' : 'are'} out for maintenance ${count === 1 ? 'is' : 'are'} wanted in service.`,
  wantedNext: (done) =>
    `There are too few hosts for the bookings, or an emergency is on. Finish the work and give them back:\n\n${done}`,
  hosts: (names, more) => `Hosts: ${names}${more > 0 ? ` and ${more} more` : ''}`,
  comma: ', ',
};

function hosts(count: number): string {
  return `${count} ${count === 1 ? 'host' : 'hosts'}`;
}

const TEXTS: Record<Language, MaintenanceText> = { ja, en };

/** The words of hosts in maintenance in a language. */
export function maintenanceTextIn(language: Language): MaintenanceText {
  return TEXTS[language];
}

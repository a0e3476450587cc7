import type { Language } from '../../flows/organisation.ts';

/** The words of the forecast: in the ICT section's chat, and at the terminal. Days and numbers come in written out. */
export interface ForecastText {
  title(pool: string): string;
  /** One day that is short. */
  short: Record<'likely' | 'possible', (day: string, times: string) => string>;
  expected(range: string, seats: string): string;
  waiting(count: string): string;
  missing(count: string): string;
  mend(ways: string[]): string;
  hosts(count: string): string;
  licences(count: string): string;
  hostsAndLicences(hosts: string, licences: string): string;
  move(people: string, day: string): string;
  more(days: number): string;
  look(command: string): string;
  summary: string;
  range(low: string, high: string): string;
  pool(name: string, id: string): string;
  supply(seats: string, hosts: string, maxSessions: string): string;
  licencesHeld(count: string): string;
  price(yen: string): string;
  columns: Record<'day' | 'booked' | 'pending' | 'toCome' | 'peak' | 'hosts' | 'hostHours' | 'yen', string>;
  times: Record<'time' | 'booked' | 'sessions' | 'hosts', string>;
  closed: string;
  half: Record<'am' | 'pm', (name: string) => string>;
  /** Above the days with a name, where nothing is booked. */
  named: string;
  flags: Record<'likely' | 'possible', string>;
  nothing(days: number): string;
  nothingOn(day: string): string;
  legend: string;
  barLegend: string;
}

const ja: ForecastText = {
  title: (pool) => `「${pool}」で、席が足りなくなりそうな日があります。`,
  short: {
    likely: (day, times) => `${day} ${times}：席が足りません`,
    possible: (day, times) => `${day} ${times}：席が足りなくなるおそれがあります`,
  },
  expected: (range, seats) => `予想 ${range}人 / ${seats}席`,
  waiting: (count) => `キャンセル待ち ${count}件`,
  missing: (count) => `不足 ${count}席`,
  mend: (ways) => `直し方：${ways.join('、または')}。`,
  hosts: (count) => `ホストを${count}台増やす`,
  licences: (count) => `ライセンスを${count}増やす`,
  hostsAndLicences: (hosts, licences) => `ホストを${hosts}台とライセンスを${licences}増やす`,
  move: (people, day) => `${people}人に${day}へ移ってもらう`,
  more: (days) => `ほかに${days}日あります。`,
  look: (command) => `くわしくは「${command}」で見られます。`,
  summary: '席が足りなくなりそうな日があります',
  range: (low, high) => (low === high ? low : `${low}〜${high}`),
  pool: (name, id) => `${name} (${id})`,
  supply: (seats, hosts, maxSessions) => `${seats}席 (${hosts}台 × ${maxSessions})`,
  licencesHeld: (count) => `ライセンス ${count}`,
  price: (yen) => `1台1時間 ${yen}円`,
  columns: {
    day: '日付',
    booked: '予約',
    pending: '承認待ち',
    toCome: '今後',
    peak: 'ピーク (10〜90%)',
    hosts: 'ホスト',
    hostHours: '台時',
    yen: '円',
  },
  times: { time: '時刻', booked: '予約', sessions: 'セッション', hosts: 'ホスト' },
  closed: '休',
  half: { am: (name) => `午前休 ${name}`, pm: (name) => `午後休 ${name}` },
  named: '名前のある日：',
  flags: { likely: '不足', possible: '注意' },
  nothing: (days) => `これから${days}日間の予約はまだありません。予約が入ると、ここに予想が出ます。`,
  nothingOn: (day) => `${day}の予約はまだありません。`,
  legend: '今後：まだ申請されていない予約の見込み。台時：ホストが動く時間の合計。',
  barLegend: '█ 予想  ░ 10回に1回の多い日まで  │ 席の数',
};

const en: ForecastText = {
  title: (pool) => `Seats of “${pool}” may run short.`,
  short: {
    likely: (day, times) => `${day}, ${times}: too few seats`,
    possible: (day, times) => `${day}, ${times}: seats may run short`,
  },
  expected: (range, seats) => `${range} people expected, ${seats} seats`,
  waiting: (count) => `${count} on the waiting list`,
  missing: (count) => `${count} missing`,
  mend: (ways) => `To mend it: ${ways.join(', or ')}.`,
  hosts: (count) => `${count} more ${count === '1' ? 'host' : 'hosts'}`,
  licences: (count) => `${count} more ${count === '1' ? 'licence' : 'licences'}`,
  hostsAndLicences: (hosts, licences) => `${hosts} more hosts and ${licences} more licences`,
  move: (people, day) => `${people} people moved to ${day}`,
  more: (days) => `And ${days} more ${days === 1 ? 'day' : 'days'}.`,
  look: (command) => `“${command}” shows more.`,
  summary: 'There are days on which seats may run short',
  range: (low, high) => (low === high ? low : `${low}-${high}`),
  pool: (name, id) => `${name} (${id})`,
  supply: (seats, hosts, maxSessions) => `${seats} seats (${hosts} hosts × ${maxSessions})`,
  licencesHeld: (count) => `${count} licences`,
  price: (yen) => `${yen} yen a host-hour`,
  columns: {
    day: 'Day',
    booked: 'Booked',
    pending: 'Waiting',
    toCome: 'To come',
    peak: 'Peak (10-90%)',
    hosts: 'Hosts',
    hostHours: 'Host-h',
    yen: 'Yen',
  },
  times: { time: 'Time', booked: 'Booked', sessions: 'Sessions', hosts: 'Hosts' },
  closed: 'closed',
  half: { am: (name) => `am closed ${name}`, pm: (name) => `pm closed ${name}` },
  named: 'Days with a name:',
  flags: { likely: 'short', possible: 'maybe' },
  nothing: (days) =>
    `No bookings in the coming ${days === 1 ? 'day' : `${days} days`} yet. The forecast appears with the first of them.`,
  nothingOn: (day) => `No bookings on ${day} yet.`,
  legend: 'Waiting: for a decision. To come: bookings nobody has asked for yet. Host-h: hours of hosts running.',
  barLegend: '█ expected  ░ up to the one day in ten with more  │ seats',
};

const TEXTS: Record<Language, ForecastText> = { ja, en };

/** The words of the forecast in a language. */
export function forecastTextIn(language: Language): ForecastText {
  return TEXTS[language];
}

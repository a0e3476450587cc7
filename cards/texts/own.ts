import type { BookingPart } from '../../flows/booking/booking.ts';
import type { Language } from '../../flows/organisation.ts';

/** Words about one's own bookings, what is left to book, and who of the section is where. */
export interface OwnText {
  list: {
    /** One letter for a part of a day in the month's picture; a phone has no room for more. */
    parts: Record<BookingPart, string>;
    legend: string;
    weekdays: readonly [string, string, string, string, string, string, string];
    noneIn(month: string): string;
    elsewhere(count: number): string;
    earlierMonth: string;
    laterMonth: string;
    page(page: number, pages: number): string;
    nextPage: string;
    previousPage: string;
    table(month: string): string;
  };
  change: {
    title: string;
    titleNone: string;
    choose: string;
    none: string;
    noneOn(days: string): string;
    button(day: string): string;
  };
  cancel: { all(count: number): string; rest(day: string): string };
  allowance: {
    title: string;
    week(from: string, to: string): string;
    month(month: string): string;
    year(from: string, to: string): string;
    left(left: number, limit: number, used: number): string;
    none: string;
    emergency: string;
  };
  team: {
    title(section: string | null): string;
    day(day: string, today: boolean): string;
    out(count: number, ofPeople: number): string;
    everybodyIn: string;
    more(count: number): string;
    you: string;
    pending: string;
    away: string;
  };
}

const days = (count: number): string => (count === 1 ? '1 day' : `${count} days`);

const ja: OwnText = {
  list: {
    parts: { full: '', am: '前', pm: '後', hours: '時' },
    legend: '●承認済み　○承認待ち　△キャンセル待ち　✓終わった日　－利用なし　(前：午前、後：午後、時：時間指定)',
    weekdays: ['月', '火', '水', '木', '金', '土', '日'],
    noneIn: (month) => `${month}のこれからの予約はありません。`,
    elsewhere: (count) => `このほか、翌月以降に${count}件あります。`,
    earlierMonth: '前の月',
    laterMonth: '次の月',
    page: (page, pages) => `${pages}ページ中${page}ページ目`,
    nextPage: '続きを見る',
    previousPage: '前に戻る',
    table: (month) => `${month}の予約`,
  },
  change: {
    title: 'どの予約を変更しますか',
    titleNone: '予約の変更',
    choose: '変更する予約のボタンを押してください。変更が承認されるまで、今の予約はそのまま残ります。',
    none: '変更できる予約はありません。',
    noneOn: (on) => `${on}に変更できる予約はありません。「予約一覧」と送ると、これからの予約を表示します。`,
    button: (day) => `${day}を変更する`,
  },
  cancel: {
    all: (count) => `この${count}件をまとめて取り消す`,
    rest: (day) => `${day}以降をすべて取り消す`,
  },
  allowance: {
    title: 'あと何日テレワークできるか',
    week: (from, to) => `${from}から${to}の週`,
    month: (month) => month,
    year: (from, to) => `${from}から${to}まで`,
    left: (left, limit, used) => `残り${left}日(上限${limit}日、予約済み${used}日)`,
    none: 'テレワークの日数に上限はありません。',
    emergency: '非常時の対応中のため、今は上限なしで予約できます。',
  },
  team: {
    title: (section) => (section === null ? 'テレワークの状況' : `${section}のテレワークの状況`),
    day: (day, today) => (today ? `今日 ${day}` : day),
    out: (count, ofPeople) => `${ofPeople}人のうち${count}人がテレワーク`,
    everybodyIn: 'テレワークの予定はありません',
    more: (count) => `ほか${count}人`,
    you: 'あなた',
    pending: '承認待ち',
    away: 'テレワーク',
  },
};

const en: OwnText = {
  list: {
    parts: { full: '', am: 'a', pm: 'p', hours: 'h' },
    legend:
      '● approved · ○ waiting for approval · △ waitlisted · ✓ past · － not used (a: morning, p: afternoon, h: set hours)',
    weekdays: ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'],
    noneIn: (month) => `No upcoming bookings in ${month}.`,
    elsewhere: (count) =>
      count === 1 ? 'One more booking in later months.' : `${count} more bookings in later months.`,
    earlierMonth: 'Previous month',
    laterMonth: 'Next month',
    page: (page, pages) => `Page ${page} of ${pages}`,
    nextPage: 'Show more',
    previousPage: 'Back',
    table: (month) => `Bookings in ${month}`,
  },
  change: {
    title: 'Which booking would you like to change?',
    titleNone: 'Change a booking',
    choose: 'Press the button of the booking to change. It stays as it is until the change is approved.',
    none: 'There is no booking that can be changed.',
    noneOn: (on) => `There is no booking to change on ${on}. Send “my bookings” to see what is coming up.`,
    button: (day) => `Change ${day}`,
  },
  cancel: {
    all: (count) => `Cancel all ${count} of them`,
    rest: (day) => `Cancel ${day} and all later days`,
  },
  allowance: {
    title: 'What you can still book',
    week: (from, to) => `Week from ${from} to ${to}`,
    month: (month) => month,
    year: (from, to) => `${from} to ${to}`,
    left: (left, limit, used) => `${days(left)} left (limit ${limit}, booked ${used})`,
    none: 'There is no limit on your telework days.',
    emergency: 'An emergency is on: you can book without limits for now.',
  },
  team: {
    title: (section) => (section === null ? 'Who is where' : `${section}: who is where`),
    day: (day, today) => (today ? `Today, ${day}` : day),
    out: (count, ofPeople) => `${count} of ${ofPeople} away from the office`,
    everybodyIn: 'Nobody is away',
    more: (count) => `${count} more`,
    you: 'you',
    pending: 'waiting for approval',
    away: 'Telework',
  },
};

const TEXTS: Record<Language, OwnText> = { ja, en };

export function ownTextIn(language: Language): OwnText {
  return TEXTS[language];
}

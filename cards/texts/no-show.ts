import type { Language } from '../../flows/organisation.ts';
import type { NoShowView } from '../../flows/no-show/no-show-view.ts';

/** The words about a seat that nobody used. Times come in written out. */
export interface NoShowText {
  titles: Record<NoShowView['state'], string>;
  said: Record<Exclude<NoShowView['state'], 'late'>, string>;
  /** What was promised of the desktop's readiness, before and after the tap. */
  takes(minutes: number): string;
  readyBy(at: string): string;
  /** They come later: until when the seat is kept; null: until the end. */
  keptUntil(at: string | null): string;
  take: string;
  /** On cards with several days. */
  takeDay(day: string): string;
  connect: string;
  summary: string;
}

const ja: NoShowText = {
  titles: {
    returned: '席をいったん空けました',
    again: 'この予約は有効です',
    back: 'サインインを確認しました',
    'no-room': '今は空いている席がありません',
    'booked-otherwise': 'その時間には別の予約があります',
    over: '予約の時間が終わりました',
    late: '席をそのままにしておきます',
  },
  said: {
    returned:
      'まだデスクトップのご利用がないため、ほかの人が使えるようにしました。予約は、終わりの時刻までもう一度使えます。',
    again: '終わりの時刻までお使いいただけます。',
    back: '予約は元に戻りました。そのままお使いください。',
    'no-room':
      'ほかの人が使っています。少したってから「もう一度使う」を押してください。別の日や時間の申請も、いつでも送れます。',
    'booked-otherwise': '今の予約は「予約一覧」と書いて送ると見られます。',
    over: '必要なときは、日にちを書いて送ってください。',
  },
  takes: (minutes) => `使うときは「もう一度使う」を押してください。使えるまで、長くて${minutes}分かかります。`,
  readyBy: (at) => `サインインできるのは、遅くとも ${at} ごろからです。早ければすぐに使えます。`,
  keptUntil: (at) =>
    at === null
      ? 'お知らせありがとうございます。席は終わりの時刻まで取っておきます。'
      : `お知らせありがとうございます。席は ${at} まで取っておきます。さらに遅れるときは、またお知らせください。`,
  take: 'もう一度使う',
  takeDay: (day) => `${day}をもう一度使う`,
  connect: '接続のしかた',
  summary: '予約の席についてのお知らせです',
};

const en: NoShowText = {
  titles: {
    returned: 'Your seat is free for others for now',
    again: 'This booking is yours',
    back: 'You are signed in',
    'no-room': 'No seat is free just now',
    'booked-otherwise': 'You have another booking at that time',
    over: 'The booked time is over',
    late: 'Your seat is kept for you',
  },
  said: {
    returned:
      'The desktop has not been used yet, so others may have the seat. You can take the booking again until its end.',
    again: 'You can use it until its end.',
    back: 'The booking is as it was. Please go on.',
    'no-room':
      'Others are using them. Please press “Take it again” a little later. You can also ask for another day or time whenever you like.',
    'booked-otherwise': 'Write “my bookings” to see it.',
    over: 'If you need a day, just send it to me.',
  },
  takes: (minutes) =>
    `If you need it, press “Take it again”. It takes ${minutes} minutes at most until you can sign in.`,
  readyBy: (at) => `You can sign in at about ${at} at the latest, perhaps at once.`,
  keptUntil: (at) =>
    at === null
      ? 'Thank you for telling me. The seat is kept until the end of your time.'
      : `Thank you for telling me. The seat is kept until ${at}. If you need longer, just tell me again.`,
  take: 'Take it again',
  takeDay: (day) => `Take ${day} again`,
  connect: 'How to connect',
  summary: 'About the seat of your booking',
};

const TEXTS: Record<Language, NoShowText> = { ja, en };

/** The words about a seat that nobody used, in a language. */
export function noShowTextIn(language: Language): NoShowText {
  return TEXTS[language];
}

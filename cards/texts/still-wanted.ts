import type { StillWantedView } from '../../flows/calendar/still-wanted.ts';
import type { Language } from '../../flows/organisation.ts';

/** The words about a booking that a calendar speaks against. */
export interface StillWantedText {
  titles: Record<StillWantedView['state'], string>;
  /** `closure`: what the closed day is called, or null. */
  said: Record<StillWantedView['state'], (closure: string | null) => string>;
  takeBack: string;
  keep: string;
  summary: string;
}

const ja: StillWantedText = {
  titles: {
    away: 'この日のテレワークはどうしますか',
    closed: '閉庁日と重なる予約があります',
    'taken-back': '予約を取り消しました',
    kept: '予約はそのままです',
    settled: 'この予約は変わっています',
  },
  said: {
    away: () => '予定表では、この時間は休みか不在になっています。予約は、取り消すまでそのまま残ります。',
    closed: (closure) =>
      `${closure ? `「${closure}」` : '閉庁'}のため、この時間は閉庁になりました。予約は、取り消すまでそのまま残ります。`,
    'taken-back': () => '席はほかの人が使えるようになりました。',
    kept: () => '取り消すときは「予約一覧」と書いて送ってください。',
    settled: () => '今の予約は「予約一覧」と書いて送ると見られます。',
  },
  takeBack: '取り消す',
  keep: 'そのままにする',
  summary: '予約と予定表についての確認です',
};

const en: StillWantedText = {
  titles: {
    away: 'Do you still want to telework at this time?',
    closed: 'The offices are closed at a time you booked',
    'taken-back': 'The booking is cancelled',
    kept: 'The booking stays as it is',
    settled: 'This booking has changed',
  },
  said: {
    away: () => 'Your calendar says that you are away at this time. The booking stays until you cancel it.',
    closed: (closure) =>
      `The offices have become closed at this time${closure ? ` (${closure})` : ''}. The booking stays until you cancel it.`,
    'taken-back': () => 'The seat is free for others.',
    kept: () => 'To cancel it later, write “my bookings”.',
    settled: () => 'Write “my bookings” to see it as it is now.',
  },
  takeBack: 'Cancel it',
  keep: 'Keep it',
  summary: 'A question about a booking and your calendar',
};

const TEXTS: Record<Language, StillWantedText> = { ja, en };

/** The words about a booking that a calendar speaks against, in a language. */
export function stillWantedTextIn(language: Language): StillWantedText {
  return TEXTS[language];
}

import type { Language } from '../../flows/organisation.ts';

/** The words about entries of people's calendars. Days and subjects come in written out. */
export interface CalendarText {
  title: { sure: string; 'looks-like': string };
  /** Why the card is there. `subjects`: of entries that only look like telework. */
  said: { sure: string; change: string; 'looks-like': (subjects: string[]) => string };
  /** Bookings that went back with the same change. */
  takenBack(days: string): string;
  dismiss: { sure: string; change: string; 'looks-like': string };
  declinedTitle: string;
  declined: string;
  withdrawnTitle: string;
  withdrawn: string;
  goneTitle: Record<'taken-back' | 'asked' | 'kept' | 'sent', string>;
  goneSaid: Record<'taken-back' | 'asked' | 'kept', string>;
  sent: string;
  again: string;
  /** `count` bookings. */
  cancel(count: number): string;
  keep: string;
  summaries: Record<'ask' | 'asked' | 'gone', string>;
}

const ja: CalendarText = {
  title: { sure: '予定表のテレワークを申請しますか', 'looks-like': 'これはテレワークの予定ですか' },
  said: {
    sure: '予定表に、テレワークの予定があります。',
    change: '予定表の予定が変わりました。予約は、変更が認められるまで元のままです。',
    'looks-like': (subjects) =>
      subjects.length === 0
        ? '予定表に、テレワークかもしれない予定があります。テレワークのときだけ、申請してください。'
        : `予定表に${subjects.map((one) => `「${one}」`).join('')}とあります。テレワークのときだけ、申請してください。`,
  },
  takenBack: (days) => `${days}の予約は、予定がなくなったため取り消しました。`,
  dismiss: { sure: '申請しない', change: '予約はそのまま', 'looks-like': 'テレワークではない' },
  declinedTitle: '申請しません',
  declined:
    '分かりました。この予定については、日にちか時間が変わるまでお聞きしません。申請するときは、日にちを書いて送ってください。',
  withdrawnTitle: '予定が変わりました',
  withdrawn: '予定表が変わったため、この確認は終わりました。ここからは何も送っていません。',
  goneTitle: {
    'taken-back': '予定がなくなったため、予約を取り消しました',
    asked: '予定がなくなりました。予約も取り消しますか',
    kept: '予約はそのままです',
    sent: '予定表のテレワークを申請しました',
  },
  goneSaid: {
    'taken-back': '予定表から消した予定の予約です。残すつもりだったときは「もう一度申請する」を押してください。',
    asked: '予定表に予定が見あたりません。予約はまだそのままです。',
    kept: '取り消すときは「予約一覧」と書いて送ってください。',
  },
  sent: '新しい予定は申請しました。',
  again: 'もう一度申請する',
  cancel: (count) => (count === 1 ? '予約を取り消す' : `${count}件の予約を取り消す`),
  keep: '残す',
  summaries: {
    ask: '予定表のテレワークについて確認があります',
    asked: '予約について確認があります',
    gone: '予定表に合わせて予約を変えました',
  },
};

const en: CalendarText = {
  title: { sure: 'Request the telework in your calendar?', 'looks-like': 'Is this telework?' },
  said: {
    sure: 'Your calendar says that you will telework.',
    change: 'Your calendar has changed. The booking stays as it is until the change is approved.',
    'looks-like': (subjects) =>
      subjects.length === 0
        ? 'An entry in your calendar may mean telework. Please send it only if it does.'
        : `Your calendar says ${subjects.map((one) => `“${one}”`).join(', ')}. Please send it only if that means telework.`,
  },
  takenBack: (days) => `Your booking for ${days} is cancelled, because its calendar entry is gone.`,
  dismiss: { sure: 'Do not request', change: 'Keep the booking', 'looks-like': 'Not telework' },
  declinedTitle: 'Nothing is requested',
  declined:
    'I will not ask about this entry again unless its day or time changes. To request it after all, send me the day.',
  withdrawnTitle: 'Your calendar has changed',
  withdrawn: 'This question is over because the entry has changed. Nothing was sent from here.',
  goneTitle: {
    'taken-back': 'Booking cancelled, as its calendar entry is gone',
    asked: 'The calendar entry is gone. Cancel the booking too?',
    kept: 'The booking stays',
    sent: 'The telework in your calendar is requested',
  },
  goneSaid: {
    'taken-back': 'You removed the entry from your calendar. If you meant to keep the day, press “Request again”.',
    asked: 'The entry is no longer in your calendar. The booking stands for now.',
    kept: 'To cancel it, write “my bookings”.',
  },
  sent: 'The new entry is requested.',
  again: 'Request again',
  cancel: (count) => (count === 1 ? 'Cancel the booking' : `Cancel ${count} bookings`),
  keep: 'Keep',
  summaries: {
    ask: 'A question about telework in your calendar',
    asked: 'A question about your booking',
    gone: 'Your bookings follow your calendar',
  },
};

const TEXTS: Record<Language, CalendarText> = { ja, en };

/** The words about entries of people's calendars, in a language. */
export function calendarTextIn(language: Language): CalendarText {
  return TEXTS[language];
}

import type { Language } from '../../flows/organisation.ts';
import type { WaitlistView } from '../../flows/waitlist/waitlist-view.ts';

/** The words of the waiting list. Days, times and names come in written out. */
export interface WaitlistText {
  titles: Record<WaitlistView['state'], string>;
  /** Somebody's place in line. */
  place(place: number): string;
  /** A seat has come back and nobody has to decide any more. */
  approved: string;
  /** It goes to these people for their decision; empty where nobody is known yet. */
  asked(names: string): string;
  /** What to do where the seat is not wanted any more. */
  orGiveBack: string;
  giveBack: string;
  offered(until: string): string;
  readyAt(at: string): string;
  /** Whether it still has to be approved. */
  afterwards: Record<'approved' | 'asked', string>;
  take: string;
  decline: string;
  lapsed: string;
  summaries: Record<WaitlistView['state'], string>;
}

const ja: WaitlistText = {
  titles: {
    returned: '席が空きました',
    offered: '席が空きました。使いますか',
    lapsed: 'お返事の時間が過ぎました',
  },
  place: (place) => `キャンセル待ち ${place}番目です。席が空いたらお知らせします。`,
  approved: 'お待ちいただいた席を確保しました。承認済みです。',
  asked: (names) =>
    names
      ? `お待ちいただいた席を確保し、${names}に承認をお願いしました。決まったらお知らせします。`
      : 'お待ちいただいた席を確保しました。承認者を確かめています。決まったらお知らせします。',
  orGiveBack: 'もう使わないときは「辞退する」を押してください。次に待っている人に席を譲ります。',
  giveBack: '辞退する',
  offered: (until) =>
    `${until} までにお選びください。それまで席を取っておきます。お返事がないときは、次の人に譲ります。`,
  readyAt: (at) => `開始が近いため、デスクトップの準備が整うのは ${at} ごろです。`,
  afterwards: {
    approved: '「使う」を押すと、すぐに予約が決まります。',
    asked: '「使う」を押すと、承認者にお願いします。',
  },
  take: '使う',
  decline: '辞退する',
  lapsed: '時間までにお返事がなかったため、席は次の人に譲りました。必要なときは、別の日か別の時間で申請してください。',
  summaries: {
    returned: 'キャンセル待ちの席が空きました',
    offered: 'キャンセル待ちの席が空きました。お返事をお願いします',
    lapsed: 'キャンセル待ちについてのお知らせです',
  },
};

const en: WaitlistText = {
  titles: {
    returned: 'A seat is free for you',
    offered: 'A seat is free. Would you like it?',
    lapsed: 'The time to answer is over',
  },
  place: (place) => `Waiting list: place ${place}. You will be told when a seat is free.`,
  approved: 'The seat you waited for is yours. It is approved.',
  asked: (names) =>
    names
      ? `The seat you waited for is kept for you, and ${names} has been asked to approve it. You will be told when it is decided.`
      : 'The seat you waited for is kept for you. The approver is being looked up. You will be told when it is decided.',
  orGiveBack: 'If you do not need it any more, press “I do not need it”. The seat goes to the next person in line.',
  giveBack: 'I do not need it',
  offered: (until) =>
    `Please choose by ${until}. The seat is kept for you until then; without an answer it goes to the next person.`,
  readyAt: (at) => `Your time starts soon, so the desktop will be ready at about ${at}.`,
  afterwards: {
    approved: 'Press “Use it” and it is booked at once.',
    asked: 'Press “Use it” and your approver is asked.',
  },
  take: 'Use it',
  decline: 'I do not need it',
  lapsed:
    'There was no answer in time, so the seat went to the next person. If you still need a day, please ask for another day or time.',
  summaries: {
    returned: 'A seat from the waiting list is free',
    offered: 'A seat from the waiting list is free. Please answer',
    lapsed: 'About the waiting list',
  },
};

const TEXTS: Record<Language, WaitlistText> = { ja, en };

/** The words of the waiting list in a language. */
export function waitlistTextIn(language: Language): WaitlistText {
  return TEXTS[language];
}

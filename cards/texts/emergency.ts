import type { EmergencyProblem, EmergencyToldView, EmergencyView } from '../../flows/emergency/emergency-view.ts';
import type { Language } from '../../flows/organisation.ts';

/** The words of an emergency. Days, times, names and numbers of people come in written out. */
export interface EmergencyText {
  titles: Record<EmergencyView['state'], string>;
  everybody: string;
  scope: string;
  scopeError: string;
  reason: string;
  /** Who will read it. */
  reasonHint: string;
  reasonError: string;
  people(count: number): string;
  what: string;
  twoPeople: string;
  begin: string;
  ask: string;
  askedBy(name: string, at: string): string;
  confirmedBy(name: string): string;
  began(at: string): string;
  ended(name: string, at: string): string;
  withdrawn(name: string): string;
  waitsForAnother: string;
  pleaseConfirm: string;
  done(told: number, approved: number, waitlisted: number): string;
  confirm: string;
  withdraw: string;
  end: string;
  endHint: string;
  another: string;
  problems: Record<EmergencyProblem, string>;
  told: {
    titles: Record<EmergencyToldView['state'], string>;
    how: string;
    ended: string;
    today: string;
    onDay(day: string): string;
    own: string;
    dayChanged: string;
  };
  summaries: Record<'form' | 'asked' | 'state' | 'begun' | 'ended', string>;
}

const ja: EmergencyText = {
  titles: {
    form: '緊急時のテレワークへの切り替え',
    asked: '緊急時の切り替えの確認待ちです',
    on: '緊急時のテレワーク中です',
    ended: '緊急時のテレワークは終わりました',
    withdrawn: '緊急時の切り替えは取り下げられました',
  },
  everybody: '全庁',
  scope: '対象',
  scopeError: '対象を1つ以上選んでください。',
  reason: '理由',
  reasonHint: '対象の全員へのお知らせに載ります',
  reasonError: '理由を書いてください。',
  people: (count) => `${count.toLocaleString('ja-JP')}人`,
  what: '切り替えるとすぐに始まり、対象の全員にお知らせが届きます。日数などの上限は外れ、申請は自動で承認されます。席が足りないときは、決められた順に席を割り当てます。',
  twoPeople: '始めるには、もう1人の担当者の確認が必要です。',
  begin: 'この内容で切り替える',
  ask: 'もう1人の担当者に確認を頼む',
  askedBy: (name, at) => `${at} に${name}さんが求めました`,
  confirmedBy: (name) => `確認した人：${name}さん`,
  began: (at) => `開始：${at}`,
  ended: (name, at) => `${at} に${name}さんが終了しました。承認済みの予約はそのまま残ります。`,
  withdrawn: (name) => `${name}さんが取り下げました。お知らせは送っていません。`,
  waitsForAnother: 'ほかの担当者の確認を待っています。確認されると始まります。',
  pleaseConfirm:
    '内容を確かめ、よければ「確認して始める」を押してください。押すとすぐに始まり、対象の全員に知らせます。',
  done: (told, approved, waitlisted) =>
    `お知らせ ${told.toLocaleString('ja-JP')}人・自動承認 ${approved.toLocaleString('ja-JP')}件・キャンセル待ち ${waitlisted.toLocaleString('ja-JP')}件`,
  confirm: '確認して始める',
  withdraw: '取り下げる',
  end: '緊急時のテレワークを終了する',
  endHint: '終了すると、全員に知らせ、いつもの決まりに戻します。承認済みの予約はそのまま残ります。',
  another: '別の対象を切り替える',
  problems: {
    'own-confirmation': 'ご自分の求めはご自分では確認できません。ほかの担当者の確認をお待ちください。',
    'not-asked': 'この求めは、もう確認されたか取り下げられています。今の状況は下のとおりです。',
    'not-on': 'この緊急時のテレワークは、今は行われていません。今の状況は下のとおりです。',
    'changed-since': 'カードが届いたあとで状況が変わりました。今の内容を確かめて、もう一度押してください。',
    'reason-missing': '「理由」がまだ入っていません。全員へのお知らせに載る理由を書いてください。',
    'scope-missing': '「対象」がまだ選ばれていません。全庁か、課を選んでください。',
    'already-open': 'この対象は、もう切り替えが始まっているか、確認を待っています。今の状況は下のとおりです。',
    'nobody-to-confirm':
      '確認できる担当者がほかにいないため、始められません。情報システム担当に、緊急時の担当者の追加を頼んでください。',
  },
  told: {
    titles: { on: '緊急時のテレワークに切り替わりました', ended: '緊急時のテレワークは終わりました' },
    how: '在宅で勤務するときは、下のボタンを1回押してください。承認はいりません。席が足りないときは、空きしだいお知らせします。出勤が必要な仕事は、所属長の指示に従ってください。',
    ended:
      'これからの申請は、いつものとおり承認が必要です。承認済みの予約はそのまま使えます。いらなくなった予約は「予約一覧」から取り消してください。',
    today: '今日テレワークする',
    onDay: (day) => `${day}にテレワークする`,
    own: 'あなたの予約',
    dayChanged:
      '今日の勤務時間が終わったため、予約はしていません。次の勤務日で予約するときは、もう一度押してください。',
  },
  summaries: {
    form: '緊急時の切り替えの内容をご確認ください',
    asked: '緊急時の切り替えの確認をお願いします',
    state: '緊急時の切り替えの状況です',
    begun: '緊急時のテレワークに切り替わりました。内容をご確認ください',
    ended: '緊急時のテレワークは終わりました',
  },
};

const en: EmergencyText = {
  titles: {
    form: 'Switch to emergency telework',
    asked: 'The switch waits for confirmation',
    on: 'Emergency telework is on',
    ended: 'Emergency telework has ended',
    withdrawn: 'The switch was withdrawn',
  },
  everybody: 'Everybody',
  scope: 'For whom',
  scopeError: 'Please choose at least one.',
  reason: 'Reason',
  reasonHint: 'Everybody concerned will read it',
  reasonError: 'Please write a reason.',
  people: (count) => `${count.toLocaleString('en-GB')} ${count === 1 ? 'person' : 'people'}`,
  what: 'It begins at once and everybody concerned is told. Limits on days are lifted and requests are approved automatically. If seats run short, they are given out in the order that has been laid down.',
  twoPeople: 'A second person with this role must confirm before it begins.',
  begin: 'Switch now',
  ask: 'Ask a second person to confirm',
  askedBy: (name, at) => `Asked for by ${name} at ${at}`,
  confirmedBy: (name) => `Confirmed by ${name}`,
  began: (at) => `Began: ${at}`,
  ended: (name, at) => `Ended by ${name} at ${at}. Approved bookings stay as they are.`,
  withdrawn: (name) => `Withdrawn by ${name}. Nobody has been told.`,
  waitsForAnother: 'It waits for somebody else with this role to confirm, and begins as soon as they do.',
  pleaseConfirm:
    'Please check this and press “Confirm and begin” if it is right. It begins at once and everybody concerned is told.',
  done: (told, approved, waitlisted) =>
    `Told: ${told.toLocaleString('en-GB')} · approved automatically: ${approved.toLocaleString('en-GB')} · waiting for a seat: ${waitlisted.toLocaleString('en-GB')}`,
  confirm: 'Confirm and begin',
  withdraw: 'Withdraw',
  end: 'End emergency telework',
  endHint: 'Everybody is told and the usual rules hold again. Approved bookings stay as they are.',
  another: 'Switch somebody else',
  problems: {
    'own-confirmation': 'You cannot confirm what you asked for yourself. Please wait for somebody else with this role.',
    'not-asked': 'This has been confirmed or withdrawn already. It stands as shown below.',
    'not-on': 'This emergency is not on. It stands as shown below.',
    'changed-since': 'This changed after the card was sent. Please check it as it is now and press again.',
    'reason-missing': '“Reason” is still empty. Please write the reason that everybody concerned will read.',
    'scope-missing': '“For whom” is still empty. Please choose everybody or some sections.',
    'already-open': 'This is on already, or waits to be confirmed. It stands as shown below.',
    'nobody-to-confirm':
      'Nobody else has the role to confirm it, so it cannot begin. Please ask the ICT section to name a second person.',
  },
  told: {
    titles: { on: 'Emergency telework is on', ended: 'Emergency telework has ended' },
    how: 'To work from home, press the button below once. No approval is needed. If there is no seat left, you will be told as soon as one is free. If your work has to be done in the office, follow your head of section.',
    ended:
      'From now on requests need approval as usual. Approved bookings stay as they are; send “my bookings” to cancel what you do not need.',
    today: 'Work from home today',
    onDay: (day) => `Work from home on ${day}`,
    own: 'Your bookings',
    dayChanged: 'Today’s working hours are over, so nothing was booked. Press again to book the next working day.',
  },
  summaries: {
    form: 'Please check the switch to emergency telework',
    asked: 'Please confirm the switch to emergency telework',
    state: 'About the switch to emergency telework',
    begun: 'Emergency telework is on. Please read what to do',
    ended: 'Emergency telework has ended',
  },
};

const TEXTS: Record<Language, EmergencyText> = { ja, en };

/** The words of an emergency in a language. */
export function emergencyTextIn(language: Language): EmergencyText {
  return TEXTS[language];
}

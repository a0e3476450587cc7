import type { Language } from '../flows/organisation.ts';

/** Sentences that appear outside Teams: in Outlook and inside a desktop session. */

/** Subject of the calendar entry. Everybody who may see the calendar reads it: no reason, no place. */
export function calendarSubject(language: Language, part: string): string {
  const ja: Record<string, string> = { am: 'テレワーク（午前）', pm: 'テレワーク（午後）' };
  const en: Record<string, string> = { am: 'Telework (morning)', pm: 'Telework (afternoon)' };
  return language === 'ja' ? (ja[part] ?? 'テレワーク') : (en[part] ?? 'Telework');
}

/** What a person still signed in after their time reads in their session. */
export const sessionWords = {
  warning(
    language: Language,
    then: 'leave' | 'disconnect' | 'log-off',
    minutesLeft: number,
  ): { title: string; body: string } {
    if (language === 'ja') {
      const next = {
        leave: '作業を保存して、サインアウトしてください。',
        disconnect: `作業を保存してください。約${minutesLeft}分後に接続を切断します。`,
        'log-off': `作業を保存してサインアウトしてください。約${minutesLeft}分後に自動でサインアウトします。`,
      }[then];
      return { title: '予約した時間が終わりました', body: `テレワークの予約時間が終わりました。${next}` };
    }
    const next = {
      leave: 'Please save your work and sign out.',
      disconnect: `Please save your work: you will be disconnected in about ${minutesLeft} min.`,
      'log-off': `Please save your work and sign out: you will be signed out in about ${minutesLeft} min.`,
    }[then];
    return { title: 'Your booked time is over', body: `Your booked telework time is over. ${next}` };
  },
};

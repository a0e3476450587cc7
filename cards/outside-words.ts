import type { Language } from '../flows/organisation.ts';
import { plainText } from './plain-text.ts';

/** Sentences that appear outside Teams: in Outlook and inside a desktop session. */

/** Subject of the calendar entry. Everybody who may see the calendar reads it: no reason, no place. */
export function calendarSubject(
  language: Language,
  part: string,
  stage: 'requested' | 'decided' | 'cancelled' = 'decided',
): string {
  const what = language === 'ja' ? 'テレワーク' : 'Telework';
  return `${what}${inBrackets(language, [partWord(language, part), stageWord(language, stage)])}`;
}

/** An entry in a section's calendar: who, and where. */
export function sectionSubject(
  language: Language,
  name: string,
  { part, place }: { part: string; place: 'home' | 'satellite' | 'field' | null },
  stage: 'requested' | 'decided',
): string {
  const places = {
    ja: { home: '在宅', satellite: 'サテライト', field: '出先' },
    en: { home: 'at home', satellite: 'satellite office', field: 'on site' },
  };
  const where = places[language][place ?? 'home'];
  const more = inBrackets(language, [partWord(language, part), stageWord(language, stage)]);
  return `${plainText(name, 60)}${language === 'ja' ? '：' : ': '}${where}${more}`;
}

function partWord(language: Language, part: string): string | null {
  if (part === 'am') return language === 'ja' ? '午前' : 'morning';
  if (part === 'pm') return language === 'ja' ? '午後' : 'afternoon';
  return null;
}

function stageWord(language: Language, stage: 'requested' | 'decided' | 'cancelled'): string | null {
  if (stage === 'decided') return null;
  if (stage === 'requested') return language === 'ja' ? '申請中' : 'requested';
  return language === 'ja' ? '取り消し' : 'cancelled';
}

function inBrackets(language: Language, words: (string | null)[]): string {
  const said = words.filter((word) => word !== null);
  if (said.length === 0) return '';
  return language === 'ja' ? `（${said.join('・')}）` : ` (${said.join(', ')})`;
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

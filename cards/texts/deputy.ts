import type { Language } from '../../flows/organisation.ts';

/** The words of standing in for an approver. Days and people's names come in written out. */
export interface DeputyText {
  titles: Record<'set' | 'ended' | 'ask-who' | 'ask-days' | 'shown', string>;
  set(name: string, days: string): string;
  setNext: string;
  ended(name: string, days: string): string;
  askWho(days: string): string;
  askDays: string;
  example: string;
  problems: Record<'nobody-found' | 'several-found' | 'self' | 'past' | 'not-yours', (said: string) => string>;
  choose(name: string, jobTitle: string | null): string;
  standing: string;
  none: string;
  line(name: string, days: string): string;
  automatic: string;
  end: string;
  days(from: string, to: string): string;
}

const ja: DeputyText = {
  titles: {
    set: '代決をお願いしました',
    ended: '代決を終えました',
    'ask-who': 'どなたに代決をお願いしますか',
    'ask-days': 'いつの代決をお願いしますか',
    shown: '代決のお願い',
  },
  set: (name, days) => `${days}は、${name}さんがあなたの代わりに承認できます。${name}さんにもお知らせしました。`,
  setNext: 'その間も、ご自分で決めることができます。',
  ended: (name, days) => `${days}の${name}さんへの代決のお願いを終えました。`,
  askWho: (days) => `${days}の代決をお願いする人を選んでください。`,
  askDays: '日にちと相手を、次のように書いて送ってください。',
  example: '「12/1から12/5は課長補佐に代決をお願い」',
  problems: {
    'nobody-found': (said) => `「${said}」に当たる人が、同じ課や部下の中に見つかりませんでした。`,
    'several-found': (said) => `「${said}」に当たる人が何人かいます。`,
    self: () => 'ご自分にお願いすることはできません。',
    past: () => 'その日にちではお願いできません。今日から1年先までの日を書いてください。',
    'not-yours': () => 'この人にはお願いできません。同じ課の人か部下の名前を書いて送ってください。',
  },
  choose: (name, jobTitle) => (jobTitle ? `${name}(${jobTitle})` : name),
  standing: '今とこれからの代決',
  none: '代決をお願いしている人はいません。',
  line: (name, days) => `${days}：${name}さん`,
  automatic: '自動応答や予定表の休みによるもので、自動応答を止めるか休みが終わると終わります。',
  end: '代決を終える',
  days: (from, to) => (from === to ? from : `${from}から${to}まで`),
};

const en: DeputyText = {
  titles: {
    set: 'Your deputy is set',
    ended: 'Your deputy has ended',
    'ask-who': 'Who should stand in for you?',
    'ask-days': 'On which days?',
    shown: 'Your deputies',
  },
  set: (name, on) => `${on}: ${name} may approve in your place and has been told.`,
  setNext: 'You can still decide yourself.',
  ended: (name, on) => `${name} no longer stands in for you (${on}).`,
  askWho: (on) => `Please choose who stands in for you: ${on}.`,
  askDays: 'Please write the days and the person like this:',
  example: '"Sato approves for me from 1 to 5 December"',
  problems: {
    'nobody-found': (said) => `Nobody in your section or among your staff is called "${said}".`,
    'several-found': (said) => `"${said}" may mean several people.`,
    self: () => 'You cannot stand in for yourself.',
    past: () => 'Those days cannot be used. Please write days from today up to a year ahead.',
    'not-yours': () => 'This person cannot stand in for you. Please name somebody of your section or your staff.',
  },
  choose: (name, jobTitle) => (jobTitle ? `${name} (${jobTitle})` : name),
  standing: 'Now and to come',
  none: 'Nobody stands in for you.',
  line: (name, on) => `${on}: ${name}`,
  automatic: 'Because of your automatic replies or a day of leave in your calendar; it ends with them.',
  end: 'End this',
  days: (from, to) => (from === to ? from : `${from} to ${to}`),
};

const TEXTS: Record<Language, DeputyText> = { ja, en };

/** The words of standing in, in a language. */
export function deputyTextIn(language: Language): DeputyText {
  return TEXTS[language];
}

import type { Language } from '../../flows/organisation.ts';

/** Words of the pledge and of the question how a day went. */
export interface RegistrationText {
  pledge: {
    title: string;
    lead(months: number): string;
    version(version: string): string;
    ownDevice: string;
    accept: string;
    acceptAndGoOn: string;
  };
  feedback: {
    title(day: string): string;
    lead: string;
    /** From bad to good: 1 to 5. */
    scores: readonly [string, string, string, string, string];
    score: string;
    line: string;
    lineHint: string;
    send: string;
    thanks: string;
    choose: string;
  };
  report: { week: string; all: string; answers: string; average: string; withheld: string };
}

const ja: RegistrationText = {
  pledge: {
    title: 'テレワークの誓約',
    lead: (months) =>
      `申請の前に、次の内容をお読みください。下のボタンを押すと、日付とともに記録されます(${months}か月有効)。`,
    version: (version) => `版：${version}`,
    ownDevice: '自分の機器を使うときの決まり',
    accept: '誓約する',
    acceptAndGoOn: '誓約して申請に進む',
  },
  feedback: {
    title: (day) => `${day}のテレワークはいかがでしたか`,
    lead: '下のボタンを一つ押すだけで送れます。情報政策の担当が、名前を出さずにまとめて見ます。',
    scores: ['とても困った', '困った', 'ふつう', '良かった', 'とても良かった'],
    score: '全体としての感想',
    line: 'ひとこと(任意)',
    lineHint: '困ったこと、良かったこと、直してほしいこと',
    send: '直して送る',
    thanks: 'ありがとうございました。感想やひとことは、ここで直してもう一度送れます。',
    choose: '感想を一つ選んでください。',
  },
  report: {
    week: '週(月曜日)',
    all: '全体',
    answers: '回答数',
    average: '平均(1〜5)',
    withheld:
      '回答した人が3人より少ないため、だれのものか分からないように、ひとことは載せていません。期間を広げてください。',
  },
};

const en: RegistrationText = {
  pledge: {
    title: 'Your telework pledge',
    lead: (months) =>
      `Before you send a request, please read this. Your pledge is recorded with today’s date and holds for ${months} months.`,
    version: (version) => `Version: ${version}`,
    ownDevice: 'Rules for your own device',
    accept: 'I pledge',
    acceptAndGoOn: 'I pledge, and go on',
  },
  feedback: {
    title: (day) => `How was your telework on ${day}?`,
    lead: 'One tap on a button below sends it. The ICT section reads the answers together, without names.',
    scores: ['Very bad', 'Bad', 'All right', 'Good', 'Very good'],
    score: 'All in all',
    line: 'In a line (optional)',
    lineHint: 'What was hard, what was good, what should change',
    send: 'Send again',
    thanks: 'Thank you. You can change it or add to it here.',
    choose: 'Please choose one.',
  },
  report: {
    week: 'Week (Monday)',
    all: 'All',
    answers: 'Answers',
    average: 'Average (1 to 5)',
    withheld:
      'Fewer than 3 people answered: their lines are left out, so that nobody is recognised. Choose a longer span.',
  },
};

const TEXTS: Record<Language, RegistrationText> = { ja, en };

export function registrationTextIn(language: Language): RegistrationText {
  return TEXTS[language];
}

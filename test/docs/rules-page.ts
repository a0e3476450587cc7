import { speechFor } from '../../cards/booking-box.ts';
import { beyondSentence, stopSentence, touchedLine } from '../../cards/rule-sentences.ts';
import { textIn } from '../../cards/texts/text-in.ts';
import type { RuleReason } from '../../flows/booking/proposal.ts';
import type { Language, Localised } from '../../flows/organisation.ts';
import { RULE_IDS, type RuleId } from '../../flows/rules/rules.ts';

interface Page {
  /** How it is written in the organisation's file. */
  setting: string;
  meaning: Localised;
  example: RuleReason;
}

const election: Localised = { ja: '市長選挙', en: 'Mayoral election' };

/** What the page says of each rule beside the sentences, which come from the cards themselves. */
const RULES: Record<RuleId, Page> = {
  'days-per-week': {
    setting: '`daysPerWeek: 3`',
    meaning: { ja: '月曜から日曜までに予約できる日数', en: 'Days from Monday to Sunday' },
    example: { rule: 'days-per-week', limit: 3, held: ['2026-11-30', '2026-12-01', '2026-12-02'] },
  },
  'days-per-month': {
    setting: '`daysPerMonth: 8`',
    meaning: { ja: '暦の一か月に予約できる日数', en: 'Days in a calendar month' },
    example: { rule: 'days-per-month', limit: 8, held: ['2026-12-01', '2026-12-02'] },
  },
  'days-per-year': {
    setting: '`daysPerYear: 60`, `yearBegins: 4`',
    meaning: { ja: '一年度に予約できる日数', en: 'Days in a year that begins with the month named' },
    example: { rule: 'days-per-year', limit: 60, held: [] },
  },
  'office-days': {
    setting: '`officeDaysPerWeek: 2`',
    meaning: {
      ja: '週に出勤する日数(祝日のある週は開庁日の数まで)',
      en: 'Working days of a week left for the office, at most as many as it has',
    },
    example: { rule: 'office-days', limit: 2 },
  },
  'lead-time': {
    setting: "`lead: { workingDays: 1, until: '17:00' }`",
    meaning: { ja: '何開庁日前の何時までに申請するか', en: 'Asked so many working days before, by this time' },
    example: { rule: 'lead-time', workingDays: 1, until: '17:00' },
  },
  horizon: {
    setting: '`horizonDays: 90`',
    meaning: { ja: '何日先まで予約できるか', en: 'How many days ahead' },
    example: { rule: 'horizon', limit: 90 },
  },
  part: {
    setting: '`parts: [am, pm]`',
    meaning: { ja: '予約できる時間帯の単位', en: 'Parts of a day that may be booked' },
    example: { rule: 'part', parts: ['am', 'pm'] },
  },
  weekday: {
    setting: '`forbiddenWeekdays: [MO]`',
    meaning: { ja: 'テレワークをしない曜日', en: 'Weekdays without telework' },
    example: { rule: 'weekday', weekday: 'MO' },
  },
  'forbidden-day': {
    setting: "`forbiddenDays: [{ from: 2026-12-06, to: 2026-12-06, name: … }]`",
    meaning: { ja: 'テレワークをしない日', en: 'Days without telework' },
    example: { rule: 'forbidden-day', name: election },
  },
  'day-off': {
    setting: '`daysOff: false`',
    meaning: { ja: '土日、祝日、年末年始', en: 'Weekends, public holidays, the turn of the year' },
    example: { rule: 'day-off' },
  },
  closure: {
    setting: '`closures: [{ from: …, to: …, name: … }]`',
    meaning: { ja: '祝日のほかの閉庁日(組織全体)', en: 'Closed days of the whole organisation' },
    example: { rule: 'closure', name: { ja: '創立記念日', en: 'Foundation day' } },
  },
  'quiet-hours': {
    setting: "`quietHours: { from: '22:00', to: '05:00', daysOff: true }`",
    meaning: { ja: '通知を出さず、デスクトップも用意しない時間', en: 'No toasts, and no desktop unless ordered' },
    example: { rule: 'quiet-hours', from: '22:00', to: '05:00' },
  },
  'most-away': {
    setting: '`mostAway: { people: 5, percent: 50 }`',
    meaning: { ja: '同じ課で同時にテレワークできる人数と割合', en: 'The most of a section away at the same time' },
    example: { rule: 'most-away', limit: 5, away: 5 },
  },
  counter: {
    setting: "`counter: [{ from: '09:00', to: '12:00', people: 3 }]`",
    meaning: { ja: '時間帯ごとに窓口に必要な人数', en: 'People needed at the counter, by time of day' },
    example: { rule: 'counter', from: '09:00', to: '12:00', people: 3 },
  },
  place: {
    setting: '`places: [home, satellite]`',
    meaning: { ja: '選べる場所', en: 'Places that may be chosen' },
    example: { rule: 'place', places: ['home', 'satellite'] },
  },
  device: {
    setting: '`devices: [lent, mobile-pc]`',
    meaning: { ja: '選べる機器', en: 'Devices that may be chosen' },
    example: { rule: 'device', devices: ['lent', 'mobile-pc'] },
  },
  excluded: {
    setting: '`excluded: true`',
    meaning: { ja: '所属長の判断がなければ対象としない人', en: 'People to whom telework is not open unless the head agrees' },
    example: { rule: 'excluded' },
  },
};

const TEXT = {
  ja: {
    title: '規則の一覧',
    lead: 'すべての規則、組織のファイルでの書き方、本人と承認者に表示される文の例です。この表は、カードの文そのものから作られ、テストで確かめられています。',
    how: [
      '- 規則は `rules`(全員)に書き、`profiles` で課、職名、人ごとに変えます。近いものが優先します(課→職名→人)。',
      '- `stops` にある規則を超える申請は受け付けません。ない規則を超える申請は、承認者の判断になります。',
      '- すべての規則の範囲内の申請は、`within: automatic` なら規則により承認され、`within: approver` なら承認者に届きます。',
      '- 非常時の対応中は、日数、割合、窓口、期限などの規則は外れ、規則により承認されます。席、時間の重なり、庁外でできない業務は、だれも外せません。',
    ],
    head: ['規則', '意味', '書き方の例', '超えたら受け付けないとき(本人)', '承認者の判断になるとき(本人)', '承認者のカード'],
    hard: 'だれも外せない決まり',
    hardHead: ['決まり', '本人に表示される文'],
  },
  en: {
    title: 'All rules',
    lead: 'Every rule, how it is written in the organisation’s file, and the sentences that people and approvers see. The table is made from the cards’ own words and held to them by a test.',
    how: [
      '- Rules are written in `rules` for everybody and changed in `profiles` for sections, jobs and people. The closer one wins: section, job, person.',
      '- What lies beyond a rule among the `stops` is refused. What lies beyond another goes to the approver.',
      '- What lies within all rules is approved by the rule itself with `within: automatic`, and goes to the approver with `within: approver`.',
      '- While an emergency is on, limits, shares, counters and deadlines are lifted and the rule itself approves. Seats, overlaps and tasks that may not leave the office are lifted by nobody.',
    ],
    head: ['Rule', 'Meaning', 'Setting', 'As a stop (the person reads)', 'For the approver (the person reads)', 'The approver reads'],
    hard: 'What nobody can lift',
    hardHead: ['What', 'The person reads'],
  },
} as const;

const HARD = ['past', 'over', 'empty-time', 'overlap', 'other-pool-that-day', 'no-pool', 'no-seat', 'task'] as const;

/** The page of rules in one language, as docs/ has it. */
export function rulesPage(language: Language): string {
  const text = TEXT[language];
  const speech = speechFor(language, 'Asia/Tokyo', []);
  const rows = RULE_IDS.map((id) => {
    const { setting, meaning, example } = RULES[id];
    const said = [stopSentence(example, speech), beyondSentence([example], speech), touchedLine([example], speech)];
    return [`\`${id}\``, meaning[language], setting, ...said];
  });
  const { refusals } = textIn(language).proposal;
  const facts = { seats: 50, onlyIn: null, inRequest: false, task: language === 'ja' ? 'マイナンバー利用事務' : 'My Number tasks' };
  const hard = HARD.map((kind) => [`\`${kind}\``, refusals[kind](facts)]);
  return [
    `# ${text.title}`,
    text.lead,
    text.how.join('\n'),
    table(text.head, rows),
    `## ${text.hard}`,
    table(text.hardHead, hard),
    '',
  ].join('\n\n').trimEnd().concat('\n');
}

function table(head: readonly string[], rows: string[][]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

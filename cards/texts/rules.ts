import type { RuleReason } from '../../flows/booking/proposal.ts';
import type { Language } from '../../flows/organisation.ts';
import type { RuleId } from '../../flows/rules/rules.ts';

type Holding<Rule extends RuleId, Reason = RuleReason> = Reason extends { rule: infer Rules }
  ? Rule extends Rules
    ? Reason
    : never
  : never;

/** What of a reason is written out already, in the person's language and made plain; empty where the rule has none. */
export interface RuleFacts {
  /** Days that use up the limit: in full for the requester, short for the approver. */
  held: string;
  heldShort: string;
  /** What the rule allows: parts, places or devices. */
  allowed: string;
  /** Of a closed or forbidden day. */
  name: string;
  weekday: string;
  /** `9:00-12:00`, `22:00から翌5:00まで`. */
  times: string;
  /** Until when it had to be asked. */
  deadline: string;
}

interface Moods<Reason> {
  /** Where the organisation has made it a stop: why, and what to do next. */
  stop(reason: Reason, facts: RuleFacts): string;
  /** Why the approver decides: a clause that `beyond` makes a sentence of. */
  beyond(reason: Reason, facts: RuleFacts): string;
  /** What the approver reads: the rule that it touches. */
  touches(reason: Reason, facts: RuleFacts): string;
}

/** One entry a rule, so that a new rule without words is a type error. */
export type RuleSentences = { [Rule in RuleId]: Moods<Holding<Rule>> };

export interface RuleText {
  rules: RuleSentences;
  /** One sentence of all that a day lies beyond. */
  beyond(clauses: readonly string[]): string;
  /** Before the rules on the approver's card, so that they are not told by a colour alone. */
  touches(sentences: readonly string[]): string;
  deadline(workingDays: number, until: string | null): string;
  overnight(from: string, to: string): string;
  weekdays: Record<'MO' | 'TU' | 'WE' | 'TH' | 'FR' | 'SA' | 'SU', string>;
}

const ja: RuleText = {
  beyond: (clauses) => `${clauses.join('、また、')}、承認者の判断になります。`,
  touches: (sentences) => `規則の確認：${sentences.join('／')}`,
  deadline: (workingDays, until) => {
    const day = workingDays === 0 ? '当日' : workingDays === 1 ? '前の勤務日' : `${workingDays}勤務日前`;
    return until === null ? day : `${day}の${until}`;
  },
  overnight: (from, to) => `${from}から翌${to}`,
  weekdays: { MO: '月', TU: '火', WE: '水', TH: '木', FR: '金', SA: '土', SU: '日' },
  rules: {
    'days-per-week': {
      stop: ({ limit }, { held }) =>
        held
          ? `テレワークは週${limit}日までです。この週には ${held} が入っています。別の週の日を選ぶか、先に予約を取り消してください。`
          : `テレワークは週${limit}日までです。日数を減らすか、別の週の日を選んでください。`,
      beyond: ({ limit }) => `上限(週${limit}日)を超えるため`,
      touches: ({ limit }, { heldShort }) => `週の上限${limit}日を超えます${heldShort ? `(${heldShort})` : ''}`,
    },
    'days-per-month': {
      stop: ({ limit }, { held }) =>
        held
          ? `テレワークは月${limit}日までです。この月には ${held} が入っています。別の月の日を選ぶか、先に予約を取り消してください。`
          : `テレワークは月${limit}日までです。日数を減らすか、別の月の日を選んでください。`,
      beyond: ({ limit }) => `上限(月${limit}日)を超えるため`,
      touches: ({ limit }, { heldShort }) => `月の上限${limit}日を超えます${heldShort ? `(${heldShort})` : ''}`,
    },
    'days-per-year': {
      stop: ({ limit }) => `テレワークは年${limit}日までです。日数を減らすか、使わない予約を先に取り消してください。`,
      beyond: ({ limit }) => `上限(年${limit}日)を超えるため`,
      touches: ({ limit }) => `年の上限${limit}日を超えます`,
    },
    'office-days': {
      stop: ({ limit }) =>
        `週に${limit}日は出勤する決まりです。別の週の日を選ぶか、その週の予約を先に取り消してください。`,
      beyond: ({ limit }) => `出勤の日数(週${limit}日)に足りなくなるため`,
      touches: ({ limit }) => `週${limit}日の出勤に足りなくなります`,
    },
    'lead-time': {
      stop: (_reason, { deadline }) => `申請は${deadline}までです。もっと先の日を選んでください。`,
      beyond: (_reason, { deadline }) => `申請の期限(${deadline}まで)を過ぎているため`,
      touches: (_reason, { deadline }) => `申請の期限(${deadline}まで)を過ぎています`,
    },
    horizon: {
      stop: ({ limit }) => `申請できるのは${limit}日先までです。それより前の日を選んでください。`,
      beyond: ({ limit }) => `申請できる期間(${limit}日先まで)より先のため`,
      touches: ({ limit }) => `申請できる期間(${limit}日先まで)より先です`,
    },
    part: {
      stop: (_reason, { allowed }) => `選べる時間帯は ${allowed} です。時間帯を選び直してください。`,
      beyond: (_reason, { allowed }) => `決められた時間帯(${allowed})ではないため`,
      touches: (_reason, { allowed }) => `決められた時間帯(${allowed})ではありません`,
    },
    weekday: {
      stop: (_reason, { weekday }) => `${weekday}曜日はテレワークをしない決まりです。別の曜日を選んでください。`,
      beyond: (_reason, { weekday }) => `${weekday}曜日はテレワークをしない決まりのため`,
      touches: (_reason, { weekday }) => `テレワークをしない曜日(${weekday})です`,
    },
    'forbidden-day': {
      stop: (_reason, { name }) => `この日はテレワークをしない日(${name})です。別の日を選んでください。`,
      beyond: (_reason, { name }) => `テレワークをしない日(${name})のため`,
      touches: (_reason, { name }) => `テレワークをしない日(${name})です`,
    },
    closure: {
      stop: (_reason, { name }) => `この日は閉庁日(${name})です。別の日を選んでください。`,
      beyond: (_reason, { name }) => `閉庁日(${name})のため`,
      touches: (_reason, { name }) => `閉庁日(${name})です`,
    },
    'day-off': {
      stop: () => '土日・祝日・年末年始はテレワークの対象外です。勤務日を選んでください。',
      beyond: () => '土日・祝日・年末年始にあたるため',
      touches: () => '土日・祝日・年末年始の日です',
    },
    'quiet-hours': {
      stop: (_reason, { times }) => `${times} は利用できない時間です。その前かあとの時間を選んでください。`,
      beyond: (_reason, { times }) => `利用を控える時間(${times})にかかるため`,
      touches: (_reason, { times }) => `利用を控える時間(${times})にかかります`,
    },
    'most-away': {
      stop: ({ limit, away }) =>
        `同じ課で同時に不在にできるのは${limit}人までです。この時間はすでに${away}人います。別の日か別の時間を選んでください。`,
      beyond: ({ limit }) => `同じ課の不在が上限(${limit}人)を超えるため`,
      touches: ({ limit, away }) => `同じ課の不在の上限${limit}人を超えます(すでに${away}人)`,
    },
    counter: {
      stop: ({ people }, { times }) =>
        `${times} は窓口に${people}人が必要で、この日は足りなくなります。別の日か別の時間を選んでください。`,
      beyond: ({ people }, { times }) => `窓口の人数(${times} に${people}人)が足りなくなるため`,
      touches: ({ people }, { times }) => `窓口の人数(${times} に${people}人)が足りなくなります`,
    },
    place: {
      stop: (_reason, { allowed }) => `選べる場所は ${allowed} です。場所を選び直してください。`,
      beyond: (_reason, { allowed }) => `決められた場所(${allowed})ではないため`,
      touches: (_reason, { allowed }) => `決められた場所(${allowed})ではありません`,
    },
    device: {
      stop: (_reason, { allowed }) => `選べる端末は ${allowed} です。端末を選び直してください。`,
      beyond: (_reason, { allowed }) => `決められた端末(${allowed})ではないため`,
      touches: (_reason, { allowed }) => `決められた端末(${allowed})ではありません`,
    },
    excluded: {
      stop: () => 'テレワークの対象に入っていません。所属長にご相談ください。',
      beyond: () => 'テレワークの対象に入っていないため',
      touches: () => 'テレワークの対象に入っていない職員です',
    },
  },
};

const days = (count: number): string => `${count} ${count === 1 ? 'day' : 'days'}`;
const people = (count: number): string => `${count} ${count === 1 ? 'person' : 'people'}`;
const perWeek = (limit: number): string => `${days(limit)} a week`;

const en: RuleText = {
  beyond: (clauses) => `The approver decides, because ${clauses.join(' and ')}.`,
  touches: (sentences) => `Rules touched: ${sentences.join('; ')}`,
  deadline: (workingDays, until) => {
    const day =
      workingDays === 0
        ? 'the same day'
        : workingDays === 1
          ? 'the working day before'
          : `${workingDays} working days before`;
    return until === null ? day : `${until} on ${workingDays > 1 ? `the day ${day}` : day}`;
  },
  overnight: (from, to) => `${from} to ${to} the next day`,
  weekdays: {
    MO: 'Mondays',
    TU: 'Tuesdays',
    WE: 'Wednesdays',
    TH: 'Thursdays',
    FR: 'Fridays',
    SA: 'Saturdays',
    SU: 'Sundays',
  },
  rules: {
    'days-per-week': {
      stop: ({ limit }, { held }) =>
        held
          ? `You can work from home ${perWeek(limit)}. That week already has ${held}. Choose a day in another week or cancel a booking first.`
          : `You can work from home ${perWeek(limit)}. Please ask for fewer days or choose another week.`,
      beyond: ({ limit }) => `it is more than ${perWeek(limit)}`,
      touches: ({ limit }, { heldShort }) => `more than ${perWeek(limit)}${heldShort ? ` (${heldShort})` : ''}`,
    },
    'days-per-month': {
      stop: ({ limit }, { held }) =>
        held
          ? `You can work from home ${days(limit)} a month. That month already has ${held}. Choose a day in another month or cancel a booking first.`
          : `You can work from home ${days(limit)} a month. Please ask for fewer days or choose another month.`,
      beyond: ({ limit }) => `it is more than ${days(limit)} a month`,
      touches: ({ limit }, { heldShort }) => `more than ${days(limit)} a month${heldShort ? ` (${heldShort})` : ''}`,
    },
    'days-per-year': {
      stop: ({ limit }) =>
        `You can work from home ${days(limit)} a year. Please ask for fewer days or cancel bookings that you do not need.`,
      beyond: ({ limit }) => `it is more than ${days(limit)} a year`,
      touches: ({ limit }) => `more than ${days(limit)} a year`,
    },
    'office-days': {
      stop: ({ limit }) =>
        `${days(limit)} of every week must be spent in the office. Choose a day in another week or cancel a booking of that week first.`,
      beyond: ({ limit }) => `it leaves fewer than ${days(limit)} in the office that week`,
      touches: ({ limit }) => `fewer than ${days(limit)} in the office that week`,
    },
    'lead-time': {
      stop: (_reason, { deadline }) => `A day has to be requested by ${deadline}. Please choose a later day.`,
      beyond: (_reason, { deadline }) => `it should have been requested by ${deadline}`,
      touches: (_reason, { deadline }) => `requested later than ${deadline}`,
    },
    horizon: {
      stop: ({ limit }) => `You can book up to ${days(limit)} ahead. Please choose an earlier day.`,
      beyond: ({ limit }) => `it is more than ${days(limit)} ahead`,
      touches: ({ limit }) => `more than ${days(limit)} ahead`,
    },
    part: {
      stop: (_reason, { allowed }) => `You can choose ${allowed}. Please change the part of the day.`,
      beyond: (_reason, { allowed }) => `the part of the day should be ${allowed}`,
      touches: (_reason, { allowed }) => `part of the day other than ${allowed}`,
    },
    weekday: {
      stop: (_reason, { weekday }) => `There is no telework on ${weekday}. Please choose another day of the week.`,
      beyond: (_reason, { weekday }) => `there is usually no telework on ${weekday}`,
      touches: (_reason, { weekday }) => `no telework on ${weekday}`,
    },
    'forbidden-day': {
      stop: (_reason, { name }) => `There is no telework on this day (${name}). Please choose another day.`,
      beyond: (_reason, { name }) => `there is usually no telework on this day (${name})`,
      touches: (_reason, { name }) => `no telework on this day (${name})`,
    },
    closure: {
      stop: (_reason, { name }) => `The offices are closed on this day (${name}). Please choose another day.`,
      beyond: (_reason, { name }) => `the offices are closed on this day (${name})`,
      touches: (_reason, { name }) => `offices closed (${name})`,
    },
    'day-off': {
      stop: () => 'Weekends, public holidays and the turn of the year cannot be booked. Please choose a working day.',
      beyond: () => 'it is not a working day',
      touches: () => 'not a working day',
    },
    'quiet-hours': {
      stop: (_reason, { times }) => `No desktops are available from ${times}. Please choose an earlier or later time.`,
      beyond: (_reason, { times }) => `it reaches into the quiet hours (${times})`,
      touches: (_reason, { times }) => `reaches into the quiet hours (${times})`,
    },
    'most-away': {
      stop: ({ limit, away }) =>
        `At most ${people(limit)} of your section may be out at the same time, and ${away === 1 ? '1 is' : `${away} are`} already. Please choose another day or time.`,
      beyond: ({ limit }) => `more than ${people(limit)} of the section would be out`,
      touches: ({ limit, away }) => `more than ${people(limit)} of the section out (${away} already)`,
    },
    counter: {
      stop: ({ people: needed }, { times }) =>
        `The counter needs ${people(needed)} from ${times} and would have too few. Please choose another day or time.`,
      beyond: ({ people: needed }, { times }) => `the counter would have fewer than ${people(needed)} (${times})`,
      touches: ({ people: needed }, { times }) => `fewer than ${people(needed)} at the counter (${times})`,
    },
    place: {
      stop: (_reason, { allowed }) => `You can choose ${allowed}. Please change the place.`,
      beyond: (_reason, { allowed }) => `the place should be ${allowed}`,
      touches: (_reason, { allowed }) => `place other than ${allowed}`,
    },
    device: {
      stop: (_reason, { allowed }) => `You can choose ${allowed}. Please change the device.`,
      beyond: (_reason, { allowed }) => `the device should be ${allowed}`,
      touches: (_reason, { allowed }) => `device other than ${allowed}`,
    },
    excluded: {
      stop: () => 'Telework is not open to your position. Please talk to the head of your section.',
      beyond: () => 'telework is not open to this position',
      touches: () => 'telework is not open to this position',
    },
  },
};

const TEXTS: Record<Language, RuleText> = { ja, en };

/** The words of the rules in a language. */
export function ruleTextIn(language: Language): RuleText {
  return TEXTS[language];
}

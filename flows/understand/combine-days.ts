import type { Weekday } from '../working-days.ts';
import { COUNT, NUMBER, numberOf } from './numbers.ts';
import { type Rule, rule } from './reduce.ts';
import type { DaySaid, Length, Token } from './tokens.ts';

const WEEKDAYS = '月火水木金土日';
type DayToken = Extract<Token, { type: 'day' }>;

const day = (said: DaySaid, more: Partial<DayToken> = {}) => ({
  symbol: 'D',
  token: { type: 'day' as const, said, ...more },
});
const said = (token: Token | undefined): DaySaid => (token?.type === 'day' ? token.said : { kind: 'nothing' });

/** Lengths of time, repetitions and how often: they stand beside days and change what those mean. */
export const LENGTHS_AND_REPETITIONS: Rule[] = [
  rule(`(?<![第\\d])(${NUMBER})(?:日間|営業日(?:間|分)?(?!後|目)|日連続|日分)`, ([, n]) => length('working-days', n)),
  rule(`(?<![第\\d])(${NUMBER})週間(?!後|ごと|毎|おき|前|に[1一])`, ([, n]) => length('weeks', n)),
  rule(
    `\\b(${COUNT})[ -]?(?:(?:straight|consecutive|working|business|full|whole|work) )?days?\\b(?! (?:off|a week|per|each|every|left|before|after|ago|later|of (?:leave|vacation)))`,
    ([, n]) => (n === 'a' || n === 'an' || n === 'one' || n === '1' ? undefined : length('working-days', n)),
  ),
  rule(`\\b(${COUNT}) weeks?\\b(?! (?:ago|later|before|after|earlier))`, ([, n]) => length('weeks', n)),
  rule('(?:隔週|かくしゅう|[1一]週(?:間)?(?:おき|置き)|ひと週おき)', () => repeat('week', 2)),
  rule(`(${NUMBER})週(?:間)?(?:ごと|毎|おき|置き|に[1一](?:回|度))`, ([, n]) => repeat('week', numberOf(n as string))),
  rule('(?:毎週|まいしゅう|各週|週に?[1一](?:回|度)|毎(?={D}))', () => repeat('week', 1)),
  rule('(?:毎月|月に?[1一](?:回|度))', () => repeat('month', 1)),
  rule('(?:平日(?:は|の|に)?毎日|毎日|まいにち|毎営業日|毎平日)', () => repeat('working-day', 1)),
  rule(
    '\\b(?:every (?:other|second|2nd|alternate|two weeks(?: on)?|{L}(?: on)?) (?={D})|(?:every (?:other|second|2nd)|alternate) weeks?(?: on)?|bi-?weekly|fortnightly|every fortnight|alternate (?={D})|every {L})',
    (_, tokens) => {
      const [token] = tokens;
      if (token?.type !== 'length') return repeat('week', 2);
      return token.length.unit === 'weeks' ? repeat('week', token.length.count) : undefined;
    },
  ),
  rule('\\bevery third (?:week(?: on)?|(?={D}))', () => repeat('week', 3)),
  rule('\\b(?:every|each) (?:single )?(?:week(?!day)(?: on)?|(?={D}))|\\bweekly\\b', () => repeat('week', 1)),
  rule('\\b(?:every|each) (?:single )?(?:working |business |work|week)?day\\b|\\bdaily\\b', () =>
    repeat('working-day', 1),
  ),
  rule('\\b(?:every|each) month\\b|\\bmonthly\\b', () => repeat('month', 1)),
  rule(`(?<![\\d])(${NUMBER})回(?:だけ|分|限り|のみ|まで)?(?!目|線|答)`, ([, n]) => ({
    symbol: 'C',
    token: { type: 'count', count: numberOf(n as string) },
  })),
  rule(`\\b(${COUNT}) (?:times|occurrences|sessions)\\b`, ([, n]) => ({
    symbol: 'C',
    token: { type: 'count', count: numberOf(n as string) },
  })),
];

/** Days beside days: a weekday that must fit, alternatives, ranges, lengths, where a stretch starts and ends. */
export const COMBINED_DAYS: Rule[] = [
  rule(`{D} ?[(\\[] ?([${WEEKDAYS}])(?:曜日?)?(?:[・/,、 ]?(?:祝日?|休))?[)\\]]`, ([, w], [token]) =>
    fits(token, (WEEKDAYS.indexOf(w as string) + 1) as Weekday),
  ),
  rule(`{D} ?[(\\[] ?{D} ?[)\\]]`, (_, [token, note]) => fitsNote(token, note)),
  rule('(?<=[\\d日])\\((?:祝|祝日)\\)', () => ({ symbol: 'V', token: { type: 'empty' } })),
  rule(`{W}(?:の)?[(\\[]([${WEEKDAYS}](?:[・、,/]?[${WEEKDAYS}])*)[)\\]]`, ([, list], [token]) =>
    token?.type === 'week'
      ? day({
          kind: 'several',
          each: Array.from(list as string)
            .filter((w) => WEEKDAYS.includes(w))
            .map((w) => ({ kind: 'weekday', weekday: (WEEKDAYS.indexOf(w) + 1) as Weekday, week: token.week })),
        })
      : undefined,
  ),
  // 12月10日木曜, 水曜の10日, Thursday, Dec 10: the same day told twice.
  rule('(?<!{R}|{R}の|{R} ){D}(?:の|、|, | |, the | the |)(?:{D})(?!まで)', (_, [a, b]) => fitsNote(a, b)),
  // Tues + Thurs of next week.
  rule(
    '{D}(?:(?:, and | and |, ?| ?& ?| ?\\+ ?|/| ?- ?|~| to | through | thru |と|・|、|から|まで){D}){0,6},? ?(?:\\()?(?:of |in |on |during )?(?:the )?{W}(?!の|は|に|も|、|から| {D})\\)?',
    (match, tokens) => {
      const week = tokens.at(-1);
      if (week?.type !== 'week' || /[とはの、]{W}/.test(match[0])) return undefined;
      const days = tokens.slice(0, -1);
      if (!days.every((token) => token.type === 'day' && onlyBareWeekdays(token.said))) return undefined;
      const each = days.map((token) => inWeek(said(token), week.week));
      const ranged = /[~-]|から| to | through | thru /.test(match[0]) && each.length === 2;
      return ranged
        ? day({ kind: 'range', first: each[0] as DaySaid, last: each[1] as DaySaid })
        : day({ kind: 'several', each });
    },
  ),
  rule(
    '(?:{D})(?:か、?|、?(?:できれば|無理なら|だめなら|ダメなら|駄目なら|難しければ|でなければ|じゃなければ)、?| or |, or |, or else |もしくは|または|あるいは|or)(?:{D})(?:か|のどちらか|のいずれか)?',
    () => ({
      symbol: 'V',
      token: { type: 'empty' },
    }),
  ),
  rule(
    '(?<=({R}の?)?)(?:between |from )?{D}(?:(?:の)?(?:から|~|-|より)| ?(?:-|~|→) ?)(?:の)?{D}(?:まで|にかけて)?(?:の間|間)?(?!まで|に[変移動ず振]|へ)',
    (match, [a, b]) => (match[1] && !(isBare(a) && isBare(b)) ? undefined : range(a, b, match[0].includes('→'))),
  ),
  rule('{D}(?:から|より)(?:の)?{D}(?=に[変移動ず振]|へ)', (_, [a, b]) => range(a, b, true)),
  rule('\\bbetween {D} and {D}', (_, [a, b]) => range(a, b, false)),
  rule(
    '(?<=({R} ?)?)(?:\\bfrom )?{D},?(?: until and including | up to and including | until | till | through | thru | up to | to ){D}(?:,? inclusive)?',
    (match, [a, b]) => (match[1] && !(isBare(a) && isBare(b)) ? undefined : range(a, b, / to /.test(match[0]))),
  ),
  rule(`{D}(?:から|より|~|-)(\\d{1,2})日?(?:まで)(?![\\d:時])`, ([, date], [a]) =>
    range(a, { type: 'day', said: { kind: 'day-of-month', date: Number(date) } }, false),
  ),
  rule('{D} ?[~-] ?(\\d{1,2})(?![\\d:/.]|時| ?[ap]m)日?(?:\\(([月火水木金土日])\\))?', ([, date, w], [a]) => {
    if (!isDated(said(a))) return undefined;
    const last: DaySaid = { kind: 'day-of-month', date: Number(date) };
    const weekday = w ? ((WEEKDAYS.indexOf(w) + 1) as Weekday) : undefined;
    return day({ kind: 'range', first: said(a), last: weekday ? { kind: 'fitting', said: last, weekday } : last });
  }),
  // 明日から3日間, 3 days from Monday.
  rule(`{D}(?:から|より|以降)(?:の)?、?(?:(?:の)?{L}|(${NUMBER})日(?!間))`, ([, n], [a, b]) =>
    span(a, b ?? lengthToken(n)),
  ),
  rule('{L}、?(?:{D}(?:から|より))', (_, [a, b]) => span(b, a)),
  rule('{D}(?:から|より)(?:の)?(?=.{0,12}?{L})', (_, [a]) =>
    a?.type === 'day' ? { symbol: 'D', token: { ...a, starts: true } } : undefined,
  ),
  rule('{L},? (?:from|starting(?: on| from| with)?|beginning(?: on)?|as of|commencing) {D}', (_, [a, b]) => span(b, a)),
  rule(
    '(?:\\b(?:from|starting(?: on| from| with)?|beginning(?: on)?|as of) )?{D},? (?:for )(?:the next )?{L}',
    (_, [a, b]) => span(a, b),
  ),
  rule('\\b(?:from|starting(?: on| from| with)?|beginning(?: on)?|as of) {D},? {L}', (_, [a, b]) => span(a, b)),
  rule('\\b(?:for )?(?:the )?next {L}', (_, [a]) => span({ type: 'day', said: { kind: 'later', days: 1 } }, a)),
  // Where a repetition starts and what it runs to.
  rule('{D}(?:から|より|以降|スタート|開始)(?!で?も)', (_, [a]) =>
    a?.type === 'day' ? { symbol: 'D', token: { ...a, starts: true } } : undefined,
  ),
  rule('{M}(?:から|より|以降)', (_, [m]) =>
    m?.type === 'month' ? day({ kind: 'month-start', month: m.month }, { starts: true }) : undefined,
  ),
  rule('{W}(?:から|より|以降)(?!の)', (_, [w]) =>
    w?.type === 'week' ? { symbol: 'W', token: { ...w, starts: true } } : undefined,
  ),
  rule(
    '\\b(?:from|starting(?: on| from| with| in)?|beginning(?: on| in)?|as of|effective|commencing|since) (?:the )?{D}(?:(?: on| onwards?)\\b)?',
    (_, [a]) => (a?.type === 'day' ? { symbol: 'D', token: { ...a, starts: true } } : undefined),
  ),
  rule('\\b(?:from|starting(?: from| with| in)?|beginning(?: in)?|as of) {M}', (_, [m]) =>
    m?.type === 'month' ? day({ kind: 'month-start', month: m.month }, { starts: true }) : undefined,
  ),
  rule('\\b(?:from|starting|beginning) {W}', (_, [w]) =>
    w?.type === 'week' ? { symbol: 'W', token: { ...w, starts: true } } : undefined,
  ),
  rule('(?:年度末|今年度末|年度内|今年度いっぱい|今年度中|年度いっぱい)(?:まで)?', () => until({ month: 3 })),
  rule('{V}(?:まで)', () => ({ symbol: 'V', token: { type: 'empty' } })),
  rule('(?:年内(?:いっぱい|まで|中)?)', () => until({ month: 12 })),
  rule('{M}(?:の?末日?|の?いっぱい|の?終わり)?まで(?!に)', (_, [m]) =>
    m?.type === 'month' ? until(m.month) : undefined,
  ),
  rule('{D}まで(?!に)', (_, [a]) => untilDay(a)),
  rule(
    '\\b(?:until|till|through|thru|up to|ending(?: on| in)?|ends(?: on| in)?|to|untill?) (?:the )?(?:(?:very )?end of |including )?{M}',
    (_, [m]) => (m?.type === 'month' ? until(m.month) : undefined),
  ),
  rule(
    '\\b(?:until|till|through|thru|up to|ending(?: on)?|ends(?: on)?|untill)(?: and including)? (?:the )?{D}',
    (_, [a]) => untilDay(a),
  ),
  rule("\\b(?:until|till|through) (?:the )?(?:end of the )?(?:year(?:-?end)?|year's end)\\b", () =>
    until({ month: 12 }),
  ),
  rule('\\b(?:until|till|through) (?:the )?(?:end of the )?(?:fiscal|financial) year(?:-?end)?\\b', () =>
    until({ month: 3 }),
  ),
];

function length(unit: Length['unit'], count: string | undefined) {
  const number = numberOf(count ?? '');
  return Number.isNaN(number) || number < 1
    ? undefined
    : { symbol: 'L', token: { type: 'length' as const, length: { unit, count: number } } };
}

function lengthToken(count: string | undefined): Token {
  return { type: 'length', length: { unit: 'working-days', count: numberOf(count ?? '') } };
}

function repeat(every: 'week' | 'month' | 'working-day', interval: number) {
  return interval >= 1 && interval <= 52
    ? { symbol: 'R', token: { type: 'repeat' as const, every, interval } }
    : undefined;
}

function fits(token: Token | undefined, weekday: Weekday) {
  if (token?.type !== 'day') return undefined;
  const { said: words } = token;
  const fitting = (last: DaySaid): DaySaid => ({ kind: 'fitting', said: last, weekday });
  if (words.kind === 'several') {
    const each = words.each.map((one, index) => (index === words.each.length - 1 ? fitting(one) : one));
    return { symbol: 'D', token: { ...token, said: { kind: 'several' as const, each } } };
  }
  return { symbol: 'D', token: { ...token, said: fitting(words) } };
}

/** A bare weekday beside a date says which weekday the writer takes it for. */
function fitsNote(a: Token | undefined, b: Token | undefined) {
  if (a?.type !== 'day' || b?.type !== 'day') return undefined;
  const first = loneWeekday(a.said);
  const second = loneWeekday(b.said);
  if (second && !second.plural && second.week === undefined && isDated(a.said)) return fits(a, second.weekday);
  if (first && !first.plural && first.week === undefined && isDated(b.said)) return fits(b, first.weekday);
  return undefined;
}

function isDated(words: DaySaid): boolean {
  if (words.kind === 'several') return words.each.length === 1 && isDated(words.each[0] as DaySaid);
  if (words.kind === 'fitting') return isDated(words.said);
  return words.kind === 'month-day' || words.kind === 'day-of-month' || words.kind === 'day';
}

export function loneWeekday(words: DaySaid): Extract<DaySaid, { kind: 'weekday' }> | undefined {
  if (words.kind === 'weekday') return words;
  const only = words.kind === 'several' && words.each.length === 1 ? words.each[0] : undefined;
  return only?.kind === 'weekday' ? only : undefined;
}

/** Weekdays without a week of their own. */
export function onlyBareWeekdays(words: DaySaid): boolean {
  if (words.kind === 'range') return onlyBareWeekdays(words.first) && onlyBareWeekdays(words.last);
  return words.kind === 'weekday'
    ? words.week === undefined
    : words.kind === 'several' && words.each.every(onlyBareWeekdays);
}

function inWeek(words: DaySaid, week: number): DaySaid {
  if (words.kind === 'weekday') return { ...words, week };
  if (words.kind === 'several') return { kind: 'several', each: words.each.map((each) => inWeek(each, week)) };
  if (words.kind === 'range') return { ...words, first: inWeek(words.first, week), last: inWeek(words.last, week) };
  return words;
}

function isBare(token: Token | undefined): boolean {
  return token?.type === 'day' && onlyBareWeekdays(token.said);
}

function range(a: Token | undefined, b: Token | undefined, arrow: boolean) {
  if (a?.type !== 'day' || b?.type !== 'day') return undefined;
  if (loneWeekday(a.said)?.plural && !onlyBareWeekdays(b.said)) return undefined; // Wednesdays until Feb 24
  return day({ kind: 'range', first: a.said, last: b.said, arrow });
}

function span(a: Token | undefined, b: Token | undefined) {
  return a?.type === 'day' && b?.type === 'length' ? day({ kind: 'span', first: a.said, length: b.length }) : undefined;
}

function until(month: { month: number } | { offset: number }) {
  return { symbol: 'U', token: { type: 'until' as const, month } };
}

function untilDay(token: Token | undefined) {
  if (token?.type === 'day' && (token.said.kind === 'range' || token.said.kind === 'span'))
    return { symbol: 'D', token };
  return token?.type === 'day' ? { symbol: 'U', token: { type: 'until' as const, day: token.said } } : undefined;
}

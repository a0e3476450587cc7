import type { Weekday } from '../working-days.ts';
import { NUMBER, numberOf } from './numbers.ts';
import { type Rule, rule } from './reduce.ts';
import type { DaySaid, Token } from './tokens.ts';

const WEEKDAYS = '月火水木金土日';
type DayToken = Extract<Token, { type: 'day' }>;

const day = (said: DaySaid, more: Partial<DayToken> = {}) => ({
  symbol: 'D',
  token: { type: 'day' as const, said, ...more },
});
const said = (token: Token | undefined): DaySaid => (token?.type === 'day' ? token.said : { kind: 'nothing' });

const ALL_WEEK =
  '(?:いっぱい|一杯|ずっと|まるまる|丸々|まるごと|丸ごと|毎日|連日|全部|全日|すべて|全て|通し(?:て|で)?)';

/** Days beside days: a weekday that must fit, alternatives, ranges, lengths, where a stretch starts and ends. */
export const COMBINED_DAYS: Rule[] = [
  rule(`{D} ?[(\\[] ?([${WEEKDAYS}])(?:曜日?)?(?:[・/,、 ]?(?:祝日?|休))?[)\\]]`, ([, w], [token]) =>
    fits(token, (WEEKDAYS.indexOf(w as string) + 1) as Weekday),
  ),
  rule(`{D}([月火水木金土])(?=[、,はをにのでも・ ]|在|テ|リ|午|T|$)`, ([, w], [token]) =>
    token?.type === 'day' && isDated(token.said)
      ? fits(token, (WEEKDAYS.indexOf(w as string) + 1) as Weekday)
      : undefined,
  ),
  rule(`{D} ?[(\\[] ?{D} ?[)\\]]`, (_, [token, note]) => fitsNote(token, note)),
  rule('(?<=[\\d日])\\((?:祝|祝日)\\)', () => ({ symbol: 'V', token: { type: 'empty' } })),
  rule(`{W}(?:の)?[(\\[]([${WEEKDAYS}](?:[・、,/]?[${WEEKDAYS}]){0,9})[)\\]]`, ([, list], [token]) =>
    token?.type === 'week'
      ? day({
          kind: 'several',
          each: Array.from(list as string)
            .filter((w) => WEEKDAYS.includes(w))
            .map((w) => ({ kind: 'weekday', weekday: (WEEKDAYS.indexOf(w) + 1) as Weekday, week: token.week })),
        })
      : undefined,
  ),
  // 3/20の週の水曜 is a day, 3/20の週はずっと the whole week, 3/20の週 alone no day, as 来週 is none.
  rule('(?<!{R}の?){D}(?:の|から始まる|を含む|のある)?週の{D}', (_, [a, b]) =>
    b?.type === 'day' && onlyBareWeekdays(b.said)
      ? day(inWeekOf(b.said, said(a)))
      : { symbol: 'V', token: { type: 'empty', vague: true } },
  ),
  rule(`{D}(?:の|から始まる|を含む|のある)?週(?!間|末)(?:(?:の|は|も|、)?${ALL_WEEK})?`, ([whole], [token]) =>
    weekOf(token, /週./.test(whole)),
  ),
  rule(
    '(\\b(?:all(?: of| week)?|(?:the )?(?:whole|entire|full)(?: of)?|every day (?:of|in)) )?(?:the )?\\bweek (?:of|beginning|commencing|starting(?: on)?|that starts on) (?:the )?{D}(,? (?:all week(?: long)?|every (?:work(?:ing)? ?|week)?day|the whole week))?',
    ([, before, after], [token]) => weekOf(token, before !== undefined || after !== undefined),
  ),
  // 12月10日木曜, 水曜の10日, Thursday, Dec 10: the same day told twice.
  rule(
    '(?<!{R}|{R}の|{R} ){D}(?:の|、|, | |, the | the |)(?:{D})(?!まで|(?:だけ|のみ)?[をは]?、?(?:除|以外|抜|ぬき|外し|はずし|なし|出勤|出社|登庁|休み))',
    (_, [a, b]) => fitsNote(a, b),
  ),
  // 「20日は土曜ですが」: the same day told twice, and no second one.
  rule('{D}は{D}(?=です|だ(?:け|が)|なの|なん)', (_, [a, b]) => fitsNote(a, b)),
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
      token: { type: 'empty', vague: true },
    }),
  ),
  rule(
    '(?<=({R}(?:の| )?(?:{D}(?:, and |, | and | & |と|・|、)){0,6})?)(?:between |from )?{D}(?:(?:の)?(?:から|~|-|より)| ?(?:-|~|→) ?)(?:の)?{D}(?:まで|にかけて)?(?:の間|間)?(?!まで|に[変移動ず振]|へ)',
    (match, [a, b]) => (match[1] && !(isBare(a) && isBare(b)) ? undefined : range(a, b, match[0].includes('→'))),
  ),
  rule('{D}(?:から|より)(?:の)?{D}(?=に[変移動ず振]|へ)', (_, [a, b]) => range(a, b, true)),
  rule('\\bbetween {D} and {D}', (_, [a, b]) => range(a, b, false)),
  rule(
    '(?<=({R}(?:の| )?(?:{D}(?:, and |, | and | & |と|・|、)){0,6})?)(?:\\bfrom )?{D},?(?: until and including | up to and including | until | till | through | thru | up to | to ){D}(?:,? inclusive)?',
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
  // 12/7-9,11: a date that shares the month with the range before it.
  rule('{D}((?:[,、・]|と| and | & ) ?\\d{1,2}(?![\\d:/.]|時| ?[ap]m| (?:days|weeks|times)))日?', ([, more], [a]) => {
    if (a?.type !== 'day' || a.said.kind !== 'range' || !isDated(a.said.first)) return undefined;
    return day({
      kind: 'several',
      each: [a.said, { kind: 'day-of-month', date: Number((more as string).replace(/\D/g, '')) }],
    });
  }),
  // 明日から3日間, 3 days from Monday.
  rule(`{D}(?:から|より|以降)(?:の)?、?(?:(?:の)?{L}|(${NUMBER})日(?!間))`, ([, n], [a, b]) =>
    span(a, b ?? lengthToken(n)),
  ),
  rule('{D} ?[~-] ?{L}', (_, [a, b]) => span(a, b)),
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
  rule('{W}(?:から|より|以降|スタート|始まり)(?!の)', (_, [w]) =>
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
  rule('{V}(?:まで)', (_, [token]) => ({ symbol: 'V', token: token ?? { type: 'empty' } })),
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

function weekOf(token: Token | undefined, all: boolean) {
  return all && token?.type === 'day'
    ? day({ kind: 'week-of', day: token.said })
    : { symbol: 'V', token: { type: 'empty' as const, vague: true as const } };
}

function lengthToken(count: string | undefined): Token {
  return { type: 'length', length: { unit: 'working-days', count: numberOf(count ?? '') } };
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
  return ['month-day', 'day-of-month', 'day', 'later'].includes(words.kind);
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

function inWeekOf(words: DaySaid, inside: DaySaid): DaySaid {
  if (words.kind === 'weekday') return { kind: 'week-of', day: inside, weekday: words.weekday };
  if (words.kind === 'several') return { kind: 'several', each: words.each.map((each) => inWeekOf(each, inside)) };
  if (words.kind === 'range')
    return { ...words, first: inWeekOf(words.first, inside), last: inWeekOf(words.last, inside) };
  return words;
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
  // 「月曜から水曜と金曜」: the range ends at the first of them.
  if (b.said.kind === 'several' && b.said.each.length > 1 && !arrow) {
    const [last, ...rest] = b.said.each as [DaySaid, ...DaySaid[]];
    return day({ kind: 'several', each: [{ kind: 'range', first: a.said, last }, ...rest] });
  }
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

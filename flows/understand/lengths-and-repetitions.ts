import { COUNT, NUMBER, numberOf } from './numbers.ts';
import { type Rule, rule } from './reduce.ts';
import type { Length } from './tokens.ts';

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
  rule(
    `(?:繰り返し|くり返し|くりかえし)(?=.{0,3}${NUMBER}回)|(?<=${NUMBER}回の?)(?:繰り返し|くり返し|くりかえし)`,
    () => repeat('week', 1),
  ),
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

function length(unit: Length['unit'], count: string | undefined) {
  const number = numberOf(count ?? '');
  return Number.isNaN(number) || number < 1
    ? undefined
    : { symbol: 'L', token: { type: 'length' as const, length: { unit, count: number } } };
}

function repeat(every: 'week' | 'month' | 'working-day', interval: number) {
  return interval >= 1 && interval <= 52
    ? { symbol: 'R', token: { type: 'repeat' as const, every, interval } }
    : undefined;
}

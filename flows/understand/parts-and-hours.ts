import type { WallTime } from '../organisation.ts';
import { NUMBER, numberOf } from './numbers.ts';
import { type Rule, rule } from './reduce.ts';
import type { DayPart, Token } from './tokens.ts';

const HOURS = 'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve';

type Time = Extract<Token, { type: 'time' }>;

const part = (which: DayPart) => ({ symbol: 'P', token: { type: 'part' as const, part: which } });
const empty = () => ({ symbol: 'V', token: { type: 'empty' as const } });

/** Clock times, ranges of them, and parts of the day. Runs after the days, since "Thursday 2 to 4:30" needs them. */
export const PARTS_AND_HOURS: Rule[] = [
  rule(
    '\\bgood (?:morning|afternoon|evening|day)\\b|おはよう(?:ございます)?|こんにちは|こんばんは|お疲れ(?:様|さま)(?:です|でした)?|おつかれ(?:様|さま)(?:です|でした)?|お世話になって(?:い|お)ります|^morning(?=[!,.])|\\b(?:hi|hello|hey|dear)\\b(?: (?:there|all|team|bot|zaitaku))?',
    () => ({
      symbol: 'G',
      token: { type: 'empty' },
    }),
  ),
  // Times of day.
  rule(
    `(午前|午後|ごぜん|ごご|夕方|夜|朝|[ap]m)?の?(?<![\\d.]|\\d:)(${NUMBER})時(?!間|期|給|点|代|限|短|差|[々折])(?:(半)|(${NUMBER})分)?(?:頃|ごろ|ぐらい|くらい|ちょうど)?`,
    ([, half, h, thirty, m]) => time(numberOf(h as string), thirty ? 30 : m ? numberOf(m) : 0, halfOf(half), false),
  ),
  rule(
    '(午前|午後|ごぜん|ごご|[ap]m)?の?(?<![\\d/.]|\\d:)(\\d{1,2}):(\\d\\d)(?::\\d\\d)?(?![\\d:])(?: ?([ap]m\\b|[ap]\\.m\\.?))?',
    ([, half, h, m, after]) => time(Number(h), Number(m), halfOf(after ?? half), (h as string).startsWith('0')),
  ),
  rule('(?<![\\d/.]|\\d:)(\\d{1,2})(?:\\.(\\d\\d))? ?(am|pm|a\\.m\\.?|p\\.m\\.?)(?![a-z])', ([, h, m, half]) =>
    time(Number(h), Number(m ?? 0), halfOf(half), false),
  ),
  rule("(?<![\\d/.]|\\d:)\\b(\\d{1,2}) ?o'?clock\\b(?: in the (morning|afternoon))?", ([, h, half]) =>
    time(Number(h), 0, halfOf(half), false),
  ),
  rule('朝から(?:お?昼|正午)まで|(?:朝|午前)のうち(?:だけ|に)?', () => part('am')),
  rule(
    `(?<=\\b(?:from|between) )(${HOURS})(?= (?:-|to|until|till|and) (?:${HOURS})\\b)|(?<=\\b(?:from|between) (?:${HOURS}) (?:-|to|until|till|and) )(${HOURS})\\b`,
    ([, a, b]) => time(numberOf((a ?? b) as string), 0, undefined, false),
  ),
  rule(
    '(?<![\\d/.]|\\d:)(\\d{1,2})h(\\d\\d)?(?= ?(?:-|~|to|until|till) ?\\d)|(?<=\\dh ?(?:-|~|to|until|till) ?)(\\d{1,2})h(\\d\\d)?(?![a-z])',
    ([, a, b, c, d]) => time(Number(a ?? c), Number(b ?? d ?? 0), undefined, true),
  ),
  rule('(?:正午|\\bnoon\\b|\\bmidday\\b|(?:お昼|昼)(?=まで|~))', () => time(12, 0, undefined, true)),
  rule('(?<![\\d:/.第])(\\d{1,2})(?=(?:~|-|から){H})(?!日)', ([, h]) => time(Number(h), 0, undefined, false)),
  rule(
    '(?<=\\b(?:from|between|at) )(\\d{1,2})(?= ?(?:-|~|to|until|till|and) ?(?:{H}|\\d{1,2}\\b(?! (?:days|weeks|times|people)|/)))',
    ([, h]) => time(Number(h), 0, undefined, false),
  ),
  rule(
    '(?<=[{D}{T}],? |{H} )(\\d{1,2})(?= ?(?:-|~|to|until|till) ?(?:{H}|\\d{1,2}\\b(?! (?:days|weeks|times|people)|[/日回人件])))',
    ([, h]) => time(Number(h), 0, undefined, false),
  ),
  rule('\\b(\\d{1,2})(?= ?(?:-|~|to|until|till) ?{H})', ([, h]) => time(Number(h), 0, undefined, false)),
  rule(
    '(?<={H} ?(?:-|~|to|until|till|and|から) ?)(\\d{1,2})\\b(?! (?:days|weeks|times|people)|[/日回人件:])',
    ([, h]) => time(Number(h), 0, undefined, false),
  ),
  rule('\\b(\\d{1,2})(?= ?(?:-|~|to) ?\\d{1,2} (?:on )?{D})', ([, h]) => time(Number(h), 0, undefined, false)),
  rule('(?<={H} ?(?:-|~|to) ?)(\\d{1,2})(?= (?:on )?{D})', ([, h]) => time(Number(h), 0, undefined, false)),
  rule(
    '(?<=\\b(?:from|after|until|till|before|by|since) )(\\d{1,2})\\b(?=$|[,.!?\\n]| (?:on|tomorrow|today|please|onwards?)|,? [{D}{T}])(?!/)',
    ([, h]) => time(Number(h), 0, undefined, false),
  ),
  rule(
    '(?<![\\d/:.-])(0[5-9]|1\\d|2[0-3])([0-5][05])[~-](0[5-9]|1\\d|2[0-3])([0-5][05])(?![\\d/:年])',
    ([, a, b, c, d]) =>
      hours(
        { type: 'time', hour: Number(a), minute: Number(b), exact: true },
        { type: 'time', hour: Number(c), minute: Number(d), exact: true },
      ),
  ),
  // Ranges, open ends.
  rule(
    '(?:\\b(?:from|between) )?{H}(?:から|~|-| ?(?:-|~|→) ?|、?から|より| ?to | until | till | and | through | ?– ?){H}(?:まで)?(?:の間)?',
    (match, [a, b]) => hours(a, b),
  ),
  rule(
    '(?:から)?{H}までは?(?:出社|出勤|登庁|庁内|会議)[^。\\n{D}]{0,8}?(?:その後|そのあと|それ以降|以降|あと)(?:は|に|、)?',
    (_, [a]) => hours(a, undefined),
  ),
  rule('(?:(?:から)?{H}まで(?!に(?!変|し|短|縮|ずら))|~{H}|\\b(?:until|till|before|up to|up until) {H})', (_, [b]) =>
    hours(undefined, b),
  ),
  rule(
    '{H}(?:以降|から|より|以後|スタート|開始(?=で)|~|過ぎから|-(?!\\d))(?!来|出社|登庁|会議)|\\b(?:from|after|starting(?: at| from)?|beginning at|as of|since) {H}(?: (?:on|onwards?))?\\b|{H} onwards?\\b',
    (_, [a]) => hours(a, undefined),
  ),
  // Parts of the day.
  rule(
    '(?:午前|午後|ごぜん|ごご|[ap]m)(?:の?半日?)?(?:休|年休|有休|有給)(?:み|暇)?|半休|半日休(?:み|暇)?|半日有給|終日(?:会議|出張|外出|研修|不在|休)',
    empty,
  ),
  rule(
    '(?:半日|はんにち|[\\d.]+日)?[ (]?(?:午前|ごぜん|朝(?=だけ|のみ)|あさイチ|朝[イい一1]ち|朝のうち|(?<=[{D}{T}({P}]の? ?|\\b(?:the|half) )am(?![a-z])(?! i\\b))(?:中)?[ )]?(?:半日)?(?:のみ|だけ|いっぱい)?',
    ([word]) => (/半|午|am|ごぜん|あさ|朝/.test(word) ? part('am') : undefined),
  ),
  rule(
    '(?:半日|はんにち)?[ (]?(?:午後|ごご|お?昼から|昼以降|(?<![a-z])pm(?![a-z]))(?:から|以降)?[ )]?(?:半日)?(?:のみ|だけ|いっぱい)?',
    () => part('pm'),
  ),
  rule('(?:朝|お昼|昼|正午)まで', () => part('am')),
  rule(
    '(?:終日|(?:(?:丸|まる)[1一]?|[1一])日(?:中|いっぱい|ずっと|かけて|だけ|のみ|間)?|一日(?:中|いっぱい|ずっと|かけて|だけ|のみ)|全日|フルタイム|フルで|しゅうじつ|朝から晩まで|朝から夕方まで)',
    ([word]) => (/[1一丸まる]日|終|全|ふる|しゅう|朝/.test(word) ? part('full') : undefined),
  ),
  rule('(?:半日|はんにち|ハーフ)(?:だけ|のみ|分|間)?', () => part('half')),
  rule(
    '\\b(?:all[- ]day(?: long)?|(?:the )?(?:whole|entire|full)[- ]day|all of the day|the entire day|full[- ]time)\\b',
    () => part('full'),
  ),
  rule('\\b(?:a )?(?:half[- ](?:a )?day|half (?:of )?the day)\\b', () => part('half')),
  rule("\\b(?:in )?(?:the )?(?:mornings?|forenoon|first half(?: of the day)?)\\b(?:'s)?(?: only)?", () => part('am')),
  rule("\\b(?:in )?(?:the )?(?:afternoons?|second half(?: of the day)?|after lunch)\\b(?:'s)?(?: only)?", () =>
    part('pm'),
  ),
  // 「午前か午後かは未定」: a half, and which one is asked.
  rule('{P}か、?{P}(?:かは?)?(?:どちらか)?|(?:either )?{P} or {P}', (_, [a, b]) =>
    a?.type === 'part' && b?.type === 'part' && a.part !== b.part && a.part !== 'full' && b.part !== 'full'
      ? part('half')
      : undefined,
  ),
  // 半日（午後）, half day (pm), the afternoon half: the half is told.
  rule('{P}[ ,、の(]{0,2}(?:in )?{P}\\)?', (_, [a, b]) => {
    if (a?.type === 'hours' || b?.type === 'hours')
      return a?.type === 'hours' && b?.type === 'part'
        ? { symbol: 'P', token: a }
        : b?.type === 'hours' && a?.type === 'part'
          ? { symbol: 'P', token: b }
          : undefined;
    if (a?.type !== 'part' || b?.type !== 'part') return undefined;
    return a.part === 'half' ? part(b.part) : b.part === 'half' ? part(a.part) : undefined;
  }),
  rule('{P}(?:も|と|、| and | & |・|&|\\+)(?:the )?{P}(?:も|とも|両方)?', (_, [a, b]) =>
    a?.type === 'part' && b?.type === 'part' && a.part !== b.part && a.part !== 'half' && b.part !== 'half'
      ? part('full')
      : undefined,
  ),
];

function halfOf(word: string | undefined): 'am' | 'pm' | undefined {
  if (!word) return undefined;
  if (/^(?:午前|ごぜん|朝|a|morning)/.test(word)) return 'am';
  return 'pm';
}

function time(hour: number, minute: number, half: 'am' | 'pm' | undefined, exact: boolean) {
  if (!(hour >= 0 && hour <= 24 && minute >= 0 && minute < 60)) return undefined;
  return { symbol: 'H', token: { type: 'time' as const, hour, minute, ...(half ? { half } : {}), exact } };
}

/**
 * A range or an open end. Without 午前/午後 or am/pm, 1 to 6 is the afternoon: nobody asks for 「1時から5時」 at night.
 * An end that would lie before the start is taken twelve hours later; what still does not fit names no hours.
 */
function hours(from: Token | undefined, to: Token | undefined) {
  const a = from?.type === 'time' ? from : undefined;
  const b = to?.type === 'time' ? to : undefined;
  let start = a && minutesOf(a);
  let end = b && minutesOf(b);
  if (a && b && start !== undefined && end !== undefined) {
    if (!a.half && b.half === 'pm' && a.hour < 12 && start + 720 < end)
      start = a.hour >= 7 && a.hour <= 11 && b.hour < a.hour ? start : start + 720;
    else if (!a.half && !b.half) start = afternoon(a, start);
    else if (!a.half && b.half === 'am') start = a.hour * 60 + a.minute;
    if (!b.half && end <= start) end += 720;
    if (end <= start || end > 1440) return { symbol: 'V', token: { type: 'empty' as const } };
  } else {
    if (a && start !== undefined && !a.half) start = afternoon(a, start);
    if (b && end !== undefined && !b.half) end = afternoon(b, end);
  }
  const token: Token = {
    type: 'hours',
    ...(start === undefined ? {} : { from: wallTime(start) }),
    ...(end === undefined ? {} : { to: wallTime(end) }),
  };
  return { symbol: 'P', token };
}

function minutesOf({ hour, minute, half }: Time): number {
  const base = half === 'pm' && hour < 12 ? hour + 12 : half === 'am' && hour === 12 ? 0 : hour;
  return base * 60 + minute;
}

function afternoon({ exact, hour }: Time, minutes: number): number {
  return !exact && hour >= 1 && hour <= 6 ? minutes + 720 : minutes;
}

function wallTime(minutes: number): WallTime {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

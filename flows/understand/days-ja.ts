import type { LocalDay } from '../organisation.ts';
import { addDays } from '../local-time.ts';
import { addWorkingDays, dayFrom, partsOf, type Weekday } from '../working-days.ts';
import {
  WEEKDAYS,
  YOU,
  WEEK,
  WEEKS,
  MONTH,
  MONTHS,
  YEARS,
  KANA_DATES,
  sameMonth,
  monthDay,
  ofMonth,
  weekday,
  weekdaysIn,
} from './calendar-words-ja.ts';
import { NUMBER, numberOf } from './numbers.ts';
import { type Rule, rule } from './reduce.ts';
import type { DaySaid, MonthSaid, Token } from './tokens.ts';

const day = (said: DaySaid): { symbol: string; token: Token } => ({ symbol: 'D', token: { type: 'day', said } });
const vague = (): { symbol: string; token: Token } => ({ symbol: 'V', token: { type: 'empty', vague: true } });
const noDay = (): { symbol: string; token: Token } => ({ symbol: 'V', token: { type: 'empty' } });
const real = (found: LocalDay | undefined): DaySaid => (found ? { kind: 'day', day: found } : { kind: 'nothing' });
const several = (each: DaySaid[]): DaySaid => ({ kind: 'several', each });
const listed = (text: string): number[] =>
  text
    .split(/[、・,と日]+/)
    .filter(Boolean)
    .map(numberOf);

/** Not the date but a length or a rank: 3日間, 3日目, 1日中, 3日ほど. */
const NOT_LENGTH =
  '(?!間|分(?!の)|目|後|前(?!倒)|中|当|付|後|延期|早め|早く|遅|先延|分?前倒|繰り上|酔|坊|市|以内|以上|以下|以前|連続|ほど|程|くらい|ぐらい|とも|ごと|おき|いっぱい|ずっと|かけ|営業)';
const NOT_RATE =
  '(?<!\\d/|[日\\d)]の)(?<![\\d.年月第約週計丸全大〇一二三四五六七八九十])(?<!あと|まる|週に|月に|年に|たった|最大|曜)';

/** 「明日は一日、」: beside a day, a length. */
const AFTER_DAY = /(?:D|日|曜|あさって|あした|[月火水木金])は、?$|日$/;

/** Japanese words for days. Every rule reads the words alone; what they mean beside others is settled in resolve-days.ts. */
export function japaneseDays(today: LocalDay): Rule[] {
  const { year: thisYear } = partsOf(today);
  const monthSaid = (text: string): MonthSaid | undefined => {
    if (text in MONTHS) return { offset: MONTHS[text] as number };
    const match = /^(.*年)?の?(.+)月$/.exec(text);
    if (!match) return undefined;
    const year = match[1]?.endsWith('年')
      ? YEARS[match[1]] !== undefined
        ? thisYear + (YEARS[match[1]] as number)
        : numberOf(match[1].slice(0, -1))
      : undefined;
    const month = numberOf(match[2] as string);
    return month >= 1 && month <= 12 ? { month, ...(year ? { year } : {}) } : undefined;
  };
  const ANY_YEAR = '昨年|去年|今年|本年|ことし|来年|明年|らいねん|再来年';
  const ANY_MONTH = `(?:${MONTH}|(?:(?:20\\d\\d年|${ANY_YEAR})の?)?${NUMBER}月)`;

  return [
    // Names that hold words of the calendar and mean none.
    rule(
      '(?:月[末初]の?(?:処理|業務|締め|決算|対応|報告|精算)|四日市|十日町|八日市|[一二三]日坊主|二日酔い?|日曜大工|(?<![一二三四五六七八九十〇\\d])月一(?!日)回?|土日祝日?|金曜ロード|[23二三]、?[3三四]日(?=ほど|くらい|ぐらい|間)|(?:[23二三]、|[二三](?=[三四]))[3三四]日(?=で)|(?<![\\d月])(?:2、3|二、三|3、4|三、四)日(?=[^にとはのも、]))',
      noDay,
    ),
    rule(
      '(?:元日|元旦|大晦日|クリスマス(?:イブ)?|ゴールデンウィーク|(?<![a-z])gw(?![a-z])|年末年始|年末|年始|年明け|年度末(?!まで)|年度初め|年度始め|(?:今|来)?週末|(?:今|来)?週明け|週半ば|月半ば|連休(?:明け|前|中)?|お盆|[上中下]旬|近日中?|近々|近いうち|そのうち|いつか|(?<!明)後日|(?:休日|祝日)(?!出勤|勤務|当番)|平日(?!は?毎日)|土日)',
      vague,
    ),
    // Greetings to the next time.
    rule(
      '(?:明日|あした|来週|来月|来年|今後|月曜(?:日)?)(?:から)?も(?:また)?(?:引き続き)?、?(?:どうぞ)?(?:よろしく|宜しく)|(?<=^|[。、!\\n])(?:では|じゃあ?)?(?:、)?また(?:明日|あした|来週|月曜(?:日)?|来年)(?=$|[。!、\\n]|お願い|よろしく|ね|です)',
      noDay,
    ),
    // Whole dates.
    rule(
      `(?<![\\d.])(20\\d\\d|[二〇]{2}[〇一二三四五六七八九]{2})[-/.年](${NUMBER})[-/.月](${NUMBER})日?(?![\\d])`,
      ([, y, m, d]) => day(real(dayFrom(numberOf(y as string), numberOf(m as string), numberOf(d as string)))),
    ),
    rule('(?<!\\d)(20\\d\\d)([01]\\d)([0-3]\\d)(?!\\d)', ([, y, m, d]) =>
      day(real(dayFrom(Number(y), Number(m), Number(d)))),
    ),
    rule(`(?:令和|(?<![a-z])r\\.?)(元|${NUMBER})[年./-](${NUMBER})[月./-](${NUMBER})日?(?!\\d)`, ([, y, m, d]) =>
      day(real(dayFrom(2018 + (y === '元' ? 1 : numberOf(y as string)), numberOf(m as string), numberOf(d as string)))),
    ),
    rule(`(${ANY_YEAR})の?(${NUMBER})[月/](${NUMBER})日?(?!\\d)`, ([, y, m, d]) =>
      day(real(dayFrom(thisYear + (YEARS[y as string] ?? 0), numberOf(m as string), numberOf(d as string)))),
    ),
    // Month and day, lists and ranges that share the month.
    rule(`(?<![\\d.])(${NUMBER})月の?(${NUMBER})日?(?:~|-|から)(${NUMBER})日(?!間)`, ([, m, a, b]) =>
      day(sameMonth(m, a, b)),
    ),
    rule(`(?<![\\d.])(${NUMBER})月の?(${NUMBER}(?:日?[、・,と]${NUMBER}){1,40})日${NOT_LENGTH}`, ([, m, list]) =>
      day(several(listed(list as string).map((date) => monthDay(m, String(date))))),
    ),
    rule(`(?<![\\d.])(${NUMBER})月の?(${NUMBER})日(?!間)`, ([, m, d]) => day(monthDay(m, d))),
    rule(
      '(?<![\\d/.]|\\d:)(\\d{1,2})/(\\d{1,2})(?:\\((?:[月火水木金土日])\\))?[~-](\\d{1,2})(?![\\d/:月時年人回%])日?',
      ([whole, m, a, b]) => (whole.includes('(') ? undefined : day(sameMonth(m, a, b))),
    ),
    rule(
      '(?<![\\d/.]|\\d:)(\\d{1,2})/(\\d{1,2}(?:(?:、|・|,|と| and | & | ?\\+ ?)\\d{1,2}){1,40})(?![\\d/:月時年人回%~-]|日?(?:以外|を?除|は除|抜き)| ?[ap]m| to )日?',
      ([, m, list]) => day(several((list as string).split(/[^\d]+/).map((date) => monthDay(m, date)))),
    ),
    rule('(?<![\\d/.]|\\d:)(\\d{1,2})/(\\d{1,2})日?(?![\\d/])', ([, m, d]) => day(monthDay(m, d))),
    rule('(?<![\\d/.]|\\d:)(1[0-2]|0?[1-9])\\.([0-3]?\\d)(?=\\([月火水木金土日])', ([, m, d]) => day(monthDay(m, d))),
    // 20金: a date with its weekday. 月 and 日 would be a month and the date itself.
    rule(`${NOT_RATE}(\\d{1,2})([火水木金土])(?:曜日?)?(?=[、,はをにのでも・ ]|在|テ|リ|午|$)`, ([, d, w]) =>
      day({ kind: 'fitting', said: ofMonth(d), weekday: weekday(w) }),
    ),
    // The month's ends.
    rule(`(${ANY_MONTH})?の?(?:最終の?|最後の)([${WEEKDAYS}])${YOU}`, ([, m, w]) => {
      const month = m ? monthSaid(m) : undefined;
      return day({ kind: 'nth-weekday', nth: -1, weekday: weekday(w), ...(month ? { month } : {}) });
    }),
    rule(`(${ANY_MONTH})の?(?:一番)?最初の?([${WEEKDAYS}])${YOU}`, ([, m, w]) => {
      const month = monthSaid(m as string);
      return day({ kind: 'nth-weekday', nth: 1, weekday: weekday(w), ...(month ? { month } : {}) });
    }),
    rule(`(${ANY_MONTH})?の?(?:第[1一]営業日|最初の(?:営業日|平日))`, ([, m]) => edge('first', m)),
    rule(`(${ANY_MONTH})?の?(?:最終営業日|最後の(?:営業日|平日))`, ([, m]) => edge('last', m)),
    rule(`(${ANY_MONTH})の?(?:月?末日?|おわり|終わり|最終日)(?!まで)`, ([, m]) => edge('last', m)),
    rule(`(${ANY_MONTH})の?(?:月?初め?|月?はじめ|月?頭|あたま|初日)`, ([, m]) => edge('first', m)),
    rule('(?<![年\\d])(?:月末日?|げつまつ|月の末日?|月の終わり)', () => edge('last', undefined)),
    rule('(?<![年\\d])(?:月初め?|月はじめ|月頭|げっしょ|月の初め|月の頭)', () => edge('first', undefined)),
    rule(`(${ANY_MONTH})(?:の?いっぱい|の?一杯|は?ずっと|(?:の|は)?毎日|の?まるまる|は?丸々)`, ([, m]) => {
      const month = monthSaid(m as string);
      return month ? day({ kind: 'whole-month', month }) : undefined;
    }),
    // A date of a month that is spoken of, or of the next month that has it ahead.
    rule(`(${MONTH})の?(${NUMBER})日?(?:~|-|から)(${NUMBER})日(?!間)`, ([, m, a, b]) =>
      day({ kind: 'range', first: ofMonth(a, monthSaid(m as string)), last: ofMonth(b, monthSaid(m as string)) }),
    ),
    rule(`(${MONTH})の?(${NUMBER}(?:日?[、・,と]${NUMBER}){0,40})日${NOT_LENGTH}`, ([, m, list]) =>
      day(several(listed(list as string).map((date) => ofMonth(String(date), monthSaid(m as string))))),
    ),
    rule('(?:あと)?(?<![\\d])(\\d{1,3}|[一二三四五六七八九十]{1,3})営業日後', ([, n]) =>
      day({ kind: 'day', day: addWorkingDays(today, Math.min(numberOf(n as string), 1000)) }),
    ),
    rule(`(?<![\\d])(${NUMBER})日後(?!ろ)`, ([, n]) =>
      day({ kind: 'later', days: Math.min(numberOf(n as string), 3000) }),
    ),
    rule(`(?<=毎月の?)(${NUMBER}(?:日?[、・,と]${NUMBER}){0,9})日(?!間|分|ほど|程|くらい)`, ([, list]) =>
      day(several(listed(list as string).map((date) => ofMonth(String(date))))),
    ),
    rule('(?:翌営業日|次の営業日|あくる日)', () => day({ kind: 'later', days: 1, working: true })),
    rule(`${NOT_RATE}(${NUMBER})日?[~-](${NUMBER})日(?!間)`, ([, a, b]) =>
      day({ kind: 'range', first: ofMonth(a), last: ofMonth(b) }),
    ),
    rule(`${NOT_RATE}(${NUMBER})日?(?:から|より)(${NUMBER})日(?!間|後)(?:まで)?(?!に[変移ず振]|へ)`, ([, a, b]) =>
      numberOf(b as string) > numberOf(a as string) || numberOf(a as string) > 20
        ? day({ kind: 'range', first: ofMonth(a), last: ofMonth(b) })
        : undefined,
    ),
    rule(`${NOT_RATE}(${NUMBER}(?:[、・,と]${NUMBER}){1,40})日${NOT_LENGTH}`, ([, list]) =>
      day(several(listed(list as string).map((date) => ofMonth(String(date))))),
    ),
    rule(`${NOT_RATE}(${NUMBER})日${NOT_LENGTH}(?=(だけ|のみ)?(.?))`, (match) => {
      const [, d, only, next] = match;
      const date = numberOf(d as string);
      if (date === 1 && AFTER_DAY.test(match.input.slice(Math.max(0, match.index - 5), match.index))) return undefined;
      if (only && date <= 3) return undefined; // 1日だけ is a length
      if (date === 1 && !only && next && !'はにをのともへがでかまよや、,。.!?・~-(/&+\n '.includes(next))
        return undefined; // 1日在宅
      return day(ofMonth(d));
    }),
    rule(`(?:${Object.keys(KANA_DATES).join('|')})(?=[はにをのと、・(])`, ([word]) =>
      day({ kind: 'day-of-month', date: KANA_DATES[word] as number }),
    ),
    // Days told from today.
    rule('(?:明々後日|明明後日|しあさって|シアサッテ)', () => relative(3)),
    rule('(?:明後日|あさって|あさつて|みょうごにち|翌々日|(?<![a-z])asatte(?![a-z]))', ([word]) =>
      word === '翌々日' ? day({ kind: 'later', days: 2 }) : relative(2),
    ),
    rule(
      '(?:明日|あした|(?<![まかさなやらわえ])あす(?![ぁ-こざ-そだだぢっつづなぬ-のば-ほぼぽま-めゃ-ろゎ-ん])|(?<![まかさなやらわえ])あす(?=の|に|は|も|から)|あす(?=ざいたく|てれわ|りもーと|りもわ|じたく)|みょうにち|アシタ|明朝|あしt(?![a-z])|(?<![a-z])as(?:h)?ita(?![a-z]))',
      () => relative(1),
    ),
    rule('(?:今日|本日|(?<!とう)きょう(?!りょ|し|か|ゆ|い|つ|ち|だい)|ほんじつ)(?:中(?=は|の|、))?', () => relative(0)),
    rule('(?:一昨日|おととい)', () => relative(-2)),
    rule('(?:昨日|きのう(?!う)|さくじつ)', () => relative(-1)),
    rule('(?:翌日|次の日|その次の日)', () => day({ kind: 'later', days: 1 })),
    rule(`(?<![\\d/])(${NUMBER})日(?:分)?(?:後ろ|遅く|遅らせ|先延ばし|延期|後倒し)(?:倒し)?`, ([, n]) =>
      day({ kind: 'later', days: Math.min(numberOf(n as string), 300) }),
    ),
    rule(`(?<![\\d/])(${NUMBER})日(?:分)?(?:前倒し|早め|早く|繰り上げ)`, ([, n]) =>
      day({ kind: 'later', days: -Math.min(numberOf(n as string), 300) }),
    ),
    rule(`(?<![\\d/])(${NUMBER})週間?(?:分)?(?:後ろ|遅く|遅らせ|先延ばし|延期|後倒し)(?:倒し)?`, ([, n]) =>
      day({ kind: 'later-week', weeks: Math.min(numberOf(n as string), 50) }),
    ),
    rule('(?:前日|前の日)', () => day({ kind: 'later', days: -1 })),
    rule(`(?:翌週|(?:その)?次の週)の?(?:([${WEEKDAYS}])${YOU})?(?:の同じ曜日|の同曜日)?`, ([, w]) =>
      day({ kind: 'later-week', weeks: 1, ...(w ? { weekday: weekday(w) } : {}) }),
    ),
    rule(`同じ週の([${WEEKDAYS}])${YOU}`, ([, w]) => day({ kind: 'later-week', weeks: 0, weekday: weekday(w) })),
    // Weeks and weekdays.
    rule(`(${NUMBER})週間?後の?([${WEEKDAYS}])${YOU}`, ([, n, w]) =>
      day({ kind: 'weekday', weekday: weekday(w), week: numberOf(n as string) }),
    ),
    rule(`(${NUMBER})週間後(?!ろ)`, ([, n]) =>
      day({ kind: 'later-week', weeks: Math.min(numberOf(n as string), 200) }),
    ),
    rule(
      `(${WEEK})の?、?([${WEEKDAYS}](?:(?:${YOU})?[・、,と/&+]?[${WEEKDAYS}]){0,9})(?:${YOU}|(?=[・、,とのはにをでがも~(。!?\n -]|から|午|終日|在宅|テレ|リモ|自宅|家|サテ|希望|全|$))`,
      ([, w, list]) =>
        day(
          several(
            weekdaysIn(list as string).map((each) => ({
              kind: 'weekday',
              weekday: each,
              week: WEEKS[w as string] as number,
            })),
          ),
        ),
    ),
    rule(
      `(?<=(?:毎週|隔週|おき|ごと|各週|週に[1一]回)の?、?)([${WEEKDAYS}](?:(?:${YOU})?[・、,と/&+]?[${WEEKDAYS}]){0,9})(?:${YOU}|(?=[・、,とのはにをでがも(。!?\n -]|から|午|終日|在宅|テレ|リモ|自宅|家|サテ|希望|全|$))`,
      ([, list]) => day(several(weekdaysIn(list as string).map((each) => ({ kind: 'weekday', weekday: each })))),
    ),
    rule(
      `(?<=週の|[、。 \\n]|^)([${WEEKDAYS}])[~-]([${WEEKDAYS}])(?=[・、,のはにをでがも(。!?\\n ]|まで|在宅|テレ|リモ|自宅|$)`,
      ([, a, b]) =>
        day({
          kind: 'range',
          first: { kind: 'weekday', weekday: weekday(a) },
          last: { kind: 'weekday', weekday: weekday(b) },
        }),
    ),
    rule(
      `(?<![一-龠\\d々])([月火水木金土日](?:[・/&+][月火水木金土日])+|(?=.{2,5}(?:[はにをでも、]|在宅|テレ|リモ))月?火?水?木?金?(?<=..))(?=[、のはにをでがも(。!?\n ]|から|午|終日|在宅|テレ|リモ|希望|$)`,
      ([, list]) => day(several(weekdaysIn(list as string).map((each) => ({ kind: 'weekday', weekday: each })))),
    ),
    rule(
      `(?:さ来週|(?<![一-龠])(?:${WEEK})|(?<=希望|申請|勤務|予約|在宅)(?:${WEEK})|さらいしゅう|らいしゅう|こんしゅう)`,
      ([w]) => ({
        symbol: 'W',
        token: { type: 'week', week: WEEKS[w] as number },
      }),
    ),
    rule(
      '{W}の残り(?:の日)?(?:全部|すべて|全て|は?ずっと)?|{W}(?:の|は|も|、)?(?:いっぱい|一杯|イッパイ|ずっと|まるまる|丸々|まるごと|丸ごと|(?:まる|丸)?[1一]週間|毎日|連日|全部|全日|すべて|全て|平日(?:は|の)?(?:毎日|全部|すべて|全て|ずっと)|通し(?:て|で)?)(?:の間)?',
      (_, [token]) => (token?.type === 'week' ? day({ kind: 'whole-week', week: token.week }) : undefined),
    ),
    rule(`第(${NUMBER}(?:[・、,と](?:第)?${NUMBER}){0,6})の?([${WEEKDAYS}])${YOU}`, ([, list, w]) =>
      day(
        several(
          (list as string)
            .split(/[・、,と第]+/)
            .filter(Boolean)
            .map((nth) => ({ kind: 'nth-weekday', nth: numberOf(nth), weekday: weekday(w) })),
        ),
      ),
    ),
    rule(`(?:次の次|次の翌週)の?([${WEEKDAYS}])${YOU}`, ([, w]) =>
      day({ kind: 'later-week', weeks: -1, weekday: weekday(w) }),
    ),
    rule(`(?:次|今度|こんど)の([${WEEKDAYS}])${YOU}`, ([, w]) => day({ kind: 'weekday', weekday: weekday(w) })),
    rule(`(?<![一-龠\\d々])([${WEEKDAYS}](?:(?:${YOU})?[・、,と/&+~-]?[${WEEKDAYS}]){0,6})${YOU}`, ([, list]) =>
      /[~-]/.test(list as string)
        ? day({
            kind: 'range',
            first: { kind: 'weekday', weekday: weekday(list?.[0]) },
            last: { kind: 'weekday', weekday: weekday(list?.at(-1)) },
          })
        : day(several(weekdaysIn(list as string).map((each) => ({ kind: 'weekday', weekday: each })))),
    ),
    rule(
      '(?<![ぁ-ん])(げつ|か|すい|もく|きん|ど|にち)よう(?:び|日|(?=の|に|は|を|、|と|か|ざい|在宅|てれ|りも|\\n|$))',
      ([, w]) =>
        day({
          kind: 'weekday',
          weekday: (['げつ', 'か', 'すい', 'もく', 'きん', 'ど', 'にち'].indexOf(w as string) + 1) as Weekday,
        }),
    ),
    rule('(?<=[のはにをと、 ~]|から)(げつ|か|すい|もく|きん|ど|にち)よう(?:び|日|(?=[のにはをで、と]))', ([, w]) =>
      day({
        kind: 'weekday',
        weekday: (['げつ', 'か', 'すい', 'もく', 'きん', 'ど', 'にち'].indexOf(w as string) + 1) as Weekday,
      }),
    ),
    // Months alone.
    rule(`(${ANY_MONTH})(?!曜|面|額|日)`, ([, m]) => {
      const month = monthSaid(m as string);
      return month ? { symbol: 'M', token: { type: 'month', month } } : undefined;
    }),
  ];

  function relative(days: number) {
    return day({ kind: 'day', day: addDays(today, days) });
  }
  function edge(which: 'first' | 'last', month: string | undefined) {
    const said = month ? monthSaid(month) : undefined;
    return month && !said ? undefined : day({ kind: 'month-edge', edge: which, ...(said ? { month: said } : {}) });
  }
}

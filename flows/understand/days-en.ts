import type { LocalDay } from '../organisation.ts';
import { addDays, weekdayOf } from '../local-time.ts';
import { addWorkingDays, dayFrom, type Weekday } from '../working-days.ts';
import { COUNT, numberOf } from './numbers.ts';
import { type Rule, rule } from './reduce.ts';
import type { DaySaid, MonthSaid, Token } from './tokens.ts';

const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\b(?:(?<=\\b(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec))\\.)?';
const MONTH_ORDER = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAY = '(?:mon|tues?|wed|weds|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:days?)?';
const WEEKDAY_ORDER = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'];
const NTH = '(?:st|nd|rd|th)';
const NTHS = 'first|second|third|fourth|1st|2nd|3rd|4th|5th';
/** What follows a bare number that is an hour, a length or a share and not a date. */
const NOT_DATE =
  "(?!\\d|[:/]\\d|%| ?(?:am|pm|a\\.m|p\\.m|noon|o'clock|days?|weeks?|months?|hours?|hrs?|h\\b|min|times|people|persons)\\b| ?(?:-|~|to|until) ?\\d)";

/** 7 Jan 9-12: the month belongs to the date before it, and what follows are hours. */
const NOT_MONTH_OF = `(?<!(?<!${MONTH} ?)(?<![\\d/:~-])\\b\\d{1,2}${NTH}?(?: of)? )`;

const day = (said: DaySaid): { symbol: string; token: Token } => ({ symbol: 'D', token: { type: 'day', said } });
const vague = (): { symbol: string; token: Token } => ({ symbol: 'V', token: { type: 'empty', vague: true } });
const noDay = (): { symbol: string; token: Token } => ({ symbol: 'V', token: { type: 'empty' } });
const real = (found: LocalDay | undefined): DaySaid => (found ? { kind: 'day', day: found } : { kind: 'nothing' });
const numbersIn = (text: string): number[] => (text.match(/\d+/g) ?? []).map(Number);

/** English words for days; Month comes before day. What they mean beside others is settled in resolve-days.ts. */
export function englishDays(today: LocalDay): Rule[] {
  return [
    rule(
      "\\b(?:on )?(?:the )?(?:week-?ends?|(?:the )?new year(?:'s)?(?: (?:eve|day|holidays?))?|christmas(?: (?:eve|day|holidays?))?|easter(?: monday)?|thanksgiving|golden week|some ?time|some day|someday|soon|one of these days|eventually|mid-?week|year[- ]end|end of (?:the |this )?year|new year holidays?|holidays|mid-?month)\\b(?! (?:until|till|through))",
      vague,
    ),
    rule('\\bfri ?(?=yay)', noDay),
    rule('\\bsee (?:you|ya|u)(?: all| everyone)? (?:tomorrow|tmrw?|next week|(?:on )?monday|soon|later)\\b', noDay),
    // Whole dates.
    rule(`\\b(?:the )?(\\d{1,2})${NTH}?(?: of)? (${MONTH}),? (20\\d\\d)\\b`, ([, d, m, y]) =>
      day(real(dayFrom(Number(y), monthOf(m), Number(d)))),
    ),
    rule(`\\b(${MONTH}) ?(?:the )?(\\d{1,2})${NTH}?,? ?(20\\d\\d)\\b`, ([, m, d, y]) =>
      day(real(dayFrom(Number(y), monthOf(m), Number(d)))),
    ),
    rule('(?<![\\d/])(\\d{1,2})/(\\d{1,2})/(20\\d\\d|\\d\\d)(?![\\d/])', ([, m, d, y]) =>
      day(real(dayFrom((y as string).length === 2 ? 2000 + Number(y) : Number(y), Number(m), Number(d)))),
    ),
    // Month and day, ranges and lists that share the month.
    rule(
      `\\b(?:the )?(\\d{1,2})${NTH}? ?(?:-|~|to|through|thru|until|till) ?(?:the )?(\\d{1,2})${NTH}?(?: of)? (${MONTH})`,
      ([whole, a, b, m]) =>
        Number(b) > Number(a)
          ? day({ kind: 'range', first: monthDay(m, a), last: monthDay(m, b), arrow: / to /.test(whole) })
          : undefined,
    ),
    rule(
      `\\b(?:the )?(\\d{1,2}${NTH}?(?:(?:, and | and |, | & |/)(?:the )?\\d{1,2}${NTH}?){0,40})(?: of)? (${MONTH})(?! ?\\d{1,4}(?![\\d:]| ?(?:-|~|to|am|pm|h\\b)))`,
      ([, list, m]) =>
        day({ kind: 'several', each: numbersIn(list as string).map((date) => monthDay(m, String(date))) }),
    ),
    rule(
      `${NOT_MONTH_OF}\\b(${MONTH}) ?(?:the )?(\\d{1,2})${NTH}? ?(?:-|~|to|through|thru|until|till) ?(?:the )?(\\d{1,2})${NTH}?\\b${NOT_DATE}`,
      ([whole, m, a, b]) =>
        Number(b) > Number(a)
          ? day({ kind: 'range', first: monthDay(m, a), last: monthDay(m, b), arrow: / to /.test(whole) })
          : undefined,
    ),
    rule(
      `\\b(${MONTH}) ?(?:the )?(\\d{1,2}${NTH}?(?:(?:, and | and |, ?| & | ?\\+ ?|/)(?:the )?\\d{1,2}${NTH}?\\b${NOT_DATE}){1,40})`,
      ([, m, list]) =>
        day({ kind: 'several', each: numbersIn(list as string).map((date) => monthDay(m, String(date))) }),
    ),
    rule(`\\b(${MONTH}) ?(?:the )?(\\d{1,2})(?:${NTH})?\\b(?![:/]\\d|%)`, ([, m, d]) => day(monthDay(m, d))),
    // Months spoken of, and their ends.
    rule(
      `\\b(?:(this|next|the following|last) month|the month(?: of)? (${MONTH})|(?<=\\b(?:until|till|through|thru|in|of|for|from|starting|to|by|next|during|ending) )(${MONTH}))(?:,? (20\\d\\d)\\b)?(?! ?\\d)('s)?`,
      ([, near, a, b, y]) => ({
        symbol: 'M',
        token: {
          type: 'month',
          month: near
            ? { offset: near === 'this' ? 0 : near === 'last' ? -1 : 1 }
            : { month: monthOf(a ?? b), ...(y ? { year: Number(y) } : {}) },
        },
      }),
    ),
    rule(
      '\\b(?:the )?(?:(?:very )?end|last (?:working |business |work)?day) of (?:the )?({M}|month)\\b|\\b{M} end\\b|\\bmonth[- ]end\\b|\\bend of month\\b',
      (_, [token]) => edge('last', token),
    ),
    rule(
      '\\b(?:the )?(?:beginning|start|first (?:working|business|work) ?day) of (?:the )?({M}|month)\\b',
      (_, [token]) => edge('first', token),
    ),
    rule('\\b(?:the )?(?:rest|remainder) of (?:the )?({M}|month)\\b', () =>
      day({ kind: 'whole-month', month: { offset: 0 } }),
    ),
    rule(
      '\\b(?:all(?: of)?|(?:the )?(?:whole|entire|full)(?: of)?|every day (?:of|in)?|throughout) ?{M}',
      (_, [token]) => (token?.type === 'month' ? day({ kind: 'whole-month', month: token.month }) : undefined),
    ),
    // A date of a month.
    rule(
      `\\b(?:the )?(\\d{1,2})${NTH}?(?: ?(?:-|~|to|through|thru|until|till) ?(?:the )?)(\\d{1,2})${NTH}\\b(?: of {M})?`,
      ([whole, a, b], [token]) =>
        day({
          kind: 'range',
          first: ofMonth(Number(a), token),
          last: ofMonth(Number(b), token),
          arrow: / to /.test(whole),
        }),
    ),
    rule(
      `\\b(?:the )?(\\d{1,2})${NTH}\\b(?! (?:floor|party|parties|time|grade|birthday|child|kid|son|daughter|century|place|grader|of all)|-)(?: of (?:the month|{M}))?`,
      ([, d], [token]) => day(ofMonth(Number(d), token)),
    ),
    rule('\\bthe first of (?:the month|{M})', (_, [token]) => day(ofMonth(1, token))),
    rule(
      `\\b(?:the )?(${NTHS}) and (?:the )?(${NTHS}) (${WEEKDAY})\\b(?= (?:of|in) (?:every|each|the) month)`,
      ([, a, b, w]) =>
        day({
          kind: 'several',
          each: [a, b].map((nth) => ({ kind: 'nth-weekday', nth: ordinal(nth), weekday: weekday(w) })),
        }),
    ),
    rule(
      `\\b(?:the )?(${NTHS}) (${WEEKDAY})\\b(?: (?:of|in) (?:the month|every month|each month|{M}))`,
      ([whole, nth, w], [token]) => {
        if (/every month|each month/.test(whole)) return undefined;
        const month = token?.type === 'month' ? token.month : undefined;
        return day({ kind: 'nth-weekday', nth: ordinal(nth), weekday: weekday(w), ...(month ? { month } : {}) });
      },
    ),
    rule(`(?<=\\b(?:every month|each month|monthly)(?: on)? )(?:the )?(${NTHS}|last) (${WEEKDAY})\\b`, ([, nth, w]) =>
      day({ kind: 'nth-weekday', nth: nth === 'last' ? -1 : ordinal(nth), weekday: weekday(w) }),
    ),
    rule(`\\b(?:the )?last (${WEEKDAY})\\b (?:of|in) (?:the month|(?:every|each) month|{M})`, ([whole, w], [token]) => {
      if (/(?:every|each) month/.test(whole)) return undefined;
      return day({
        kind: 'nth-weekday',
        nth: -1,
        weekday: weekday(w),
        ...(token?.type === 'month' ? { month: token.month } : {}),
      });
    }),
    rule(`\\b(?:the )?last (${WEEKDAY})\\b(?= (?:of|in) (?:every|each) month)`, ([, w]) =>
      day({ kind: 'nth-weekday', nth: -1, weekday: weekday(w) }),
    ),
    rule(`\\b(?:the )?(${NTHS}) (${WEEKDAY})\\b(?= (?:of|in) (?:every|each) month)`, ([, nth, w]) =>
      day({ kind: 'nth-weekday', nth: ordinal(nth), weekday: weekday(w) }),
    ),
    // Days told from today.
    rule('\\b(?:the )?day after (?:tomorrow|tmrw?)\\b', () => relative(2)),
    rule("\\b(?:tomorrow|tmrw?|2morrow|tmw)\\b(?:'s)?", () => relative(1)),
    rule("\\btoday\\b(?:'s)?", () => relative(0)),
    rule('\\b(?:the )?day before yesterday\\b', () => relative(-2)),
    rule("\\byesterday\\b(?:'s)?", () => relative(-1)),
    rule(
      `\\bin (${COUNT}) (?:working|business|work) ?days?\\b|\\b(${COUNT}) (?:working|business) days? from (?:now|{D})`,
      ([, a, b], tokens) =>
        tokens.length > 0 && !isDay(tokens[0], today)
          ? undefined
          : day({ kind: 'day', day: addWorkingDays(today, Math.min(numberOf((a ?? b) as string), 1000)) }),
    ),
    rule(`\\bin (${COUNT}) days?(?:' time)?\\b|\\b(${COUNT}) days? from (?:now|{D})`, ([, a, b], tokens) =>
      tokens.length > 0 && !isDay(tokens[0], today)
        ? undefined
        : relative(Math.min(numberOf((a ?? b) as string), 3000)),
    ),
    rule('\\b(?:the )?(?:next|following) (?:working|business|work) ?day\\b', () =>
      day({ kind: 'day', day: addWorkingDays(today, 1) }),
    ),
    rule('\\b(?:the )?(?:day after(?: that)?|next day|following day)\\b(?! D)', () => day({ kind: 'later', days: 1 })),
    rule(
      `\\b(?:by )?(${COUNT}) (days?|weeks?) (later|back|earlier|forward|ahead)\\b|\\b(?:by|back(?: by)?) (${COUNT}) (days?|weeks?)\\b`,
      ([, n, unit, way, m, other]) => {
        const count =
          Math.min(numberOf((n ?? m) as string), 50) *
          (way === 'earlier' || way === 'forward' || way === 'ahead' ? -1 : 1);
        return day(
          (unit ?? other ?? '').startsWith('week')
            ? { kind: 'later-week', weeks: count }
            : { kind: 'later', days: count },
        );
      },
    ),
    rule('\\b(?:the )?day before\\b(?! D)', () => day({ kind: 'later', days: -1 })),
    // Weeks and weekdays.
    rule(
      `\\b(?:(?:(this|next|last|the coming|coming|the current|current) (whole |entire |full )?week(?: coming)?|(?:the )?(week after next)|(?:the )?(week after that|following week)|in (${COUNT}) weeks(?:' time)?|(${COUNT}) weeks from now)\\b(?:'s)?)`,
      ([, near, whole, second, following, n, m]) => {
        if (following) return day({ kind: 'later-week', weeks: 1 });
        const week = second
          ? 2
          : (n ?? m)
            ? Math.min(numberOf((n ?? m) as string), 200)
            : near === 'last'
              ? -1
              : near === 'next' || near?.endsWith('coming')
                ? 1
                : 0;
        return whole ? day({ kind: 'whole-week', week }) : { symbol: 'W', token: { type: 'week', week } };
      },
    ),
    rule(
      '\\b(?:all(?: of| through)?|(?:for )?(?:the )?(?:whole|entire|full)(?: of)?|every (?:single )?(?:work(?:ing)? |business )?(?:week)?day(?: of| in)?|each day(?: of)?|throughout|(?:the )?(?:rest|remainder) of|for all of) ?{W}',
      (_, [token]) => wholeWeek(token),
    ),
    rule(
      '{W},? (?:all week(?: long)?|every (?:week)?day|the whole week|the entire week|all days|entirely|completely|in full|all of it|all (?:5|five) days)\\b',
      (_, [token]) => wholeWeek(token),
    ),
    rule(
      '\\b(?:the )?(?:rest|remainder) of the week\\b|\\ball week(?: long)?\\b(?!.{0,30}{W}|,? (?:of|beginning|commencing|starting) )|\\b(?:the )?(?:whole|entire) week\\b(?!,? (?:of|beginning|commencing|starting) )',
      () => day({ kind: 'whole-week', week: 0 }),
    ),
    rule(`\\b(${WEEKDAY}) after next\\b`, ([, w]) => day({ kind: 'later-week', weeks: -1, weekday: weekday(w) })),
    rule(
      `(?<!\\bfor )\\b(?:a|one|1) week (?:from|on|after) (?:this |next )?(${WEEKDAY})\\b|\\b(${WEEKDAY}) week\\b`,
      ([, a, b]) => day({ kind: 'later-week', weeks: -1, weekday: weekday(a ?? b) }),
    ),
    rule('(?<!\\bfor )\\b(?:a|one|1) week from (?:now|{D})', (_, [token]) =>
      token && !isDay(token, today) ? undefined : relative(7),
    ),
    rule(
      `\\b(?<!\\b(?:the|last) )(?:(this|next|last|(?:this |the )?coming|(?:the )?following|upcoming|the) )?(${WEEKDAY})\\b(?:(?<!days?)\\.)?('s)?`,
      ([whole, near, w, own]) => {
        const word = w as string;
        if (/^(?:sun|sat|mon)$/.test(word) && near === 'the') return undefined;
        if (near === 'last')
          return day({ kind: 'day', day: addDays(today, -(((weekdayOf(today) - weekday(w) + 6) % 7) + 1)) });
        if (near?.endsWith('following')) return day({ kind: 'later-week', weeks: 1, weekday: weekday(w) });
        const plural = word.endsWith('days') && !own && !near && !whole.endsWith("'");
        return day({
          kind: 'weekday',
          weekday: weekday(w),
          ...(near === 'next' ? { week: 1 } : {}),
          ...(plural ? { plural } : {}),
        });
      },
    ),
  ];

  function relative(days: number) {
    return day({ kind: 'day', day: addDays(today, days) });
  }
  function edge(which: 'first' | 'last', token: Token | undefined) {
    return day({ kind: 'month-edge', edge: which, ...(token?.type === 'month' ? { month: token.month } : {}) });
  }
}

function wholeWeek(token: Token | undefined) {
  return token?.type === 'week' ? day({ kind: 'whole-week', week: token.week }) : undefined;
}

function isDay(token: Token | undefined, wanted: LocalDay): boolean {
  return token?.type === 'day' && token.said.kind === 'day' && token.said.day === wanted;
}

function monthOf(word: string | undefined): number {
  return MONTH_ORDER.indexOf((word ?? '').slice(0, 3)) + 1;
}

function monthDay(month: string | undefined, date: string | undefined): DaySaid {
  return { kind: 'month-day', month: monthOf(month), date: Number(date) };
}

function ofMonth(date: number, token: Token | undefined): DaySaid {
  const month: MonthSaid | undefined = token?.type === 'month' ? token.month : undefined;
  return { kind: 'day-of-month', date, ...(month ? { month } : {}) };
}

function weekday(word: string | undefined): Weekday {
  return (WEEKDAY_ORDER.indexOf((word ?? 'mo').slice(0, 2)) + 1) as Weekday;
}

function ordinal(word: string | undefined): number {
  const digits = /^\d/.exec(word ?? '');
  return digits ? Number(digits[0]) : numberOf(word ?? '');
}

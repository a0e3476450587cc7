import type { Weekday } from '../working-days.ts';
import { numberOf } from './numbers.ts';
import type { DaySaid, MonthSaid } from './tokens.ts';

export const WEEKDAYS = '月火水木金土日';
export const YOU =
  '(?:曜日?|用日|よう(?:[び日]|(?=[のにはもをで、と。 ]|から|テレ|在宅|ざい|てれ|リモ|りも|午|$))|耀日?)';
export const WEEK =
  '先週|今週|来週|再来週|さ来週|再々来週|再再来週|次週|翌々週|こんしゅう|らいしゅう|さらいしゅう|せんしゅう|ライ週|来しゅう';
export const WEEKS: Record<string, number> = {
  先週: -1, せんしゅう: -1, 今週: 0, こんしゅう: 0, 来週: 1, 次週: 1, らいしゅう: 1, らい週: 1, 来しゅう: 1,
  再来週: 2, さ来週: 2, さらいしゅう: 2, 翌々週: 2, 再々来週: 3, 再再来週: 3,
}; // prettier-ignore
export const MONTH = '先月|今月|当月|来月|再来月|さ来月|らいげつ|こんげつ';
export const MONTHS: Record<string, number> = {
  先月: -1, 今月: 0, 当月: 0, こんげつ: 0, 来月: 1, らいげつ: 1, 再来月: 2, さ来月: 2,
}; // prettier-ignore
export const YEARS: Record<string, number> = {
  昨年: -1,
  去年: -1,
  今年: 0,
  本年: 0,
  ことし: 0,
  来年: 1,
  明年: 1,
  らいねん: 1,
  再来年: 2,
};
export const KANA_DATES: Record<string, number> = {
  ついたち: 1,
  ふつか: 2,
  みっか: 3,
  よっか: 4,
  むいか: 6,
  ここのか: 9,
  とおか: 10,
  はつか: 20,
};

/** Ends that share a month; an end before the start lies in the next month (12/28〜3), or is no end of a range. */
export function sameMonth(month: string | undefined, first: string | undefined, last: string | undefined): DaySaid {
  const from = monthDay(month, first);
  const ascending = numberOf(last ?? '') > numberOf(first ?? '');
  return { kind: 'range', first: from, last: ascending ? monthDay(month, last) : ofMonth(last) };
}

export function monthDay(month: string | undefined, date: string | undefined): DaySaid {
  return { kind: 'month-day', month: numberOf(month ?? ''), date: numberOf(date ?? '') };
}

export function ofMonth(date: string | undefined, month?: MonthSaid): DaySaid {
  return { kind: 'day-of-month', date: numberOf(date ?? ''), ...(month ? { month } : {}) };
}

export function weekday(letter: string | undefined): Weekday {
  return (WEEKDAYS.indexOf(letter ?? '月') + 1) as Weekday;
}

export function weekdaysIn(text: string): Weekday[] {
  return Array.from(text.replace(/曜(?:日(?!曜))?|用日|よう[び日]?|耀日?/g, ''))
    .filter((letter) => WEEKDAYS.includes(letter))
    .map(weekday);
}

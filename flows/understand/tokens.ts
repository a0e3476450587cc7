import type { LocalDay, WallTime } from '../organisation.ts';
import type { Weekday } from '../working-days.ts';

/** A month as it was said: 来月 is an offset, 3月 a number whose year is still open, 2027年3月 both. */
export type MonthSaid = { offset: number } | { month: number; year?: number };

/** A length of time: 3日間 and 2営業日 are working days, 1週間 is a stretch of the calendar. */
export interface Length {
  unit: 'working-days' | 'weeks';
  count: number;
}

/** One day or several as they were said, before today, the week or the month spoken of turn them into days. */
export type DaySaid =
  | { kind: 'day'; day: LocalDay }
  | { kind: 'month-day'; month: number; date: number }
  | { kind: 'day-of-month'; date: number; month?: MonthSaid }
  | { kind: 'weekday'; weekday: Weekday; week?: number; plural?: boolean }
  | { kind: 'nth-weekday'; nth: number; weekday: Weekday; month?: MonthSaid }
  | { kind: 'month-edge'; edge: 'first' | 'last'; month?: MonthSaid }
  | { kind: 'month-start'; month: MonthSaid }
  | { kind: 'later'; days: number; working?: boolean }
  | { kind: 'later-week'; weeks: number; weekday?: Weekday }
  | { kind: 'several'; each: DaySaid[] }
  | { kind: 'range'; first: DaySaid; last: DaySaid; arrow?: boolean }
  | { kind: 'span'; first: DaySaid; length: Length }
  | { kind: 'whole-week'; week: number }
  /** The week that a day lies in, all of it or one weekday: 3/20の週いっぱい, 3/20の週の水曜. */
  | { kind: 'week-of'; day: DaySaid; weekday?: Weekday }
  | { kind: 'whole-month'; month: MonthSaid }
  /** A date with the weekday that the writer takes it for. */
  | { kind: 'fitting'; said: DaySaid; weekday: Weekday }
  | { kind: 'nothing' };

export type DayPart = 'full' | 'am' | 'pm' | 'half';

/** The symbols of the cascade. */
export type Token =
  /** D. `starts`: 明日から, from Monday. */
  | { type: 'day'; said: DaySaid; starts?: boolean }
  /** W */
  | { type: 'week'; week: number; starts?: boolean }
  /** M */
  | { type: 'month'; month: MonthSaid }
  /** U: a day or month that a repetition or a range runs to. */
  | { type: 'until'; day?: DaySaid; month?: MonthSaid }
  /** H */
  | { type: 'time'; hour: number; minute: number; half?: 'am' | 'pm'; exact: boolean }
  /** P */
  | { type: 'part'; part: DayPart }
  | { type: 'hours'; from?: WallTime; to?: WallTime }
  /** L */
  | { type: 'length'; length: Length }
  /** C */
  | { type: 'count'; count: number }
  /** R */
  | { type: 'repeat'; every: 'week' | 'month' | 'working-day'; interval: number }
  /** X: days taken out. */
  | { type: 'except'; days: DaySaid[] }
  /** T: telework, with what it says of the place. */
  | { type: 'telework'; place?: 'home' | 'satellite' | 'field' }
  /** V and G: words that name no day (年末, 午前休), greetings. `vague`: they stand where a day should. */
  | { type: 'empty'; vague?: true };

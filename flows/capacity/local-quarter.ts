import { tzOffset } from '@date-fns/tz';
import type { LocalDay } from '../organisation.ts';
import { isWorkingDay } from '../working-days.ts';
import type { DayKind } from './walk-ins.ts';

const HOUR_MS = 3_600_000;
const QUARTER_MS = HOUR_MS / 4;

/** Days and hours of work of a pool's zone. `holidays`: the free days; null: Japan's, and the public offices' New Year. */
export interface WorkCalendar {
  timeZone: string;
  holidays: ReadonlySet<string> | null;
  /** Days on which the organisation is closed besides. */
  closures?: readonly { from: LocalDay; to: LocalDay }[];
}

/** Kind of day and quarter hour (0 to 95) of an instant, and its minute of the day. Zones change on whole quarters. */
export function localQuarter(at: number, calendar: WorkCalendar): { kind: DayKind; quarter: number; minute: number } {
  const quarter = Math.floor(at / QUARTER_MS);
  const kept = known.get(calendar) ?? new Map<number, { kind: DayKind; quarter: number; minute: number }>();
  known.set(calendar, kept);
  let found = kept.get(quarter);
  if (found === undefined) {
    const local = new Date(at + offsetOf(at, calendar.timeZone));
    const day = local.toISOString().slice(0, 10);
    const minute = local.getUTCHours() * 60 + local.getUTCMinutes();
    const closed = calendar.closures?.some(({ from, to }) => from <= day && day <= to) === true;
    const free =
      closed ||
      (calendar.holidays === null
        ? !isWorkingDay(day)
        : local.getUTCDay() === 0 || local.getUTCDay() === 6 || calendar.holidays.has(day));
    found = { kind: free ? 'free' : 'work', quarter: Math.floor(minute / 15), minute: minute - (minute % 15) };
    if (kept.size > 5000) kept.clear();
    kept.set(quarter, found);
  }
  return found;
}

/** What was asked before: looking a zone up is dear, and the answer never changes. */
const known = new WeakMap<WorkCalendar, Map<number, { kind: DayKind; quarter: number; minute: number }>>();

function offsetOf(at: number, timeZone: string): number {
  const minutes = tzOffset(timeZone, new Date(at));
  return Number.isFinite(minutes) ? minutes * 60_000 : 0;
}

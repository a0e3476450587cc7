import { tzOffset } from '@date-fns/tz';
import { isDayOff, spanOf } from '../office-days.ts';
import type { Organisation } from '../organisation.ts';
import type { DayKind } from './walk-ins.ts';

const HOUR_MS = 3_600_000;
const QUARTER_MS = HOUR_MS / 4;

/** Days and hours of work of a pool's zone. `holidays`: the free days; null: Japan's, and the public offices' New Year. */
export interface WorkCalendar {
  timeZone: string;
  holidays: ReadonlySet<string> | null;
  /** Days on which the organisation is closed, works in spite of a free day, or works unlike other days. */
  closures?: Organisation['closures'];
  workedDays?: Organisation['workedDays'];
  specialDays?: Organisation['specialDays'];
}

/** What a quarter hour lies in. `unlike`: nothing is learned from it for other days (an election, a training). */
interface LocalQuarter {
  kind: DayKind;
  quarter: number;
  minute: number;
  unlike: boolean;
}

/** Kind of day and quarter hour (0 to 95) of an instant, and its minute of the day. Zones change on whole quarters. */
export function localQuarter(at: number, calendar: WorkCalendar): LocalQuarter {
  const quarter = Math.floor(at / QUARTER_MS);
  const kept = known.get(calendar) ?? new Map<number, LocalQuarter>();
  known.set(calendar, kept);
  let found = kept.get(quarter);
  if (found === undefined) {
    const local = new Date(at + offsetOf(at, calendar.timeZone));
    const day = local.toISOString().slice(0, 10);
    const minute = local.getUTCHours() * 60 + local.getUTCMinutes();
    const { closures = [], workedDays = [], specialDays = [] } = calendar;
    const free =
      calendar.holidays === null
        ? isDayOff(day, { closures, workedDays })
        : local.getUTCDay() === 0 || local.getUTCDay() === 6 || calendar.holidays.has(day);
    found = {
      kind: free ? 'free' : 'work',
      quarter: Math.floor(minute / 15),
      minute: minute - (minute % 15),
      unlike: spanOf(specialDays, day) !== null,
    };
    if (kept.size > 5000) kept.clear();
    kept.set(quarter, found);
  }
  return found;
}

/** What was asked before: looking a zone up is dear, and the answer never changes. */
const known = new WeakMap<WorkCalendar, Map<number, LocalQuarter>>();

function offsetOf(at: number, timeZone: string): number {
  const minutes = tzOffset(timeZone, new Date(at));
  return Number.isFinite(minutes) ? minutes * 60_000 : 0;
}

import { TZDate } from '@date-fns/tz';
import type { Organisation, WallTime } from '../../flows/organisation.ts';

/** The lunch break of the local day in which an instant lies. Unix milliseconds. */
export function lunchOn(
  { timeZone, workingHours: { lunch } }: Organisation,
  at: number,
): { start: number; end: number } {
  const day = new TZDate(at, timeZone);
  const instant = (time: WallTime) => {
    const [hours = 0, minutes = 0] = time.split(':').map(Number);
    return new TZDate(day.getFullYear(), day.getMonth(), day.getDate(), hours, minutes, timeZone).getTime();
  };
  return { start: instant(lunch.start), end: instant(lunch.end) };
}

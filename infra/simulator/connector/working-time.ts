import { tzOffset } from '@date-fns/tz';

export interface WorkingDay {
  timeZone: string;
  /** Wall-clock times, `08:30`. */
  start: string;
  end: string;
}

const DAY = 86_400_000;

/** The instant that lies this much working time (Monday to Friday, from start to end) after `from`. */
export function afterWorkingTime(from: Date, milliseconds: number, day: WorkingDay): Date {
  const opens = minutesOf(day.start) * 60_000;
  const closes = minutesOf(day.end) * 60_000;
  let wall = from.getTime() + tzOffset(day.timeZone, from) * 60_000;
  let left = milliseconds;
  for (;;) {
    const midnight = Math.floor(wall / DAY) * DAY;
    const weekday = new Date(midnight).getUTCDay();
    const begin = Math.max(wall, midnight + opens);
    const room = weekday === 0 || weekday === 6 ? -1 : midnight + closes - begin;
    if (room > 0 && left <= room) return toInstant(begin + left, day.timeZone);
    if (room > 0) left -= room;
    wall = midnight + DAY;
  }
}

function toInstant(wall: number, timeZone: string): Date {
  const guess = wall - tzOffset(timeZone, new Date(wall)) * 60_000;
  return new Date(wall - tzOffset(timeZone, new Date(guess)) * 60_000);
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

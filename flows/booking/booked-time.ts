import { instantOf } from '../local-time.ts';
import { later } from '../minutes.ts';
import type { WorkingHours } from '../organisation.ts';
import type { AskedDay } from './proposal.ts';

/** Half-open: [startsAt, endsAt). */
export interface Interval {
  startsAt: Date;
  endsAt: Date;
}

/**
 * The time that an asked day stands for. A morning ends when lunch begins, an afternoon begins when lunch ends, hours
 * without a beginning or an end take the working day's. May be empty or turned round where the hours asked for are.
 */
export function timeAsked(asked: AskedDay, hours: WorkingHours, timeZone: string): Interval {
  const at = (time: string) => instantOf(asked.day, time, timeZone);
  switch (asked.part) {
    case 'am':
      return { startsAt: at(hours.start), endsAt: at(hours.lunch.start) };
    case 'pm':
      return { startsAt: at(hours.lunch.end), endsAt: at(hours.end) };
    case 'hours':
      return { startsAt: at(asked.from ?? hours.start), endsAt: at(asked.to ?? hours.end) };
    default:
      return { startsAt: at(hours.start), endsAt: at(hours.end) };
  }
}

/** A time that has begun is the rest of it: it starts at the later of its start and now. */
export function restOf(time: Interval, now: Date): Interval {
  return { startsAt: later(time.startsAt, now), endsAt: time.endsAt };
}

export function overlaps(a: Interval, b: Interval): boolean {
  return a.startsAt < b.endsAt && b.startsAt < a.endsAt;
}

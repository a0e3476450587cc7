import { createHash } from 'node:crypto';
import { addDays, instantOf, localDayOf } from '../local-time.ts';
import { addMinutes, earlier } from '../minutes.ts';
import type { Organisation } from '../organisation.ts';
import type { Mailbox } from './mailbox-store.ts';

/** Days before today that are read as well: what is moved from yesterday to tomorrow is met at both places. */
const DAYS_BEFORE = 7;
/**
 * Days beyond the last that can be booked. A window rolls when they are used up: everything is read anew once a week, at
 * each mailbox on its own day of the week.
 */
const DAYS_BEYOND = 7;
/** Exchange expands every series over the window. */
const MOST_DAYS_AHEAD = 400;
/** When everybody is looked at whether or not notifications came, in the organisation's zone; the directory is read at 3:00. */
const NIGHT = '03:30';
/** Between two looks at a mailbox that no notification tells of. */
const POLL_MINUTES = 15;
/** How long a subscription is asked for, of the 10,080 minutes that Outlook takes (graph/api/resources/subscription, 2026-09). */
export const SUBSCRIPTION_MINUTES = 10_000;
/**
 * Renewed in the first, second or third night, each mailbox in its own: with the look that comes then anyway, a third of
 * them a night, and long before half of a life is over.
 */
const RENEWING_NIGHTS = 3;

type Window = { from: Date; to: Date };
type Calendars = Pick<Organisation, 'rules' | 'profiles' | 'timeZone'>;

/** The window of a look that reads everything. `first`: of this mailbox; then its slack is its own, so that not all roll in one night. */
export function windowFor(organisation: Calendars, personId: string, now: Date, first: boolean): Window {
  const { timeZone } = organisation;
  const today = localDayOf(now, timeZone);
  const beyond = first ? 1 + (byteOf(personId) % DAYS_BEYOND) : DAYS_BEYOND;
  return {
    from: instantOf(addDays(today, -DAYS_BEFORE), '00:00', timeZone),
    to: instantOf(addDays(today, daysAhead(organisation) + 1 + beyond), '00:00', timeZone),
  };
}

/** Whether a window still reaches over every day that can be booked. */
export function reachesFar(organisation: Calendars, window: Window, now: Date): boolean {
  const { timeZone } = organisation;
  const last = addDays(localDayOf(now, timeZone), daysAhead(organisation) + 1);
  return window.to >= instantOf(last, '00:00', timeZone);
}

/** When a mailbox that was just read is looked at next without being asked: in the night, or soon where nothing tells of it. */
export function nextLookAt({ timeZone }: Calendars, { subscription }: Pick<Mailbox, 'subscription'>, now: Date): Date {
  if (!subscription || subscription.until <= now) return addMinutes(now, POLL_MINUTES);
  return nextNight(timeZone, now);
}

/** The next half past three in the morning. */
export function nextNight(timeZone: string, now: Date): Date {
  const today = localDayOf(now, timeZone);
  const night = instantOf(today, NIGHT, timeZone);
  return night > now ? night : instantOf(addDays(today, 1), NIGHT, timeZone);
}

/** When a subscription that stands now is renewed. One that Graph lets live for a shorter time than asked: at half of it. */
export function renewAt(timeZone: string, personId: string, until: Date, now: Date): Date {
  const nights = byteOf(personId) % RENEWING_NIGHTS;
  const night = instantOf(addDays(localDayOf(nextNight(timeZone, now), timeZone), nights), NIGHT, timeZone);
  return earlier(night, new Date((now.getTime() + Math.max(now.getTime(), until.getTime())) / 2));
}

/** The same for the same person, spread evenly over all. */
function byteOf(personId: string): number {
  return createHash('sha256').update(personId).digest()[0]!;
}

function daysAhead({ rules, profiles }: Calendars): number {
  const all = [rules, ...profiles.map((profile) => profile.rules)].map(({ horizonDays }) => horizonDays ?? 0);
  return Math.min(MOST_DAYS_AHEAD, Math.max(...all));
}

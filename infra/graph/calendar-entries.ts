import type { CalendarEntry } from '../../flows/calendar/calendar-entry.ts';
import { ourUidIn } from '../../flows/calendar/feed-uid.ts';
import { instantOf as instantOfDay, isRealDay, localDayOf } from '../../flows/local-time.ts';
import { type DateTimeTimeZone, ianaOf, instantOf } from './graph-time.ts';

/** An event as `calendarView/delta` tells of it. Occurrences come with id, series and times alone. */
export interface DeltaEvent {
  id?: string;
  '@removed'?: unknown;
  type?: string | null;
  seriesMasterId?: string | null;
  subject?: string | null;
  body?: { content?: string | null } | null;
  iCalUId?: string | null;
  categories?: string[] | null;
  showAs?: string | null;
  isAllDay?: boolean | null;
  isCancelled?: boolean | null;
  isOrganizer?: boolean | null;
  sensitivity?: string | null;
  responseStatus?: { response?: string | null } | null;
  start?: DateTimeTimeZone | null;
  end?: DateTimeTimeZone | null;
  originalStartTimeZone?: string | null;
  originalEndTimeZone?: string | null;
}

const SHOWN = ['free', 'tentative', 'busy', 'oof', 'workingElsewhere'] as const;

/**
 * An event as an entry of the person's calendar; `master` fills in what an occurrence leaves out. Null for what stands
 * in the calendar and is none of the person's time: cancelled, declined, or with times that cannot be read.
 */
export function entryOf(event: DeltaEvent, master: DeltaEvent | null, timeZone: string): CalendarEntry | null {
  const whole = { ...master, ...withoutEmpty(event) };
  if (!event.id || whole.isCancelled === true || whole.responseStatus?.response === 'declined') return null;
  const allDay = whole.isAllDay === true;
  const startsAt = allDay ? midnight(event.start, whole.originalStartTimeZone, timeZone) : instantOf(event.start);
  const endsAt = allDay ? midnight(event.end, whole.originalEndTimeZone, timeZone) : instantOf(event.end);
  if (!startsAt || !endsAt || endsAt < startsAt) return null;
  const shown = whole.showAs?.toLowerCase();
  return {
    key: event.id,
    series: event.seriesMasterId ?? null,
    subject: whole.subject ?? '',
    categories: whole.categories ?? [],
    showAs: SHOWN.find((one) => one.toLowerCase() === shown) ?? 'unknown',
    startsAt,
    endsAt,
    allDay,
    invited: whole.isOrganizer === false,
    ourUid: ourUidIn(whole.iCalUId, whole.body?.content),
    ...(['personal', 'private', 'confidential'].includes(whole.sensitivity ?? '') ? { isPrivate: true } : {}),
  };
}

/**
 * An all-day event is a date. Exchange writes it as midnight of whatever zone; told in another zone it is that instant,
 * and the date is the one of the zone that the event was made in.
 */
function midnight(
  value: DateTimeTimeZone | null | undefined,
  madeIn: string | null | undefined,
  timeZone: string,
): Date | null {
  const day = value?.dateTime?.slice(0, 10) ?? '';
  if (!isRealDay(day)) return null;
  if (/T00:00(:00(\.0+)?)?$/.test(value?.dateTime ?? '')) return instantOfDay(day, '00:00', timeZone);
  const at = instantOf(value);
  if (!at) return null;
  const zone = madeIn ? ianaOf(madeIn) : timeZone;
  // A zone whose name is not known: the nearest midnight, as hardly a zone is further than twelve hours away.
  const date = zone ? localDayOf(at, zone) : localDayOf(new Date(at.getTime() + 12 * 3_600_000), 'UTC');
  return instantOfDay(date, '00:00', timeZone);
}

function withoutEmpty(event: DeltaEvent): DeltaEvent {
  return Object.fromEntries(Object.entries(event).filter(([, value]) => value !== null && value !== undefined));
}

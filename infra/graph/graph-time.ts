import { tzOffset } from '@date-fns/tz';

/** Graph's `dateTimeTimeZone`: a wall-clock time and the zone it is read in. */
export interface DateTimeTimeZone {
  dateTime?: string | null;
  timeZone?: string | null;
}

/** Graph answers in UTC as a rule; where it names a mailbox's own zone, Exchange writes Windows' name for it. */
const WINDOWS_ZONES: Record<string, string> = {
  'Tokyo Standard Time': 'Asia/Tokyo',
  'Korea Standard Time': 'Asia/Seoul',
  'China Standard Time': 'Asia/Shanghai',
  'Taipei Standard Time': 'Asia/Taipei',
  'Singapore Standard Time': 'Asia/Singapore',
  'SE Asia Standard Time': 'Asia/Bangkok',
  'India Standard Time': 'Asia/Kolkata',
  'GMT Standard Time': 'Europe/London',
  'W. Europe Standard Time': 'Europe/Berlin',
  'Romance Standard Time': 'Europe/Paris',
  'Eastern Standard Time': 'America/New_York',
  'Central Standard Time': 'America/Chicago',
  'Pacific Standard Time': 'America/Los_Angeles',
  'Hawaiian Standard Time': 'Pacific/Honolulu',
  'AUS Eastern Standard Time': 'Australia/Sydney',
};
const LOCAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?/;

/** The instant, or null where the time or its zone cannot be read. */
export function instantOf(value: DateTimeTimeZone | null | undefined): Date | null {
  const wall = LOCAL.exec(value?.dateTime ?? '')?.[0];
  const zone = value?.timeZone || 'UTC';
  if (!wall) return null;
  const asUtc = new Date(`${wall}Z`);
  const offset = offsetOf(WINDOWS_ZONES[zone] ?? zone, asUtc);
  if (offset === null || Number.isNaN(asUtc.getTime())) return null;
  const first = new Date(asUtc.getTime() - offset * 60_000);
  // Once more at the instant found: the offset may have changed in between.
  return new Date(asUtc.getTime() - (offsetOf(WINDOWS_ZONES[zone] ?? zone, first) ?? offset) * 60_000);
}

/** The IANA name of a zone in either spelling, or null where it is not known. */
export function ianaOf(zone: string | null | undefined): string | null {
  const iana = WINDOWS_ZONES[zone ?? ''] ?? zone ?? '';
  return iana === 'UTC' || (iana !== '' && !Number.isNaN(tzOffset(iana, new Date(0)))) ? iana : null;
}

/** Minutes east of UTC, or null for a zone that is not known. */
function offsetOf(zone: string, at: Date): number | null {
  if (zone === 'UTC') return 0;
  const minutes = tzOffset(zone, at);
  return Number.isNaN(minutes) ? null : minutes;
}

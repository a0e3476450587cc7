import { tzOffset } from '@date-fns/tz';
import { badRequest } from './wire.ts';

/** A `dateTimeTimeZone` of Graph: a wall-clock time and the zone it is read in. */
export interface DateTimeTimeZone {
  dateTime: string;
  timeZone: string;
}

/** Windows names that mailboxes of this tenant and its neighbours use; IANA names are taken as they are. */
const WINDOWS_ZONES: Record<string, string> = {
  UTC: 'UTC',
  'Tokyo Standard Time': 'Asia/Tokyo',
  'Korea Standard Time': 'Asia/Seoul',
  'China Standard Time': 'Asia/Shanghai',
  'Singapore Standard Time': 'Asia/Singapore',
  'India Standard Time': 'Asia/Kolkata',
  'GMT Standard Time': 'Europe/London',
  'W. Europe Standard Time': 'Europe/Berlin',
  'Eastern Standard Time': 'America/New_York',
  'Pacific Standard Time': 'America/Los_Angeles',
};

const LOCAL = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,7}))?)?)?(Z|[+-]\d\d:\d\d)?$/;

/** The IANA name of a zone in either spelling; throws Exchange's refusal of an unknown one. */
export function ianaZone(name: string): string {
  const iana = WINDOWS_ZONES[name] ?? name;
  if (iana !== 'UTC' && Number.isNaN(tzOffset(iana, new Date(0)))) {
    throw badRequest(
      `A valid TimeZone value must be specified. The following TimeZone value is not supported: '${name}'.`,
      'TimeZoneNotSupportedException',
    );
  }
  return iana;
}

/** The instant of a wall-clock time in its zone. */
export function instantOf(value: unknown, property: string): Date {
  const { dateTime, timeZone } = (value ?? {}) as Partial<DateTimeTimeZone>;
  const match = typeof dateTime === 'string' ? LOCAL.exec(dateTime) : null;
  if (!match) throw badRequest(`The value of '${property}/dateTime' is not a valid date and time.`, 'RequestBodyRead');
  const wall = new Date(
    `${match[1]}-${match[2]}-${match[3]}T${match[4] ?? '00'}:${match[5] ?? '00'}:${match[6] ?? '00'}Z`,
  );
  if (Number.isNaN(wall.getTime())) {
    throw badRequest(`The value of '${property}/dateTime' is not a valid date and time.`, 'RequestBodyRead');
  }
  if (match[8]) return new Date(`${wall.toISOString().slice(0, 19)}${match[8]}`);
  return fromWall(wall, ianaZone(timeZone ?? 'UTC'));
}

/** The wall clock of an instant in a zone, as Graph writes it: seven decimals, no offset. */
export function toZone(instant: Date, timeZone: string): DateTimeTimeZone {
  const zone = ianaZone(timeZone);
  const offset = zone === 'UTC' ? 0 : tzOffset(zone, instant);
  const wall = new Date(instant.getTime() + offset * 60_000);
  return { dateTime: `${wall.toISOString().slice(0, 19)}.0000000`, timeZone };
}

/** `2026-12-02T00:00:00`, `…Z` or `…+09:00` of a query; without an offset it is UTC, as Graph reads it. */
export function instantOfQuery(text: string | null, name: string): Date {
  if (text === null) {
    const message = `This request requires a time window specified by the query string parameters StartDateTime and EndDateTime.`;
    throw badRequest(message, 'ErrorInvalidRequest');
  }
  return instantOf({ dateTime: text.replace(/ (\d\d:\d\d)$/, '+$1'), timeZone: 'UTC' }, name);
}

function fromWall(wall: Date, zone: string): Date {
  if (zone === 'UTC') return wall;
  const first = wall.getTime() - tzOffset(zone, wall) * 60_000;
  return new Date(wall.getTime() - tzOffset(zone, new Date(first)) * 60_000);
}

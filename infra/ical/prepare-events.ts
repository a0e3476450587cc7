import { createRequire } from 'node:module';

/** Windows' names of zones, as node-ical reads them. */
const WINDOWS = createRequire(import.meta.url)('node-ical/windowsZones.json') as Record<string, unknown>;
/** Under a name that begins so, node-ical looks for the zone's rules in the file itself. */
const OWN_ZONE = 'Customized Time Zone ';
const WITH_ZONE = /^(?:DTSTART|DTEND|RECURRENCE-ID|EXDATE)(?=[;:])/i;
const TZID = /;TZID=("[^"]*"|[^;:]*)/i;
/** Of one series: those of a working day for eight years. */
const MOST_CHANGED = 2_000;
const MOST_EXCEPT = 2_000;
/** A rule may repeat so often within a day: more are no working times. */
const MOST_A_DAY = 8;

/** An event and its changed occurrences: what stands between BEGIN:VEVENT and END:VEVENT, once for each. */
export interface EventGroup {
  uid: string;
  events: string[][];
}

export interface PreparedCalendar {
  groups: EventGroup[];
  /** Rules of zones, in lines, by the name that events call them by. */
  zones: ReadonlyMap<string, string[]>;
}

/**
 * An iCalendar text in lines that node-ical reads as they are meant: unfolded, events by UID, times without a zone in the
 * reader's zone (node-ical would take the machine's), zones that nobody knows by the rules in the file, or the reader's.
 * Throws an Error in a sentence where it is no calendar, or cut off.
 */
export function prepareEvents(text: string, timeZone: string): PreparedCalendar {
  const lines = text.replace(/\r?\n[ \t]/g, '').split(/\r?\n|\r/);
  if (!/^BEGIN:VCALENDAR\s*$/i.test(lines.find((line) => line.trim() !== '') ?? ''))
    throw new Error('it is no iCalendar file: it does not begin with BEGIN:VCALENDAR');
  if (!lines.some((line) => /^END:VCALENDAR\s*$/i.test(line)))
    throw new Error('the iCalendar file is cut off: END:VCALENDAR is missing');
  const own = new Set(
    lines.flatMap((line) => /^TZID(?:;[^:]*)?:(.*)$/i.exec(line.trim())?.[1]?.replace(/^"(.*)"$/, '$1') ?? []),
  );
  const groups = new Map<string, EventGroup>();
  const zones = new Map<string, string[]>();
  let zone: string[] = [];
  let event: string[] | null = null;
  let inZone = false;
  let within = 0;
  for (const line of lines) {
    if (/^BEGIN:VTIMEZONE/i.test(line)) [inZone, zone] = [true, []];
    const called = inZone ? /^TZID[^:]*:(.*)$/i.exec(line)?.[1] : undefined;
    if (called !== undefined) zones.set(nameOf(called.trim(), own), zone);
    if (inZone) zone.push(called === undefined ? line : `TZID:${nameOf(called.trim(), own)}`);
    if (/^END:VTIMEZONE/i.test(line)) inZone = false;
    if (/^BEGIN:VEVENT/i.test(line)) {
      event = [];
      within = 0;
    } else if (/^END:VEVENT/i.test(line) && event) {
      const uid = event
        .find((one) => /^UID[;:]/i.test(one))
        ?.replace(/^UID[^:]*:/i, '')
        .trim();
      const start = event.find((one) => /^DTSTART[;:]/i.test(one))?.replace(/^DTSTART[^:]*:/i, '');
      // Without a UID (which RFC 5545 asks for) an event is known by what it says.
      const name = uid || `${start ?? ''} ${event.find((one) => /^SUMMARY[;:]/i.test(one)) ?? ''}`.slice(0, 200);
      if (!uid) event.push(`UID:${name}`);
      const group = groups.get(name);
      if (group) group.events.push(event);
      else groups.set(name, { uid: name, events: [event] });
      event = null;
    } else if (event) {
      if (/^BEGIN:/i.test(line)) within += 1;
      // Alarms and what else lies in an event have times of their own.
      if (within === 0) event.push(zoned(line, timeZone, own));
      if (/^END:/i.test(line)) within -= 1;
    }
  }
  return { groups: [...groups.values()], zones };
}

/** The zones that these lines name: what else the file has is not read again for each event. */
export function zonesOf(events: readonly string[][], zones: PreparedCalendar['zones']): string[] {
  const named = new Set(events.flat().flatMap((line) => (WITH_ZONE.test(line) ? (TZID.exec(line)?.[1] ?? []) : [])));
  return [...named].flatMap((name) => zones.get(name) ?? []);
}

/**
 * Whether an event is over by its day alone, two days before this instant or earlier: calendars hold years of what has
 * been, and reading an event with its rules takes a hundred times as long. Pure.
 */
export function isLongOver({ events }: EventGroup, from: Date): boolean {
  const [event] = events;
  if (!event || events.length > 1 || event.some((line) => /^(?:RRULE|RDATE|RECURRENCE-ID|DURATION)[;:]/i.test(line)))
    return false;
  const days = event.flatMap((line) => /^(?:DTSTART|DTEND)[;:].*?(\d{8})(?:T\d{6}Z?)?\s*$/i.exec(line)?.[1] ?? []);
  const before = new Date(from.getTime() - 2 * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
  return days.length > 0 && days.every((day) => day < before);
}

/** What of an event or a repetition is no calendar's, as words for the operator, or null. */
export function unreasonable(events: readonly string[][]): string | null {
  if (events.length > MOST_CHANGED)
    return `it has ${events.length} changed occurrences; expected at most ${MOST_CHANGED}`;
  const except = events.flat().reduce((sum, line) => sum + (/^EXDATE[;:]/i.test(line) ? line.split(',').length : 0), 0);
  if (except > MOST_EXCEPT) return `it has ${except} days taken out; expected at most ${MOST_EXCEPT}`;
  for (const rule of events.flat().filter((line) => /^RRULE[;:]/i.test(line))) {
    if (/FREQ=(?:SECONDLY|MINUTELY|HOURLY)/i.test(rule)) return 'it repeats several times an hour or day';
    const many = ['BYHOUR', 'BYMINUTE', 'BYSECOND'].reduce((product, part) => {
      const list = new RegExp(`${part}=([^;]*)`, 'i').exec(rule)?.[1];
      return product * (list ? list.split(',').length : 1);
    }, 1);
    if (many > MOST_A_DAY) return `it repeats ${many} times a day`;
  }
  return null;
}

/** The rule of a series and the day on which it begins (`20261202`), as they are written; null where there is none. */
export function seriesOf(events: readonly string[][]): { rule: string; start: string } | null {
  for (const event of events) {
    const rule = event.findLast((line) => /^RRULE[;:]/i.test(line))?.replace(/^[^:]*:/, '');
    const start = /^DTSTART[;:].*?(\d{8})(?:T\d{6}Z?)?\s*$/i;
    const day = event.map((line) => start.exec(line)?.[1]).find((found) => found !== undefined);
    if (rule !== undefined && day !== undefined) return { rule: rule.trim(), start: day };
  }
  return null;
}

function zoned(line: string, timeZone: string, own: ReadonlySet<string>): string {
  if (!WITH_ZONE.test(line)) return line;
  const found = TZID.exec(line);
  if (found) {
    const id = found[1]!.replace(/^"(.*)"$/, '$1').trim();
    const name = isZone(id) ? id : own.has(id) ? nameOf(id, own) : timeZone;
    return line.replace(found[0], `;TZID=${name}`);
  }
  const colon = line.indexOf(':');
  const floating = /T\d{6}(?!Z)/i.test(line.slice(colon)) && !/Z\s*$/i.test(line);
  return floating ? `${line.slice(0, colon)};TZID=${timeZone}${line.slice(colon)}` : line;
}

function nameOf(id: string, own: ReadonlySet<string>): string {
  const plain = id.replace(/^"(.*)"$/, '$1');
  return isZone(plain) || !own.has(plain) ? plain : `${OWN_ZONE}${plain.replace(/[:;"]/g, ' ')}`;
}

function isZone(id: string): boolean {
  if (id in WINDOWS) return true;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: id }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

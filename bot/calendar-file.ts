import { TZDate } from '@date-fns/tz';
import ical, { ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from 'ical-generator';
import { calendarSubject, sectionSubject } from '../cards/outside-words.ts';
import { plainText } from '../cards/plain-text.ts';
import { calendarOutTextIn } from '../cards/texts/calendar-out.ts';
import { instantOf } from '../flows/local-time.ts';
import type { FeedEntry, FeedFile } from '../flows/calendar/read-feed.ts';
import { vtimezone } from './vtimezone.ts';

/** Programs are asked to look again so often; most have a time of their own. */
const REFRESH_SECONDS = 15 * 60;

const STATUS = {
  tentative: ICalEventStatus.TENTATIVE,
  confirmed: ICalEventStatus.CONFIRMED,
  cancelled: ICalEventStatus.CANCELLED,
} as const;

/** A feed as RFC 5545 writes it. The same feed gives the same bytes: no instant of the writing is in it. */
export function calendarFile(feed: FeedFile): string {
  const { timeZone, language, entries } = feed;
  const { file } = calendarOutTextIn(language);
  // ical-generator writes a calendar's name as it comes.
  const name = file.names[feed.kind](feed.section && plainText(feed.section[language], 60)).replace(/[\\;,]/g, '\\$&');
  const calendar = ical({
    name,
    prodId: { company: 'zaitaku', product: 'zaitaku', language: language.toUpperCase() },
    method: ICalCalendarMethod.PUBLISH,
    ttl: REFRESH_SECONDS,
    timezone: { name: timeZone, generator: (zone) => vtimezone(zone, spanOf(entries, feed)) },
  });
  const inZone = (at: Date) => new TZDate(at.getTime(), timeZone);
  for (const entry of entries) {
    const { time } = entry;
    const changedAt = entry.changedAt ?? feed.changedAt;
    const allDay = 'firstDay' in time;
    calendar.createEvent({
      id: entry.uid,
      sequence: entry.sequence,
      status: STATUS[entry.status],
      summary: summaryOf(entry, feed),
      allDay,
      // Without a zone of its own an entry would stand at these hours wherever it is read.
      timezone: allDay ? null : timeZone,
      start: inZone(allDay ? instantOf(time.firstDay, '00:00', timeZone) : time.startsAt),
      end: inZone(allDay ? instantOf(time.endDay, '00:00', timeZone) : time.endsAt),
      // Working elsewhere is no time to refuse meetings in.
      transparency: ICalEventTransparency.TRANSPARENT,
      stamp: changedAt,
      lastModified: changedAt,
    });
  }
  const stamps = entries.map(({ changedAt }) => changedAt ?? feed.changedAt);
  return `${withStamps(calendar.toString(), stamps)}\r\n`;
}

/**
 * DTSTAMP and LAST-MODIFIED of the entries in UTC, as RFC 5545 wants them in whatever zone an entry is: ical-generator
 * 10.2 writes them in the calendar's zone and without their Z.
 */
function withStamps(text: string, stamps: readonly Date[]): string {
  const seen = new Map<string, number>();
  return text.replace(/^(DTSTAMP|LAST-MODIFIED):[0-9TZ]+$/gm, (_, name: string) => {
    const index = seen.get(name) ?? 0;
    seen.set(name, index + 1);
    return `${name}:${stamps[index]!.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
  });
}

function summaryOf({ says, status }: FeedEntry, { language }: FeedFile): string {
  const { file } = calendarOutTextIn(language);
  switch (says.what) {
    case 'own':
      return calendarSubject(
        language,
        says.part,
        status === 'tentative' ? 'requested' : status === 'cancelled' ? 'cancelled' : 'decided',
      );
    case 'away':
      return sectionSubject(language, says.name, says, 'decided');
    case 'peak':
      return file.peak(plainText(says.pool[language], 60), says.sessions, says.seats, says.hosts);
    case 'shortage':
      return file.shortage(plainText(says.pool[language], 60), says.missing, says.certain);
    case 'closed':
      return file.closed(plainText(says.name[language], 60), says.half);
    case 'named':
      return file.named[says.kind](plainText(says.name[language], 60));
  }
}

/** From when to when the file speaks of times. */
function spanOf(entries: readonly FeedEntry[], { timeZone, changedAt }: FeedFile): { from: Date; to: Date } {
  const ends = entries.flatMap(({ time }) =>
    'firstDay' in time
      ? [instantOf(time.firstDay, '00:00', timeZone), instantOf(time.endDay, '00:00', timeZone)]
      : [time.startsAt, time.endsAt],
  );
  const times = (ends.length > 0 ? ends : [changedAt]).map((at) => at.getTime());
  return { from: new Date(Math.min(...times)), to: new Date(Math.max(...times)) };
}

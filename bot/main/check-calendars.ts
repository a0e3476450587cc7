import { entriesOf } from '../../flows/calendar/follow-feeds.ts';
import type { CalendarFeed } from '../../flows/calendar/calendar-sources.ts';
import type { FeedReader, FeedReading, OrganisationCalendarReader } from '../../flows/calendar/feed-reader.ts';
import { DAYS_READ, officeDaysOf } from '../../flows/calendar/office-calendar.ts';
import { addDays, instantOf, localDayOf } from '../../flows/local-time.ts';
import type { Organisation } from '../../flows/organisation.ts';
import type { CheckLine } from '../commands/check.ts';

const EXAMPLES = 3;

/** The organisation's own calendar and each feed of another groupware, read once as the product reads them. */
export async function calendarLines(
  organisation: Organisation,
  feeds: FeedReader,
  own: OrganisationCalendarReader,
  now: Date,
): Promise<CheckLine[]> {
  const { calendar, timeZone } = organisation;
  const today = localDayOf(now, timeZone);
  const at = (day: string) => instantOf(day, '00:00', timeZone);
  const options = { window: { from: at(today), to: at(addDays(today, DAYS_READ)) }, timeZone, marks: null };
  const lines: CheckLine[] = [];
  const settings = calendar.organisation;
  if (settings) {
    const what = `calendar of the organisation, ${settings.file ?? settings.mailbox}`;
    lines.push(
      ...(await linesOf(
        what,
        () => own.read(settings, options),
        (reading) => {
          const { days, unknown } = officeDaysOf(reading.entries, settings.words, organisation);
          const ignored = unknown.length > 0 ? `; ${unknown.length} say none of the words: ${some(unknown)}` : '';
          return `${days.length} entries ahead that close, open or mark days${ignored}; read every ${settings.everyMinutes} minutes`;
        },
      )),
    );
  }
  for (const feed of calendar.feeds)
    lines.push(
      ...(await linesOf(
        `calendar feed ${feed.id}, ${placeOf(feed)}`,
        () => feeds.read(feed, options),
        (reading) => {
          const every = `read every ${feed.everyMinutes} minutes`;
          const { person, section } = feed.for;
          if (person !== null)
            return `${entriesOf(feed, { upn: person }, reading.entries).length} entries ahead of ${person}; ${every}`;
          const nobody = reading.entries.filter(({ owners }) => owners.length === 0).length;
          const lost =
            nobody > 0 ? `; ${nobody} name no person (ATTENDEE, ORGANIZER, X-ZAITAKU-PERSON or a column)` : '';
          return `${reading.entries.length} entries ahead for section ${section}${lost}; ${every}`;
        },
      )),
    );
  return lines;
}

async function linesOf(
  what: string,
  read: () => Promise<FeedReading>,
  say: (reading: Extract<FeedReading, { state: 'read' }>) => string,
): Promise<CheckLine[]> {
  try {
    const reading = await read();
    if (reading.state !== 'read') return [{ what, ok: true, detail: 'reachable', mend: null }];
    const { wrong } = reading;
    if (wrong.length === 0) return [{ what, ok: true, detail: say(reading), mend: null }];
    const mend = 'correct them at their source; until then nothing that is missing there is taken away';
    return [{ what, ok: 'warn', detail: `${say(reading)}; ${wrong.length} cannot be read: ${some(wrong)}`, mend }];
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return [
      {
        what,
        ok: false,
        detail,
        mend: 'see to the file or address and to the rights; what was read before counts meanwhile',
      },
    ];
  }
}

/** The host alone of an address: the rest is often its password. */
function placeOf({ url, file, folder }: CalendarFeed): string {
  return url === null ? (file ?? folder!) : new URL(url).host;
}

function some(said: readonly string[]): string {
  return `${said
    .slice(0, EXAMPLES)
    .map((one) => one.slice(0, 100))
    .join('; ')}${said.length > EXAMPLES ? '; …' : ''}`;
}

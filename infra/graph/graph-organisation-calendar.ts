import type { OrganisationCalendarReader, SeenEntry } from '../../flows/calendar/feed-reader.ts';
import { instantOf } from '../../flows/local-time.ts';
import type { GraphCaller } from './graph-caller.ts';
import { toProviderError } from './to-provider-error.ts';

/** What is asked of an event: no body, no attendees. */
const FIELDS = 'id,subject,start,end,isAllDay,isCancelled,categories,showAs,type,seriesMasterId';

interface GraphEvent {
  id: string;
  subject?: string | null;
  start: { dateTime: string };
  end: { dateTime: string };
  isAllDay?: boolean;
  isCancelled?: boolean;
  categories?: string[];
  showAs?: string;
  seriesMasterId?: string | null;
}

const SHOWN: readonly SeenEntry['showAs'][] = ['free', 'tentative', 'busy', 'oof', 'workingElsewhere'];

/**
 * The calendar of the mailbox in which the organisation keeps its days, as Outlook lays it out (calendarView: a series as
 * its occurrences). Needs Calendars.Read of that mailbox. Throws ProviderError.
 */
export class GraphOrganisationCalendar implements OrganisationCalendarReader {
  readonly #graph: Pick<GraphCaller, 'get'>;

  constructor(graph: Pick<GraphCaller, 'get'>) {
    this.#graph = graph;
  }

  async read(
    { mailbox }: Parameters<OrganisationCalendarReader['read']>[0],
    options: Parameters<OrganisationCalendarReader['read']>[1],
  ) {
    const { window, timeZone } = options;
    const query = new URLSearchParams({
      startDateTime: window.from.toISOString(),
      endDateTime: window.to.toISOString(),
      $select: FIELDS,
      $top: '200',
    });
    // Whole days are midnights of the zone that is asked for; without one Graph answers in UTC.
    const headers = { Prefer: `outlook.timezone="${timeZone}"` };
    const entries: SeenEntry[] = [];
    try {
      let path: string | undefined = `/users/${encodeURIComponent(mailbox!)}/calendarView?${query}`;
      while (path !== undefined) {
        const page: { value?: GraphEvent[]; '@odata.nextLink'?: string } = await this.#graph.get(path, headers);
        for (const event of page.value ?? []) if (!event.isCancelled) entries.push(toEntry(event, timeZone));
        path = page['@odata.nextLink'];
      }
    } catch (error) {
      throw toProviderError(error, { operation: 'readOrganisationCalendar', resource: `calendar of ${mailbox}` });
    }
    return { state: 'read' as const, marks: { etag: null, lastModified: null, hash: null }, entries, wrong: [] };
  }
}

function toEntry(event: GraphEvent, timeZone: string): SeenEntry {
  return {
    key: event.id,
    series: event.seriesMasterId ?? null,
    subject: event.subject ?? '',
    categories: event.categories ?? [],
    showAs: SHOWN.find((one) => one === event.showAs) ?? 'unknown',
    startsAt: instantIn(event.start.dateTime, timeZone),
    endsAt: instantIn(event.end.dateTime, timeZone),
    allDay: event.isAllDay === true,
    invited: false,
    owners: [],
    organizer: null,
  };
}

/** `2026-12-02T08:30:00.0000000`, on the zone's clocks. */
function instantIn(dateTime: string, timeZone: string): Date {
  const [day = '', time = ''] = dateTime.split('T');
  return instantOf(day, time.slice(0, 5), timeZone);
}

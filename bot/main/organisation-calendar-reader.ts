import type { OrganisationCalendarReader } from '../../flows/calendar/feed-reader.ts';
import type { GraphCaller } from '../../infra/graph/graph-caller.ts';
import { GraphOrganisationCalendar } from '../../infra/graph/graph-organisation-calendar.ts';
import { readCalendarFile } from '../../infra/ical/feed-reader.ts';

/** The organisation's own calendar, from the file or the mailbox that its settings name. */
export function organisationCalendarReader(graph: GraphCaller): OrganisationCalendarReader {
  const mailbox = new GraphOrganisationCalendar(graph);
  return {
    read: (calendar, options) =>
      calendar.file === null ? mailbox.read(calendar, options) : readCalendarFile(calendar.file, options),
  };
}

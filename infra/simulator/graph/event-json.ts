import type { TenantPerson } from '../seam.ts';
import { type StoredEvent, uidOf, USUAL_FIELDS } from './calendar-book.ts';
import { pick } from './query.ts';
import { parseFilter } from './filter.ts';
import { toZone } from './zones.ts';

/** What an answer about events needs to know of the question. */
export interface EventView {
  owner: TenantPerson;
  /** Zone of the answer's times: `Prefer: outlook.timezone="…"`, else UTC. */
  timeZone: string;
  select: string[] | null;
  /** `$expand=singleValueExtendedProperties($filter=…)`: only then are they in the answer. */
  extended: URLSearchParams | null;
}

/** An event as Graph writes it. `id` and ETag come with every `$select`. */
export function eventJson(event: StoredEvent, view: EventView): Record<string, unknown> {
  const changeKey = changeKeyOf(event);
  const all: Record<string, unknown> = {
    '@odata.etag': `W/"${changeKey}"`,
    id: event.id,
    createdDateTime: event.createdAt,
    lastModifiedDateTime: event.modifiedAt,
    changeKey,
    transactionId: event.transactionId,
    originalStartTimeZone: event.start.timeZone,
    originalEndTimeZone: event.end.timeZone,
    iCalUId: uidOf(event),
    hasAttachments: false,
    ...USUAL_FIELDS,
    ...event.fields,
    isCancelled: false,
    isDraft: false,
    isOrganizer: !event.invitedBy,
    seriesMasterId: event.series?.masterId ?? null,
    type: typeOf(event),
    recurrence: event.recurrence ?? null,
    webLink: `https://outlook.office365.com/owa/?itemid=${encodeURIComponent(event.id)}&exvsurl=1&path=/calendar/item`,
    onlineMeeting: null,
    onlineMeetingUrl: null,
    onlineMeetingProvider: 'unknown',
    locations: [],
    responseStatus: { response: event.invitedBy ? 'accepted' : 'organizer', time: '0001-01-01T00:00:00Z' },
    organizer: { emailAddress: event.invitedBy ?? { name: view.owner.displayName, address: view.owner.upn } },
    ...timesIn(event, view.timeZone),
  };
  const chosen = view.select ? pick(all, ['@odata.etag', 'id', ...view.select]) : all;
  if (!view.extended) return chosen;
  const filter = view.extended.get('$filter');
  const test = filter ? parseFilter(filter).test : () => true;
  const properties = event.extended.filter((property) => test({ ...property }));
  return properties.length > 0 ? { ...chosen, singleValueExtendedProperties: properties } : chosen;
}

function typeOf({ recurrence, series }: StoredEvent): string {
  if (series) return series.changed ? 'exception' : 'occurrence';
  return recurrence ? 'seriesMaster' : 'singleInstance';
}

/** Delta tells of an occurrence its id, series and times alone (microsoftgraph/microsoft-graph-docs-contrib #34). */
export function slimOccurrence(event: StoredEvent, json: Record<string, unknown>): Record<string, unknown> {
  if (!event.series || event.series.changed) return json;
  return pick(json, ['@odata.etag', 'id', 'seriesMasterId', 'type', 'start', 'end']);
}

/** All-day events are dates: they are written in their own zone, whatever the answer prefers. */
function timesIn(event: StoredEvent, timeZone: string) {
  const allDay = event.fields['isAllDay'] === true;
  return {
    start: toZone(new Date(event.startsAt), allDay ? event.start.timeZone : timeZone),
    end: toZone(new Date(event.endsAt), allDay ? event.end.timeZone : timeZone),
  };
}

export function changeKeyOf(event: StoredEvent): string {
  return Buffer.from(`${event.id.slice(-12)}${String(event.version).padStart(6, '0')}`).toString('base64url');
}

/** What `$filter` is asked of: the written form and the extended properties. */
export function filterable(event: StoredEvent, view: EventView): Record<string, unknown> {
  const json = eventJson(event, { ...view, select: null, extended: null });
  return { ...json, singleValueExtendedProperties: event.extended };
}

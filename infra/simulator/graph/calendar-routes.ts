import type { TenantPerson } from '../seam.ts';
import { type Mailbox, type StoredEvent } from './calendar-book.ts';
import { type EventView, changeKeyOf, eventJson, filterable, slimOccurrence } from './event-json.ts';
import type { GraphState } from './graph-state.ts';
import { EVENT_PROPERTIES } from './properties.ts';
import { occurrencesOf } from './series.ts';
import { expandOf, filterOf, fromToken, linkTo, ordered, selectOf, toToken, topOf } from './query.ts';
import {
  GRAPH,
  GraphFault,
  type GraphReply,
  type GraphRequest,
  type GraphRoute,
  badRequest,
  objectBody,
} from './wire.ts';
import { ianaZone, instantOfQuery } from './zones.ts';

/** Outlook's own page is 10; its largest is 1000. https://learn.microsoft.com/graph/paging */
const USUAL_PAGE = 10;
const LARGEST_PAGE = 1000;
const DELTA_PAGE = 50;

/** Events of a person's primary calendar, with and without `/calendar` in the path. */
export function calendarRoutes(state: GraphState): GraphRoute[] {
  const routes: GraphRoute[] = [
    {
      method: 'GET',
      pattern: '/users/{id}/calendar',
      handler: (_, [id = '']) => {
        const owner = ownerOf(state, id);
        const address = { name: owner.displayName, address: owner.upn };
        const calendar = {
          id: `AAMkAG${owner.id}=`,
          name: 'Calendar',
          owner: address,
          canEdit: true,
          isDefaultCalendar: true,
        };
        return {
          status: 200,
          body: { '@odata.context': `${GRAPH}/$metadata#users('${owner.id}')/calendar/$entity`, ...calendar },
        };
      },
    },
  ];
  for (const base of ['/users/{id}', '/users/{id}/calendar']) {
    routes.push(
      { method: 'GET', pattern: `${base}/events`, handler: (request, [id = '']) => listEvents(state, request, id) },
      { method: 'POST', pattern: `${base}/events`, handler: (request, [id = '']) => createEvent(state, request, id) },
      {
        method: 'GET',
        pattern: `${base}/events/{eventId}`,
        handler: (request, [id = '', eventId = '']) => readEvent(state, request, id, eventId),
      },
      {
        method: 'PATCH',
        pattern: `${base}/events/{eventId}`,
        handler: (request, [id = '', eventId = '']) => updateEvent(state, request, id, eventId),
      },
      {
        method: 'DELETE',
        pattern: `${base}/events/{eventId}`,
        handler: (request, [id = '', eventId = '']) => removeEvent(state, request, id, eventId),
      },
      {
        method: 'GET',
        pattern: `${base}/calendarView`,
        handler: (request, [id = '']) => calendarView(state, request, id),
      },
      {
        method: 'GET',
        pattern: `${base}/calendarView/delta`,
        handler: (request, [id = '']) => calendarDelta(state, request, id),
      },
    );
  }
  return routes;
}

/** The owner of a mailbox; throws Exchange's words where there is none. */
export function ownerOf(state: GraphState, id: string): TenantPerson {
  const owner = state.people.find(id);
  if (!owner) throw new GraphFault(404, 'ErrorInvalidUser', `The requested user '${id}' is invalid.`);
  if (!state.people.mayBeOpened(owner.id))
    throw new GraphFault(403, 'ErrorAccessDenied', 'Access to OData is disabled.');
  if (state.people.hasMailbox(owner.id)) return owner;
  const message = 'The mailbox is either inactive, soft-deleted, or is hosted on-premise.';
  throw new GraphFault(404, 'MailboxNotEnabledForRESTAPI', message);
}

/** `Prefer: outlook.timezone="Asia/Tokyo"` or null. */
function preferredZone(request: GraphRequest): string | null {
  const match = /outlook\.timezone\s*=\s*"?([^",;]+)"?/i.exec(request.headers['prefer'] ?? '');
  const zone = match?.[1]?.trim() ?? null;
  if (zone !== null) ianaZone(zone);
  return zone;
}

function applied(request: GraphRequest): Record<string, string> {
  const zone = preferredZone(request);
  return zone === null ? {} : { 'Preference-Applied': `outlook.timezone="${zone}"` };
}

function viewOf(request: GraphRequest, owner: TenantPerson): EventView {
  const select = selectOf(request.query, EVENT_PROPERTIES, 'event');
  const extended = expandOf(request.query).get('singleValueExtendedProperties') ?? null;
  return { owner, timeZone: preferredZone(request) ?? 'UTC', select, extended };
}

function context(owner: TenantPerson, what: string): Record<string, string> {
  return { '@odata.context': `${GRAPH}/$metadata#users('${owner.id}')/${what}` };
}

function listEvents(state: GraphState, request: GraphRequest, id: string): GraphReply {
  const owner = ownerOf(state, id);
  const view = viewOf(request, owner);
  const filter = filterOf(request.query);
  const events = state.calendars.eventsOf(owner.id).filter((event) => !filter || filter.test(filterable(event, view)));
  return page(request, owner, events.reverse(), view);
}

function calendarView(state: GraphState, request: GraphRequest, id: string): GraphReply {
  const owner = ownerOf(state, id);
  const view = viewOf(request, owner);
  const window = windowOf(request.query);
  const filter = filterOf(request.query);
  const events = state.calendars
    .eventsOf(owner.id)
    .flatMap((event) => (event.recurrence ? occurrencesOf(event, window) : event))
    .filter((event) => isWithin(event, window) && (!filter || filter.test(filterable(event, view))))
    .sort((a, b) => a.startsAt - b.startsAt);
  return page(request, owner, events, view);
}

function page(request: GraphRequest, owner: TenantPerson, events: StoredEvent[], view: EventView): GraphReply {
  const size = topOf(request.query, USUAL_PAGE, LARGEST_PAGE);
  const skip = Number(request.query.get('$skip') ?? 0);
  const sorted = request.query.has('$orderby')
    ? ordered(
        events.map((event) => ({ ...filterable(event, view), event })),
        request.query,
      ).map((each) => each['event'] as StoredEvent)
    : events;
  const value = sorted.slice(skip, skip + size).map((event) => eventJson(event, view));
  const next = linkTo(request, { $top: String(size), $skip: String(skip + size) });
  const count = request.query.get('$count') === 'true' ? { '@odata.count': sorted.length } : {};
  const more = sorted.length > skip + size ? { '@odata.nextLink': next } : {};
  return { status: 200, headers: applied(request), body: { ...context(owner, 'events'), ...count, ...more, value } };
}

function createEvent(state: GraphState, request: GraphRequest, id: string): GraphReply {
  const owner = ownerOf(state, id);
  const body = eventBody(request);
  const event = state.calendars.create(owner.id, body, state.host.clock());
  return oneEvent(request, owner, event, 201);
}

function readEvent(state: GraphState, request: GraphRequest, id: string, eventId: string): GraphReply {
  const owner = ownerOf(state, id);
  return oneEvent(request, owner, state.calendars.get(owner.id, eventId), 200);
}

function updateEvent(state: GraphState, request: GraphRequest, id: string, eventId: string): GraphReply {
  const owner = ownerOf(state, id);
  const body = eventBody(request);
  sameVersion(request, state.calendars.get(owner.id, eventId));
  return oneEvent(request, owner, state.calendars.update(owner.id, eventId, body, state.host.clock()), 200);
}

function removeEvent(state: GraphState, request: GraphRequest, id: string, eventId: string): GraphReply {
  const owner = ownerOf(state, id);
  sameVersion(request, state.calendars.get(owner.id, eventId));
  state.calendars.remove(owner.id, eventId, state.host.clock());
  return { status: 204 };
}

function oneEvent(request: GraphRequest, owner: TenantPerson, event: StoredEvent, status: number): GraphReply {
  const view = viewOf(request, owner);
  const headers = { ...applied(request), ETag: `W/"${changeKeyOf(event)}"` };
  return { status, headers, body: { ...context(owner, 'events/$entity'), ...eventJson(event, view) } };
}

function eventBody(request: GraphRequest): Record<string, unknown> {
  const body = objectBody(request.body);
  for (const name of Object.keys(body)) {
    if (EVENT_PROPERTIES.has(name) || name.includes('@')) continue;
    const message = `The property '${name}' does not exist on type 'microsoft.graph.event'. Make sure to only use property names that are defined by the type.`;
    throw badRequest(message, 'RequestBodyRead');
  }
  return body;
}

function sameVersion(request: GraphRequest, event: StoredEvent): void {
  const wanted = request.headers['if-match'];
  if (wanted === undefined || wanted === '*' || wanted.replace(/^W\//, '').replaceAll('"', '') === changeKeyOf(event))
    return;
  const message =
    'The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.';
  throw new GraphFault(412, 'ErrorIrresolvableConflict', message);
}

interface Window {
  from: number;
  to: number;
}

function windowOf(query: URLSearchParams): Window {
  const find = (name: string) => [...query].find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1] ?? null;
  const from = instantOfQuery(find('startDateTime'), 'startDateTime').getTime();
  const to = instantOfQuery(find('endDateTime'), 'endDateTime').getTime();
  if (to < from) throw badRequest('The end of the window cannot be earlier than its start.', 'ErrorInvalidParameter');
  return { from, to };
}

function isWithin(event: StoredEvent, { from, to }: Window): boolean {
  return event.startsAt < to && (event.endsAt > from || event.startsAt === event.endsAt) && event.endsAt >= from;
}

/**
 * A delta round over a window of the primary calendar: first all events within it, then what changed. Events that are
 * gone, and changed ones outside the window, come as `@removed`. No `$select`, `$filter` or `$expand`, as documented.
 */
function calendarDelta(state: GraphState, request: GraphRequest, id: string): GraphReply {
  const owner = ownerOf(state, id);
  for (const name of ['$select', '$filter', '$expand', '$orderby', '$search']) {
    if (!request.query.has(name)) continue;
    throw badRequest(
      `The following parameters are not supported with change tracking over the 'CalendarView' resource: '${name}'.`,
      'ErrorInvalidUrlQuery',
    );
  }
  const token = request.query.get('$skiptoken') ?? request.query.get('$deltatoken');
  const held = token === null ? null : fromToken(token);
  const window = held ? { from: Number(held['from']), to: Number(held['to']) } : windowOf(request.query);
  const after = Number(held?.['after'] ?? 0);
  const first = held === null || held['first'] === true;
  const mailbox = state.calendars.mailbox(owner.id);
  const { generation } = mailbox;
  if (after > mailbox.seq || (held !== null && Number(held['generation'] ?? 0) !== generation))
    throw new GraphFault(410, 'syncStateNotFound', 'The sync state generation is not found.');
  const size = Number(/odata\.maxpagesize=(\d+)/i.exec(request.headers['prefer'] ?? '')?.[1] ?? DELTA_PAGE);
  const changes = changesOf(mailbox, after, window, first);
  // A series stands on one page.
  let end = Math.min(size, changes.length);
  while (end < changes.length && changes[end]!.seq === changes[end - 1]!.seq) end += 1;
  const shown = changes.slice(0, end);
  const more = changes.length > end;
  const view: EventView = { owner, timeZone: preferredZone(request) ?? 'UTC', select: null, extended: null };
  const value = shown.map(({ event, id: gone }) =>
    event
      ? { '@odata.type': '#microsoft.graph.event', ...slimOccurrence(event, eventJson(event, view)) }
      : { '@odata.type': '#microsoft.graph.event', id: gone, '@removed': { reason: 'deleted' } },
  );
  const next = toToken({ ...window, after: more ? shown.at(-1)?.seq : mailbox.seq, first: more && first, generation });
  const link = linkTo(
    { ...request, query: new URLSearchParams() },
    more ? { $skiptoken: next } : { $deltatoken: next },
  );
  const name = more ? '@odata.nextLink' : '@odata.deltaLink';
  return {
    status: 200,
    headers: applied(request),
    body: { '@odata.context': `${GRAPH}/$metadata#Collection(event)`, [name]: link, value },
  };
}

function changesOf(mailbox: Mailbox, after: number, window: Window, first: boolean) {
  const changes: { id: string; seq: number; event: StoredEvent | null }[] = [];
  for (const event of mailbox.events.values()) {
    if (event.seq <= after) continue;
    // Of a series its master and all occurrences within the window; of occurrences that are gone, nothing.
    const occurrences = event.recurrence ? occurrencesOf(event, window) : [];
    if (occurrences.length > 0) {
      for (const each of [event, ...occurrences]) changes.push({ id: each.id, seq: event.seq, event: each });
      continue;
    }
    if (!event.recurrence && isWithin(event, window)) changes.push({ id: event.id, seq: event.seq, event });
    else if (!first) changes.push({ id: event.id, seq: event.seq, event: null });
  }
  if (!first) for (const [id, seq] of mailbox.removed) if (seq > after) changes.push({ id, seq, event: null });
  return changes.sort((a, b) => a.seq - b.seq);
}

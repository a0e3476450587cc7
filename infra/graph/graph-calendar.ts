import { createHash } from 'node:crypto';
import { uidOfBooking } from '../../flows/calendar/feed-uid.ts';
import type { Calendar, CalendarEvent } from '../../flows/directory.ts';
import type { GraphCaller } from './graph-caller.ts';
import { eventPath, eventsPath } from './paths.ts';
import { toProviderError } from './to-provider-error.ts';

/** Under this name every event carries its booking's id: a name and a GUID of the product's own, never to be changed. */
export const BOOKING_PROPERTY = 'String {aa6ae228-266b-4a04-83d0-391bd3d9fc29} Name ZaitakuBookingId';

/**
 * Outlook calendars of people and of shared mailboxes. Needs Calendars.ReadWrite, or Exchange's role of the same scope over some mailboxes.
 * An event is made once for a booking: `transactionId` makes Exchange answer a repeated POST with the first event,
 * for as long as it remembers (no time is documented); the extended property finds it after that.
 */
export class GraphCalendar implements Calendar {
  readonly #graph: GraphCaller;

  constructor(graph: GraphCaller) {
    this.#graph = graph;
  }

  async put(event: CalendarEvent, { known, search }: { known: string | null; search: boolean }): Promise<string> {
    const context = { operation: 'putEvent', resource: `calendar of ${event.mailbox}` } as const;
    try {
      if (known !== null && (await this.#update(event, known))) return known;
      // The id is unknown, or it is not there any more: moved to another calendar it has another id.
      if (known !== null || search) {
        const found = await this.#updateFound(event);
        if (found !== null) return found;
      }
      // One that people deleted is made under another transaction: the old one may still answer with what is deleted.
      const transactionId = known === null ? event.bookingId : successorOf(event.bookingId, known);
      try {
        const made = await this.#graph.post<{ id?: string }>(eventsPath(event.mailbox), {
          ...contentOf(event),
          // A copy of it, by whatever way it was made, has this line as well: that is how it is known.
          body: { contentType: 'text', content: uidOfBooking(event.bookingId) },
          isReminderOn: false,
          // The section sees who works where; there is no reason and no approver in it to hide.
          sensitivity: 'normal',
          transactionId,
          singleValueExtendedProperties: [{ id: BOOKING_PROPERTY, value: event.bookingId }],
        });
        if (made?.id) return made.id;
        throw new Error('the answer names no event');
      } catch (error) {
        const fault = toProviderError(error, context);
        const found = fault.kind === 'conflict' ? await this.#updateFound(event) : null;
        if (found === null) throw fault;
        return found;
      }
    } catch (error) {
      throw toProviderError(error, context);
    }
  }

  async remove(mailbox: string, bookingId: string, eventId: string | null): Promise<void> {
    const context = { operation: 'removeEvent', resource: `calendar of ${mailbox}` } as const;
    try {
      if (eventId !== null) await this.#delete(mailbox, eventId);
      // Outlook copies the property with the event, and gives another id to what was deleted and taken back.
      for (const id of await this.#find(mailbox, bookingId)) await this.#delete(mailbox, id);
    } catch (error) {
      throw toProviderError(error, context);
    }
  }

  async #updateFound(event: CalendarEvent): Promise<string | null> {
    for (const id of await this.#find(event.mailbox, event.bookingId)) {
      if (await this.#update(event, id)) return id;
    }
    return null;
  }

  /** False where there is no such event. Leaves alone what people set themselves: reminder, category, privacy. */
  async #update(event: CalendarEvent, id: string): Promise<boolean> {
    const { subject, showAs, ...times } = contentOf(event);
    const content = {
      ...times,
      ...(event.keepSubject ? {} : { subject }),
      ...(event.keepShowAs ? {} : { showAs }),
    };
    return existed(this.#graph.patch(eventPath(event.mailbox, id), content), 'putEvent');
  }

  async #delete(mailbox: string, id: string): Promise<boolean> {
    return existed(this.#graph.delete(eventPath(mailbox, id)), 'removeEvent');
  }

  async #find(mailbox: string, bookingId: string): Promise<string[]> {
    const value = bookingId.replaceAll("'", "''");
    const filter = `singleValueExtendedProperties/any(ep: ep/id eq '${BOOKING_PROPERTY}' and ep/value eq '${value}')`;
    const ids: string[] = [];
    const path = `${eventsPath(mailbox)}?$filter=${encodeURIComponent(filter)}&$select=id`;
    for await (const page of this.#graph.pages<{ id: string }>(path)) ids.push(...page.map(({ id }) => id));
    return ids;
  }
}

async function existed(call: Promise<unknown>, operation: 'putEvent' | 'removeEvent'): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (toProviderError(error, { operation, resource: 'event' }).kind === 'not-found') return false;
    throw error;
  }
}

function contentOf({ subject, showAs, startsAt, endsAt, timeZone }: CalendarEvent) {
  return {
    subject,
    showAs,
    isAllDay: false,
    start: { dateTime: wallTime(startsAt, timeZone), timeZone },
    end: { dateTime: wallTime(endsAt, timeZone), timeZone },
  };
}

/** `2026-12-02T08:30:00` in the zone. */
export function wallTime(at: Date, timeZone: string): string {
  const part = Object.fromEntries(
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return `${part['year']}-${part['month']}-${part['day']}T${part['hour']}:${part['minute']}:${part['second']}`;
}

/** The same for the same event, so that a repeat after a crash makes none besides. */
function successorOf(bookingId: string, lostEventId: string): string {
  const hash = createHash('sha256').update(`${bookingId} ${lostEventId}`).digest('hex');
  return hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

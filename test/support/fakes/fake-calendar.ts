import type { Calendar, CalendarEvent } from '../../../flows/directory.ts';
import { ProviderError } from '../../../flows/provider-error.ts';
import type { ProviderErrorKind } from '../../../flows/provider-error.ts';
import { OrderedFailures } from './fail-next.ts';
import type { NextFailure } from './fail-next.ts';

/**
 * Calendars in memory. Without `search` and a known id `put` makes another event, unless `remembersTransactions`:
 * a flow that forgets to search after a lost answer is found out.
 */
export class FakeCalendar implements Calendar {
  readonly events = new Map<string, CalendarEvent>();
  /** `put booking`, `remove booking`, in order. */
  readonly calls: string[] = [];
  /** People who have a calendar; everybody where it is empty. */
  readonly people = new Set<string>();
  remembersTransactions = false;
  readonly #failures = new OrderedFailures();
  #next = 1;

  /** The next call fails so; `lostAnswer` does its work first. */
  failNext(kind: ProviderErrorKind, options: Omit<NextFailure, 'kind'> = {}): void {
    this.#failures.order(kind, options);
  }

  eventsOf(mailbox: string): CalendarEvent[] {
    return [...this.events.values()].filter((event) => event.mailbox === mailbox);
  }

  put(event: CalendarEvent, { known, search }: { known: string | null; search: boolean }): Promise<string> {
    this.calls.push(`put ${event.bookingId}`);
    return this.#failures.run('put', event.bookingId, () => {
      this.#mustExist('put', event.mailbox);
      const mayFind = search || known !== null || this.remembersTransactions;
      const found = known !== null && this.events.has(known) ? known : mayFind ? this.#idOf(event) : null;
      const id = found ?? `event-${this.#next++}`;
      const kept = event.keepSubject ? this.events.get(id)?.subject : undefined;
      this.events.set(id, structuredClone({ ...event, subject: kept ?? event.subject }));
      return id;
    });
  }

  remove(mailbox: string, bookingId: string, eventId: string | null): Promise<void> {
    this.calls.push(`remove ${bookingId}`);
    return this.#failures.run('remove', bookingId, () => {
      this.#mustExist('remove', mailbox);
      if (eventId !== null && this.events.delete(eventId)) return;
      for (;;) {
        const id = this.#idOf({ mailbox, bookingId });
        if (id === null) return;
        this.events.delete(id);
      }
    });
  }

  #mustExist(operation: string, mailbox: string): void {
    if (this.people.size === 0 || this.people.has(mailbox)) return;
    const options = { kind: 'not-found', operation, resource: mailbox } as const;
    throw new ProviderError(`calendar of ${mailbox}: does not exist`, options);
  }

  #idOf({ mailbox, bookingId }: Pick<CalendarEvent, 'mailbox' | 'bookingId'>): string | null {
    for (const [id, event] of this.events) {
      if (event.mailbox === mailbox && event.bookingId === bookingId) return id;
    }
    return null;
  }
}

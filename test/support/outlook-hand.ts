import { instantOf } from '../../flows/local-time.ts';
import type { LocalDay } from '../../flows/organisation.ts';
import { BOOKING_PROPERTY } from '../../infra/graph/graph-calendar.ts';
import { type StoredEvent, uidOf } from '../../infra/simulator/graph/calendar-book.ts';
import { occurrencesOf } from '../../infra/simulator/graph/series.ts';
import type { EventChange, NewTenantEvent } from '../../infra/simulator/seam.ts';
import { idOf } from './builders.ts';
import type { Stage } from './flow-harness.ts';
import type { GraphAlone } from './graph-simulator.ts';

const ME = idOf('hanako');

/** An event of ours as it stands in the person's calendar. */
export interface OurEvent {
  id: string;
  bookingId: string;
  startsAt: Date;
  endsAt: Date;
  allDay: boolean;
  showAs: string;
  subject: string;
  body: string;
  /** iCalendar's. */
  uid: string;
}

/** What a person does in their Outlook, and what stands in it. */
export abstract class OutlookHand {
  abstract readonly stage: Stage;
  abstract graph: GraphAlone;
  protected abstract get zone(): string;

  /** An entry that the person draws: all day, between these times, or every week. Answers its id. */
  draw({
    day,
    from,
    to,
    subject = 'テレワーク',
    weekly = null,
  }: {
    day: LocalDay;
    from?: string;
    to?: string;
    subject?: string;
    weekly?: { day: string; times: number } | null;
  }): string {
    const recurrence = weekly && {
      pattern: { type: 'weekly', interval: 1, daysOfWeek: [weekly.day], firstDayOfWeek: 'sunday' },
      range: { type: 'numbered', startDate: day, numberOfOccurrences: weekly.times, recurrenceTimeZone: this.zone },
    };
    const times = this.timesOf(day, from, to);
    const { id } = this.graph.state.addEvent({
      user: ME,
      subject,
      showAs: 'busy',
      categories: [],
      ...times,
      ...(recurrence ? { recurrence } : {}),
    });
    return id;
  }

  timesOf(day: LocalDay, from?: string, to?: string, until = day): { start: Date; end: Date; allDay: boolean } {
    if (from !== undefined && to !== undefined)
      return { start: instantOf(day, from, this.zone), end: instantOf(day, to, this.zone), allDay: false };
    const start = instantOf(day, '00:00', this.zone);
    return { start, end: new Date(instantOf(until, '00:00', this.zone).getTime() + 86_400_000), allDay: true };
  }

  edit(id: string, change: EventChange): void {
    this.graph.state.editEvent(id, change);
  }

  erase(id: string): void {
    this.graph.state.removeEvent(id);
  }

  /** The person copies an event, with its text and where `at` says; `uid`: by way of a file, with this UID. Answers its id. */
  copy(id: string, at: { start?: Date; end?: Date; allDay?: boolean; uid?: string } = {}): string {
    const { fields, startsAt, endsAt } = this.graph.state.calendars.get(ME, id);
    return this.add({
      subject: String(fields['subject']),
      showAs: String(fields['showAs']),
      start: new Date(startsAt),
      end: new Date(endsAt),
      body: fields['body'] as { contentType: string; content: string },
      ...at,
    });
  }

  /** Any entry that comes into the person's calendar. Answers its id. */
  add(event: Omit<NewTenantEvent, 'user' | 'categories'>): string {
    return this.graph.state.addEvent({ user: ME, categories: [], ...event }).id;
  }

  /** The person takes an event back that they had deleted: it has another id. Answers that. */
  restore(id: string): string {
    return this.graph.state.restoreEvent(ME, id).id;
  }

  /** Ids of the occurrences of a series, in the order of time. */
  occurrences(id: string): string[] {
    const master = this.graph.state.calendars.get(ME, id);
    const window = { from: this.stage.clock.now().getTime(), to: Date.parse('2027-06-01T00:00:00Z') };
    return occurrencesOf(master, window).map((one) => one.id);
  }

  all(): StoredEvent[] {
    return this.graph.state.calendars.eventsOf(ME);
  }

  /** Entries of the person's own that they have deleted. */
  erased(): StoredEvent[] {
    return [...this.graph.state.calendars.mailbox(ME).deleted.values()].filter(({ madeBy }) => madeBy === 'person');
  }

  /** Events that were made by us, in the order of time. */
  ours(): OurEvent[] {
    return this.ofBookings(({ extended }) => extended.find((one) => one.id === BOOKING_PROPERTY)?.value);
  }

  protected ofBookings(bookingOf: (event: StoredEvent) => string | undefined): OurEvent[] {
    return this.all()
      .flatMap((event) => {
        const { id, startsAt, endsAt, fields } = event;
        const bookingId = bookingOf(event);
        if (bookingId === undefined) return [];
        const [showAs, subject] = [String(fields['showAs']), String(fields['subject'])];
        const allDay = fields['isAllDay'] === true;
        const body = String((fields['body'] as { content?: string } | undefined)?.content);
        const times = { startsAt: new Date(startsAt), endsAt: new Date(endsAt), allDay };
        return [{ id, bookingId, ...times, showAs, subject, body, uid: uidOf(event) }];
      })
      .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  }
}

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { graphNotificationRoutes } from '../../bot/graph-notifications.ts';
import { calendarSubject } from '../../cards/outside-words.ts';
import { retryAfter } from '../../flows/back-off.ts';
import { followMailboxes } from '../../flows/calendar/follow-mailboxes.ts';
import type { MailboxDeps } from '../../flows/calendar/mailbox-deps.ts';
import { syncCalendar } from '../../flows/calendar/sync-calendar.ts';
import { takeEntries } from '../../flows/calendar/take-entries.ts';
import { instantOf } from '../../flows/local-time.ts';
import type { LocalDay } from '../../flows/organisation.ts';
import { createCredential } from '../../infra/azure-credential.ts';
import { BOOKING_PROPERTY, GraphCalendar } from '../../infra/graph/graph-calendar.ts';
import { GraphCalendarReader } from '../../infra/graph/graph-calendar-reader.ts';
import { createGraphCaller, type GraphCaller } from '../../infra/graph/graph-caller.ts';
import type { StoredEvent } from '../../infra/simulator/graph/calendar-book.ts';
import { occurrencesOf } from '../../infra/simulator/graph/series.ts';
import type { EventChange } from '../../infra/simulator/seam.ts';
import { CalendarStage } from '../flows/calendar/calendar-stage.ts';
import { anOrganisation, idOf, someRules } from './builders.ts';
import { openStage, type Stage } from './flow-harness.ts';
import { type GraphAlone, startGraphAlone } from './graph-simulator.ts';
import { aTenantSetup } from './simulated-tenant.ts';

const ME = idOf('hanako');

/** An event of ours as it stands in the person's calendar. */
export interface OurEvent {
  id: string;
  bookingId: string;
  startsAt: Date;
  endsAt: Date;
  showAs: string;
  subject: string;
}

/**
 * One person's calendar in the simulated tenant, read and written by the real client, with the flows on a real database:
 * both ways at once. The clock of both moves together and stands otherwise.
 */
export class BothWaysStage {
  readonly stage: Stage;
  readonly chat: CalendarStage;
  graph!: GraphAlone;
  deps!: MailboxDeps;
  calendar!: GraphCalendar;
  /** What happens to notifications that set out now. */
  notifications: 'lost' | 'doubled' | 'reordered' | null = null;
  /** So many answers of Graph to writing calls do not arrive: they were carried out. */
  lostAnswers = 0;
  /** Run in the middle of the next writing call, after Graph has carried it out. */
  afterWrite: (() => Promise<void>) | null = null;
  /** Run in the middle of the next reading, before Graph's answer is taken. */
  afterRead: (() => Promise<void>) | null = null;
  private botUrl = '';
  private closing: (() => void) | null = null;

  private constructor(stage: Stage) {
    this.stage = stage;
    this.chat = new CalendarStage(stage);
  }

  static async open(): Promise<BothWaysStage> {
    return new BothWaysStage(await openStage());
  }

  async close(): Promise<void> {
    this.closing?.();
    await this.graph?.close();
    await this.stage.database.close();
  }

  /** A tenant and a database with nothing in them but three people; the person's calendar is followed. */
  async reset(organisation = anOrganisation({ rules: someRules({ daysPerWeek: null }) })): Promise<void> {
    const { stage } = this;
    await stage.reset({ ...organisation, calendar: { ...organisation.calendar, outlook: true } });
    await stage.people(['hanako', { manager: 'head' }], ['other', { manager: 'head' }], ['head', { manager: 'chief' }]);
    Object.assign(this, { notifications: null, lostAnswers: 0, afterWrite: null, afterRead: null });
    this.closing?.();
    await this.graph?.close();
    const app = express();
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    this.closing = () => {
      server.closeAllConnections();
      server.close();
    };
    this.botUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`;
    const [someone] = aTenantSetup().people;
    const people = [{ ...someone!, id: ME, managerId: null }];
    this.graph = await startGraphAlone(0, { organisation: stage.organisation, people, botUrl: this.botUrl });
    this.graph.host.now = stage.clock.now();
    Object.assign(this.graph.host, { notificationFault: () => this.notifications });
    const caller = this.watch(
      createGraphCaller({ endpoint: this.graph.endpoint, credential: createCredential([this.graph.endpoint]) }),
    );
    this.calendar = new GraphCalendar(caller);
    this.deps = {
      ...stage.deps,
      calendars: new GraphCalendarReader(caller, () => stage.organisation.timeZone),
      notificationUrl: 'https://zaitaku.example.jp/api/graph/notifications',
      takeEntries,
    };
    graphNotificationRoutes(app, this.deps, stage.log);
    await followMailboxes(this.deps, 'people');
    await this.read();
  }

  forward(seconds: number): void {
    this.stage.clock.forward(seconds / 60);
    this.graph.host.now = this.stage.clock.now();
  }

  /** Graph delivers the notifications that are due. */
  async notify(): Promise<void> {
    this.forward(6);
    await this.graph.state.carryOut();
  }

  /** Looks at what is due, as the scheduler does; `step` at the most often. A failure waits as long as it has to. */
  async read(steps = 10): Promise<void> {
    for (let step = 0; step < steps; step += 1) {
      const next = await followMailboxes(this.deps, 'looks').catch(
        (error: unknown) => new Date(this.stage.clock.now().getTime() + retryAfter(error, 1).afterMs),
      );
      const due = await this.stage.tx((tx) => tx.mailboxes.nextAt());
      if (!next || !due || due > this.stage.clock.now()) return;
    }
  }

  /** Reads the calendar whether or not anything tells of a change; `whole`: everything, its delta token dead. */
  async readAnyway({ whole = false } = {}): Promise<void> {
    if (whole) this.graph.state.calendars.forgetTokens();
    await this.stage.tx((tx) => tx.mailboxes.wishAll(this.stage.clock.now()));
    await this.read();
  }

  /** Writes what waits for the calendar, as the outbox does; what fails waits. Answers whether all is written. */
  async write(): Promise<boolean> {
    const { stage } = this;
    for (;;) {
      const entry = await stage.tx((tx) => tx.outbox.take(`calendar:${ME}`, stage.clock.now()));
      if (entry?.work.kind !== 'calendar') {
        const { rows } = await stage.database.owner.query(
          'SELECT 1 FROM outbox WHERE queue = $1 AND done_at IS NULL AND given_up_at IS NULL',
          [`calendar:${ME}`],
        );
        return rows.length === 0;
      }
      const deps = { ...stage.deps, calendar: this.calendar, subject: calendarSubject };
      try {
        await syncCalendar(deps, entry.work, entry.attempts);
      } catch (error) {
        const { afterMs, message } = retryAfter(error, entry.attempts);
        const again = new Date(stage.clock.now().getTime() + afterMs);
        await stage.tx((tx) => tx.outbox.retryAt(entry.id, again, message));
        return false;
      }
      await stage.tx((tx) => tx.outbox.done(entry.id, stage.clock.now()));
    }
  }

  /** Lets notifications, readings and writings come to rest. */
  async settle(): Promise<void> {
    for (let round = 0; round < 3; round += 1) {
      for (let tries = 0; !(await this.write()); tries += 1) {
        if (tries > 20) throw new Error('the calendar is never written');
        this.forward(120);
      }
      this.forward(100);
      await this.notify();
      await this.readAnyway();
      await this.chat.look();
    }
  }

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

  /** Events that were made by us, in the order of time. */
  ours(): OurEvent[] {
    return this.all()
      .flatMap(({ id, extended, startsAt, endsAt, fields }) => {
        const bookingId = extended.find((one) => one.id === BOOKING_PROPERTY)?.value;
        if (bookingId === undefined) return [];
        const [showAs, subject] = [String(fields['showAs']), String(fields['subject'])];
        return [{ id, bookingId, startsAt: new Date(startsAt), endsAt: new Date(endsAt), showAs, subject }];
      })
      .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  }

  /** How often the person was asked whether a booking follows our event. */
  async asked(): Promise<number> {
    return (await this.stage.audit()).filter((kind) => kind === 'calendar-edit-asked').length;
  }

  /** Keys of the entries that are kept as the person's own. */
  async keptKeys(): Promise<string[]> {
    const { rows } = await this.stage.database.owner.query<{ key: string }>('SELECT key FROM calendar_entry');
    return rows.map(({ key }) => key);
  }

  private get zone(): string {
    return this.stage.organisation.timeZone;
  }

  private watch(caller: GraphCaller): GraphCaller {
    const written = async <T>(call: Promise<T>): Promise<T> => {
      const answer = await call;
      const then = this.afterWrite;
      this.afterWrite = null;
      await then?.();
      if (this.lostAnswers > 0) {
        this.lostAnswers -= 1;
        throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
      }
      return answer;
    };
    const read = async <T>(call: Promise<T>): Promise<T> => {
      const answer = await call;
      const then = this.afterRead;
      this.afterRead = null;
      await then?.();
      return answer;
    };
    return {
      ...caller,
      get: (path, headers) =>
        /calendarView/i.test(path) ? read(caller.get(path, headers)) : caller.get(path, headers),
      post: (path, body) => (path.endsWith('/events') ? written(caller.post(path, body)) : caller.post(path, body)),
      patch: (path, body) => (/\/events\//.test(path) ? written(caller.patch(path, body)) : caller.patch(path, body)),
      delete: (path) => (/\/events\//.test(path) ? written(caller.delete(path)) : caller.delete(path)),
    };
  }
}

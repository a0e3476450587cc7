import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express } from 'express';
import { graphNotificationRoutes } from '../../bot/graph-notifications.ts';
import { Deliverer, type DeliverDeps } from '../../bot/teams/deliver.ts';
import { calendarSubject } from '../../cards/outside-words.ts';
import { retryAfter } from '../../flows/back-off.ts';
import { followMailboxes } from '../../flows/calendar/follow-mailboxes.ts';
import type { MailboxDeps } from '../../flows/calendar/mailbox-deps.ts';
import { takeEntries } from '../../flows/calendar/take-entries.ts';
import { createCredential } from '../../infra/azure-credential.ts';
import { GraphCalendar } from '../../infra/graph/graph-calendar.ts';
import { GraphCalendarReader } from '../../infra/graph/graph-calendar-reader.ts';
import { createGraphCaller, type GraphCaller } from '../../infra/graph/graph-caller.ts';
import { CalendarStage } from '../flows/calendar/calendar-stage.ts';
import { anOrganisation, idOf, someRules } from './builders.ts';
import { openStage, type Stage } from './flow-harness.ts';
import { type GraphAlone, judgeExchanges, startGraphAlone } from './graph-simulator.ts';
import { MortalProcess } from './mortal-process.ts';
import { type OurEvent, OutlookHand } from './outlook-hand.ts';
import { aTenantSetup } from './simulated-tenant.ts';

const ME = idOf('hanako');

/**
 * One person's calendar in the simulated tenant, read and written by the real client, with the flows on a real database:
 * both ways at once. The clock of both moves together and stands otherwise. The process can be killed: another one with
 * nothing in its memory takes its place.
 */
export class BothWaysStage extends OutlookHand {
  readonly stage: Stage;
  readonly chat: CalendarStage;
  graph!: GraphAlone;
  deps!: MailboxDeps;
  calendar!: GraphCalendar;
  process!: MortalProcess;
  /** What happens to notifications that set out now. */
  notifications: 'lost' | 'doubled' | 'reordered' | null = null;
  /** So many answers of Graph to writing calls do not arrive: they were carried out. */
  lostAnswers = 0;
  /** Run before the next writing call, once its intent is recorded. */
  beforeWrite: (() => Promise<void>) | null = null;
  /** Run in the middle of the next writing call, after Graph has carried it out. */
  afterWrite: (() => Promise<void>) | null = null;
  /** Run before Graph is asked at the next reading. */
  beforeRead: (() => Promise<void>) | null = null;
  /** Run in the middle of the next reading, before Graph's answer is taken. */
  afterRead: (() => Promise<void>) | null = null;
  private deliverer!: Deliverer;
  private app!: Express;
  private server: Server | null = null;
  private restarting: Promise<void> | null = null;
  private readonly recorded: GraphAlone['exchanges'] = [];

  private constructor(stage: Stage) {
    super();
    this.stage = stage;
    this.chat = new CalendarStage(stage);
  }

  static async open(): Promise<BothWaysStage> {
    return new BothWaysStage(await openStage());
  }

  async close(): Promise<void> {
    this.server?.closeAllConnections();
    this.server?.close();
    await this.graph?.close();
    await this.stage.database.close();
    judgeExchanges(this.recorded);
  }

  /** A tenant and a database with nothing in them but three people; the person's calendar is followed. */
  async reset(organisation = anOrganisation({ rules: someRules({ daysPerWeek: null }) })): Promise<void> {
    const { stage } = this;
    await stage.reset({ ...organisation, calendar: { ...organisation.calendar, outlook: true } });
    await stage.people(['hanako', { manager: 'head' }], ['other', { manager: 'head' }], ['head', { manager: 'chief' }]);
    this.calmDown();
    await this.graph?.close();
    this.graph = await startGraphAlone(0, await this.tenant(), [], this.recorded);
    this.graph.host.now = stage.clock.now();
    Object.assign(this.graph.host, { notificationFault: () => this.notifications });
    this.start();
    await followMailboxes(this.deps, 'people');
    await this.read();
  }

  /** Nothing goes wrong from now on. */
  calmDown(): void {
    Object.assign(this, { notifications: null, lostAnswers: 0 });
    Object.assign(this, { beforeWrite: null, afterWrite: null, beforeRead: null, afterRead: null });
    if (this.process) this.process.fuse = null;
    if (this.graph) this.graph.faults.next = null;
  }

  /** Everything that the process has in memory is lost; another one begins, which looks at everything anew. */
  restart(): Promise<void> {
    this.restarting ??= (async () => {
      this.process.kill();
      Object.assign(this, { lostAnswers: 0, beforeWrite: null, afterWrite: null, beforeRead: null, afterRead: null });
      this.server?.closeAllConnections();
      this.start();
      await this.stage.tx((tx) => tx.mailboxes.wishAll(this.stage.clock.now()));
      await this.process.run(() => followMailboxes(this.deps, 'people').catch(() => null));
      this.restarting = null;
    })();
    return this.restarting;
  }

  private start(): void {
    const { stage, graph } = this;
    this.process = new MortalProcess();
    const credential = createCredential([graph.endpoint]);
    const caller = this.process.caller(this.watch(createGraphCaller({ endpoint: graph.endpoint, credential })));
    this.calendar = new GraphCalendar(caller);
    const deps = { ...stage.deps, store: this.process.store(stage.deps.store) };
    this.deps = {
      ...deps,
      calendars: new GraphCalendarReader(caller, () => stage.organisation.timeZone),
      notificationUrl: 'https://zaitaku.example.jp/api/graph/notifications',
      takeEntries,
    };
    // Calendars alone are delivered here: nothing else is used.
    const chat = {} as Pick<DeliverDeps, 'messenger' | 'languages' | 'onConversationState'>;
    this.deliverer = new Deliverer({ ...deps, ...chat, calendar: this.calendar, calendarSubject, log: stage.log });
    this.app = express();
    graphNotificationRoutes(this.app, this.deps, stage.log);
  }

  /** The three people in a tenant that delivers to us. */
  private async tenant() {
    if (!this.server) {
      this.server = createServer((request, response) => this.app(request, response)).listen(0, '127.0.0.1');
      await once(this.server, 'listening');
    }
    const botUrl = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/api/messages`;
    const names = ['hanako', 'other', 'head'];
    const people = aTenantSetup()
      .people.slice(0, names.length)
      .map((one, n) => ({ ...one, id: idOf(names[n]!), managerId: null }));
    return { organisation: this.stage.organisation, people, botUrl };
  }

  forward(seconds: number): void {
    this.stage.clock.forward(seconds / 60);
    this.graph.host.now = this.stage.clock.now();
  }

  /** Graph delivers the notifications that are due. */
  async notify(): Promise<void> {
    this.forward(6);
    const delivering = this.graph.state.carryOut();
    if ((await this.process.run(() => delivering)) !== 'died') return;
    await this.restart();
    await delivering;
  }

  /** Looks at what is due, as the scheduler does; `step` at the most often. A failure waits as long as it has to. */
  async read(steps = 10): Promise<void> {
    if ((await this.process.run(() => this.readOn(steps))) === 'died') await this.restart();
  }

  private async readOn(steps: number): Promise<void> {
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
    if ((await this.process.run(() => this.deliverer.deliver(`calendar:${ME}`))) === 'died') await this.restart();
    const { rows } = await this.stage.database.owner.query(
      'SELECT 1 FROM outbox WHERE queue = $1 AND done_at IS NULL AND given_up_at IS NULL',
      [`calendar:${ME}`],
    );
    return rows.length === 0;
  }

  /** Lets notifications, readings and writings come to rest: until a round of all of them leaves nothing behind. */
  async settle(): Promise<void> {
    for (let before = ''; before !== (before = await this.traces());) {
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

  private async traces(): Promise<string> {
    const { rows } = await this.stage.database.owner.query<{ traces: string }>(
      `SELECT concat_ws(' ', (SELECT max(id) FROM outbox), (SELECT max(seq) FROM audit_entry)) AS traces`,
    );
    return rows[0]!.traces;
  }

  /** The same, and copies that are known as ours: they took the place of one. */
  async known(): Promise<OurEvent[]> {
    const { rows } = await this.stage.database.owner.query<{ event_id: string; booking_id: string }>(
      'SELECT event_id, booking_id FROM calendar_event',
    );
    const kept = new Map(rows.map((row) => [row.event_id, row.booking_id]));
    const ours = new Map(this.ours().map(({ id, bookingId }) => [id, bookingId]));
    return this.ofBookings(({ id }) => kept.get(id) ?? ours.get(id));
  }

  /** How often the person was asked whether a booking follows our event. */
  async asked(): Promise<number> {
    return (await this.stage.audit()).filter((kind) => kind === 'calendar-edit-asked').length;
  }

  /** Keys of the entries that are kept as the person's own. */
  async keptKeys(): Promise<string[]> {
    const { rows } = await this.stage.database.owner.query<{ key: string }>(
      'SELECT key FROM calendar_entry WHERE NOT gone',
    );
    return rows.map(({ key }) => key);
  }

  protected get zone(): string {
    return this.stage.organisation.timeZone;
  }

  private async once(hook: 'beforeWrite' | 'afterWrite' | 'beforeRead' | 'afterRead'): Promise<void> {
    const then = this[hook];
    this[hook] = null;
    await then?.();
  }

  private watch(caller: GraphCaller): GraphCaller {
    const written = async <T>(call: () => Promise<T>): Promise<T> => {
      await this.once('beforeWrite');
      const answer = await call();
      await this.once('afterWrite');
      if (this.lostAnswers > 0) {
        this.lostAnswers -= 1;
        throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
      }
      return answer;
    };
    const read = async <T>(call: () => Promise<T>): Promise<T> => {
      await this.once('beforeRead');
      const answer = await call();
      await this.once('afterRead');
      return answer;
    };
    const plainly = <T>(call: () => Promise<T>) => call();
    const kindOf = (path: string) =>
      /calendarView|\$batch/i.test(path) ? read : /\/events(\/|$)/.test(path) ? written : plainly;
    return {
      ...caller,
      get: (path, headers) => (/calendarView/i.test(path) ? read : plainly)(() => caller.get(path, headers)),
      post: (path, body) => kindOf(path)(() => caller.post(path, body)),
      patch: (path, body) => kindOf(path)(() => caller.patch(path, body)),
      delete: (path) => kindOf(path)(() => caller.delete(path)),
    };
  }
}

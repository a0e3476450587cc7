import pino from 'pino';
import { reconcileAccess } from '../../flows/access/reconcile-access.ts';
import { recordDecision } from '../../flows/approval/record-decision.ts';
import { advanceBookings } from '../../flows/booking/advance-bookings.ts';
import type { Booking } from '../../flows/booking/booking.ts';
import { cancelBooking } from '../../flows/booking/cancel-booking.ts';
import { confirmBooking } from '../../flows/booking/confirm-booking.ts';
import { proposeBooking } from '../../flows/booking/propose-booking.ts';
import type { Deps } from '../../flows/deps.ts';
import { licensedStore } from '../../flows/licences/licensed-store.ts';
import type { Organisation, Role } from '../../flows/organisation.ts';
import type { Person } from '../../flows/person.ts';
import type { OutboxWork, Tx } from '../../flows/store.ts';
import type { Understanding } from '../../flows/understand/understanding.ts';
import type { ProposalView, View } from '../../flows/views.ts';
import { aDirectoryPerson, anOrganisation, idOf, NOW, type PersonInDirectory } from './builders.ts';
import { emptyTables, testDatabase, type TestDatabase } from './database.ts';
import { FakeAccessGroups } from './fakes/fake-access-groups.ts';
import { FakeCalendar } from './fakes/fake-calendar.ts';
import { FakeDesktopProvider } from './fakes/fake-desktop-provider.ts';
import { FakeDirectory } from './fakes/fake-directory.ts';

export class SetClock {
  private instant = NOW;
  now(): Date {
    return this.instant;
  }
  set(instant: Date): void {
    this.instant = instant;
  }
  forward(minutes: number): void {
    this.instant = new Date(this.instant.getTime() + minutes * 60_000);
  }
}

/** The flows on a real database: a clock that is set, ids in order, and fakes outside. People go by their names. */
export class Stage {
  readonly database: TestDatabase;
  readonly clock = new SetClock();
  readonly groups = new FakeAccessGroups();
  readonly calendar = new FakeCalendar();
  readonly directory = new FakeDirectory();
  readonly provider = new FakeDesktopProvider(this.clock);
  readonly roles = new Map<Role, string[]>();
  readonly log = pino({ level: 'silent' });
  readonly deps: Deps;
  organisation: Organisation;
  private ids = 0;

  constructor(database: TestDatabase, organisation: Organisation) {
    this.database = database;
    this.organisation = organisation;
    const deps = {
      clock: this.clock,
      organisation: () => this.organisation,
      roles: { peopleWith: (role: Role) => this.roles.get(role) ?? [] },
      newId: () => idOf(`id ${(this.ids += 1)}`),
      publicUrl: 'http://127.0.0.1:3978',
    };
    this.deps = { ...deps, store: licensedStore(database.store, deps) };
  }

  /** Empties all tables, puts clock and people back. */
  async reset(organisation = anOrganisation()): Promise<void> {
    this.organisation = organisation;
    this.clock.set(NOW);
    this.roles.clear();
    this.groups.groups.clear();
    this.groups.calls.length = 0;
    for (const pool of organisation.pools) this.groups.groups.set(pool.group, new Set());
    this.directory.everybody.length = 0;
    this.directory.replies.clear();
    this.directory.forgetTokens();
    this.calendar.events.clear();
    this.calendar.calls.length = 0;
    await emptyTables(this.database);
  }

  tx<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.deps.store.transaction(work);
  }

  /** People whom the directory has and the store knows, with the managers named. */
  async people(...people: (string | [string, PersonInDirectory])[]): Promise<void> {
    const known = people.map((one) => (typeof one === 'string' ? aDirectoryPerson(one) : aDirectoryPerson(...one)));
    const ids = new Set(known.map(({ id }) => id));
    const { everybody } = this.directory;
    everybody.splice(0, everybody.length, ...everybody.filter(({ id }) => !ids.has(id)), ...structuredClone(known));
    await this.tx((tx) => tx.people.saveFromDirectory(known, this.clock.now()));
  }

  async person(name: string): Promise<Person> {
    const person = await this.tx((tx) => tx.people.byId(idOf(name)));
    if (!person) throw new Error(`no person ${name}`);
    return person;
  }

  async propose(name: string, wish: Partial<Understanding> = {}): Promise<ProposalView> {
    const person = await this.person(name);
    const understanding: Understanding = { intent: 'book', days: ['2026-12-02'], language: 'en', ...wish };
    return this.tx((tx) => proposeBooking(tx, this.deps, person, understanding));
  }

  async confirm(name: string, draft: { draftId: string; version: number }): Promise<View> {
    const person = await this.person(name);
    return this.tx((tx) => confirmBooking(tx, this.deps, person, draft));
  }

  /** Proposes, sends, and answers the bookings. */
  async request(name: string, wish: Partial<Understanding> = {}): Promise<Booking[]> {
    const view = await this.confirm(name, await this.propose(name, wish));
    if (view.kind !== 'request') throw new Error(`not sent: ${JSON.stringify(view)}`);
    return this.tx((tx) => tx.bookings.byRequest(view.requestId));
  }

  async decide(
    name: string,
    bookings: Pick<Booking, 'id' | 'version'>[],
    verdict: 'approved' | 'rejected' = 'approved',
    comment: string | null = null,
  ): Promise<View> {
    const person = await this.person(name);
    const named = bookings.map(({ id, version }) => ({ bookingId: id, version }));
    return this.tx((tx) => recordDecision(tx, this.deps, person, { bookings: named, verdict, comment }));
  }

  async cancel(name: string, { id, version }: Pick<Booking, 'id' | 'version'>): Promise<View> {
    const person = await this.person(name);
    return this.tx((tx) => cancelBooking(tx, this.deps, person, { bookingId: id, version }));
  }

  advance(): Promise<number> {
    return advanceBookings(this.deps);
  }

  access(poolId = 'pool'): Promise<{ wakeAt: Date }> {
    return reconcileAccess({ ...this.deps, groups: this.groups }, poolId);
  }

  async booking(id: string): Promise<Booking> {
    return (await this.tx((tx) => tx.bookings.byId(id)))!;
  }

  /** Everything in the outbox, in order, done or not. */
  async outbox(): Promise<OutboxWork[]> {
    const { rows } = await this.database.owner.query<{ work: OutboxWork }>('SELECT work FROM outbox ORDER BY id');
    return rows.map((row) => row.work);
  }

  /** `kind` of the notices that were or will be told to a person, in order. */
  async toldTo(name: string): Promise<string[]> {
    return (await this.outbox()).flatMap((work) =>
      work.kind === 'tell' && work.personId === idOf(name) ? work.notice.kind : [],
    );
  }

  /** Kinds of audit entries, in order; of one subject if named. */
  async audit(subject?: string): Promise<string[]> {
    const { rows } = await this.database.owner.query<{ kind: string }>(
      'SELECT kind FROM audit_entry WHERE $1::text IS NULL OR subject = $1 ORDER BY seq',
      [subject ?? null],
    );
    return rows.map((row) => row.kind);
  }

  /** Names of the members of the pool's group. */
  members(group = 'group'): string[] {
    return [...(this.groups.groups.get(group) ?? [])];
  }
}

export async function openStage(options: { connections?: number; organisation?: Organisation } = {}): Promise<Stage> {
  const organisation = options.organisation ?? anOrganisation();
  const database = await testDatabase({ organisation: organisation.id, connections: options.connections ?? 6 });
  const stage = new Stage(database, organisation);
  await stage.reset(organisation);
  return stage;
}

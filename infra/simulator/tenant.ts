import type { Organisation, Pool } from '../../flows/organisation.ts';
import { ArmState } from './arm/arm-state.ts';
import type { KeptArm } from './arm/arm-state.ts';
import type { ArmTenant, SentMessage } from './arm/arm-tenant.ts';
import { CitrixState } from './citrix/citrix-state.ts';
import type { KeptCitrix } from './citrix/citrix-state.ts';
import type { CitrixTenant } from './citrix/citrix-tenant.ts';
import { ConnectorState } from './connector/connector-state.ts';
import { FaultBook } from './faults.ts';
import { GraphState } from './graph/graph-state.ts';
import { lunchOn } from './lunch.ts';
import { DesktopModel } from './model/desktop-model.ts';
import type { KeptModel } from './model/kept-model.ts';
import { PeopleModel } from './model/people.ts';
import type { KeptPeople } from './model/people.ts';
import { SeededRandom } from './model/seeded-random.ts';
import type { TenantHost, TenantPerson, TenantSetup } from './seam.ts';
import { SimulatedClock } from './simulated-clock.ts';

export interface KeptTenant {
  version: 1;
  organisation: string;
  now: string;
  seed: number;
  random: number;
  behave: boolean;
  outside: string[];
  messages: SentMessage[];
  model: KeptModel;
  people: KeptPeople;
  graph: unknown;
  connector: unknown;
  arm: KeptArm;
  /** Absent in what was kept before Citrix was simulated. */
  citrix?: KeptCitrix;
}

export interface TenantOptions {
  setup: TenantSetup;
  now: Date;
  seed: number;
  /** Called at every change worth keeping. */
  changed: () => void;
  kept?: KeptTenant;
}

const keptMessages = 200;

/** The simulated tenant: desktops, directory, calendars, conversations and the clock that moves them. */
export class Tenant implements ArmTenant, CitrixTenant {
  readonly organisation: Organisation;
  readonly simulated: SimulatedClock;
  readonly model: DesktopModel;
  readonly people: PeopleModel;
  readonly graph: GraphState;
  readonly connector: ConnectorState;
  readonly arm: ArmState;
  readonly citrix: CitrixState;
  readonly faults: FaultBook;
  readonly setup: TenantSetup;
  readonly messages: SentMessage[];
  readonly outside: Set<string>;
  readonly changed: () => void;
  private readonly seed: number;
  private readonly random: SeededRandom;
  private readonly byId: Map<string, TenantPerson>;
  private readonly byUpn: Map<string, TenantPerson>;
  private behaving: boolean;
  private moving = false;

  constructor({ setup, now, seed, changed, kept }: TenantOptions) {
    this.setup = setup;
    this.organisation = setup.organisation;
    this.changed = changed;
    this.seed = kept?.seed ?? seed;
    this.simulated = new SimulatedClock(now);
    this.random = kept ? new SeededRandom(kept.random) : SeededRandom.of(seed, 'tenant');
    this.faults = new FaultBook(() => this.random.next());
    this.byId = new Map(setup.people.map((person) => [person.id, person]));
    this.byUpn = new Map(setup.people.map((person) => [person.upn.toLowerCase(), person]));
    this.behaving = kept?.behave ?? true;
    this.outside = new Set(kept?.outside);
    this.messages = kept?.messages ?? [];
    this.arm = new ArmState(kept?.arm);
    this.citrix = new CitrixState(kept?.citrix);
    const pools = setup.organisation.pools.map(modelPool);
    this.model = new DesktopModel({ seed: this.seed, now: now.getTime(), pools }, kept?.model);
    this.people = new PeopleModel(
      this.model,
      {
        seed: this.seed,
        poolOf: (user) => this.poolFor(user)?.id ?? null,
        noticeMinutesOf: (user) => this.poolFor(user)?.noticeMinutes ?? 0,
        lunchOf: (at) => lunchOn(setup.organisation, at),
        actsAlone: (user) => this.actsAlone(user),
      },
      kept?.people,
    );
    const host = this.host();
    this.graph = kept ? GraphState.fromJSON(kept.graph, setup, host) : new GraphState(setup, host);
    this.connector = kept ? ConnectorState.fromJSON(kept.connector, setup, host) : new ConnectorState(setup, host);
    this.graph.onInstall = (person, installed) => this.connector.setInstalled(person, installed);
    if (!kept) this.feelStandingMembers();
  }

  get behave(): boolean {
    return this.behaving;
  }

  get clockMoves(): boolean {
    return this.moving;
  }

  clock = (): Date => this.simulated.now();

  upnOf = (id: string): string => this.byId.get(id)?.upn ?? id;

  idOf = (upn: string): string | null => this.byUpn.get(upn.toLowerCase())?.id ?? null;

  /** By Entra object id or UPN. */
  person = (idOrUpn: string): TenantPerson | null =>
    this.byId.get(idOrUpn.toLowerCase()) ?? this.byUpn.get(idOrUpn.toLowerCase()) ?? null;

  groupName = (id: string): string | null => this.graph.groupName(id);

  messageShown = (message: SentMessage): void => {
    this.messages.push(message);
    if (this.messages.length > keptMessages) this.messages.shift();
    this.changed();
  };

  setBehave(behave: boolean): void {
    this.behaving = behave;
    this.changed();
  }

  /** This person is played from outside: never acts by themselves again. */
  playFromOutside(personId: string): void {
    if (this.outside.has(personId)) return;
    this.outside.add(personId);
    this.changed();
  }

  /** Where a person goes for a desktop: a pool that has them as a member, else the pool that is theirs to book. */
  poolFor(userId: string): Pool | null {
    const { pools, sections } = this.organisation;
    const member = pools.find(({ group }) => this.graph.isMember(group, userId));
    if (member) return member;
    const person = this.byId.get(userId);
    const section = sections.find(({ department }) => department === person?.department)?.id;
    const named = pools.find(
      ({ for: { people, sections: own } }) =>
        (person && people.includes(person.upn)) || (section !== undefined && own.includes(section)),
    );
    return named ?? pools.find((pool) => pool.for.everyone) ?? null;
  }

  /** Brings hosts and people up to the clock while it runs. */
  catchUp(): void {
    if (this.model.advanceTo(this.clock().getTime()) > 0) this.changed();
  }

  /** The next instant at which anything of the tenant's own is due, or null. */
  nextDueAt(): Date | null {
    const due = [this.model.nextDueAt(), this.graph.nextDueAt()?.getTime(), this.connector.nextDueAt()?.getTime()];
    const known = due.filter((at): at is number => at !== null && at !== undefined);
    return known.length > 0 ? new Date(Math.min(...known)) : null;
  }

  /** Carries out what is due now; answers how much was delivered to the bot. */
  async carryOutDue(): Promise<number> {
    this.catchUp();
    let delivered = 0;
    for (const part of [this.graph, this.connector]) {
      const due = part.nextDueAt();
      if (due && due <= this.clock()) delivered += await part.carryOut();
    }
    return delivered;
  }

  /**
   * Moves the frozen clock to `to` from one due instant to the next, in order; stops early right after an instant at which
   * something was delivered to the bot, so that the bot can act at that instant. Answers the instant reached.
   */
  async advance(to: Date): Promise<{ now: Date; delivered: number }> {
    this.moving = true;
    try {
      for (;;) {
        const next = this.nextDelivery();
        const stop = next === null || next > to ? to : next;
        // Hosts and people never reach the bot by themselves: they move in one go up to the next delivery.
        this.model.advanceTo(Math.max(stop.getTime(), this.clock().getTime()));
        this.simulated.moveTo(stop);
        if (next === null || next > to) return { now: this.clock(), delivered: 0 };
        const delivered = await this.carryOutDue();
        const after = this.nextDelivery();
        if (delivered === 0 && after !== null && after <= next)
          throw new Error(
            `simulated tenant: what was due at ${next.toISOString()} is still due after it was carried out`,
          );
        if (delivered > 0) return { now: this.clock(), delivered };
      }
    } finally {
      this.moving = false;
      this.changed();
    }
  }

  toJSON(): KeptTenant {
    return {
      version: 1,
      organisation: this.organisation.id,
      now: this.clock().toISOString(),
      seed: this.seed,
      random: this.random.toJSON(),
      behave: this.behaving,
      outside: [...this.outside],
      messages: this.messages,
      model: this.model.toJSON(),
      people: this.people.toJSON(),
      graph: this.graph.toJSON(),
      connector: this.connector.toJSON(),
      arm: this.arm.toJSON(),
      citrix: this.citrix.toJSON(),
    };
  }

  private actsAlone(userId: string): boolean {
    return this.behaving && !this.outside.has(userId);
  }

  private nextDelivery(): Date | null {
    const [graph, connector] = [this.graph.nextDueAt(), this.connector.nextDueAt()];
    if (!graph || !connector) return graph ?? connector;
    return graph < connector ? graph : connector;
  }

  private host(): TenantHost {
    return {
      clock: this.clock,
      random: () => this.random.next(),
      changed: () => this.changed(),
      actsAlone: (id) => this.actsAlone(id),
      onMembership: (group, user, member) => this.model.changeMembership(group, user, member),
      onCalendar: (user) => this.readCalendar(user),
      onActivity: () => {},
      notificationFault: () =>
        this.faults.hit('graph', 'notifications', ({ notifications }) => notifications !== undefined)?.notifications ??
        null,
    };
  }

  /** What the bot put into a person's calendar tells them when to come. */
  private readCalendar(userId: string): void {
    const booked = this.graph
      .eventsOf(userId)
      .filter(({ madeBy, showAs }) => madeBy === 'application' && showAs === 'workingElsewhere')
      .map(({ id, start, end }) => ({ id, start: start.getTime(), end: end.getTime() }));
    this.people.setBookings(userId, booked);
  }

  private feelStandingMembers(): void {
    for (const { id, members } of this.graph.groups())
      for (const member of members) this.model.membership.set(id, member, true);
  }
}

function modelPool(pool: Pool) {
  const hosts = Array.from(
    { length: pool.hosts.count },
    (_, at) => `${pool.hosts.prefix}${String(at + 1).padStart(3, '0')}`,
  );
  // Citrix itself refuses a session beyond its licences; Azure counts none.
  const licences = pool.provider === 'citrix' ? pool.licences : null;
  return { id: pool.id, kind: pool.kind, group: pool.group, maxSessions: pool.maxSessions, licences, hosts };
}

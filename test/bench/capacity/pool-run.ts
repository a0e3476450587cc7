import { usualBoot } from '../../../infra/simulator/model/boot.ts';
import { DesktopModel } from '../../../infra/simulator/model/desktop-model.ts';
import type { ModelHost, ModelSession, SessionEnd } from '../../../infra/simulator/model/hosts.ts';
import { noFigures, type Figures } from './figures.ts';
import { midnight, type Invented } from './invent-visits.ts';
import { lowerBound, type Span } from './lower-bound.ts';
import type { OrganisationKind } from './organisation-kind.ts';
import { LOGON_MS, People, POOL } from './people.ts';
import type { HostState, Init, InitHost, Planner, Reply, Tick, TickHost, TickSession } from './protocol.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** The model's default. */
const TIMEOUT_MIN = 60;
const DEALLOCATED_AFTER = 5 * SECOND;
const LONGEST_BETWEEN_TICKS = 15 * MINUTE;
const STATES: HostState[] = ['off', 'starting', 'available', 'deallocating', 'failed', 'down'];
/** A host that is still not ready after this is shown as failed. */
const SHOWN_FAILED_AFTER = usualBoot.greatest;

export function hostsOf(kind: OrganisationKind): InitHost[] {
  const hosts: InitHost[] = [];
  for (const { count, maxSessions, price, size } of kind.pool.hosts) {
    for (let index = 0; index < count; index++) {
      const id = hosts.length;
      hosts.push({ id, size, maxSessions, price, zone: (id % kind.pool.zones) + 1 });
    }
  }
  return hosts;
}

/** The clairvoyant bound of the measured days: desktops as they are wanted, ended when their person goes for good. */
export function boundOf(kind: OrganisationKind, { visits, measuredFrom, ends }: Invented, asLeft: boolean): number {
  const spans = visits.map(({ ask, leave, closes, back }): Span => {
    if (back !== null) return [ask, back.until];
    return [ask, closes && asLeft ? leave + TIMEOUT_MIN * MINUTE : leave];
  });
  return lowerBound(spans, hostsOf(kind), usualBoot.least, [measuredFrom, ends]);
}

/** Plays all days against a planner, as the protocol says: whole-minute ticks, what changed, deallocations 5 s later. */
export function runPool(kind: OrganisationKind, seed: number, invented: Invented, planner: Planner): Figures {
  return new PoolRun(kind, seed, invented, planner).play();
}

class PoolRun {
  private readonly kind: OrganisationKind;
  private readonly invented: Invented;
  private readonly planner: Planner;
  private readonly model: DesktopModel;
  private readonly people: People;
  private readonly hosts: InitHost[];
  private readonly figures = noFigures();
  private readonly told: number[] = [];
  private readonly down = new Set<number>();
  private readonly disconnected: number[];
  private sessionNews: TickSession[] = [];
  private nextBooking = 0;
  private readonly cancellations: { at: number; id: number }[];
  private nextCancellation = 0;
  private quota = Infinity;
  private outage = false;

  constructor(kind: OrganisationKind, seed: number, invented: Invented, planner: Planner) {
    this.kind = kind;
    this.invented = invented;
    this.planner = planner;
    this.hosts = hostsOf(kind);
    this.disconnected = this.hosts.map(() => 0);
    const boot = kind.pool.failing === undefined ? {} : { neverChance: kind.pool.failing };
    this.model = new DesktopModel({
      seed,
      now: invented.begins,
      pools: [
        {
          id: POOL,
          kind: 'pooled',
          group: null,
          maxSessions: 1,
          hosts: this.hosts.map(({ id }) => String(id)),
          hostSizes: new Map(this.hosts.map(({ id, maxSessions, price }) => [String(id), { maxSessions, price }])),
          licences: kind.pool.licences,
          freshDrainMissed: 0,
          keepsSnapshots: false,
          logonMs: LOGON_MS,
          boot,
        },
      ],
    });
    this.people = new People(this.model, invented, (op, session) => this.tell(op, session));
    this.model.on('deallocate', (event) => this.deallocate(Number(event['host'])));
    this.model.on('zone', (event) => this.zone(Number(event['zone']), event['lost'] === true));
    this.model.on('quota', (event) => void (this.quota = Number(event['hosts'])));
    this.model.sessionEnded = (session, how) => this.ended(session, how);
    this.cancellations = invented.bookings
      .flatMap(({ id, cancelledAt }) => (cancelledAt === null ? [] : [{ at: cancelledAt, id }]))
      .sort((a, b) => a.at - b.at);
    this.planEvents();
  }

  play(): Figures {
    const { model, invented, figures } = this;
    this.planner.init(this.init());
    let last = invented.begins - MINUTE;
    let wake = invented.begins;
    let paidBefore = 0;
    let counting = false;
    for (;;) {
      const news = this.nextNews();
      const quiet = this.people.waiting === 0 && news > last;
      const due = quiet ? Math.min(ceilMinute(news), wake, last + LONGEST_BETWEEN_TICKS) : last + MINUTE;
      const at = Math.max(last + MINUTE, Math.min(ceilMinute(due), invented.ends));
      if (at >= invented.ends) break;
      model.advanceTo(at);
      if (!counting && at >= invented.measuredFrom) {
        counting = true;
        paidBefore = model.paidHours(POOL);
        this.people.count(figures);
        for (const key of ['invalid', 'throttled', 'starts', 'ticks', 'planMs'] as const) figures[key] = 0;
      }
      const tick = this.tick(at);
      const anything = tick.sessions.length + tick.hosts.length + tick.bookings.length + tick.waiting > 0;
      if (!anything && at < wake && at < last + LONGEST_BETWEEN_TICKS) {
        // Something happened that nobody needs to know of.
        if (this.nextNews() <= at) throw new Error('an event was left behind');
        continue;
      }
      last = at;
      const begun = process.cpuUsage();
      const reply = this.planner.tick(tick);
      const took = process.cpuUsage(begun);
      figures.planMs += (took.user + took.system) / 1000;
      figures.ticks++;
      wake = typeof reply.wake === 'number' ? Math.max(at + MINUTE, ceilMinute(reply.wake * SECOND)) : Infinity;
      this.carryOut(reply);
    }
    model.advanceTo(invented.ends);
    figures.paid = model.paidHours(POOL) - paidBefore;
    figures.bound = boundOf(this.kind, invented, false);
    figures.boundAsLeft = boundOf(this.kind, invented, true);
    return figures;
  }

  private init(): Init {
    const { kind, invented } = this;
    return {
      type: 'init',
      version: 1,
      now: invented.begins / SECOND,
      end: invented.ends / SECOND,
      tz: kind.timeZone,
      holidays: kind.holidays,
      pool: {
        hosts: this.hosts,
        licences: kind.pool.licences,
        startsPerMinute: kind.pool.startsPerMinute,
        disconnectTimeoutMin: TIMEOUT_MIN,
        bootTypicalSec: [120, 190, 360],
        logonParallel: 4,
        logonSec: 30,
      },
    };
  }

  /** When anything happens next: in the model, or a booking becomes known or is taken back. */
  private nextNews(): number {
    const booked = this.invented.bookings[this.nextBooking]?.at ?? Infinity;
    const called = this.cancellations[this.nextCancellation]?.at ?? Infinity;
    return Math.min(this.model.nextDueAt() ?? Infinity, booked, called);
  }

  private tick(now: number): Tick {
    const bookings: Tick['bookings'] = [];
    const { bookings: all } = this.invented;
    for (let next = all[this.nextBooking]; next !== undefined && next.at <= now; next = all[++this.nextBooking]) {
      const { id, user, start, end, at } = next;
      bookings.push({ id, user, start: start / SECOND, end: end / SECOND, status: 'booked', at: at / SECOND });
    }
    const called = this.cancellations;
    for (let next = called[this.nextCancellation]; next !== undefined && next.at <= now;) {
      const { user, start, end } = this.people.booking(next.id)!;
      const at = next.at / SECOND;
      bookings.push({ id: next.id, user, start: start / SECOND, end: end / SECOND, status: 'cancelled', at });
      next = called[++this.nextCancellation];
    }
    const sessions = this.sessionNews;
    this.sessionNews = [];
    return {
      type: 'tick',
      now: now / SECOND,
      bookings,
      sessions,
      hosts: this.hostNews(),
      waiting: this.people.waiting,
    };
  }

  private hostNews(): TickHost[] {
    const news: TickHost[] = [];
    this.model.pools.get(POOL)!.hosts.forEach((host, id) => {
      const disconnected = this.disconnected[id]!;
      const active = this.model.sessionsOn(POOL, host.name) - disconnected;
      const one = { id, state: this.stateOf(host, id), active, disconnected, drain: !host.allowNewSession };
      const shown = (STATES.indexOf(one.state) * 2 + (one.drain ? 1 : 0)) * 1e6 + active * 1e3 + disconnected;
      if ((this.told[id] ?? 0) === shown) return; // all begin off, empty and open: 0
      this.told[id] = shown;
      news.push(one);
    });
    return news;
  }

  private stateOf(host: ModelHost, id: number): HostState {
    if (this.down.has(id)) return 'down';
    if (host.power === 'deallocated') return 'off';
    if (host.power === 'running' && host.available) return 'available';
    if (host.power === 'deallocating' || host.power === 'failed') return host.power;
    return this.model.now - (host.paidSince ?? Infinity) > SHOWN_FAILED_AFTER ? 'failed' : 'starting';
  }

  private carryOut(reply: Reply): void {
    const { model, figures } = this;
    if (reply.balance) model.setBalance(POOL, reply.balance);
    for (const id of reply.drain ?? []) this.withHost(id, (host) => model.drain(POOL, host.name, true));
    for (const id of reply.undrain ?? []) this.withHost(id, (host) => model.drain(POOL, host.name, false));
    for (const { user } of reply.logoff ?? []) this.people.logOff(user);
    let left = this.kind.pool.startsPerMinute;
    let on = this.model.pools.get(POOL)!.hosts.filter(({ power }) => power !== 'deallocated').length;
    for (const id of reply.start ?? []) {
      this.withHost(id, (host) => {
        if (host.power !== 'deallocated' || this.down.has(id)) return void figures.invalid++;
        if (left-- <= 0 || on >= this.quota) return void figures.throttled++;
        on++;
        figures.starts++;
        model.start(POOL, host.name);
      });
    }
    for (const id of reply.deallocate ?? []) {
      this.withHost(id, () => model.plan({ at: model.now + DEALLOCATED_AFTER, kind: 'deallocate', host: id }));
    }
    this.people.serve();
  }

  private withHost(id: number, act: (host: ModelHost) => void): void {
    const host = this.model.pools.get(POOL)!.hosts[id];
    if (host) act(host);
    else this.figures.invalid++;
  }

  private deallocate(id: number): void {
    this.withHost(id, (host) => {
      const lives = host.power === 'starting' || host.power === 'running' || host.power === 'failed';
      if (!lives) this.figures.invalid++;
      else this.model.deallocate(POOL, host.name);
    });
  }

  private ended(session: ModelSession, how: SessionEnd): void {
    if (session.disconnectedAt !== null) this.disconnected[Number(session.host)]!--;
    this.tell('off', session);
    this.people.ended(session, how, this.outage);
  }

  private tell(op: TickSession['op'], session: ModelSession): void {
    const host = Number(session.host);
    if (op === 'disconnect') this.disconnected[host]!++;
    if (op === 'reconnect') this.disconnected[host]!--;
    this.sessionNews.push({ op, user: Number(session.user), host, at: Math.floor(this.model.now / SECOND) });
  }

  private planEvents(): void {
    const at = (day: string, minute: number) => midnight(day, this.kind.timeZone) + minute * MINUTE;
    for (const event of this.kind.events) {
      if (event.is === 'zone-outage') {
        this.model.plan({ at: at(event.day, event.at), kind: 'zone', zone: event.zone, lost: true });
        this.model.plan({ at: at(event.day, event.until), kind: 'zone', zone: event.zone, lost: false });
      } else if (event.is === 'quota') {
        this.model.plan({ at: at(event.day, 0), kind: 'quota', hosts: event.hosts });
        this.model.plan({ at: at(event.day, 1440), kind: 'quota', hosts: Number.MAX_SAFE_INTEGER });
      }
    }
  }

  private zone(zone: number, lost: boolean): void {
    for (const { id, zone: own } of this.hosts) {
      if (own !== zone) continue;
      if (!lost) {
        this.down.delete(id);
        continue;
      }
      this.outage = true;
      this.model.deallocate(POOL, String(id));
      this.outage = false;
      this.down.add(id);
    }
  }
}

function ceilMinute(at: number): number {
  return Number.isFinite(at) ? Math.ceil(at / MINUTE) * MINUTE : at;
}

import assert from 'node:assert/strict';
import fc from 'fast-check';
import type {
  CapacityAction,
  CapacityMemory,
  CapacityPlan,
  PlannedBooking,
  SeenHost,
  SeenPool,
  SeenSession,
} from '../../../flows/capacity/capacity.ts';
import { planCapacity } from '../../../flows/capacity/plan-capacity.ts';
import { pooledSettings } from '../../support/capacity-simulation.ts';
import { bookingsOf, off } from './capacity-builders.ts';

const MINUTE = 60_000;
const BEGIN = Date.UTC(2026, 11, 2, 7);

/** What happens between two looks, beside what was asked for. */
type Event =
  { is: 'time'; minutes: number } | { is: 'sign-in' | 'sign-out' | 'hand'; host: number; person: number; what: number };

const anyEvent: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ is: fc.constant('time' as const), minutes: fc.constantFrom(1, 1, 1, 2, 5, 30) }),
  },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('time' as const), minutes: fc.constantFrom(-90, -2, 0, 700) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      is: fc.constantFrom('sign-in' as const, 'sign-out' as const, 'hand' as const),
      host: fc.nat(5),
      person: fc.nat(40),
      what: fc.nat(7),
    }),
  },
);
const course = fc.record({
  hosts: fc.integer({ min: 1, max: 6 }),
  people: fc.nat(40),
  licences: fc.option(fc.nat(40)),
  kind: fc.constant('pooled' as const),
  steps: fc.array(
    fc.record({
      event: anyEvent,
      list: fc.constantFrom(true, true, true, false),
      lost: fc.constantFrom(0, 0, 0, 1),
      bookedNow: fc.boolean(),
      out: fc.dictionary(fc.constantFrom('h0', 'h2'), fc.constantFrom('emptying' as const, 'ready' as const)),
    }),
    { minLength: 10, maxLength: 80 },
  ),
});

describe('the planner, whatever the provider shows', function () {
  this.timeout(90_000);

  it('deallocates only what it drained three minutes ago and saw empty twice, and starts only what exists and is off', () => {
    let deallocations = 0;
    let starts = 0;
    let outActions = 0;

    fc.assert(
      fc.property(course, (run) => {
        const world = new World(run.hosts);
        const known = pooledSettings({ licences: run.licences, kind: run.kind, earlyMinutes: 25 });
        let memory: CapacityMemory | null = null;
        for (const step of run.steps) {
          world.happen(step.event);
          const now = new Date(world.now);
          const settings = { ...known, outOfService: new Map(Object.entries(step.out)) };
          const seen = world.look(step.list);
          const bookings = step.bookedNow
            ? bookingsOf(run.people, { startsAt: new Date(BEGIN), endsAt: new Date(BEGIN + 600 * MINUTE) })
            : [];
          const input: { seen: SeenPool; bookings: PlannedBooking[]; memory: CapacityMemory | null } = structuredClone({
            seen,
            bookings,
            memory,
          });

          const plan: CapacityPlan = planCapacity(seen, bookings, memory, now, settings);

          const again = planCapacity(input.seen, input.bookings, input.memory, now, settings);
          assert.deepEqual({ seen, bookings, memory }, input, 'the input is as it was');
          assert.deepEqual(again, plan, 'the same input gives the same plan');
          assert.deepEqual(JSON.parse(JSON.stringify(plan.memory)), plan.memory, 'the memory is JSON');
          assert.ok(plan.wakeAt > now && plan.wakeAt.getTime() <= now.getTime() + 12 * 60 * MINUTE);
          checkActions(plan.actions, seen, world);
          checkOutOfService(plan.actions, step.out);
          outActions += plan.actions.filter((action) => 'host' in action && action.host in step.out).length;
          if (run.kind === 'pooled' && run.licences !== null) checkLicences(plan.actions, seen, run.licences);
          deallocations += plan.actions.filter(({ op }) => op === 'deallocate').length;
          starts += plan.actions.filter(({ op }) => op === 'start').length;
          world.note(seen, plan.actions);
          memory = plan.memory;
          plan.actions.forEach((action, index) => {
            if (step.lost === 0 || index % 2 === 0) world.carryOut(action);
          });
        }
      }),
      { numRuns: 200 },
    );

    assert.ok(deallocations > 20 && starts > 80, `the courses reach what is checked: ${deallocations}, ${starts}`);
    assert.ok(outActions > 20, `and hosts out of service: ${outActions}`);
  });

  it('copes with readings that make no sense', () => {
    const host = fc.record({
      name: fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor'),
      power: fc.constantFrom('deallocated', 'starting', 'running', 'deallocating', 'stopped', 'failed', 'unknown'),
      health: fc.constantFrom('available', 'needs-assistance', 'unavailable', 'shutdown', 'upgrading', 'unknown'),
      allowNewSession: fc.boolean(),
      sessions: fc.constantFrom(0, 0, 1, 16, 200, -1, Number.NaN),
      assignedUser: fc.constantFrom(null, '', 'p1@x'),
      size: fc.constant(null),
      zone: fc.constantFrom(null, '1', '2'),
    });
    const reading = fc.record({
      hosts: fc.uniqueArray(host, { selector: (one) => one.name, maxLength: 5 }),
      listed: fc.option(
        fc.array(fc.record({ host: fc.constantFrom('a', 'b', 'gone'), upn: fc.constantFrom('p1@x', 'q@x') })),
      ),
      minutes: fc.integer({ min: -5, max: 10 }),
      maxSessions: fc.constantFrom(0, 1, 16),
    });
    fc.assert(
      fc.property(fc.array(reading, { maxLength: 20 }), fc.constant('pooled' as const), (readings, kind) => {
        let memory: CapacityMemory | null = null;
        let now = BEGIN;
        for (const { hosts, listed, minutes, maxSessions } of readings) {
          now += minutes * MINUTE;
          const sessions =
            listed?.map((one, index): SeenSession => ({ ...one, id: String(index), state: 'active' })) ?? null;
          const seen = {
            hosts: hosts as SeenHost[],
            sessions,
            balance: 'breadth' as const,
            maxSessions,
            handsOff: null,
          };
          const people = bookingsOf(30, { startsAt: new Date(BEGIN), endsAt: new Date(BEGIN + 30 * MINUTE) });
          const plan = planCapacity(
            { ...seen, readAt: new Date(now) },
            people,
            memory,
            new Date(now),
            pooledSettings({ kind }),
          );
          for (const action of plan.actions) {
            if (action.op !== 'deallocate') continue;
            assert.ok(
              hosts.some((one) => one.name === action.host && !(one.sessions > 0) && !Number.isNaN(one.sessions)),
            );
            assert.ok(sessions !== null && !sessions.some((one) => one.host === action.host));
          }
          memory = structuredClone(plan.memory);
        }
      }),
      { numRuns: 300 },
    );
  });
});

function checkActions(actions: readonly CapacityAction[], seen: SeenPool, world: World): void {
  const started = new Set<string>();
  for (const action of actions) {
    assert.ok(action.reason.length > 0);
    if (action.op === 'balance') continue;
    const host = seen.hosts.find((one) => one.name === action.host);
    assert.ok(host, 'acts only on hosts that are there');
    if (action.op === 'start') {
      assert.ok(host.power === 'deallocated' || host.power === 'stopped');
      assert.ok(!started.has(host.name), 'a host is started once');
      started.add(host.name);
      if (!host.allowNewSession) {
        assert.ok(actions.some((one) => one.op === 'undrain' && one.host === host.name));
      }
    }
    if (action.op === 'deallocate') {
      assert.equal(host.sessions, 0);
      assert.ok(
        seen.sessions?.every((one) => one.host !== host.name),
        'with a list, and nobody in it',
      );
      const past = world.pasts.get(host.name);
      assert.ok(past?.emptyBefore, 'empty in the reading before');
      assert.ok(!host.allowNewSession);
      assert.ok(past.drainedByUs, 'drained by us');
      assert.ok(past.drainedFor + world.sinceLook >= 3 * MINUTE, `drained ${past.drainedFor + world.sinceLook} ms`);
    }
  }
}

/** A host in maintenance is not started nor opened; one that somebody works on is only shut. */
function checkOutOfService(actions: readonly CapacityAction[], out: Record<string, 'emptying' | 'ready'>): void {
  for (const action of actions) {
    if (action.op === 'balance' || !(action.host in out)) continue;
    assert.ok(['drain', 'deallocate'].includes(action.op), action.op);
    if (out[action.host] === 'ready') assert.equal(action.op, 'drain');
  }
}

/** With everything started, no more places are open or coming than licences allow, by less than a host. */
function checkLicences(actions: readonly CapacityAction[], seen: SeenPool, licences: number): void {
  const starts = actions.filter(({ op }) => op === 'start').length;
  const signedIn = Math.max(
    seen.hosts.reduce((sum, host) => sum + host.sessions, 0),
    seen.sessions?.length ?? 0,
  );
  assert.ok(Math.max(0, starts - 1) * seen.maxSessions < Math.max(licences, signedIn, 1));
}

interface Past {
  /** The last action of ours on its doors was a drain, and it has not been seen open after it was seen drained. */
  drainedByUs: boolean;
  seenDrained: boolean;
  /** Time that passed (jumps back left out) since the first reading that showed it drained. */
  drainedFor: number;
  /** The last reading with a list showed nobody, and none since showed somebody. */
  emptyBefore: boolean;
}

/** Hosts that mostly do as they are told, people who come and go, and somebody who meddles. */
class World {
  now = BEGIN;
  sinceLook = 0;
  readonly pasts = new Map<string, Past>();
  private readonly hosts: SeenHost[];
  private sessions: SeenSession[] = [];

  constructor(hosts: number) {
    this.hosts = Array.from({ length: hosts }, (_, index) => off(`h${index}`));
  }

  happen(event: Event): void {
    if (event.is === 'time') {
      this.now += event.minutes * MINUTE;
      this.sinceLook = Math.max(0, event.minutes) * MINUTE;
      if (event.minutes > 1) this.boot();
      return;
    }
    this.now += MINUTE;
    this.sinceLook = MINUTE;
    const host = this.hosts[event.host % this.hosts.length]!;
    const upn = `p${event.person}@x`;
    if (event.is === 'sign-in' && host.power === 'running') {
      this.sessions.push({ id: `${upn}/${this.sessions.length}`, host: host.name, upn, state: 'active' });
    } else if (event.is === 'sign-out') this.sessions = this.sessions.slice(event.what);
    else if (event.is === 'hand') this.meddle(host, event.what);
  }

  private meddle(host: SeenHost, what: number): void {
    if (what === 0) host.allowNewSession = !host.allowNewSession;
    else if (what === 1) Object.assign(host, { power: 'running', health: 'available' });
    else if (what === 2) Object.assign(host, { power: 'failed', health: 'unavailable' });
    else if (what === 3) Object.assign(host, { power: 'unknown', health: 'unknown' });
    else if (what === 4) host.assignedUser = 'p1@x';
    else this.boot();
  }

  private boot(): void {
    for (const host of this.hosts) {
      if (host.power === 'starting') Object.assign(host, { power: 'running', health: 'available' });
    }
  }

  look(list: boolean): SeenPool {
    const hosts = this.hosts.map((host) => ({
      ...host,
      sessions: this.sessions.filter((session) => session.host === host.name).length,
    }));
    const sessions = list ? structuredClone(this.sessions) : null;
    return { hosts, sessions, balance: 'breadth', maxSessions: 8, handsOff: null, readAt: new Date(this.now) };
  }

  note(seen: SeenPool, actions: readonly CapacityAction[]): void {
    for (const host of seen.hosts) {
      const before = this.pasts.get(host.name);
      const past = before ?? { drainedByUs: false, seenDrained: false, drainedFor: 0, emptyBefore: false };
      if (!host.allowNewSession) past.drainedFor = past.seenDrained ? past.drainedFor + this.sinceLook : 0;
      else if (past.seenDrained) past.drainedByUs = false;
      past.seenDrained = !host.allowNewSession;
      if (host.sessions > 0) past.emptyBefore = false;
      else if (seen.sessions !== null) past.emptyBefore = true;
      for (const action of actions) {
        if (action.op === 'balance' || action.host !== host.name) continue;
        if (action.op === 'drain') past.drainedByUs = true;
        if (action.op === 'undrain') past.drainedByUs = false;
      }
      this.pasts.set(host.name, past);
    }
  }

  carryOut(action: CapacityAction): void {
    if (action.op === 'balance') return;
    const host = this.hosts.find((one) => one.name === action.host)!;
    if (action.op === 'start') Object.assign(host, { power: 'starting', health: 'unavailable' });
    else if (action.op === 'assign') host.assignedUser = action.upn;
    else if (action.op === 'deallocate') Object.assign(host, { power: 'deallocated', health: 'shutdown' });
    else host.allowNewSession = action.op === 'undrain';
  }
}

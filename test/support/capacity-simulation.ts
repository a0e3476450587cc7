import type {
  CapacityAction,
  CapacityMemory,
  CapacityPlan,
  PlannedBooking,
  SeenPool,
} from '../../flows/capacity/capacity.ts';
import { NO_LIMITS, type CapacitySettings } from '../../flows/capacity/capacity-settings.ts';
import { needsSessionList, planCapacity } from '../../flows/capacity/plan-capacity.ts';
import { USUAL_BOOT } from '../../flows/capacity/boot-curve.ts';
import { plannerParameters } from '../../flows/capacity/planner-parameters.ts';
import type { BootTimes } from '../../infra/simulator/model/boot.ts';
import { DesktopModel } from '../../infra/simulator/model/desktop-model.ts';
import { PeopleModel } from '../../infra/simulator/model/people.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const POOL = 'pool';

export interface SimulatedPool {
  seed: number;
  hosts: number;
  maxSessions: number;
  days: number;
  /** Share of all places that is booked on a day. */
  booked: number;
  boot?: Partial<BootTimes>;
  /** Share of actions whose call fails, half of them after it was carried out. */
  failing?: number;
  /** Done to the model before each look, by hand. */
  meddle?: (model: DesktopModel, at: Date) => void;
}

export interface SimulatedResult {
  harm: { forcedLogoffs: number; lostSessions: number; refused: number; waitedOver60s: number };
  visits: number;
  looks: number;
  lists: number;
  paidHours: number;
  /** Hours that the booked people need at least: places filled completely, from start to end. */
  boundHours: number;
  /** Hosts on at three in the morning, summed over the nights. */
  onAtNight: number;
  actions: Record<CapacityAction['op'], number>;
  faults: string[];
  deallocated: { host: string; sessions: number; allowNewSession: boolean }[];
}

/** Who decides, look by look. */
export interface Driver {
  wantsList(now: Date): boolean;
  look(seen: SeenPool, bookings: PlannedBooking[], now: Date): Pick<CapacityPlan, 'actions' | 'faults' | 'wakeAt'>;
}

/** `planCapacity`, with its memory kept as JSON. */
export function planner(): Driver {
  let memory: CapacityMemory | null = null;
  return {
    wantsList: (now) => needsSessionList(memory, now),
    look(seen, bookings, now) {
      const plan = planCapacity(seen, bookings, memory, now, pooledSettings());
      memory = structuredClone(plan.memory);
      return plan;
    },
  };
}

/**
 * Runs `planCapacity`, or another driver, against the simulated tenant's model of hosts and people, minute by minute as it asks to be woken,
 * without HTTP. The same arguments give the same result.
 */
export function simulateCapacity(asked: SimulatedPool, driver = planner()): SimulatedResult {
  const begin = Date.UTC(2026, 11, 6, 15); // midnight in Tokyo, 7 December
  const names = Array.from({ length: asked.hosts }, (_, index) => `avd-${String(index + 1).padStart(3, '0')}`);
  const model = new DesktopModel({
    seed: asked.seed,
    now: begin,
    pools: [
      { id: POOL, kind: 'pooled', group: null, maxSessions: asked.maxSessions, hosts: names, boot: asked.boot ?? {} },
    ],
  });
  const people = new PeopleModel(model, {
    seed: asked.seed,
    poolOf: () => POOL,
    noticeMinutesOf: () => 90,
    lunchOf: (at) => {
      const day = begin + Math.floor((at - begin) / DAY) * DAY;
      return { start: day + 12 * HOUR, end: day + 13 * HOUR };
    },
    actsAlone: () => true,
  });
  const bookings = bookDays(asked, begin);
  const byPerson = grouped(bookings);
  for (const [person, theirs] of byPerson) {
    const times = theirs.map((one) => ({ id: one.id, start: one.startsAt.getTime(), end: one.endsAt.getTime() }));
    people.setBookings(person, times);
  }

  const chance = drawn(asked.seed + 7);
  const result = emptyResult();
  let wakeAt = begin;
  const end = begin + asked.days * DAY;
  while (wakeAt < end) {
    stepNights(model, wakeAt, begin, result);
    const now = new Date(wakeAt);
    asked.meddle?.(model, now);
    const withList = driver.wantsList(now);
    const seen = look(model, now, withList);
    const around = bookings.filter((one) => Math.abs(one.startsAt.getTime() - wakeAt) < DAY);
    const plan = driver.look(seen, around, now);
    for (const action of plan.actions) {
      result.actions[action.op]++;
      if (chance() < (asked.failing ?? 0) && chance() < 0.5) continue;
      apply(model, action, result);
    }
    result.looks++;
    if (withList) result.lists++;
    result.faults.push(...plan.faults.map((fault) => `${fault.code} ${fault.subject}: ${fault.detail}`));
    wakeAt = plan.wakeAt.getTime();
  }
  stepNights(model, end, begin, result);
  result.harm = { ...model.harm };
  result.visits = bookings.length;
  result.paidHours = model.paidHours(POOL);
  const seats = bookings.reduce((sum, one) => sum + (one.endsAt.getTime() - one.startsAt.getTime()), 0);
  result.boundHours = seats / HOUR / asked.maxSessions;
  return result;
}

export function pooledSettings(settings: Partial<CapacitySettings> = {}): CapacitySettings {
  return {
    poolId: POOL,
    kind: 'pooled',
    maxSessions: 16,
    licences: null,
    earlyMinutes: 25,
    graceMinutes: 15,
    reserve: 0,
    open: false,
    startsPerMinute: 60,
    keepHandStartedHours: 12,
    hostSizes: null,
    calendar: { timeZone: 'Asia/Tokyo', holidays: null },
    exact: false,
    mayLogOff: false,
    waiting: 0,
    outOfService: new Map(),
    disconnectTimeoutMinutes: 60,
    typicalBoot: USUAL_BOOT,
    parameters: plannerParameters,
    limits: NO_LIMITS,
    ...settings,
  };
}

/** Counts and list as old as the provider tells them; power and status of now. */
function look(model: DesktopModel, now: Date, withList: boolean): SeenPool {
  const pool = model.pools.get(POOL)!;
  const snapshot = model.snapshotOf(POOL);
  return {
    hosts: pool.hosts.map((host) => ({
      name: host.name,
      power: host.power,
      health: host.power === 'running' ? (host.available ? 'available' : 'unavailable') : 'shutdown',
      allowNewSession: host.allowNewSession,
      sessions: snapshot.counts[host.name] ?? 0,
      assignedUser: null,
      size: null,
      zone: null,
    })),
    sessions: withList
      ? snapshot.sessions.map(({ id, host, user }) => ({ id: String(id), host, upn: user, state: 'active' }))
      : null,
    balance: pool.balance,
    maxSessions: pool.settings.maxSessions,
    handsOff: null,
    readAt: now,
  };
}

function apply(model: DesktopModel, action: CapacityAction, result: SimulatedResult): void {
  if (action.op === 'balance') model.setBalance(POOL, action.mode);
  else if (action.op === 'start') model.start(POOL, action.host);
  else if (action.op === 'drain' || action.op === 'undrain') model.drain(POOL, action.host, action.op === 'drain');
  else if (action.op === 'deallocate') {
    // No second look as the adapter takes it: the planner must be safe by itself.
    const { allowNewSession } = model.host(POOL, action.host)!;
    result.deallocated.push({ host: action.host, sessions: model.sessionsOn(POOL, action.host), allowNewSession });
    model.deallocate(POOL, action.host);
  }
}

function stepNights(model: DesktopModel, to: number, begin: number, result: SimulatedResult): void {
  for (let night = begin + 3 * HOUR; night <= to; night += DAY) {
    if (night <= model.now) continue;
    model.advanceTo(night);
    result.onAtNight += model.pools.get(POOL)!.hosts.filter((host) => host.paidSince !== null).length;
  }
  model.advanceTo(to);
}

/** Mostly whole days from 8:30 to 17:15, some mornings, afternoons and odd hours; Saturday and Sunday nobody. */
function bookDays({ seed, days, hosts, maxSessions, booked }: SimulatedPool, begin: number): PlannedBooking[] {
  const chance = drawn(seed);
  const bookings: PlannedBooking[] = [];
  for (let day = 0; day < days; day++) {
    if (day % 7 >= 5) continue;
    const count = Math.round(hosts * maxSessions * booked * (0.8 + 0.2 * chance()));
    for (let person = 0; person < count; person++) {
      const kind = chance();
      const [from, to] = kind < 0.7 ? [8.5, 17.25] : kind < 0.82 ? [8.5, 12] : kind < 0.92 ? [13, 17.25] : [10, 20];
      const at = (hours: number) => new Date(begin + day * DAY + hours * HOUR);
      const personId = `p${person}`;
      const id = `${day}-${person}`;
      bookings.push({ id, personId, upn: personId, startsAt: at(from), endsAt: at(to), knownAt: new Date(begin) });
    }
  }
  return bookings;
}

function emptyResult(): SimulatedResult {
  return {
    harm: { forcedLogoffs: 0, lostSessions: 0, refused: 0, waitedOver60s: 0 },
    visits: 0,
    looks: 0,
    lists: 0,
    paidHours: 0,
    boundHours: 0,
    onAtNight: 0,
    actions: { start: 0, deallocate: 0, drain: 0, undrain: 0, assign: 0, balance: 0, 'log-off': 0 },
    faults: [],
    deallocated: [],
  };
}

/** mulberry32. */
function drawn(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function grouped(bookings: PlannedBooking[]): Map<string, PlannedBooking[]> {
  const groups = new Map<string, PlannedBooking[]>();
  for (const one of bookings) groups.set(one.personId, [...(groups.get(one.personId) ?? []), one]);
  return groups;
}

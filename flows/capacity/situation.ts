import { bootCurve, type BootCurve } from './boot-curve.ts';
import { bootFactor, localHour } from './boot-kinds.ts';
import type { PoolMemory } from './capacity-memory.ts';
import type { CapacitySettings } from './capacity-settings.ts';
import type { SeenHost } from './capacity.ts';
import { expectedArrivals, type ArrivalForecast } from './expected-arrivals.ts';
import type { Reading } from './observe-pool.ts';
import type { DoorHost } from './open-doors.ts';
import type { Outline } from './outline.ts';
import type { PoolPicture } from './pool-picture.ts';
import { paidUntil, softLimits, type SoftLimits } from './soft-limits.ts';
import type { HostGroups, PlacedHost } from './sort-hosts.ts';
import type { ComingHost } from './start-decision.ts';

const MINUTE = 60_000;
/** How far ahead arrivals are looked at; further where starts are so slow that they must begin early. */
export const HORIZON = 30;
const LONG_HORIZON = 100;
/** Minutes until the next look is felt: commands of a real provider take a moment, and counts are a minute old. */
export const LOOK_MINUTES = { exact: 1, real: 3 };
/** So many times as much weighs a minute of somebody who waits already: nobody is to wait for five. */
const WAITING_ALREADY = 3;
/** People coming within the quarter hour, on average, from which on each look wants the list of sessions. */
export const ARRIVING_FROM = 0.5;

/** What one look is decided on. */
export interface Situation {
  now: number;
  settings: CapacitySettings;
  reading: Reading;
  groups: HostGroups;
  picture: PoolPicture;
  forecast: ArrivalForecast;
  /** Of boots begun now; of a host of this kind, where kinds differ. */
  curve: BootCurve;
  curveOf: (kind: Pick<SeenHost, 'size' | 'zone'>) => BootCurve;
  /** Hosts that take people, or would as soon as undrained. */
  hosts: DoorHost[];
  coming: { place: PlacedHost; host: ComingHost }[];
  limits: SoftLimits;
  /** People waiting that licences let in. */
  waiting: number;
  outline: Outline;
  figures: string;
}

/** Everything that a look decides on, from what was read and what is known of people. Brings the month's cost up to date. */
export function situationOf(
  reading: Reading,
  picture: PoolPicture,
  groups: HostGroups,
  now: number,
  settings: CapacitySettings,
  outline: Outline,
): Situation {
  const { parameters, licences } = settings;
  const slow = reading.hosts.length > settings.startsPerMinute * 8;
  const room = licences === null ? Infinity : Math.max(0, licences - reading.sessions);
  const waiting = Math.min(settings.waiting, room);
  const forecast = expectedArrivals(picture, now, slow ? LONG_HORIZON : HORIZON, settings.waiting, parameters);
  // Counts that run ahead of an old list: those have come already, and hold their places.
  capArrivals(forecast, Math.max(0, reading.sessions - picture.sessions.size), room);
  const hosts: DoorHost[] = [];
  const coming: Situation['coming'] = [];
  const usable = new Set<PlacedHost>();
  const doorOf = (place: PlacedHost, isOpen: boolean) => {
    if (usable.has(place)) return;
    usable.add(place);
    const emptiesAt = place.sessions === 0 ? now : picture.emptiesAt(place.seen.name, now);
    hosts.push({ place, room: Math.max(0, place.max - place.sessions), emptiesAt, isOpen });
  };
  for (const place of groups.open) doorOf(place, true);
  for (const place of groups.drained) doorOf(place, place.mem.undrainAskedAt !== undefined);
  for (const place of groups.coming) {
    if (usable.has(place)) continue;
    const begun = place.mem.startedAt ?? place.mem.handStartedAt ?? now;
    coming.push({ place, host: { places: place.max, ageMinutes: (now - begun) / MINUTE } });
  }
  const on = new Set([...groups.open, ...groups.coming, ...groups.elsewhere, ...groups.draining]);
  const { memory } = reading;
  if (settings.limits.budgetHostHours !== null) {
    const rate = [...on].reduce((sum, { price }) => sum + price, 0);
    memory.paid = paidUntil(memory, rate, now, settings.calendar.timeZone);
  }
  const limits = softLimits(memory, settings, on.size);
  const curveOf = bootCurves(reading.memory, now, settings);
  const curve = curveOf({ size: null, zone: null });
  return {
    now,
    settings,
    reading,
    groups,
    picture,
    forecast,
    curve,
    curveOf,
    hosts,
    coming,
    limits,
    waiting,
    outline,
    figures: '',
  };
}

/** Curves of boots begun now, one for each factor by which a size, a zone and the hour differ from the usual. */
function bootCurves(
  { boots, failures, bootKinds }: PoolMemory,
  now: number,
  { typicalBoot, calendar }: CapacitySettings,
): Situation['curveOf'] {
  const hour = localHour(now, calendar);
  const curves = new Map<number, BootCurve>();
  return ({ size, zone }) => {
    const factor = bootFactor(bootKinds, { size, zone, hour });
    let curve = curves.get(factor);
    if (curve === undefined) curves.set(factor, (curve = bootCurve(boots, failures, typicalBoot, factor)));
    return curve;
  };
}

function capArrivals(forecast: ArrivalForecast, come: number, room: number): void {
  const { mean, variance, risk } = forecast;
  for (let minute = 1; minute < mean.length; minute++) {
    const before = mean[minute]!;
    const after = Math.min(room, Math.max(0, before - come));
    if (after === before) continue;
    variance[minute]! *= before > 0 ? after / before : 0;
    risk[minute]! *= before > 0 ? after / before : 0;
    mean[minute] = after;
  }
}

/** Places, less the reserve, that newcomers may take without keeping a host on for longer than a new one would cost. */
export function freePlaces({ hosts, forecast, now, settings, limits, waiting }: Situation): number {
  const { leaveBy } = forecast;
  let free = -limits.reserve;
  const come = Math.max(1, forecast.mean.at(-1)!);
  for (const host of hosts) {
    if (leaveBy === null || waiting > 0 || !worthShutting(host, leaveBy, settings)) {
      free += host.room;
      continue;
    }
    const { max, price } = host.place;
    const longer = ((leaveBy - host.emptiesAt) * price) / Math.min(Math.max(1, host.room), come);
    const fresh = ((leaveBy - now + 5 * MINUTE) * price) / Math.min(max, come);
    if (longer <= fresh) free += host.room;
  }
  return free;
}

/** People expected within a quarter hour. */
export function expectedSoon({ mean }: ArrivalForecast): number {
  return mean[Math.min(15, mean.length - 1)]!;
}

/**
 * A waited minute weighs less where those who come have not booked: nobody has promised them anything. Those who wait
 * already are taken for as many of both as are expected; their minutes weigh more, for they add up.
 */
export function priceOfMinute({
  forecast,
  settings,
  limits,
  waiting,
}: Pick<Situation, 'forecast' | 'settings' | 'limits' | 'waiting'>): number {
  const { minuteWaited } = settings.parameters;
  const walkInShare = limits.bookedOnly ? 0 : settings.parameters.walkInShare;
  const all = expectedSoon(forecast);
  const share = all > 0 ? Math.min(1, forecast.bookedSoon / all) : Number(forecast.walkIns === 0);
  const already = waiting > 0 ? waiting / (waiting + all) : 0;
  return minuteWaited * (share + (1 - share) * walkInShare) * (1 + (WAITING_ALREADY - 1) * already);
}

function worthShutting(host: DoorHost, leaveBy: number, settings: CapacitySettings): boolean {
  return host.emptiesAt + settings.parameters.staysTolerance * MINUTE < leaveBy && host.place.sessions > 0;
}

import { bootCurve, type BootCurve } from './boot-curve.ts';
import { lateAfterSeconds } from './boot-times.ts';
import type { CapacitySettings } from './capacity-settings.ts';
import type { SeenPool } from './capacity.ts';
import { shortfallOf } from './chance-of-shortage.ts';
import { chooseStarts, sizeAndZone } from './choose-starts.ts';
import { expectedArrivals, type ArrivalForecast } from './expected-arrivals.ts';
import { endLeftSessions } from './left-sessions.ts';
import type { Reading } from './observe-pool.ts';
import { openDoors, type DoorHost, type Doors } from './open-doors.ts';
import type { Outline } from './outline.ts';
import type { PoolPicture } from './pool-picture.ts';
import { figuresInWords, figuresOf, startInWords } from './plan-figures.ts';
import { paidUntil, softLimits, type SoftLimits } from './soft-limits.ts';
import { sortHosts, type HostGroups, type PlacedHost } from './sort-hosts.ts';
import { StartDecision, type ComingHost, type StartQuestion } from './start-decision.ts';
import { startsAhead } from './starts-ahead.ts';
import { stopHosts, surplusHosts } from './stop-hosts.ts';

const MINUTE = 60_000;
/** How far ahead arrivals are looked at; further where starts are so slow that they must begin early. */
const HORIZON = 30;
const LONG_HORIZON = 100;
/** In an open pool the usual number of people without a booking changes by the quarter hour. */
const UNBOOKED_MS = 15 * MINUTE;
/** While anybody who has booked is still to come. */
const EXPECTING_MS = 5 * MINUTE;
/** Minutes until the next look is felt: commands of a real provider take a moment, and counts are a minute old. */
const LOOK_MINUTES = { exact: 1, real: 3 };
/** People coming within the quarter hour, on average, from which on each look wants the list of sessions. */
const ARRIVING_FROM = 0.5;
/** Until a look five minutes later has opened another door. */
const MINUTES_TO_OPEN = 7;
/** Until a look five minutes later has started a host that comes up slowly. */
const MINUTES_TO_HELP = 12;
/** Of the price at which a host would be started: from here on it may be wanted within minutes. */
const NEARLY_WANTED = 0.3;

/** What one look is decided on. */
export interface Situation {
  now: number;
  settings: CapacitySettings;
  reading: Reading;
  groups: HostGroups;
  picture: PoolPicture;
  forecast: ArrivalForecast;
  curve: BootCurve;
  /** Hosts that take people, or would as soon as undrained. */
  hosts: DoorHost[];
  coming: { place: PlacedHost; host: ComingHost }[];
  limits: SoftLimits;
  /** People waiting that licences let in. */
  waiting: number;
  outline: Outline;
  figures: string;
}

/**
 * Pooled hosts: started when those who would wait for the one not started now cost more than a minute of it, opened
 * and shut so that newcomers land where people stay anyway, stopped when empty and not needed again within the time
 * that a boot costs. What is missing is undrained first, then started. Drained by hand: left alone and not counted.
 * Started by hand: used.
 */
export function planPooledHosts(
  seen: SeenPool,
  reading: Reading,
  picture: PoolPicture,
  now: number,
  settings: CapacitySettings,
): Outline {
  const { boots } = reading.memory;
  const outline: Outline = { actions: [], faults: [], busy: false, anyOn: false, changes: [], figures: null };
  const groups = sortHosts(seen, reading, now, lateAfterSeconds(boots) * 1000, settings, outline);
  const situation = situationOf(reading, picture, groups, now, settings, outline);
  const { forecast, hosts } = situation;

  const surplus = surplusHosts(situation);
  const doors = openDoors(
    surplus.size > 0 ? hosts.filter(({ place }) => !surplus.has(place)) : hosts,
    forecast,
    situation.waiting,
    settings.exact ? LOOK_MINUTES.exact : LOOK_MINUTES.real,
    now,
    settings.parameters,
  );
  outline.figures = figuresOf(situation, doors, priceOfMinute(situation));
  situation.figures = figuresInWords(outline.figures);
  endLeftSessions(situation);
  startHosts(situation, doors);
  moveDoors(seen, situation, doors);
  stopHosts(situation, surplus);
  chooseBalance(seen, doors, situation);

  const licensed = settings.licences;
  if (licensed !== null && picture.sessions.size + forecast.booked > licensed) {
    const detail = `${picture.sessions.size + forecast.booked} people booked, ${licensed} licences`;
    outline.faults.push({ code: 'capacity-short', subject: settings.poolId, detail });
  }
  const soon = expectedSoon(forecast);
  reading.memory.arriving = soon > ARRIVING_FROM;
  outline.busy ||= groups.coming.length > 0 || groups.late.length > 0;
  outline.busy ||= settings.exact ? soon > 0.02 : roomMayBeShort(situation, doors);
  if (forecast.booked > 0) outline.changes.push(now + EXPECTING_MS);
  if (settings.open) outline.changes.push(now + UNBOOKED_MS);
  outline.faults.push(...situation.limits.faults);
  outline.busy ||= groups.draining.some((host) => host.sessions === 0) || (settings.exact && outline.anyOn);
  if (forecast.nextChange !== null) outline.changes.push(forecast.nextChange);
  return outline;
}

function situationOf(
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
  const curve = bootCurve(reading.memory.boots, reading.memory.failures, settings.typicalBoot);
  const figures = '';
  return { now, settings, reading, groups, picture, forecast, curve, hosts, coming, limits, waiting, outline, figures };
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

/**
 * Might a host be wanted before somebody who looks every five minutes would have it ready, or another door be opened?
 * Then every minute counts.
 */
function roomMayBeShort(situation: Situation, doors: Doors): boolean {
  const { forecast, hosts, coming, settings, outline } = situation;
  if (!outline.anyOn && forecast.booked === 0) return false;
  const lossWithin = (minutes: number) => shortfallOf(forecast.mean[minutes]!, forecast.risk[minutes]!);
  const open = doors.chosen.reduce((sum, { room }) => sum + room, 0);
  if (hosts.length > 0 && lossWithin(MINUTES_TO_OPEN)(open) > settings.parameters.doorLoss) return true;
  const free = hosts.reduce((sum, { room }) => sum + room, 0) + coming.reduce((sum, { place }) => sum + place.max, 0);
  const short = lossWithin(MINUTES_TO_HELP)(free - situation.limits.reserve);
  return short * priceOfMinute(situation) * 60 > NEARLY_WANTED;
}

/** People expected within a quarter hour. */
function expectedSoon({ mean }: ArrivalForecast): number {
  return mean[Math.min(15, mean.length - 1)]!;
}

/** A waited minute weighs less where those who come have not booked: nobody has promised them anything. */
export function priceOfMinute({ forecast, settings, limits, waiting }: Situation): number {
  const { minuteWaited } = settings.parameters;
  const walkInShare = limits.bookedOnly ? 0 : settings.parameters.walkInShare;
  const all = expectedSoon(forecast) + waiting;
  const share = all > 0 ? Math.min(1, forecast.bookedSoon / all) : 0;
  return minuteWaited * (share + (1 - share) * walkInShare);
}

function worthShutting(host: DoorHost, leaveBy: number, settings: CapacitySettings): boolean {
  return host.emptiesAt + settings.parameters.staysTolerance * MINUTE < leaveBy && host.place.sessions > 0;
}

function startHosts(situation: Situation, doors: Doors): void {
  const { groups, coming, forecast, waiting, curve, settings, limits, reading, now, outline, figures } = situation;
  const { parameters } = settings;
  const supply = { free: freePlaces(situation), coming: coming.map(({ host }) => host) };
  const storm = settings.exact && doors.aMinute > parameters.stormBegins;
  // What is seen is a minute old, and what is asked takes one.
  const behind = !settings.exact && expectedSoon(forecast) > ARRIVING_FROM;
  const ahead = storm ? parameters.stormAhead : behind ? LOOK_MINUTES.real - 1 : 0;
  const priced = { ...parameters, minuteWaited: priceOfMinute(situation) };
  const decision = new StartDecision(forecast, waiting, supply, curve, priced, ahead);
  const early = startsAhead(situation, supply);
  const on = [...groups.open, ...groups.coming, ...groups.elsewhere];
  const also: number[] = [];
  const isOn = new Set([...on, ...groups.draining]).size;
  // Beyond the most hosts wanted only people with bookings count: for them the limit gives way.
  const beyond = new StartDecision(
    forecast,
    waiting,
    { ...supply, free: supply.free + limits.reserve },
    curve,
    { ...parameters, minuteWaited: priceOfMinute({ ...situation, limits: { ...limits, bookedOnly: true } }) },
    ahead,
  );
  const belowFewest = () => isOn + also.length < limits.fewest;
  const weigh = ({ max, price }: PlacedHost) => {
    const most = limits.most !== null && isOn + also.length >= limits.most;
    return (most ? beyond : decision).weigh(max, price, also);
  };
  let licensed = licensedPlaces(situation);
  // Most looks start nothing: then the hosts need not be put in order.
  const sizes = new Map(groups.startable.map((host) => [`${host.max} ${host.price}`, host]));
  const first = mostWanted([...sizes.values()].map(weigh));
  if (outline.figures !== null) outline.figures.start = first;
  const why = new Map<PlacedHost, string>();
  const chosen = !(early > 0 || belowFewest() || isWanted(first))
    ? []
    : chooseStarts(groups.startable, on, now, reading.memory.exhausted, (host) => {
        if (also.length >= settings.startsPerMinute || licensed <= 0) return false;
        if (also.length < early) why.set(host, 'later there would be too many to start at once');
        else if (belowFewest()) why.set(host, `${limits.fewest} hosts at least are kept on`);
        else {
          const question = weigh(host);
          if (!isWanted(question)) return false;
          why.set(host, startInWords(question));
        }
        also.push(host.max);
        licensed -= host.max;
        return true;
      });
  for (const host of chosen) {
    host.mem.kind = sizeAndZone(host.seen);
    // In a storm hosts are opened in companies, by the looks to come. Else the first to come finds it open.
    if (storm && host.seen.allowNewSession) {
      const reason = 'shut until it is opened with others: the first to be ready would be flooded';
      outline.actions.push({ op: 'drain', host: host.seen.name, reason });
    } else if (!storm && !host.seen.allowNewSession) {
      const reason = 'about to be started, still drained by us';
      outline.actions.push({ op: 'undrain', host: host.seen.name, reason });
    }
    const reason = `to be ready in time: ${figures}; ${why.get(host)}`;
    outline.actions.push({ op: 'start', host: host.seen.name, reason });
    outline.busy = true;
  }
  if (chosen.length < groups.startable.length || also.length >= settings.startsPerMinute) return;
  const held =
    supply.free + [...supply.coming.map(({ places }) => places), ...also].reduce((sum, places) => sum + places, 0);
  const short = forecast.mean[HORIZON]! + waiting - held;
  if (short < 0.5) return;
  const detail = `${Math.ceil(short)} places short within ${HORIZON} min with every host that may be used: ${figures}`;
  outline.faults.push({ code: 'capacity-short', subject: settings.poolId, detail });
}

function isWanted(question: StartQuestion | null): boolean {
  return question !== null && question.cost > question.price;
}

function mostWanted(questions: readonly StartQuestion[]): StartQuestion | null {
  return questions.reduce<StartQuestion | null>(
    (most, one) => (most === null || one.cost / one.price > most.cost / most.price ? one : most),
    null,
  );
}

/** Places that licences could still fill on hosts not yet started: none is started in vain. */
function licensedPlaces({ settings, hosts, coming, groups, reading }: Situation): number {
  if (settings.licences === null) return Infinity;
  const usable = hosts.reduce((sum, { place }) => sum + Math.max(place.max, place.sessions), 0);
  const starting = coming.reduce((sum, { place }) => sum + place.max, 0);
  const elsewhere = groups.elsewhere.reduce((sum, { sessions }) => sum + sessions, 0);
  return Math.max(settings.licences, reading.sessions) - usable - starting - elsewhere;
}

function moveDoors(seen: SeenPool, situation: Situation, doors: Doors): void {
  const { groups, outline, reading, now, figures, settings } = situation;
  // The broker fills the fullest first: nobody comes to an empty one before the others are full.
  const emptyRest = !settings.exact && seen.balance === 'depth';
  for (const { place, isOpen } of doors.chosen) {
    if (isOpen || place.mem.undrainAskedAt !== undefined) continue;
    place.mem.undrainAskedAt = now;
    const reason = `takes the next people, ${place.sessions} signed in: ${figures}`;
    outline.actions.push({ op: 'undrain', host: place.seen.name, reason });
  }
  for (const { place, isOpen } of doors.shut) {
    const left = (place.mem.leaveOpenUntil ?? 0) > reading.at;
    if (emptyRest && place.sessions === 0) continue;
    if (!isOpen || left || !groups.ours.has(place) || place.mem.undrainAskedAt !== undefined) continue;
    const reason = `others take the next people, and its own ${place.sessions} leave before them: ${figures}`;
    outline.actions.push({ op: 'drain', host: place.seen.name, reason });
  }
}

function chooseBalance(seen: SeenPool, doors: Doors, { outline }: Situation): void {
  if (seen.balance === 'persistent') return;
  if (doors.balance === null || doors.balance === seen.balance || !outline.anyOn) return;
  const what = doors.balance === 'breadth' ? 'spread over the open hosts' : 'fill few hosts, so that others empty';
  const reason = `${doors.aMinute.toFixed(1)} people a minute at most are about to sign in: ${what}`;
  outline.actions.push({ op: 'balance', mode: doors.balance, reason });
}

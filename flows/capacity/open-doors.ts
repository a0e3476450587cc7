import type { BalanceMode } from './capacity.ts';
import type { ArrivalForecast } from './expected-arrivals.ts';
import { placesFor, shortfallOf } from './chance-of-shortage.ts';
import type { PlannerParameters } from './planner-parameters.ts';
import type { PlacedHost } from './sort-hosts.ts';

/** A host that takes people, or would as soon as its drain is taken off. */
export interface DoorHost {
  place: PlacedHost;
  room: number;
  /** When its people are likely to be gone (ms); now where it is empty. */
  emptiesAt: number;
  isOpen: boolean;
}

export interface Doors {
  /** Take the next people, in the order of preference. */
  chosen: DoorHost[];
  /** Are to be shut, so that nobody keeps them on. */
  shut: DoorHost[];
  balance: BalanceMode | null;
  /** Places asked for, and arrivals a minute that are reckoned with: for the reason. */
  places: number;
  aMinute: number;
}

/** People that one host signs in within a minute without anybody waiting a minute: twelve at 4 at once and 30 s. */
const SIGNED_IN_A_MINUTE = 10;

/**
 * Which hosts take the people of the next look. First those that live on anyway, the fullest before the others, until
 * there is room for nearly everybody who may come and sign-ins are quick enough; what would be kept on by a newcomer
 * alone is shut.
 */
export function openDoors(
  hosts: readonly DoorHost[],
  forecast: ArrivalForecast,
  waiting: number,
  lookMinutes: number,
  now: number,
  parameters: PlannerParameters,
): Doors {
  const within = Math.min(forecast.mean.length - 1, lookMinutes);
  const mean = forecast.mean[within]!;
  const deviation = Math.sqrt(forecast.variance[within]!);
  const aMinute = (mean + 2 * deviation) / lookMinutes + waiting;
  const loss = shortfallOf(mean, forecast.variance[within]!);
  // One place is always open where there is any: nobody who comes by surprise finds all doors shut.
  const places = Math.max(1, placesFor(loss, mean, deviation, parameters.doorLoss) + waiting);
  const leaveBy = forecast.leaveBy ?? now + 60 * 60_000;
  const extension = (host: DoorHost) =>
    Math.max(0, leaveBy - host.emptiesAt - parameters.staysTolerance * 60_000) * host.place.price;
  const order = hosts
    .filter(({ room }) => room > 0)
    .map((host) => ({ host, cost: extension(host) }))
    .sort(
      (a, b) =>
        a.cost - b.cost || b.host.place.sessions - a.host.place.sessions || (nameOf(a.host) < nameOf(b.host) ? -1 : 1),
    );
  const storm = aMinute > parameters.stormBegins;
  const open = storm ? spreadOver(order, places, aMinute) : firstOf(order, places);
  const chosen: DoorHost[] = [];
  const shut: DoorHost[] = [];
  for (const { host, cost } of order) {
    if (open.has(host)) chosen.push(host);
    else if (cost > 0 || host.place.sessions === 0 || storm) shut.push(host);
  }
  const calm = aMinute < parameters.stormBegins * 0.6;
  return { chosen, shut, balance: storm ? 'breadth' : calm ? 'depth' : null, places, aMinute };
}

type Ordered = readonly { host: DoorHost; cost: number }[];

function firstOf(order: Ordered, places: number): Set<DoorHost> {
  const open = new Set<DoorHost>();
  let room = 0;
  for (const { host } of order) {
    if (room >= places) break;
    open.add(host);
    room += host.room;
  }
  return open;
}

/**
 * In a storm the broker sends everybody to the emptiest open host, and one host signs in few at once. So hosts are
 * opened in companies: those that people are on, and besides as many empty ones as it takes that none of them gets
 * more in a minute than it can sign in; or none, where the others still hold all.
 */
function spreadOver(order: Ordered, places: number, aMinute: number): Set<DoorHost> {
  const open = order.flatMap(({ host }) => (host.place.sessions > 0 ? [host] : []));
  const empty = order.flatMap(({ host }) => (host.place.sessions > 0 ? [] : [host]));
  const rooms = [0];
  for (const host of empty) rooms.push(rooms.at(-1)! + host.room);
  const held = open.reduce((sum, host) => sum + host.room, 0);
  let fewest = 0;
  while (fewest < empty.length && held + rooms[fewest]! < places) fewest++;
  let [best, least] = [fewest, Infinity];
  // A few more at first, then ever larger companies.
  for (let more = fewest; ; more = Math.min(empty.length, more + Math.max(1, (more - fewest) >> 1))) {
    const crowd = mostInAMinute([...open, ...empty.slice(0, more)], aMinute);
    if (crowd < least) [best, least] = [more, crowd];
    if (crowd <= SIGNED_IN_A_MINUTE || more >= empty.length) break;
  }
  return new Set([...open, ...empty.slice(0, best)]);
}

/** How many people the most sought host gets when so many come, each to the host with the fewest sessions. */
function mostInAMinute(hosts: readonly DoorHost[], people: number): number {
  // Hosts alike count together: at each level of sessions, how many begin to take people and how many are full then.
  const begin = new Map<number, number>();
  const full = new Map<number, number>();
  for (const { place, room } of hosts) {
    const level = place.sessions;
    begin.set(level, (begin.get(level) ?? 0) + 1);
    full.set(level + room, (full.get(level + room) ?? 0) + 1);
  }
  const levels = [...begin.keys()].sort((a, b) => a - b);
  const highest = Math.max(0, ...full.keys());
  let [left, taking, first] = [people, 0, levels[0] ?? 0];
  for (let level = first; level < highest; level++) {
    taking += (begin.get(level) ?? 0) - (full.get(level) ?? 0);
    if (taking <= 0) first = levels.find((one) => one > level) ?? level;
    left -= Math.max(0, taking);
    if (left <= 0) return level + 1 - first;
  }
  return Infinity;
}

function nameOf(host: DoorHost): string {
  return host.place.seen.name;
}

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
  const places = placesFor(loss, mean, deviation, parameters.doorLoss) + waiting;
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
  const chosen: DoorHost[] = [];
  const shut: DoorHost[] = [];
  let room = 0;
  for (const { host, cost } of order) {
    if (room < places || chosen.length * SIGNED_IN_A_MINUTE < aMinute) {
      chosen.push(host);
      room += host.room;
    } else if (cost > 0 || host.place.sessions === 0) shut.push(host);
  }
  const storm = aMinute > parameters.stormBegins;
  const calm = aMinute < parameters.stormBegins * 0.6;
  return { chosen, shut, balance: storm ? 'breadth' : calm ? 'depth' : null, places, aMinute };
}

function nameOf(host: DoorHost): string {
  return host.place.seen.name;
}

import { lateAfterSeconds } from './boot-times.ts';
import type { CapacitySettings } from './capacity-settings.ts';
import type { SeenPool } from './capacity.ts';
import { shortfallOf } from './chance-of-shortage.ts';
import { endLeftSessions } from './left-sessions.ts';
import type { Reading } from './observe-pool.ts';
import { openDoors, type Doors } from './open-doors.ts';
import { mostAtOnce } from './most-at-once.ts';
import type { Outline } from './outline.ts';
import type { PoolPicture } from './pool-picture.ts';
import { figuresInWords, figuresOf } from './plan-figures.ts';
import { sortHosts } from './sort-hosts.ts';
import { ARRIVING_FROM, expectedSoon, LOOK_MINUTES, priceOfMinute, situationOf, type Situation } from './situation.ts';
import { startHosts } from './start-hosts.ts';
import { stopHosts, surplusHosts } from './stop-hosts.ts';

const MINUTE = 60_000;
/** In an open pool the usual number of people without a booking changes by the quarter hour. */
const UNBOOKED_MS = 15 * MINUTE;
/** While anybody who has booked is still to come. */
const EXPECTING_MS = 5 * MINUTE;
/** Until a look five minutes later has opened another door. */
const MINUTES_TO_OPEN = 7;
/** Until a look five minutes later has started a host that comes up slowly. */
const MINUTES_TO_HELP = 12;
/** Of the price at which a host would be started: from here on it may be wanted within minutes. */
const NEARLY_WANTED = 0.3;

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
    // A morning and an afternoon are two people and one licence.
    const until = now + (forecast.mean.length - 1) * MINUTE;
    const most = mostAtOnce(picture.sessions.values(), picture.expected.values(), now, until);
    const detail = `${most} people booked, ${licensed} licences`;
    if (most > licensed) outline.faults.push({ code: 'capacity-short', subject: settings.poolId, detail });
  }
  const soon = expectedSoon(forecast);
  reading.memory.arriving = soon > ARRIVING_FROM;
  // One that somebody else started and that does not come up is left to them.
  outline.busy ||= groups.coming.length > 0 || groups.late.some((host) => groups.ours.has(host));
  outline.busy ||= settings.exact ? soon > 0.02 : roomMayBeShort(situation, doors);
  if (forecast.booked > 0) outline.changes.push(now + EXPECTING_MS);
  if (settings.open) outline.changes.push(now + UNBOOKED_MS);
  outline.faults.push(...situation.limits.faults);
  outline.busy ||= groups.draining.some((host) => host.sessions === 0) || (settings.exact && outline.anyOn);
  if (forecast.nextChange !== null) outline.changes.push(forecast.nextChange);
  return outline;
}

/**
 * Might a host be wanted before somebody who looks every five minutes would have it ready, or another door be opened?
 * Then every minute counts.
 */
function roomMayBeShort(situation: Situation, doors: Doors): boolean {
  const { forecast, hosts, coming, groups, settings } = situation;
  if (hosts.length === 0 && groups.draining.length === 0 && forecast.booked === 0) return false;
  const lossWithin = (minutes: number) => shortfallOf(forecast.mean[minutes]!, forecast.risk[minutes]!);
  const open = doors.chosen.reduce((sum, { room }) => sum + room, 0);
  if (hosts.length > 0 && lossWithin(MINUTES_TO_OPEN)(open) > settings.parameters.doorLoss) return true;
  const free = hosts.reduce((sum, { room }) => sum + room, 0) + coming.reduce((sum, { place }) => sum + place.max, 0);
  const short = lossWithin(MINUTES_TO_HELP)(free - situation.limits.reserve);
  return short * priceOfMinute(situation) * 60 > NEARLY_WANTED;
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

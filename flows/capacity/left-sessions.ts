import type { Situation } from './situation.ts';
import type { KnownSession } from './known-people.ts';
import { chanceOfReturn } from './returning.ts';
import type { PlacedHost } from './sort-hosts.ts';

const MINUTE = 60_000;
/** Host-hours that a session costs whose person comes back for it in vain. */
const LOST_SESSION = 5;

/** Where licences are short, somebody else would wait for this one: more of a risk is taken. */
const MOST_RETURNS_IF_SHORT = 0.06;

/**
 * Sessions that their people left open at the booked end keep a host on until Windows signs them out, and a licence
 * taken. Where nobody is at work on the host any more, or licences are short, and as far as was learned hardly anybody
 * comes back, they are ended. Only where the organisation allows it.
 */
export function endLeftSessions(situation: Situation): void {
  if (!situation.settings.mayLogOff || !situation.reading.hasList) return;
  freeLicences(situation);
  freeHosts(situation);
}

function freeHosts(situation: Situation): void {
  const { settings, hosts, picture, groups, now, forecast } = situation;
  if (forecast.mean[settings.parameters.keepMinutes]! > 4) return;
  for (const { place } of hosts) {
    const { sessions, count, away } = picture.peopleOn(place.seen.name);
    if (count === 0 || away < count || place.sessions !== count || !groups.ours.has(place)) continue;
    let [latest, returns, most] = [now, 0, 0];
    for (const session of sessions) {
      const chance = returnChance(session, situation);
      latest = Math.max(latest, session.disconnectedAt! + settings.disconnectTimeoutMinutes * MINUTE);
      returns += chance;
      most = Math.max(most, chance);
    }
    const saved = ((latest - now) / (60 * MINUTE)) * place.price;
    if (most > settings.parameters.mostReturns || returns * LOST_SESSION > saved) continue;
    const why = `${(returns * 100).toFixed(1)} % to be missed, ${saved.toFixed(2)} host-hours saved`;
    for (const { upn } of sessions) end(place, upn, why, situation);
    if (!settings.exact) continue; // the next readings show it
    place.sessions = 0;
    place.isEmpty = true;
  }
}

function freeLicences(situation: Situation): void {
  const { settings, hosts, picture, forecast, reading, groups } = situation;
  if (settings.licences === null) return;
  const soon = forecast.wanted + settings.waiting;
  let short = Math.ceil(reading.sessions + soon - settings.licences);
  if (short <= 0) return;
  const left = hosts.flatMap(({ place }) => {
    const { sessions, away } = picture.peopleOn(place.seen.name);
    if (away === 0 || !groups.ours.has(place)) return [];
    return [...sessions].map(({ upn, ...session }) => ({ place, upn, chance: returnChance(session, situation) }));
  });
  for (const { place, upn, chance } of left.sort((a, b) => a.chance - b.chance)) {
    if (short-- <= 0 || chance > MOST_RETURNS_IF_SHORT) return;
    end(place, upn, `${(chance * 100).toFixed(1)} % to be missed, and its licence is wanted`, situation);
    if (!settings.exact) continue;
    place.sessions--;
    place.isEmpty = place.sessions === 0;
    reading.sessions--;
  }
}

/** Chance that the person comes back for a session; 1 for one that is at work, or whose booked time is not over. */
function returnChance(session: Omit<KnownSession, 'upn'>, { picture, now, settings }: Situation): number {
  const { disconnectedAt, end: booked } = session;
  if (disconnectedAt === null || booked === null || now <= booked) return 1;
  const when = picture.leftWhen(session);
  if (when !== 'at-end') return 1;
  const since = (now - disconnectedAt) / MINUTE;
  return chanceOfReturn(picture.learned.returning, when, since, settings.disconnectTimeoutMinutes - since);
}

function end(place: PlacedHost, upn: string, why: string, { outline }: Situation): void {
  const reason = `left open since the booked end; ${why}`;
  outline.actions.push({ op: 'log-off', host: place.seen.name, upn, reason });
}

import type { Situation } from './plan-pooled-hosts.ts';
import { chanceOfReturn } from './returning.ts';

const MINUTE = 60_000;
/** Host-hours that a session costs whose person comes back for it in vain. */
const LOST_SESSION = 5;

/**
 * Sessions that their people left open at the booked end keep a host on until Windows signs them out. Where nobody is
 * at work on the host any more and, as far as was learned, hardly anybody comes back, they are ended: then the host can
 * be stopped. Only where the organisation allows it.
 */
export function endLeftSessions(situation: Situation): void {
  const { settings, hosts, picture, groups, now, outline, forecast } = situation;
  if (!settings.mayLogOff || !settings.exact || forecast.mean[settings.parameters.keepMinutes]! > 4) return;
  for (const { place } of hosts) {
    const { sessions, count, away } = picture.peopleOn(place.seen.name);
    if (count === 0 || away < count || place.sessions !== count || !groups.ours.has(place)) continue;
    let [latest, returns, most] = [now, 0, 0];
    for (const session of sessions) {
      const since = now - session.disconnectedAt!;
      const left = session.disconnectedAt! + settings.disconnectTimeoutMinutes * MINUTE - now;
      const atEnd = session.end !== null && now > session.end && picture.leftWhen(session) === 'at-end';
      const chance = atEnd
        ? chanceOfReturn(picture.learned.returning, 'at-end', since / MINUTE, Math.max(0, left / MINUTE))
        : 1;
      latest = Math.max(latest, now + left);
      returns += chance;
      most = Math.max(most, chance);
    }
    const saved = ((latest - now) / (60 * MINUTE)) * place.price;
    if (most > settings.parameters.mostReturns || returns * LOST_SESSION > saved) continue;
    for (const { upn } of sessions) {
      const reason = `left open since the booked end; ${(returns * 100).toFixed(1)} % to be missed, ${saved.toFixed(2)} host-hours saved`;
      outline.actions.push({ op: 'log-off', host: place.seen.name, upn, reason });
    }
    place.sessions = 0;
    place.isEmpty = true;
  }
}

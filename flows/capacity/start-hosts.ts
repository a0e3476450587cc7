import type { BootCurve } from './boot-curve.ts';
import type { StartQuestion } from './capacity.ts';
import { chooseStarts, sizeAndZone } from './choose-starts.ts';
import type { Doors } from './open-doors.ts';
import { startInWords } from './plan-figures.ts';
import {
  ARRIVING_FROM,
  expectedSoon,
  freePlaces,
  HORIZON,
  LOOK_MINUTES,
  priceOfMinute,
  type Situation,
} from './situation.ts';
import type { PlacedHost } from './sort-hosts.ts';
import { doubtedAfterMinutes, StartDecision } from './start-decision.ts';
import { startsAhead } from './starts-ahead.ts';

/**
 * Starts for those who would wait longer, one host after the other while the next is worth its minute; the fewest hosts
 * that are wanted on; and whatever must begin now because later there would be too many at once. What cannot be started
 * any more is named as a fault.
 */
export function startHosts(situation: Situation, doors: Doors): void {
  const { groups, coming, forecast, waiting, curveOf, settings, limits, reading, now, outline, figures } = situation;
  const { parameters } = settings;
  const supply = { free: freePlaces(situation), coming: coming.map(({ host }) => host) };
  const storm = settings.exact && doors.aMinute > parameters.stormBegins;
  // What is seen is a minute old, and what is asked takes one.
  const behind = !settings.exact && expectedSoon(forecast) > ARRIVING_FROM;
  const ahead = storm ? parameters.stormAhead : behind ? LOOK_MINUTES.real - 1 : 0;
  const priced = { ...parameters, minuteWaited: priceOfMinute(situation) };
  const early = startsAhead(situation, supply);
  const on = [...groups.open, ...groups.coming, ...groups.elsewhere];
  const also: number[] = [];
  const isOn = new Set([...on, ...groups.draining]).size;
  const decisions = new Map<BootCurve, StartDecision>();
  const decisionFor = (curve: BootCurve) =>
    remembered(decisions, curve, () => new StartDecision(forecast, waiting, supply, curve, priced, ahead));
  // Beyond the most hosts wanted only people with bookings count: for them the limit gives way.
  const beyond = new Map<BootCurve, StartDecision>();
  const beyondFor = (curve: BootCurve) =>
    remembered(beyond, curve, () => {
      const minuteWaited = priceOfMinute({ ...situation, limits: { ...limits, bookedOnly: true } });
      const more = { ...supply, free: supply.free + limits.reserve };
      return new StartDecision(forecast, waiting, more, curve, { ...parameters, minuteWaited }, ahead);
    });
  const belowFewest = () => isOn + also.length < limits.fewest;
  const weigh = ({ max, price, seen }: PlacedHost) => {
    const most = limits.most !== null && isOn + also.length >= limits.most;
    return (most ? beyondFor : decisionFor)(curveOf(seen)).weigh(max, price, also);
  };
  let licensed = licensedPlaces(situation);
  // Most looks start nothing: then the hosts need not be put in order.
  const sizes = new Map(groups.startable.map((host) => [`${host.max} ${host.price} ${sizeAndZone(host.seen)}`, host]));
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

function remembered<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
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

/**
 * Places that licences could still fill on hosts not yet started: none is started in vain. One that is no
 * longer relied on holds no licences back: another may be started in its stead.
 */
function licensedPlaces({ settings, hosts, coming, groups, reading, waiting }: Situation): number {
  if (settings.licences === null) return Infinity;
  const usable = hosts.reduce((sum, { place }) => sum + Math.max(place.max, place.sessions), 0);
  const inTime = coming.filter(({ host }) => host.ageMinutes <= doubtedAfterMinutes(waiting));
  const starting = inTime.reduce((sum, { place }) => sum + place.max, 0);
  const elsewhere = groups.elsewhere.reduce((sum, { sessions }) => sum + sessions, 0);
  return Math.max(settings.licences, reading.sessions) - usable - starting - elsewhere;
}

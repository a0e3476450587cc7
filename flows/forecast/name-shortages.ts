import { addDays } from '../local-time.ts';
import type { LocalDay } from '../organisation.ts';
import type { DayForecast, HalfHour, Shortage, Supply } from './forecast.ts';

/** People are asked to another day at most so far away: a week before or after. */
const MOVE_DAYS = 7;

/**
 * Names the days on which more sessions are wanted than hosts and licences allow, with each of the ways that mend it.
 * What lies before `now` is over. Days in order.
 */
export function nameShortages(days: readonly DayForecast[], supply: Supply, now: Date): DayForecast[] {
  return days.map((day) => ({ ...day, shortage: shortageOf(day, days, supply, now) }));
}

function shortageOf(day: DayForecast, days: readonly DayForecast[], supply: Supply, now: Date): Shortage | null {
  const { seats, maxSessions, licences } = supply;
  const ahead = day.halfHours.filter(({ at }) => endOf(at) > now);
  const short = ahead.filter(({ sessions }) => sessions.high > seats);
  const waiting = ahead.length > 0 ? day.waiting : 0;
  if (short.length === 0 && waiting === 0) return null;
  const worst = Math.max(0, ...short.map(({ sessions }) => sessions.high - seats));
  const missing = Math.max(worst, waiting);
  const wanted = seats + missing;
  const likely = waiting > 0 || short.some(({ sessions }) => sessions.expected > seats);
  const span = short.length > 0 ? short : [day.peak];
  return {
    certainty: likely ? 'likely' : 'possible',
    limit: licences !== null && licences < supply.hosts * maxSessions ? 'licences' : 'hosts',
    startsAt: span[0]!.at,
    endsAt: endOf(span.at(-1)!.at),
    missing,
    waiting,
    mend: {
      hosts: Math.max(0, Math.ceil(wanted / maxSessions) - supply.hosts),
      licences: licences === null ? 0 : Math.max(0, wanted - licences),
      move: roomOn(days, day.day, missing, seats),
    },
  };
}

/** The nearest working day that takes so many more, the later one of two; null where none does. */
function roomOn(days: readonly DayForecast[], from: LocalDay, people: number, seats: number): Shortage['mend']['move'] {
  const room = (one: DayForecast) =>
    !one.closed && one.day !== from && one.waiting === 0 && mostOf(one) + people <= seats && one.day !== days[0]?.day;
  for (let distance = 1; distance <= MOVE_DAYS; distance++) {
    const near = [distance, -distance].map((by) => addDays(from, by));
    const found = near.map((day) => days.find((one) => one.day === day)).find((one) => one !== undefined && room(one));
    if (found) return { day: found.day, people };
  }
  return null;
}

function mostOf({ halfHours }: DayForecast): number {
  return Math.max(...halfHours.map(({ sessions }) => sessions.high));
}

function endOf(at: HalfHour['at']): Date {
  return new Date(at.getTime() + 30 * 60_000);
}

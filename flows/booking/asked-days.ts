import { isDayOff, type OfficeDays } from '../office-days.ts';
import type { LocalDay } from '../organisation.ts';
import type { Rules } from '../rules/rules.ts';
import type { Understanding } from '../understand/understanding.ts';
import { expandSeries } from './expand-series.ts';
import type { AskedDay, ProposalNote } from './proposal.ts';

/** What a message asks for, day by day, with what had to be left out said beside it. */
export interface Asked {
  asked: AskedDay[];
  series: boolean;
  notes: ProposalNote[];
}

/**
 * The days of a message. A repetition is laid out to the last bookable day; its occurrences on days on which nobody
 * works are left out, as they would be in a working calendar, unless its first day is such a day.
 */
export function askedDays(understanding: Understanding, rules: Rules, office: OfficeDays, lastDay: LocalDay): Asked {
  const except = new Set(understanding.except_days);
  const notes: ProposalNote[] = [];
  const named = understanding.days ?? [];
  const series = understanding.rrule !== undefined && named[0] !== undefined;
  let days = named.filter((day) => !except.has(day));
  if (series) {
    const expanded = expandSeries(understanding.rrule!, named[0]!, { last: lastDay, most: rules.daysPerSeries });
    const closed = (day: LocalDay) => isDayOff(day, office);
    const keepsDaysOff = rules.daysOff || closed(named[0]!);
    days = expanded.days.filter((day) => !except.has(day) && (keepsDaysOff || !closed(day)));
    if (expanded.cut) notes.push('series-cut');
    if (!keepsDaysOff && expanded.days.some(closed)) notes.push('days-off-left-out');
  } else if (days.length > rules.daysPerRequest) {
    notes.push('too-many-days');
    days = days.slice(0, rules.daysPerRequest);
  }
  return { asked: days.map((day) => askedDay(day, understanding)), series, notes };
}

function askedDay(day: LocalDay, understanding: Understanding): AskedDay {
  return { day, ...(timesSaid(understanding, day) ?? { part: 'full', from: null, to: null }) };
}

/** The part of a day, and with `hours` the times, that a message gives to a day, or to any; null where it says none. */
export function timesSaid(
  { part: ofAll, parts, from, to }: Understanding,
  day: LocalDay | null,
): Omit<AskedDay, 'day' | 'replaces'> | null {
  const part = (day === null ? undefined : parts?.[day]) ?? ofAll;
  if (part === undefined) return null;
  const hours = part === 'hours';
  return { part, from: hours ? (from ?? null) : null, to: hours ? (to ?? null) : null };
}

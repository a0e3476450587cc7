import { instantOf } from '../local-time.ts';
import { addOfficeDays, type OfficeDays } from '../office-days.ts';
import type { LocalDay, Organisation } from '../organisation.ts';
import { findingOf, type GateResult } from './gates.ts';
import type { ReadinessCase } from './readiness-case.ts';
import { gatesOn } from './readiness-settings.ts';

type Times = Pick<Organisation, 'readiness' | 'workingHours' | 'timeZone'> & OfficeDays;

/** When work begins so many working days before a day: what is missing is told then. */
export function daysBefore(times: Times, day: LocalDay, workingDays: number): Date {
  return instantOf(addOfficeDays(day, -workingDays, times), times.workingHours.start, times.timeZone);
}

/** From when a gate speaks of a day. */
export function gateFrom(times: Times, gate: GateResult['gate'], day: LocalDay): Date {
  return daysBefore(times, day, gatesOn(times.readiness).find(({ id }) => id === gate)?.daysAhead ?? 0);
}

/** The most working days ahead of any gate that is on. */
export function furthestAhead({ readiness }: Pick<Organisation, 'readiness'>): number {
  return Math.max(1, ...gatesOn(readiness).map(({ daysAhead }) => daysAhead));
}

/**
 * What of it is worth a message to the person: what they or their approver can mend, and whatever keeps them out. What
 * merely is not known is for the ICT section.
 */
export function tellable(unready: readonly GateResult[]): GateResult[] {
  return unready.filter(({ reason, owner, standing, gate }) => {
    if (gate === 'officer' && reason === 'officer-not-yet') return false;
    if (standing === 'block') return true;
    return !findingOf(reason).doubt && (owner === 'person' || owner === 'approver');
  });
}

/**
 * Whether the person is told now, and which of the two times it is: once some days ahead, once on the working day before.
 * Who booked after such a time saw it as they booked. What begins to keep them out after the last of them is told at once.
 * Pure.
 */
export function reminderDue(
  times: Times,
  before: Pick<ReadinessCase, 'toldAheadAt' | 'toldEveAt' | 'results'> | null,
  look: { day: LocalDay; unready: readonly GateResult[]; bookedAt: Date; now: Date },
): 'ahead' | 'eve' | null {
  const { day, bookedAt, now } = look;
  const speaking = tellable(look.unready).filter(({ gate }) => gateFrom(times, gate, day) <= now);
  if (speaking.length === 0) return null;
  const eve = daysBefore(times, day, 1);
  if (now >= eve) {
    const wasOut = new Set(before?.results.flatMap(({ gate, standing }) => (standing === 'block' ? gate : [])));
    const news = before !== null && speaking.some(({ gate, standing }) => standing === 'block' && !wasOut.has(gate));
    if (bookedAt < eve && !before?.toldEveAt) return 'eve';
    return news ? 'eve' : null;
  }
  const since = Math.min(...speaking.map(({ gate }) => gateFrom(times, gate, day).getTime()));
  return !before?.toldAheadAt && bookedAt.getTime() < since ? 'ahead' : null;
}

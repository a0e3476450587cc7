import { addDays, instantOf } from '../local-time.ts';
import type { LocalDay, Localised, WorkingHours } from '../organisation.ts';
import { averageHolders, freeFor, heldBy, mostHolders, type Held, type Span } from './held.ts';
import type { CountedLicence } from './licence.ts';
import type { DatedUse, LicenceWant } from './licence-store.ts';

/** One licence on one day. Of coming days it counts what is booked so far. */
export interface LicenceDay {
  licence: string;
  name: Localised;
  kind: CountedLicence['kind'];
  day: LocalDay;
  /** How many there are by the settings of now. */
  count: number;
  /** The most held at any instant; bound ones count as held. */
  peak: number;
  /** Held on the average of the working hours. */
  average: number;
  /** People who found none and left it at that, and who went to the waiting list; who has a booking by now is neither. */
  refused: number;
  waitlisted: number;
  /** Of those, how many one more licence would have served; and bookings that one fewer would have lost. */
  oneMore: number;
  oneFewer: number;
}

export interface LicenceFacts {
  licence: CountedLicence;
  /** In the order in which people asked. */
  held: readonly DatedUse[];
  wants: readonly LicenceWant[];
}

/** A licence's days, without those on which nobody held or wanted one. Pure. */
export function licenceDays(
  { licence, held, wants }: LicenceFacts,
  days: readonly LocalDay[],
  { workingHours, timeZone }: { workingHours: WorkingHours; timeZone: string },
): LicenceDay[] {
  return days.flatMap((day): LicenceDay[] => {
    const span = { from: instantOf(day, '00:00', timeZone), to: instantOf(addDays(day, 1), '00:00', timeZone) };
    const wanted = wants.filter((one) => one.day === day);
    const peak = mostHolders(held, span);
    if (peak === 0 && wanted.length === 0) return [];
    return [
      {
        licence: licence.id,
        name: licence.name,
        kind: licence.kind,
        day,
        count: licence.count,
        peak,
        average: averageHolders(held, workingSpans(day, workingHours, timeZone)),
        refused: wanted.filter(({ outcome }) => outcome === 'refused').length,
        waitlisted: wanted.filter(({ outcome }) => outcome === 'waitlisted').length,
        oneMore: servedByOneMore(licence, held, wanted),
        oneFewer: lostByOneFewer(licence, held, span),
      },
    ];
  });
}

function workingSpans(day: LocalDay, { start, end, lunch }: WorkingHours, timeZone: string): Span[] {
  const at = (time: string) => instantOf(day, time, timeZone);
  return [
    { from: at(start), to: at(lunch.start) },
    { from: at(lunch.end), to: at(end) },
  ];
}

/** Whoever asked first is served first; who is served stands in the way of those after them. */
function servedByOneMore(licence: CountedLicence, held: readonly Held[], wanted: readonly LicenceWant[]): number {
  const more = { ...licence, count: licence.count + 1 };
  const taken = [...held];
  let served = 0;
  for (const { personId: holder, from, to } of wanted) {
    if (freeFor(more, taken, { holder, from, to }) <= 0) continue;
    taken.push(heldBy(more, { holder, from, to }));
    served += 1;
  }
  return served;
}

/** Those who begin on the day, in the order in which they asked, with what was held before it. */
function lostByOneFewer(licence: CountedLicence, held: readonly DatedUse[], { from, to }: Span): number {
  const kept: Held[] = held.filter((one) => one.from < from);
  let lost = 0;
  for (const one of held) {
    if (one.from < from || one.from >= to || one.from >= one.to) continue;
    if (mostHolders(kept, one, one.holder) < licence.count - 1) kept.push(one);
    else lost += 1;
  }
  return lost;
}

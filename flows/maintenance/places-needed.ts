import type { CapacitySettings } from '../capacity/capacity-settings.ts';
import type { PlannedBooking } from '../capacity/capacity.ts';
import { localQuarter } from '../capacity/local-quarter.ts';
import type { WalkIns } from '../capacity/walk-ins.ts';

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
/** A host that is patched or replaced may be away for a day: what is needed until then must be there without it. */
export const AWAY_MINUTES = 24 * 60;
/** People without a booking stay for about so many quarter hours. */
const STAY_QUARTERS = 6;
/** Fewer than this on average are what a new pool expects of a quarter hour that it knows nothing of. */
const NOBODY = 0.5;

type NeedSettings = Pick<
  CapacitySettings,
  'licences' | 'reserve' | 'earlyMinutes' | 'graceMinutes' | 'calendar' | 'maxSessions' | 'limits'
>;

/**
 * Places that must be there from now on for a day: the most people booked at the same time, whether or not they usually
 * come, people without a booking as learned (all but the highest fortieth), and the pool's reserve; no more than
 * licences let in; and the fewest hosts that the organisation keeps on. Pure.
 */
export function placesNeeded(
  bookings: readonly Pick<PlannedBooking, 'startsAt' | 'endsAt'>[],
  walkIns: WalkIns | null,
  now: Date,
  settings: NeedSettings,
): number {
  const needed = mostAtOnce(bookings, now, settings) + walkInsAtOnce(walkIns, now, settings) + settings.reserve;
  const kept = settings.limits.fewestHosts * settings.maxSessions;
  return Math.max(kept, settings.licences === null ? needed : Math.min(needed, settings.licences));
}

function mostAtOnce(
  bookings: readonly Pick<PlannedBooking, 'startsAt' | 'endsAt'>[],
  now: Date,
  settings: NeedSettings,
) {
  const [from, to] = [now.getTime(), now.getTime() + AWAY_MINUTES * MINUTE];
  const steps: [at: number, by: number][] = [];
  for (const { startsAt, endsAt } of bookings) {
    const start = Math.max(from, startsAt.getTime() - settings.earlyMinutes * MINUTE);
    const end = endsAt.getTime() + settings.graceMinutes * MINUTE;
    if (end <= start || start >= to) continue;
    steps.push([start, 1], [end, -1]);
  }
  let [people, most] = [0, 0];
  for (const [, by] of steps.sort((a, b) => a[0] - b[0] || a[1] - b[1])) most = Math.max(most, (people += by));
  return most;
}

function walkInsAtOnce(walkIns: WalkIns | null, now: Date, { calendar }: NeedSettings): number {
  if (walkIns === null) return 0;
  const quarters = Array.from({ length: AWAY_MINUTES / 15 + STAY_QUARTERS }, (_, index) => {
    const { kind, quarter } = localQuarter(now.getTime() + (index - STAY_QUARTERS) * QUARTER, calendar);
    return walkIns.usual[kind][quarter] ?? 0;
  });
  let most = 0;
  for (let last = STAY_QUARTERS; last <= quarters.length; last++) {
    const people = quarters.slice(last - STAY_QUARTERS, last).reduce((sum, one) => sum + one, 0);
    most = Math.max(most, people);
  }
  return most < NOBODY ? 0 : Math.ceil(most + 2 * Math.sqrt(most));
}

import type { Deps } from '../deps.ts';
import { addDays, localDayOf } from '../local-time.ts';
import { addMinutes } from '../minutes.ts';
import { lookAtReadiness } from '../readiness/judge-day.ts';
import type { LicenceDetails } from './licence-details.ts';

/** People are read this long before their day: what is missing can be ordered and assigned in time. */
const AHEAD_DAYS = 14;
/** People read in one look, and looks while nobody is overdue. */
const MOST_AT_ONCE = 200;
const LOOK_AGAIN_MINUTES = 60;
/** What falls due within the hour is read with this look. */
const SOON_MINUTES = LOOK_AGAIN_MINUTES;

/**
 * Reads the licences of people with bookings in pools that ask for one of their own, those not read for the licence's
 * hours. Each is kept as soon as it is read, so a fault loses nothing. Answers when to look again; null where no pool asks.
 * Throws ProviderError.
 */
export async function readLicenceDetails(deps: Deps & { licenceDetails: LicenceDetails }): Promise<Date | null> {
  const { store, clock } = deps;
  const organisation = deps.organisation();
  const personal = organisation.licences.filter((one) => one.kind === 'microsoft-365');
  if (personal.length === 0) return null;
  const now = clock.now();
  const today = localDayOf(now, organisation.timeZone);
  const hours = Math.min(...personal.map(({ readHours }) => readHours));
  const before = addMinutes(now, Math.min(0, SOON_MINUTES - hours * 60));
  const pools = [...new Set(personal.flatMap((one) => one.pools))];
  const due = await store.transaction((tx) =>
    tx.licences.toBeRead(pools, today, addDays(today, AHEAD_DAYS), before, MOST_AT_ONCE),
  );
  for (const personId of due) {
    const found = await deps.licenceDetails.of(personId);
    const { skus, plans } = found ?? { skus: [], plans: [] };
    await store.transaction(async (tx) => {
      await tx.licences.saveDetails(personId, { readAt: clock.now(), skus, plans });
      await lookAtReadiness(tx, deps, [personId]);
    });
  }
  return due.length === MOST_AT_ONCE ? now : addMinutes(now, LOOK_AGAIN_MINUTES);
}

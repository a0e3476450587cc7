import { addDays, instantOf, localDayOf } from '../local-time.ts';
import type { LocalDay, Organisation } from '../organisation.ts';
import type { Tx } from '../store.ts';
import { heldBy } from './held.ts';
import { isCounted } from './licence.ts';
import { licenceDays, type LicenceDay } from './licence-report.ts';

export interface LicenceQuery {
  /** First and last day; null: four weeks until today. */
  from: LocalDay | null;
  to: LocalDay | null;
  /** Licences of one pool; null: all. */
  pool: string | null;
}

/** Days that a report covers where none is named, the last among them. */
const USUAL_DAYS = 28;

/** What was held, wanted and missed, licence by licence and day by day. Null: there is no such pool. Reads only. */
export async function licenceReport(
  tx: Tx,
  organisation: Organisation,
  { from, to, pool, now }: LicenceQuery & { now: Date },
): Promise<LicenceDay[] | null> {
  if (pool !== null && !organisation.pools.some(({ id }) => id === pool)) return null;
  const { timeZone } = organisation;
  const today = localDayOf(now, timeZone);
  const last = to ?? (from !== null && from > today ? from : today);
  const first = from ?? addDays(last, 1 - USUAL_DAYS);
  const days: LocalDay[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day);
  const span = { from: instantOf(first, '00:00', timeZone), to: instantOf(addDays(last, 1), '00:00', timeZone) };
  const report: LicenceDay[] = [];
  for (const licence of organisation.licences.filter(isCounted)) {
    if (pool !== null && !licence.pools.includes(pool)) continue;
    const { id: licenceId, pools } = licence;
    const lockDays = licence.kind === 'concurrent' ? 0 : licence.lockDays;
    // What one more would have served is held on after the last day, where it binds.
    const { to: until } = heldBy(licence, { holder: '', ...span });
    const held = await tx.licences.held({ licenceId, pools, lockDays, from: span.from, to: until });
    const wants = await tx.licences.unmet(licenceId, first, last);
    report.push(...licenceDays({ licence, held, wants }, days, organisation));
  }
  return report;
}

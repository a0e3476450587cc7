import { addDays, instantOf, localDayOf } from '../local-time.ts';
import type { LocalDay, Organisation } from '../organisation.ts';
import type { Tx } from '../store.ts';
import { heldBy, type Span } from './held.ts';
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

/** The days asked for; there is at least one. */
function daysOf({ timeZone }: Organisation, { from, to, now }: Omit<LicenceQuery, 'pool'> & { now: Date }): LocalDay[] {
  const today = localDayOf(now, timeZone);
  const last = to ?? (from !== null && from > today ? from : today);
  const days: LocalDay[] = [];
  for (let day = from ?? addDays(last, 1 - USUAL_DAYS); day <= last; day = addDays(day, 1)) days.push(day);
  return days;
}

/** The same as a time. */
export function spanOf(organisation: Organisation, asked: Omit<LicenceQuery, 'pool'> & { now: Date }): Span {
  const days = daysOf(organisation, asked);
  const { timeZone } = organisation;
  return {
    from: instantOf(days[0]!, '00:00', timeZone),
    to: instantOf(addDays(days.at(-1)!, 1), '00:00', timeZone),
  };
}

/** What was held, wanted and missed, licence by licence and day by day. Null: there is no such pool. Reads only. */
export async function licenceReport(
  tx: Tx,
  organisation: Organisation,
  { from, to, pool, now }: LicenceQuery & { now: Date },
): Promise<LicenceDay[] | null> {
  if (pool !== null && !organisation.pools.some(({ id }) => id === pool)) return null;
  const days = daysOf(organisation, { from, to, now });
  const [first, last] = [days[0]!, days.at(-1)!];
  const span = spanOf(organisation, { from, to, now });
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

import type { Organisation, LocalDay } from '../organisation.ts';
import type { Tx } from '../store.ts';
import { countedLicencesOf } from './licence.ts';
import type { LicenceWant } from './licence-store.ts';

export interface WantedTime {
  personId: string;
  poolId: string | null;
  day: LocalDay;
  startsAt: Date;
  endsAt: Date;
}

/**
 * Notes for the report who wanted a day and found no licence. Where licences are free and places on hosts are not,
 * nothing is noted. Repeating changes nothing.
 */
export async function noteWants(
  tx: Tx,
  organisation: Organisation,
  wanted: readonly WantedTime[],
  outcome: LicenceWant['outcome'],
  now: Date,
): Promise<void> {
  for (const { personId, poolId, day, startsAt, endsAt } of wanted) {
    if (poolId === null || startsAt >= endsAt || countedLicencesOf(organisation, poolId).length === 0) continue;
    const { licencesShort } = await tx.caps.look({ personId, seats: [{ poolId, startsAt, endsAt }], weeks: [] });
    for (const licenceId of licencesShort?.[0] ?? [])
      await tx.licences.want({ licenceId, personId, day, from: startsAt, to: endsAt, askedAt: now, outcome });
  }
}

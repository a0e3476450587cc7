import type { Organisation, LocalDay } from '../organisation.ts';
import type { Tx } from '../store.ts';
import { countedLicencesOf } from './licence.ts';
import type { LicenceWant } from './licence-store.ts';
import { readRoom } from './read-room.ts';

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
    const asked = { personId, seats: [{ poolId, startsAt, endsAt }], weeks: [] };
    const [room] = await readRoom((one) => tx.caps.look(one), tx.licences, organisation, asked);
    for (const { licence, free } of room?.licences ?? [])
      if (free <= 0)
        await tx.licences.want({
          licenceId: licence.id,
          personId,
          day,
          from: startsAt,
          to: endsAt,
          askedAt: now,
          outcome,
        });
  }
}

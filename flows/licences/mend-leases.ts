import { poolOf, type Deps } from '../deps.ts';
import type { Tx } from '../store.ts';
import { followLicences, giveBack, licencesInUse } from './follow-licences.ts';
import { countedLicencesOf, isCounted } from './licence.ts';
import { warnOfLocked } from './warn-of-locked.ts';

/**
 * Compares the ledger with the bookings in both directions and mends it: a booking that is on without its licence is lent
 * one (its licence was named while it was on), and a lease is taken back whose booking is over, whose pool needs it no more,
 * or that was of a session in a pool where nobody comes without a booking now. Sessions of open pools are compared at each
 * look at the pool. Answers how many licences were concerned. Repeating changes nothing.
 */
export async function mendLeases(tx: Tx, deps: Deps): Promise<number> {
  const organisation = deps.organisation();
  const now = deps.clock.now();
  const counted = organisation.licences.filter(isCounted);
  const lent = await tx.licences.lent();
  let mended = 0;
  for (const lease of lent) {
    const { bookingId, poolId, licenceId } = lease;
    if (bookingId !== null) continue;
    const stays = poolOf(organisation, poolId)?.admission === 'open';
    if (stays && countedLicencesOf(organisation, poolId).some(({ id }) => id === licenceId)) continue;
    await giveBack(tx, organisation, lease, 'signed-out', now);
    mended++;
  }
  const known = await tx.bookings.byIds([...new Set(lent.flatMap(({ bookingId }) => bookingId ?? []))]);
  const needed = new Set(known.flatMap((one) => licencesInUse(organisation, one).map(({ id }) => `${one.id} ${id}`)));
  const doubtful = lent.flatMap(({ bookingId, licenceId }) =>
    bookingId === null || needed.has(`${bookingId} ${licenceId}`) ? [] : [bookingId],
  );
  // Under their locks: what a booking is may have changed while it was looked at.
  const bookings = await tx.bookings.lock([...new Set([...doubtful, ...(await tx.licences.unlent(counted))])]);
  mended += await followLicences(tx, deps, bookings);
  for (const licence of counted) await warnOfLocked(tx, deps, licence);
  return mended;
}

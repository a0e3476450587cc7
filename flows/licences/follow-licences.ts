import type { Booking } from '../booking/booking.ts';
import type { Deps } from '../deps.ts';
import { grouped } from '../grouped.ts';
import { addMinutes, earlier, later } from '../minutes.ts';
import type { Organisation } from '../organisation.ts';
import type { Tx } from '../store.ts';
import { countedLicencesOf, isCounted, type CountedLicence } from './licence.ts';
import type { KeptLease, Lease, LeaseReturn, ReturnReason } from './licence-store.ts';
import { noteWants } from './note-wants.ts';
import { warnOfLocked } from './warn-of-locked.ts';

const MINUTES_A_DAY = 24 * 60;

/**
 * Follows in the ledger what a transaction made of bookings, before it is committed: a licence is lent when a booking
 * begins with its seat, and is back when it ends, is cancelled, is not used, or its seat has gone. Each is an entry of the
 * audit log. Answers how many were lent or given back; repeating changes nothing.
 */
export async function followLicences(tx: Tx, deps: Deps, changed: readonly Booking[]): Promise<number> {
  const organisation = deps.organisation();
  const now = deps.clock.now();
  const begun = changed.filter(({ status }) => status !== 'pending' && status !== 'approved');
  if (begun.length === 0) return 0;
  let moved = 0;
  const kept = grouped(await tx.licences.ofBookings(begun.map(({ id }) => id)), ({ bookingId }) => bookingId);
  const leases: Lease[] = [];
  for (const booking of begun) {
    const own = kept.get(booking.id) ?? [];
    const wanted = licencesInUse(organisation, booking);
    for (const lease of own)
      if (lease.returned === null && !wanted.some(({ id }) => id === lease.licenceId))
        moved += (await giveBack(tx, organisation, lease, whyReturned(booking), now)) ? 1 : 0;
    const has = (licence: CountedLicence) => own.some((one) => one.returned === null && one.licenceId === licence.id);
    leases.push(...wanted.filter((one) => !has(one)).map((licence) => leaseFor(licence, booking, own, now)));
  }
  const lent = await tx.licences.lend(leases);
  for (const lease of lent) tx.audit.add(lentEntry(lease), now);
  const used = new Set(lent.map(({ licenceId }) => licenceId));
  moved += lent.length;
  for (const licence of organisation.licences.filter(isCounted))
    if (used.has(licence.id)) await warnOfLocked(tx, deps, licence);
  await noteWants(
    tx,
    organisation,
    begun.filter(({ status }) => status === 'waitlisted'),
    'waitlisted',
    now,
  );
  return moved;
}

/** What a booking takes now: nothing before its time, after it, or without its seat. Pure. */
export function licencesInUse(organisation: Organisation, { status, seatHeld, poolId }: Booking): CountedLicence[] {
  return status === 'active' && seatHeld ? countedLicencesOf(organisation, poolId) : [];
}

/** Lent for booked time: from its start, or from when it was approved or taken again if that was later. */
function leaseFor(licence: CountedLicence, booking: Booking, before: readonly KeptLease[], now: Date): Lease {
  const { poolId, personId, id, startsAt, endsAt, decidedAt } = booking;
  let from = later(startsAt, earlier(decidedAt ?? startsAt, now));
  for (const { licenceId, returned } of before)
    if (licenceId === licence.id && returned) from = later(from, later(earlier(now, endsAt), returned.returnedAt));
  return {
    licenceId: licence.id,
    poolId: poolId!,
    personId,
    bookingId: id,
    from: earlier(from, endsAt),
    until: endsAt,
  };
}

function whyReturned({ status }: Booking): ReturnReason {
  if (status === 'completed' || status === 'cancelled' || status === 'no-show') return status;
  return 'seat-lost';
}

/**
 * Ends a lease, with its entry in the audit log. Who has used a licence that binds keeps it for its lock. Answers false
 * where it had ended before.
 */
export async function giveBack(
  tx: Tx,
  organisation: Organisation,
  lease: KeptLease,
  why: ReturnReason,
  now: Date,
): Promise<boolean> {
  const licence = organisation.licences.find(({ id }) => id === lease.licenceId);
  const returnedAt = later(lease.from, earlier(now, lease.until ?? now));
  const binds = licence !== undefined && isCounted(licence) && licence.kind !== 'concurrent' && why !== 'no-show';
  const lockedUntil = binds ? addMinutes(returnedAt, licence.lockDays * MINUTES_A_DAY) : null;
  const back: LeaseReturn = { returnedAt, why, lockedUntil };
  if (!(await tx.licences.giveBack(lease.id, back))) return false;
  tx.audit.add(
    {
      kind: 'licence-returned',
      by: 'system',
      subject: lease.licenceId,
      facts: {
        bookingId: lease.bookingId,
        personId: lease.personId,
        poolId: lease.poolId,
        from: lease.from.toISOString(),
        returnedAt: returnedAt.toISOString(),
        why,
        lockedUntil: lockedUntil?.toISOString() ?? null,
      },
    },
    now,
  );
  return true;
}

export function lentEntry({ licenceId, poolId, personId, bookingId, from, until }: Lease) {
  return {
    kind: 'licence-lent',
    by: 'system',
    subject: licenceId,
    facts: { bookingId, personId, poolId, from: from.toISOString(), until: until?.toISOString() ?? null },
  };
}

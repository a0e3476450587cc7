import { openAt, windowOf } from '../access/access-windows.ts';
import { readMemory } from '../capacity/capacity-memory.ts';
import type { CapacityMemory, PlannedBooking } from '../capacity/capacity.ts';
import type { Deps } from '../deps.ts';
import { addMinutes } from '../minutes.ts';
import type { Pool } from '../organisation.ts';
import type { Tx } from '../store.ts';
import { tellIct } from '../tell-ict.ts';
import { giveBack, lentEntry } from './follow-licences.ts';
import { mostHolders } from './held.ts';
import { countedLicencesOf, type CountedLicence } from './licence.ts';
import type { Lease } from './licence-store.ts';
import { warnOfLocked } from './warn-of-locked.ts';

const STRANGER = 'upn:';

/** By what somebody stands in the ledger whom the directory does not know. */
export function strangerOf(upn: string): string {
  return `${STRANGER}${upn}`;
}

/** The user principal name by which somebody unknown stands in the ledger; what else stands there as it is. */
export function personNamed(holder: string): string {
  return holder.startsWith(STRANGER) ? holder.slice(STRANGER.length) : holder;
}

/**
 * People who sign in to an open pool without a booking take a licence too. What a round has seen of them goes into the
 * ledger: lent while they are signed in, back when they are gone. Where they leave too few for those with a booking the
 * ICT section is told. In a pool where nobody else can sign in there is nothing to do. Repeating changes nothing.
 */
export async function followOpenSessions(
  tx: Tx,
  deps: Deps,
  pool: Pool,
  seen: CapacityMemory,
  bookings: readonly PlannedBooking[],
): Promise<void> {
  const organisation = deps.organisation();
  const licences = pool.admission === 'open' ? countedLicencesOf(organisation, pool.id) : [];
  if (licences.length === 0) return;
  const now = deps.clock.now();
  const { picture } = readMemory(seen, now.getTime());
  if (picture === null) return;
  const booked = new Set(
    bookings.filter((one) => openAt(windowOf(one, pool), now)).map(({ upn }) => upn.toLowerCase()),
  );
  const there = new Map(picture.sessions.filter(({ upn }) => !booked.has(upn)).map((one) => [one.upn, one]));

  const open = await tx.licences.openSessions(
    licences.map(({ id }) => id),
    pool.id,
  );
  const known = await tx.people.byIds([...new Set(open.map(({ personId }) => personId))]);
  const upns = new Map(known.map(({ id, upn }) => [id, upn.toLowerCase()]));
  const upnOf = ({ personId }: Lease) => upns.get(personId) ?? personNamed(personId);
  for (const lease of open) {
    if (there.has(upnOf(lease))) continue;
    await giveBack(tx, organisation, lease, 'signed-out', now);
    // Who waits for a time that begins soon may find one now.
    await tx.due.noLaterThan('waitlist', pool.id, now);
  }
  const lent = new Set(open.map((lease) => `${upnOf(lease)} ${lease.licenceId}`));
  const isLent = (upn: string, licence: CountedLicence) => lent.has(`${upn} ${licence.id}`);
  const newcomers = [...there.values()].filter(({ upn }) => !licences.every((licence) => isLent(upn, licence)));
  const people = await tx.people.byUpns(newcomers.map(({ upn }) => upn));
  const leases = newcomers.flatMap(({ upn, since }) =>
    licences
      .filter((licence) => !isLent(upn, licence))
      .map(({ id: licenceId }): Lease => ({
        licenceId,
        poolId: pool.id,
        // Whom the directory does not know holds one all the same.
        personId: people.get(upn)?.id ?? strangerOf(upn),
        bookingId: null,
        from: new Date(Math.min(since, now.getTime())),
        until: null,
      })),
  );
  for (const lease of await tx.licences.lend(leases)) tx.audit.add(lentEntry(lease), now);
  const used = new Set(leases.map(({ licenceId }) => licenceId));
  for (const licence of licences) {
    if (used.has(licence.id)) await warnOfLocked(tx, deps, licence);
    if (there.size > 0) await tellWhereShort(tx, deps, pool, licence, there.size);
  }
}

/** Looks as far ahead as people are promised a desktop: who stays away by then may have gone of themselves. */
async function tellWhereShort(
  tx: Tx,
  deps: Deps,
  pool: Pool,
  licence: CountedLicence,
  unbooked: number,
): Promise<void> {
  const now = deps.clock.now();
  const span = { from: now, to: addMinutes(now, Math.max(1, pool.noticeMinutes)) };
  const { id, pools, count } = licence;
  const lockDays = licence.kind === 'concurrent' ? 0 : licence.lockDays;
  const held = await tx.licences.held({ licenceId: id, pools, lockDays, ...span });
  const most = mostHolders(held, span);
  if (most <= count) return;
  const detail = `${most} of ${count} wanted, ${unbooked} of them without a booking in pool ${pool.id}`;
  await tellIct(tx, deps, { code: 'licences-short', subject: id, detail, since: now });
}

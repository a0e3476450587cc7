import { followBookingChange, refreshCards } from '../booking/booking-changes.ts';
import type { Booking } from '../booking/booking.ts';
import { decideCancel } from '../booking/cancel-booking.ts';
import type { Deps } from '../deps.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import { readApproverFacts } from './approver-facts.ts';
import { askApprovers } from './ask-approvers.ts';
import { findApprovers, type FoundApprovers } from './find-approvers.ts';
import { spokenOf } from './next-approvers.ts';

/** More bookings than one person ever has before them, or waiting for them. */
const ALL = 100_000;

export interface PeopleChange {
  /** People with another manager or department than before. */
  changed: { before: Person; after: Person }[];
  /** Ids of people whom the directory has no more. */
  gone: string[];
}

/**
 * What follows for bookings from a change in the directory, in the transaction that writes it there: a leaver's bookings
 * are cancelled (access, calendar and hosts follow), requests of people with another manager wait for the new one, and
 * requests that waited for a leaver for whoever decides instead. New approvers are asked; every card that shows the
 * request is brought up to date. Repeating changes nothing more.
 */
export async function onPeopleChanged(tx: Tx, deps: Deps, { changed, gone }: PeopleChange, now: Date): Promise<void> {
  // First, so that nobody is asked about what a leaver had asked for.
  for (const id of gone) await cancelAllOf(tx, id, now);
  for (const { before, after } of changed) if (!after.goneAt) await followTheirManager(tx, deps, before, after, now);
  await followManagersAbove(tx, deps, changed, now);
  for (const id of gone) await replaceApprover(tx, deps, id, now);
}

/** Requests that wait for nobody at all are addressed to whoever decides by now, if there is somebody. */
export async function findSomebodyFor(tx: Tx, deps: Deps, bookingIds: string[], now: Date): Promise<void> {
  await readdress(tx, deps, bookingIds, (booking) => approversOf(tx, deps, booking), now);
}

async function cancelAllOf(tx: Tx, personId: string, now: Date): Promise<void> {
  const ahead = (await tx.bookings.ofPerson(personId, now, ALL)).map(({ id }) => id);
  for (const booking of await tx.bookings.lock(ahead)) {
    const outcome = decideCancel(booking, booking.version);
    if (!outcome.ok) continue;
    await tx.bookings.save(outcome.booking);
    tx.audit.add(
      {
        kind: 'booking-cancelled',
        by: 'system',
        subject: booking.id,
        facts: { from: booking.status, why: 'left' },
      },
      now,
    );
    const grants = booking.status === 'approved' || booking.status === 'active';
    await followBookingChange(tx, [outcome.booking], now, { grants, cards: true });
  }
}

async function followTheirManager(tx: Tx, deps: Deps, before: Person, after: Person, now: Date): Promise<void> {
  const own = (await tx.bookings.ofPerson(after.id, now, ALL)).filter(isUndecided).map(({ id }) => id);
  if (own.length === 0) return;
  const choose = async (booking: Booking) => {
    const found = await approversFor(tx, deps, booking, after);
    // A change that leaves the decision with the same people leaves a stand-in's request with the stand-in.
    return isSame((await approversFor(tx, deps, booking, before)).ids, found.ids) ? null : found;
  };
  await readdress(tx, deps, own, choose, now);
}

/** Requests of their staff that wait for whoever stood above them. */
async function followManagersAbove(tx: Tx, deps: Deps, changed: PeopleChange['changed'], now: Date): Promise<void> {
  const formerly = new Set(changed.flatMap(({ before }) => before.managerId ?? []));
  if (formerly.size === 0) return;
  const moved = new Set(changed.map(({ after }) => after.id));
  const above = await tx.bookings.waitingFor([...formerly], ALL);
  const theirs = above.filter(({ steps, step }) => steps[step] === 'managers-manager').map(({ id }) => id);
  const choose = async (booking: Booking) => {
    const requester = await tx.people.byId(booking.personId);
    return requester?.managerId && moved.has(requester.managerId) ? approversFor(tx, deps, booking, requester) : null;
  };
  await readdress(tx, deps, theirs, choose, now);
}

async function replaceApprover(tx: Tx, deps: Deps, leaver: string, now: Date): Promise<void> {
  const waiting = (await tx.bookings.waitingFor([leaver], ALL)).map(({ id }) => id);
  const choose = async (booking: Booking): Promise<Chosen | null> => {
    if (!booking.approverIds.includes(leaver)) return null;
    const asked = await tx.people.byIds(booking.approverIds);
    const left = new Set(asked.filter((person) => person.goneAt).map((person) => person.id));
    const others = booking.approverIds.filter((id) => !left.has(id));
    return others.length > 0 ? { ids: others, by: 'others' } : approversOf(tx, deps, booking);
  };
  await readdress(tx, deps, waiting, choose, now);
}

/** Approvers, and why these: `others` were asked beside somebody who left. */
type Chosen = { ids: string[]; by: FoundApprovers['by'] | 'others' };

/** Gives undecided bookings the approvers that are chosen for each; `null` leaves one as it is. Asks whoever is new. */
async function readdress(
  tx: Tx,
  deps: Deps,
  bookingIds: string[],
  choose: (booking: Booking) => Promise<Chosen | null>,
  now: Date,
): Promise<void> {
  const newcomers = new Map<string, { ids: Set<string>; by: FoundApprovers['by'] }>();
  const moved = new Set<string>();
  for (const booking of (await tx.bookings.lock(bookingIds)).filter(isUndecided)) {
    const found = await choose(booking);
    if (!found || isSame(found.ids, booking.approverIds)) continue;
    await tx.bookings.save({ ...booking, approverIds: found.ids });
    tx.audit.add(
      {
        kind: 'request-readdressed',
        by: 'system',
        subject: booking.id,
        facts: { from: booking.approverIds, to: found.ids, by: found.by, why: 'directory' },
      },
      now,
    );
    moved.add(booking.requestId);
    // One that waits for a seat, or for its person's word, is not to be decided yet; the others have been asked.
    if (booking.status !== 'pending' || booking.offeredUntil || found.by === 'others') continue;
    const asked = newcomers.get(booking.requestId) ?? { ids: new Set(), by: found.by };
    newcomers.set(booking.requestId, asked);
    for (const id of found.ids) if (!booking.approverIds.includes(id)) asked.ids.add(id);
  }
  for (const [requestId, { ids, by }] of newcomers)
    if (ids.size > 0) await askApprovers(tx, deps, { requestId, approvers: { ids: [...ids], by }, now });
  for (const requestId of moved) await refreshCards(tx, requestId, now);
}

async function approversOf(tx: Tx, deps: Deps, booking: Booking): Promise<FoundApprovers | null> {
  const requester = await tx.people.byId(booking.personId);
  if (!requester || requester.goneAt) return null;
  return approversFor(tx, deps, booking, requester);
}

/**
 * Who decides the step at which the booking stands, with the requester as given: as long as there is anybody else, none
 * of those who have spoken at an earlier step.
 */
async function approversFor(tx: Tx, deps: Deps, booking: Booking, requester: Person): Promise<FoundApprovers> {
  const { id, requestedBy, steps, step } = booking;
  const facts = await readApproverFacts(tx, deps, requester, { requestedBy, steps });
  const found = findApprovers(facts, steps[step]);
  if (step === 0) return found;
  const spoken = spokenOf(await tx.decisions.of([id]), id);
  const isNew = (one: string) => !spoken.has(one);
  if (found.ids.some(isNew)) return { ...found, ids: found.ids.filter(isNew) };
  const ict = facts.ict.filter((one) => isNew(one) && one !== requester.id && one !== requestedBy);
  return ict.length > 0 ? { ids: ict, by: 'ict' } : found;
}

function isUndecided({ status, decidedBy }: Booking): boolean {
  return status === 'pending' || (status === 'waitlisted' && decidedBy === null);
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id) => b.includes(id));
}

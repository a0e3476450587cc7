import { wakeGateway } from '../gateway/gateway-due.ts';
import { refreshCards } from '../booking/booking-changes.ts';
import type { Booking } from '../booking/booking.ts';
import type { Deps } from '../deps.ts';
import { localDayOf } from '../local-time.ts';
import { addOfficeDays } from '../office-days.ts';
import type { LocalDay } from '../organisation.ts';
import type { Tx } from '../store.ts';
import { unready, type GateResult } from './gates.ts';
import { afterLook, newCase, type ReadinessCase } from './readiness-case.ts';
import { isAhead, readinessOf } from './readiness-of.ts';
import { gatesOn, OFFICER_DAYS_AHEAD } from './readiness-settings.ts';
import { daysBefore, furthestAhead, reminderDue } from './readiness-time.ts';

/** Bookings of one person that are looked at: far more than anybody holds in the days that gates speak of. */
const MOST_BOOKINGS = 100;

/** Somebody's days may stand otherwise by now: they are looked at again. Where every gate is off it does nothing. */
export async function lookAtReadiness(tx: Tx, deps: Pick<Deps, 'organisation' | 'clock'>, personIds: Iterable<string>) {
  if (gatesOn(deps.organisation().readiness).length === 0) return;
  for (const id of new Set(personIds)) await tx.due.noLaterThan('readiness', id, deps.clock.now());
}

/** The last day that any gate speaks of by now. */
export function lastDayAhead(deps: Pick<Deps, 'organisation' | 'clock'>): LocalDay {
  const organisation = deps.organisation();
  return addOfficeDays(
    localDayOf(deps.clock.now(), organisation.timeZone),
    furthestAhead(organisation) + 1,
    organisation,
  );
}

/** Judges a person's coming days as things are now, and writes what follows. Answers their days that keep them out. */
export async function judgePerson(tx: Tx, deps: Deps, personId: string): Promise<LocalDay[]> {
  const now = deps.clock.now();
  const today = localDayOf(now, deps.organisation().timeZone);
  const last = lastDayAhead(deps);
  const ahead = isAhead(await tx.bookings.ofPerson(personId, now, MOST_BOOKINGS), now);
  const kept = await tx.readiness.cases([personId], today);
  const days = new Set([...ahead.map(({ day }) => day).filter((day) => day <= last), ...kept.map(({ day }) => day)]);
  const out: LocalDay[] = [];
  for (const day of [...days].sort()) {
    const found = await judgeDay(
      tx,
      deps,
      { personId, day },
      ahead.filter((one) => one.day === day),
    );
    if (found?.blocked) out.push(day);
  }
  return out;
}

/**
 * Judges one day of a person: keeps the case, tells the person at the times for it, opens a card for the ICT section, lets
 * access be looked at again where it changes, and brings cards up to date. Repeating changes nothing. `told`: the person is
 * told by the caller.
 */
export async function judgeDay(
  tx: Tx,
  deps: Deps,
  { personId, day }: { personId: string; day: LocalDay },
  bookings: Booking[],
  { told = false }: { told?: boolean } = {},
): Promise<ReadinessCase | null> {
  const organisation = deps.organisation();
  const now = deps.clock.now();
  const before = await tx.readiness.lockCase(personId, day);
  const results = await readinessOf(tx, deps, bookings);
  const found = worst([...results.values()].map(unready));
  const look = {
    personId,
    day,
    unready: found,
    now,
    eve: now >= daysBefore(organisation, day, 1),
    ahead: now >= daysBefore(organisation, day, OFFICER_DAYS_AHEAD),
  };
  const next = afterLook(before, look);
  if (!next) return null;
  const bookedAt = new Date(Math.max(0, ...bookings.map(({ createdAt }) => createdAt.getTime())));
  const reminder = told ? null : reminderDue(organisation, before, { day, unready: found, bookedAt, now });
  const kept: ReadinessCase = {
    ...next,
    ...(reminder === 'ahead' ? { toldAheadAt: now } : {}),
    ...(reminder === 'eve' ? { toldEveAt: now } : {}),
  };
  if (before && JSON.stringify(before) === JSON.stringify(kept)) return kept;
  await tx.readiness.saveCase(kept);
  const was = before ?? newCase(personId, day);
  if (was.state !== kept.state && (kept.state === 'open' || was.state === 'open'))
    tx.audit.add(
      {
        kind: `readiness-${kept.state}`,
        by: 'system',
        subject: personId,
        facts: { day, gates: found.map(({ gate, reason, standing }) => `${gate} ${standing} ${reason}`) },
      },
      now,
    );
  if (reminder) await tellReadiness(tx, personId, day, 'missing', now);
  else if (!told && was.blocked && !kept.blocked && bookings.length > 0)
    await tellReadiness(tx, personId, day, 'ready', now);
  if (kept.state === 'open' && was.state !== 'open') await tellOfficers(tx, deps, kept, now);
  if (was.blocked !== kept.blocked) {
    for (const poolId of new Set(bookings.flatMap((one) => one.poolId ?? [])))
      await tx.due.noLaterThan('access', poolId, now);
    await wakeGateway(tx, now);
  }
  await refreshReadinessCards(tx, kept, now);
  for (const requestId of new Set(bookings.map((one) => one.requestId))) await refreshCards(tx, requestId, now);
  return kept;
}

/** Of each gate the worst that any of the day's bookings gives. */
function worst(found: GateResult[][]): GateResult[] {
  const all = found.flat();
  return all.filter(
    (one, index) =>
      !all.some(
        (other, at) =>
          other.gate === one.gate &&
          (one.standing === other.standing ? at < index : other.standing === 'block' && one.standing === 'warn'),
      ),
  );
}

/** Tells the person how their day stands. */
export async function tellReadiness(
  tx: Tx,
  personId: string,
  day: LocalDay,
  news: 'missing' | 'ready' | 'asked' | 'confirmed' | 'declined',
  now: Date,
): Promise<void> {
  await tx.outbox.add({ kind: 'tell', personId, notice: { kind: 'readiness', day, news } }, now);
}

async function tellOfficers(tx: Tx, deps: Deps, { personId, day }: ReadinessCase, now: Date): Promise<void> {
  const officers = deps.roles.peopleWith('ict');
  // Nobody decides on their own day; an officer who is alone has to see it all the same.
  const others = officers.filter((id) => id !== personId);
  for (const id of others.length > 0 ? others : officers)
    await tx.outbox.add(
      { kind: 'tell', personId: id, notice: { kind: 'readiness-case', personId, day, news: 'opened' } },
      now,
    );
}

/** The cards of a day that stand in chats, the person's and the officers', are shown anew. */
export async function refreshReadinessCards(tx: Tx, { personId, day }: ReadinessCase, now: Date): Promise<void> {
  for (const kind of ['readiness', 'readiness-case'] as const)
    for (const card of await tx.postedCards.of(kind, `${personId}/${day}`))
      await tx.outbox.add({ kind: 'refresh-card', postedCardId: card.id }, now);
}

import type { Deps } from '../deps.ts';
import type { AutomaticReplies, Directory } from '../directory.ts';
import { addDays, localDayOf } from '../local-time.ts';
import { addMinutes } from '../minutes.ts';
import type { LocalDay } from '../organisation.ts';
import type { Tx } from '../store.ts';
import { readApproverFacts } from './approver-facts.ts';
import { deputiesOf } from './deputies.ts';
import { findStandIns } from './find-approvers.ts';
import { handOnWaiting, refreshWaiting, waitingRequests } from './hand-on.ts';

/** A mailbox is asked at most so often, whoever waits for its owner. */
const PAUSE_MINUTES = 120;
/** Replies without an end, or with one far away, hold so many days; they are looked at again before. */
const MOST_DAYS = 31;

export type AbsenceDeps = Deps & { directory: Pick<Directory, 'automaticReplies'> };

/** The days for which automatic replies say that somebody is away now, or null. Pure. */
export function daysAway(
  replies: AutomaticReplies | null,
  now: Date,
  timeZone: string,
): { fromDay: LocalDay; toDay: LocalDay } | null {
  if (!replies?.on || (replies.from && replies.from > now) || (replies.to && replies.to <= now)) return null;
  const today = localDayOf(now, timeZone);
  // An end at midnight belongs to the day before.
  const last = replies.to ? localDayOf(new Date(replies.to.getTime() - 1), timeZone) : today;
  const most = addDays(today, MOST_DAYS);
  return { fromDay: today, toDay: last < today ? today : last > most ? most : last };
}

/** An entry of the calendar that covers less is a meeting outside, no day off. */
const LEAST_HOURS = 3;

/** The days for which a person's own calendar says that they are away now, or null: half a day at least. Pure. */
export function daysAwayByCalendar(
  absences: readonly { startsAt: Date; endsAt: Date }[],
  now: Date,
  timeZone: string,
): { fromDay: LocalDay; toDay: LocalDay } | null {
  const long = absences.filter(
    ({ startsAt, endsAt }) =>
      startsAt <= now && now < endsAt && endsAt.getTime() - startsAt.getTime() >= LEAST_HOURS * 3_600_000,
  );
  if (long.length === 0) return null;
  const to = new Date(Math.max(...long.map(({ endsAt }) => endsAt.getTime())));
  return daysAway({ on: true, from: null, to }, now, timeZone);
}

/**
 * Approvers who are away, as their mailboxes and their calendars say: where requests wait for them, somebody stands in for
 * those days, and the requesters are told. One object for all messages and looks; it remembers whom it has asked about.
 */
export class AbsentApprovers {
  private readonly deps: AbsenceDeps;
  private readonly asked = new Map<string, { at: Date; replies: AutomaticReplies | null | undefined }>();

  constructor(deps: AbsenceDeps) {
    this.deps = deps;
  }

  /** Asks the mailbox where that is due, outside of any transaction, and does what follows. Faults of the directory leave all as it is. */
  async look(approverId: string): Promise<void> {
    const { store, clock, directory } = this.deps;
    const now = clock.now();
    if ((await store.transaction((tx) => waitingRequests(tx, [approverId]))).length === 0) return;
    const { timeZone } = this.deps.organisation();
    let last = this.asked.get(approverId);
    if (!last || addMinutes(last.at, PAUSE_MINUTES) <= now || last.at > now) {
      last = { at: now, replies: await directory.automaticReplies(approverId).catch(() => undefined) };
      this.asked.set(approverId, last);
    }
    const { replies } = last;
    await store.transaction(async (tx) => {
      const marked = daysAwayByCalendar(await tx.absences.ofPerson(approverId, now, addMinutes(now, 1)), now, timeZone);
      const replied = replies === undefined ? null : daysAway(replies, now, timeZone);
      const away = marked && replied ? (marked.toDay > replied.toDay ? marked : replied) : (marked ?? replied);
      if (away) await goesAway(tx, this.deps, approverId, away);
      // What the mailbox could not be asked may still be so.
      else if (replies !== undefined) await comesBack(tx, this.deps, approverId);
      await tellRequesters(tx, this.deps, approverId);
    });
  }
}

/** Who stands in: whoever does already, else whom the organisation names for approvers that cannot be reached. */
async function goesAway(
  tx: Tx,
  deps: Deps,
  approverId: string,
  days: { fromDay: LocalDay; toDay: LocalDay },
): Promise<void> {
  const now = deps.clock.now();
  const known = (await automatic(tx, deps, approverId))[0];
  if (known && known.toDay >= days.toDay) return;
  const before = (await deputiesOf(tx, deps, [approverId])).get(approverId) ?? [];
  const deputyId = before[0] ?? (await standInFor(tx, deps, approverId));
  if (!deputyId) return;
  const deputy = { approverId, deputyId, ...days, source: 'automatic-replies' } as const;
  await tx.deputies.save({ ...deputy, createdAt: now });
  tx.audit.add({ kind: 'deputy-set', by: 'system', subject: approverId, facts: deputy }, now);
  // Who stood in before has been asked already.
  if (!before.includes(deputyId)) await handOnWaiting(tx, deps, { approverId, deputyId }, now);
  await refreshWaiting(tx, approverId, now);
}

async function comesBack(tx: Tx, deps: Deps, approverId: string): Promise<void> {
  const now = deps.clock.now();
  const known = await automatic(tx, deps, approverId);
  for (const deputy of known) {
    await tx.deputies.remove(deputy);
    const { deputyId, fromDay, toDay, source } = deputy;
    const facts = { approverId, deputyId, fromDay, toDay, source };
    tx.audit.add({ kind: 'deputy-ended', by: 'system', subject: approverId, facts }, now);
  }
  if (known.length > 0) await refreshWaiting(tx, approverId, now);
}

/** Each requester once: who decides instead, and why. */
async function tellRequesters(tx: Tx, deps: Deps, approverId: string): Promise<void> {
  const now = deps.clock.now();
  const [deputy] = await automatic(tx, deps, approverId);
  if (!deputy) return;
  const { deputyId } = deputy;
  for (const requestId of await waitingRequests(tx, [approverId])) {
    const [first] = await tx.bookings.byRequest(requestId);
    if (!first || first.personId === deputyId) continue;
    if (await tx.activities.claim(`absent/${requestId}/${approverId}/${deputyId}`, now)) continue;
    const notice = { kind: 'approver-absent', requestId, approverId, deputyId } as const;
    await tx.outbox.add({ kind: 'tell', personId: first.personId, notice }, now);
  }
}

async function automatic(tx: Tx, deps: Deps, approverId: string) {
  const today = localDayOf(deps.clock.now(), deps.organisation().timeZone);
  return (await tx.deputies.ofApprovers([approverId], today)).filter((one) => one.source === 'automatic-replies');
}

async function standInFor(tx: Tx, deps: Deps, approverId: string): Promise<string | null> {
  for (const requestId of await waitingRequests(tx, [approverId])) {
    const [booking] = await tx.bookings.byRequest(requestId);
    const requester = booking ? await tx.people.byId(booking.personId) : null;
    if (!booking || !requester) continue;
    const facts = await readApproverFacts(tx, deps, requester, { requestedBy: booking.requestedBy });
    const [found] = findStandIns(facts, booking.approverIds, deps.organisation().approvals.fallback).ids;
    if (found) return found;
  }
  return null;
}

import type { DesktopProvider, SeenSession } from '../capacity/capacity.ts';
import { poolOf, type Deps } from '../deps.ts';
import { addMinutes, earlier } from '../minutes.ts';
import type { Pool } from '../organisation.ts';
import { languageOf, type Person } from '../person.ts';
import type { Tx } from '../store.ts';
import { tellIct } from '../tell-ict.ts';
import { accessWindows, openAt, type AccessWindow } from './access-windows.ts';

/** How long after a window's end its sessions are still followed; later they count as sessions without any booking. */
const FOLLOW_MINUTES = 12 * 60;

/** What to do about one session now. */
export type SessionTreatment =
  { do: 'nothing' } | { do: 'warn'; minutes: number } | { do: 'disconnect' | 'log-off' } | { do: 'report' };

/**
 * The rule for a session whose person's access is over. The person is warned at each of the pool's warning times;
 * after the last warning the pool's rule is applied: left alone (default), disconnected or logged off. Nobody is
 * logged off who has not had every warning. `warned`: minutes of the warnings given for this window already.
 */
export function treatmentOf(
  session: SeenSession,
  window: AccessWindow | null,
  warned: readonly number[],
  pool: Pool,
  now: Date,
): SessionTreatment {
  if (!window) return { do: 'report' };
  const due = pool.warningMinutes.filter((minutes) => addMinutes(window.to, minutes) <= now);
  const missing = due.filter((minutes) => !warned.includes(minutes));
  if (missing.length > 0) return { do: 'warn', minutes: missing[0]! };
  if (due.length < pool.warningMinutes.length || pool.sessionAtEnd === 'leave') return { do: 'nothing' };
  const last = addMinutes(window.to, pool.warningMinutes.at(-1) ?? 0);
  // The last warning has its own minute to be read.
  if (now < addMinutes(last, 1)) return { do: 'nothing' };
  if (pool.sessionAtEnd === 'log-off') return { do: 'log-off' };
  return session.state === 'active' ? { do: 'disconnect' } : { do: 'nothing' };
}

/**
 * Looks at a pool's sessions and treats those outside booked time: warned, then as the pool's rule says; without any
 * booking the ICT section is told. Answers when to look again. Safe to repeat: warnings are remembered.
 */
export async function treatSessions(
  deps: Deps & { provider: DesktopProvider; words: SessionWords },
  poolId: string,
): Promise<{ wakeAt: Date }> {
  const now = deps.clock.now();
  const pool = poolOf(deps.organisation(), poolId);
  if (!pool) return { wakeAt: addMinutes(now, FOLLOW_MINUTES) };
  const windows = await deps.store.transaction((tx) => windowsAround(tx, pool, now));
  const closed = windows.filter((window) => window.to <= now);
  // Nobody's time has ended lately and nobody's is on: nothing that could be outside of it but walk-ins.
  const seen = await deps.provider.readHostPool(poolId, { sessions: true });
  const outside = (seen.handsOff ? [] : (seen.sessions ?? [])).filter((session) => session.upn);
  if (outside.length > 0 && pool.admission === 'booked-only') {
    const people = await deps.store.transaction((tx) => peopleByUpn(tx, outside));
    for (const session of outside) await treat(deps, pool, session, people.get(session.upn.toLowerCase()), now);
  }
  return { wakeAt: nextTreatment(windows, closed, pool, now, outside.length > 0) };
}

/** Sentences shown inside a session, in the person's language. Given by the edge that renders. */
export interface SessionWords {
  warning(language: 'ja' | 'en', then: Pool['sessionAtEnd'], minutesLeft: number): { title: string; body: string };
}

async function treat(
  deps: Deps & { provider: DesktopProvider; words: SessionWords },
  pool: Pool,
  session: SeenSession,
  person: Person | undefined,
  now: Date,
): Promise<void> {
  const { store, provider } = deps;
  // Read again for this person: a booking approved meanwhile makes the session theirs by right.
  const found = await store.transaction(async (tx) => {
    const mine = (await windowsAround(tx, pool, now)).filter((window) => window.personId === person?.id);
    if (mine.some((window) => openAt(window, now))) return null;
    const last = mine.filter((window) => window.to <= now).at(-1) ?? null;
    const warned = (await tx.access.warned(pool.id)).filter(
      (one) => one.personId === person?.id && one.windowEnd.getTime() === last?.to.getTime(),
    );
    return {
      last,
      treatment: treatmentOf(
        session,
        last,
        warned.map((one) => one.minutes),
        pool,
        now,
      ),
    };
  });
  if (!found) return;
  const { last, treatment } = found;
  if (treatment.do === 'report') {
    await store.transaction((tx) =>
      tellIct(tx, deps, {
        code: 'session-outside-booking',
        subject: person?.id ?? pool.id,
        detail: `${pool.id}: session on ${session.host} without a booking`,
        since: now,
      }),
    );
  } else if (treatment.do === 'warn') {
    const minutesLeft = (pool.warningMinutes.at(-1) ?? treatment.minutes) - treatment.minutes + 1;
    const { title, body } = deps.words.warning(person ? languageOf(person) : 'ja', pool.sessionAtEnd, minutesLeft);
    await record(deps, pool, session, person, 'session-warned', now);
    await provider.sendMessage(pool.id, session, title, body);
    await store.transaction((tx) => tx.access.saveWarned(pool.id, person!.id, last!.to, treatment.minutes));
  } else if (treatment.do !== 'nothing') {
    await record(deps, pool, session, person, `session-${treatment.do}`, now);
    if (treatment.do === 'disconnect') await provider.disconnectSession(pool.id, session);
    else await provider.logOffSession(pool.id, session);
  }
}

function record(deps: Deps, pool: Pool, session: SeenSession, person: Person | undefined, kind: string, now: Date) {
  return deps.store.transaction(async (tx) =>
    tx.audit.add(
      { kind, by: 'system', subject: person?.id ?? session.id, facts: { poolId: pool.id, host: session.host } },
      now,
    ),
  );
}

async function windowsAround(tx: Tx, pool: Pool, now: Date): Promise<AccessWindow[]> {
  const from = addMinutes(now, -FOLLOW_MINUTES - pool.graceMinutes);
  return accessWindows(await tx.bookings.grantedInPool(pool.id, from, addMinutes(now, FOLLOW_MINUTES)), pool);
}

async function peopleByUpn(tx: Tx, sessions: SeenSession[]): Promise<Map<string, Person>> {
  const people = new Map<string, Person>();
  for (const upn of new Set(sessions.map((session) => session.upn))) {
    const person = await tx.people.byUpn(upn);
    if (person) people.set(upn.toLowerCase(), person);
  }
  return people;
}

/** At the end of each window and at each warning after it; hourly while there are sessions at all. */
function nextTreatment(
  windows: AccessWindow[],
  closed: AccessWindow[],
  pool: Pool,
  now: Date,
  sessions: boolean,
): Date {
  let next = addMinutes(now, sessions ? 60 : FOLLOW_MINUTES);
  for (const window of windows) if (window.to > now) next = earlier(next, window.to);
  const offsets = [...pool.warningMinutes, (pool.warningMinutes.at(-1) ?? 0) + 1];
  if (sessions)
    for (const window of closed)
      for (const minutes of offsets) {
        const at = addMinutes(window.to, minutes);
        if (at > now) next = earlier(next, at);
      }
  return next;
}

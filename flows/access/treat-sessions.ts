import type { Booking } from '../booking/booking.ts';
import type { DesktopProvider, SeenSession } from '../capacity/capacity.ts';
import { poolOf, type Deps } from '../deps.ts';
import { addMinutes, earlier } from '../minutes.ts';
import type { Pool } from '../organisation.ts';
import { languageOf, type Person } from '../person.ts';
import { goneIsDone } from '../provider-error.ts';
import type { Tx } from '../store.ts';
import { tellIct } from '../tell-ict.ts';
import { accessWindows, openAt, type AccessWindow } from './access-windows.ts';

/** How long after a window's end its sessions are still followed; later they count as sessions without any booking. */
const FOLLOW_MINUTES = 12 * 60;
/** While there are sessions at all, walk-ins are looked for this often. */
const SESSIONS_MINUTES = 60;
/** People treated at the same time. */
const AT_ONCE = 8;
/**
 * Sessions warned or ended in one look, and the pause before the next. ARM takes 200 writes at once and ten a second more,
 * from starts and drains as well (learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling);
 * a fifth of a large pool's people may still be signed in when their time ends at the same minute.
 */
const TREATED_AT_ONCE = 60;
const PAUSE_MS = 10_000;
/** Bookings of one person that are looked at: far more than anybody holds in a day. */
const MOST_BOOKINGS = 100;
/** The last warning has its own minute to be read. */
const TO_READ_MINUTES = 1;

/** What to do about one session now. */
export type SessionTreatment =
  { do: 'nothing' } | { do: 'warn'; minutesLeft: number } | { do: 'disconnect' | 'log-off' } | { do: 'report' };

/**
 * What comes next for a session after its window, and when. The person is warned at each of the pool's warning times;
 * after the last warning the pool's rule is applied: left alone (default: nothing comes), disconnected or logged off.
 * `given`: minutes after the window's end at which the warnings so far were really given. One that came late (the bot
 * was down) moves everything after it: the pauses between them are what the organisation promised.
 */
export function nextStep(
  window: AccessWindow,
  given: readonly number[],
  pool: Pool,
): { at: Date; do: 'warn'; minutesLeft: number } | { at: Date; do: 'disconnect' | 'log-off' } | null {
  const { warningMinutes: named, sessionAtEnd } = pool;
  const next = named[given.length];
  const last = Math.max(...given, -Infinity);
  if (next !== undefined) {
    const pause = next - (named[given.length - 1] ?? next);
    const minutesLeft = named.at(-1)! - next + TO_READ_MINUTES;
    return { at: addMinutes(window.to, Math.max(next, last + pause)), do: 'warn', minutesLeft };
  }
  if (sessionAtEnd === 'leave') return null;
  return { at: addMinutes(window.to, Math.max(0, last) + TO_READ_MINUTES), do: sessionAtEnd };
}

/** The rule for one session of a person whose access is over, now. Without a window it is reported and no more. */
export function treatmentOf(
  session: SeenSession,
  window: AccessWindow | null,
  given: readonly number[],
  pool: Pool,
  now: Date,
): SessionTreatment {
  if (!window) return { do: 'report' };
  const step = nextStep(window, given, pool);
  if (!step || now < step.at) return { do: 'nothing' };
  if (step.do === 'warn') return { do: 'warn', minutesLeft: step.minutesLeft };
  return step.do === 'disconnect' && session.state !== 'active' ? { do: 'nothing' } : { do: step.do };
}

/**
 * Looks at a pool's sessions and treats those outside booked time: warned, then as the pool's rule says; without any
 * booking the ICT section is told. Before a session is ended its person is warned in chat too. Many are treated some at a
 * time. Answers when to look again. Safe to repeat: warnings are remembered. Throws ProviderError where something could not be done; everybody
 * else has been treated then.
 */
export async function treatSessions(
  deps: Deps & { provider: DesktopProvider; words: SessionWords },
  poolId: string,
): Promise<{ wakeAt: Date }> {
  const { store, clock } = deps;
  const now = clock.now();
  const pool = poolOf(deps.organisation(), poolId);
  if (!pool) return { wakeAt: addMinutes(now, FOLLOW_MINUTES) };
  const seen = await deps.provider.readHostPool(poolId, { sessions: true });
  const sessions = (seen.handsOff ? [] : (seen.sessions ?? [])).filter((session) => session.upn);
  const windows = await store.transaction((tx) => windowsAround(tx, pool, now));
  let next = addMinutes(now, sessions.length > 0 ? SESSIONS_MINUTES : FOLLOW_MINUTES);
  for (const window of windows) if (window.to > now) next = earlier(next, window.to);
  if (pool.admission === 'open') return { wakeAt: next };
  const outside = await store.transaction((tx) => outsideTheirTime(tx, windows, sessions, now));
  const warned = await store.transaction((tx) => tx.access.warned(pool.id));
  const pace = { left: TREATED_AT_ONCE };
  let failure: unknown = null;
  const lane = async () => {
    for (let one = outside.shift(); one; one = outside.shift()) {
      try {
        const step = await treat(deps, pool, one, warned, now, pace);
        if (step) next = earlier(next, step);
      } catch (error) {
        failure ??= error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, outside.length) }, lane));
  if (failure === null) return { wakeAt: next };
  // The failure is tried again after its own pause; the times of the others are kept to.
  await store.transaction((tx) => tx.due.noLaterThan('sessions', poolId, next));
  throw failure;
}

/** Sentences shown inside a session, in the person's language. Given by the edge that renders. */
export interface SessionWords {
  warning(language: 'ja' | 'en', then: Pool['sessionAtEnd'], minutesLeft: number): { title: string; body: string };
}

/** A person, or a name that the directory does not know, and their sessions. */
interface Outside {
  person: Person | undefined;
  sessions: SeenSession[];
}

/** Sessions by person, without those whose window is open. */
async function outsideTheirTime(
  tx: Tx,
  windows: AccessWindow[],
  sessions: SeenSession[],
  now: Date,
): Promise<Outside[]> {
  const booked = await tx.people.byIds([...new Set(windows.map((window) => window.personId))]);
  const people = new Map(booked.map((person) => [person.upn.toLowerCase(), person]));
  const others = await tx.people.byUpns(sessions.map(({ upn }) => upn).filter((upn) => !people.has(upn.toLowerCase())));
  const entitled = new Set(windows.filter((window) => openAt(window, now)).map((window) => window.personId));
  const outside = new Map<string, Outside>();
  for (const session of sessions) {
    const upn = session.upn.toLowerCase();
    const known = outside.get(upn);
    const person = people.get(upn) ?? others.get(upn);
    if (person && entitled.has(person.id)) continue;
    if (known) known.sessions.push(session);
    else outside.set(upn, { person, sessions: [session] });
  }
  return [...outside.values()];
}

type Warned = Awaited<ReturnType<Tx['access']['warned']>>[number];

/** Treats the sessions of one person. `before`: the warnings given so far. Answers when their next step comes, or null. */
async function treat(
  deps: Deps & { provider: DesktopProvider; words: SessionWords },
  pool: Pool,
  { person, sessions }: Outside,
  before: readonly Warned[],
  now: Date,
  pace: { left: number },
): Promise<Date | null> {
  const { store, provider } = deps;
  // Read again for this person: a booking approved meanwhile makes the session theirs by right.
  const found = await store.transaction(async (tx) => {
    const mine = person ? await windowsOf(tx, person, pool, now) : [];
    if (mine.some((window) => openAt(window, now))) return null;
    const last = mine.filter((window) => window.to <= now).at(-1) ?? null;
    const given = before
      .filter((one) => one.personId === person?.id && one.windowEnd.getTime() === last?.to.getTime())
      .map((one) => one.minutes)
      .sort((a, b) => a - b);
    return { last, given };
  });
  if (!found) return null;
  const { last, given } = found;
  const acts = sessions.filter((one) => !['nothing', 'report'].includes(treatmentOf(one, last, given, pool, now).do));
  if (acts.length > 0 && pace.left <= 0) return new Date(now.getTime() + PAUSE_MS);
  pace.left -= acts.length;
  let warnedFor: number | null = null;
  for (const session of sessions) {
    const treatment = treatmentOf(session, last, given, pool, now);
    if (treatment.do === 'report') {
      const detail = `${pool.id}: session on ${session.host} without a booking`;
      const fault = { code: 'session-outside-booking', subject: person?.id ?? pool.id, detail, since: now } as const;
      await store.transaction((tx) => tellIct(tx, deps, fault));
    } else if (treatment.do === 'warn') {
      const language = person ? languageOf(person) : 'ja';
      const { title, body } = deps.words.warning(language, pool.sessionAtEnd, treatment.minutesLeft);
      await record(deps, pool, session, person, 'session-warned', now);
      await goneIsDone(provider.sendMessage(pool.id, session, title, body));
      warnedFor = treatment.minutesLeft;
    } else if (treatment.do !== 'nothing') {
      await record(deps, pool, session, person, `session-${treatment.do}`, now);
      if (treatment.do === 'disconnect') await goneIsDone(provider.disconnectSession(pool.id, session));
      else await goneIsDone(provider.logOffSession(pool.id, session));
    }
  }
  if (!last || !person) return null;
  if (warnedFor !== null) {
    const minutes = Math.round((now.getTime() - last.to.getTime()) / 60_000);
    const until = addMinutes(now, warnedFor).toISOString();
    await store.transaction(async (tx) => {
      await tx.access.saveWarned(pool.id, person.id, last.to, minutes);
      // Whoever looks elsewhere than at the desktop could lose their work. Where nothing follows, one warning is enough.
      if (pool.sessionAtEnd !== 'leave')
        await tx.outbox.add(
          { kind: 'tell', personId: person.id, notice: { kind: 'session-warning', bookingId: last.bookingId, until } },
          now,
        );
    });
    given.push(minutes);
  }
  const step = nextStep(last, given, pool);
  return step && step.at > now ? step.at : null;
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
  const { from, to } = followed(pool, now);
  return bookedWindows(await tx.bookings.grantedInPool(pool.id, from, to), pool);
}

/**
 * Whoever is at a desktop although their seat has gone back (they came at that very moment, or before the withdrawn access
 * was felt) is there in their booked time: nobody ends their session before it is over.
 */
function bookedWindows(bookings: readonly Booking[], pool: Pool): AccessWindow[] {
  const booked = bookings.map((one): Booking => (one.status === 'no-show' ? { ...one, status: 'active' } : one));
  return accessWindows(booked, pool);
}

async function windowsOf(tx: Tx, person: Person, pool: Pool, now: Date): Promise<AccessWindow[]> {
  const { from, to } = followed(pool, now);
  const bookings = await tx.bookings.ofPerson(person.id, from, MOST_BOOKINGS);
  return bookedWindows(
    bookings.filter((booking) => booking.poolId === pool.id && booking.startsAt < to),
    pool,
  );
}

function followed(pool: Pool, now: Date): { from: Date; to: Date } {
  return { from: addMinutes(now, -FOLLOW_MINUTES - pool.graceMinutes), to: addMinutes(now, FOLLOW_MINUTES) };
}

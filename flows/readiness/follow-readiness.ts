import type { Deps } from '../deps.ts';
import { addDays, instantOf, localDayOf } from '../local-time.ts';
import { addMinutes, earlier } from '../minutes.ts';
import { ProviderError } from '../provider-error.ts';
import { tellIct } from '../tell-ict.ts';
import type { SecondFactor } from './gates.ts';
import { judgePerson, lastDayAhead } from './judge-day.ts';
import { isAhead } from './readiness-of.ts';
import { gatesOn } from './readiness-settings.ts';
import type { FactKind } from './readiness-store.ts';

/** Registered second factors, as the directory reports them. Every call may throw ProviderError and is a reading. */
export interface SecondFactors {
  /** Everybody, page by page. */
  everybody(): AsyncIterable<{ personId: string; value: SecondFactor }[]>;
  /** One person, or null where the report does not know them. */
  of(personId: string): Promise<SecondFactor | null>;
}

/** Ways between a pool's desktops and the person's own device. Null where the provider cannot tell. Reads only. */
export interface OpenWays {
  openWays(poolId: string): Promise<string[] | null>;
}

export type ReadinessDeps = Deps & { secondFactors: SecondFactors; ways: OpenWays };

/** People judged in one transaction. */
const AT_ONCE = 25;
/** After a reading that failed, and while somebody with a day about to begin is kept out. */
const AGAIN_MINUTES = 60;
/** What is this old is read again for a person whose day is judged: who has just mended it need not wait. */
const OWN_READING_MINUTES = 1;

/**
 * `all`: reads once a day, as work begins, what comes from outside, for everybody in one paged round, and judges the coming
 * days. A person's id: reads their own where it is not green yet, and judges their days. Answers when to look again. Where
 * every gate is off it reads nothing. Safe to repeat.
 */
export async function followReadiness(deps: ReadinessDeps, subject: string): Promise<Date | null> {
  if (gatesOn(deps.organisation().readiness).length === 0) return null;
  return subject === 'all' ? followEverybody(deps) : followPerson(deps, subject);
}

async function followEverybody(deps: ReadinessDeps): Promise<Date> {
  const { store, clock } = deps;
  const organisation = deps.organisation();
  const { timeZone, workingHours } = organisation;
  const today = localDayOf(clock.now(), timeZone);
  const startOf = (day: string) => instantOf(day, workingHours.start, timeZone);
  const begun = clock.now() >= startOf(today);
  const read = await readEverything(deps, startOf(begun ? today : addDays(today, -1)));
  const people = await store.transaction(async (tx) => {
    const booked = isAhead(await tx.bookings.between(today, lastDayAhead(deps), null), clock.now());
    const open = await tx.readiness.openCases(today);
    return [...new Set([...booked, ...open].map(({ personId }) => personId))].sort();
  });
  for (let from = 0; from < people.length; from += AT_ONCE)
    await store.transaction(async (tx) => {
      for (const id of people.slice(from, from + AT_ONCE)) await judgePerson(tx, deps, id);
    });
  const next = startOf(begun ? addDays(today, 1) : today);
  return read ? next : earlier(next, addMinutes(clock.now(), AGAIN_MINUTES));
}

/** What has not been read since `due` is read now. Answers false where something could not be. */
async function readEverything(deps: ReadinessDeps, due: Date): Promise<boolean> {
  const { store, clock } = deps;
  const { readiness, pools } = deps.organisation();
  const on = new Set(gatesOn(readiness).map(({ id }) => id));
  const isDue = async (kind: FactKind) => {
    const last = await store.transaction((tx) => tx.readiness.lastWhole(kind));
    return last === null || last < due;
  };
  let read = true;
  if (on.has('second-factor') && (await isDue('second-factor')))
    read = await attempt(deps, 'second-factor', async () => {
      const readAt = clock.now();
      // Written when all of it has been read: half a report would leave the rest out.
      const facts: { subject: string; value: SecondFactor }[] = [];
      for await (const page of deps.secondFactors.everybody())
        facts.push(...page.map(({ personId, value }) => ({ subject: personId, value })));
      await store.transaction((tx) => tx.readiness.replaceFacts('second-factor', facts, readAt));
    });
  if (on.has('no-saving'))
    for (const pool of pools.filter(({ noSaving }) => noSaving === 'read')) {
      const kept = await store.transaction((tx) => tx.readiness.facts('open-ways', [pool.id]));
      const known = kept.get(pool.id);
      if (known && known.readAt >= due) continue;
      const done = await attempt(deps, pool.id, async () => {
        const ways = await deps.ways.openWays(pool.id);
        const now = clock.now();
        await store.transaction(async (tx) => {
          if (ways) await tx.readiness.saveFacts('open-ways', [{ subject: pool.id, value: ways }], now);
          // Told when it changes: the same open way every morning would be read by nobody.
          if (ways && ways.length > 0 && ways.join() !== known?.value.join())
            await tellIct(tx, deps, { code: 'ways-open', subject: pool.id, detail: ways.join(', '), since: now });
        });
      });
      read &&= done;
    }
  return read;
}

/** A reading that fails keeps what is known; the ICT section is told, once a day. Other faults are thrown. */
async function attempt(deps: ReadinessDeps, subject: string, work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const fault = { code: 'readiness-unreadable', subject, detail: error.message, since: deps.clock.now() } as const;
    await deps.store.transaction((tx) => tellIct(tx, deps, fault));
    return false;
  }
}

async function followPerson(deps: ReadinessDeps, personId: string): Promise<Date | null> {
  const { store, clock } = deps;
  const on = gatesOn(deps.organisation().readiness).some(({ id }) => id === 'second-factor');
  const known = on
    ? await store.transaction((tx) => tx.readiness.facts('second-factor', [personId]))
    : new Map<string, never>();
  const mine = known.get(personId);
  let failure: unknown = null;
  const stale = !mine || (!mine.value.capable && mine.readAt < addMinutes(clock.now(), -OWN_READING_MINUTES));
  if (on && stale)
    try {
      const readAt = clock.now();
      const value = await deps.secondFactors.of(personId);
      if (value)
        await store.transaction((tx) =>
          tx.readiness.saveFacts('second-factor', [{ subject: personId, value }], readAt),
        );
    } catch (error) {
      failure = error;
    }
  const out = await store.transaction((tx) => judgePerson(tx, deps, personId));
  // Judged with what is known: the reading is tried again by whoever calls.
  if (failure !== null) throw failure;
  const { timeZone } = deps.organisation();
  const soon = localDayOf(addMinutes(clock.now(), 12 * 60), timeZone);
  return out.some((day) => day <= soon) ? addMinutes(clock.now(), AGAIN_MINUTES) : null;
}

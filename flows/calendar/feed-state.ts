import type { Deps } from '../deps.ts';
import { tellIct } from '../tell-ict.ts';
import type { Tx } from '../store.ts';
import type { FeedMarks, FeedReading } from './feed-reader.ts';
import type { FeedState } from './calendar-sources-store.ts';
import type { LocalDay } from '../organisation.ts';

/** Under this name the organisation's own calendar stands among the feeds. */
export const ORGANISATION_FEED = 'organisation-calendar';
/** Failures in a row after which the ICT section is told. */
const FAILURES_TOLD = 3;
/** Of wrong lines so many are kept. */
const WRONG_KEPT = 20;

/** Before a feed was first read. */
export function unreadFeed(id: string): FeedState {
  return {
    id,
    etag: null,
    lastModified: null,
    hash: null,
    readFor: null,
    readAt: null,
    failures: 0,
    failingSince: null,
    error: null,
    entries: 0,
    wrong: [],
  };
}

/** What the source is asked by: nothing on a new day, since repeated entries come into sight with it. */
export function marksFor({ etag, lastModified, hash, readFor }: FeedState, today: LocalDay): FeedMarks | null {
  return readFor === today ? { etag, lastModified, hash } : null;
}

/** After a reading that worked. Wrong lines are told to the ICT section, once a day. */
export async function noteRead(
  tx: Tx,
  deps: Deps,
  before: FeedState,
  reading: FeedReading,
  today: LocalDay,
): Promise<void> {
  const now = deps.clock.now();
  const calm = { failures: 0, failingSince: null, error: null, readAt: now };
  if (reading.state === 'unchanged') return tx.feedReadings.save({ ...before, ...calm });
  const { marks, entries, wrong } = reading;
  const kept = wrong.slice(0, WRONG_KEPT).map((one) => one.slice(0, 200));
  await tx.feedReadings.save({ ...before, ...marks, ...calm, readFor: today, entries: entries.length, wrong: kept });
  if (wrong.length > 0)
    await tellIct(tx, deps, {
      code: 'calendar-lines-wrong',
      subject: before.id,
      detail: `${wrong.length}: ${kept.slice(0, 3).join('; ')}`,
      since: now,
    });
}

/** After a reading that failed: what is known stays; after some failures in a row the ICT section is told, once a day. */
export async function noteFailure(tx: Tx, deps: Deps, before: FeedState, error: unknown): Promise<void> {
  const now = deps.clock.now();
  const said = error instanceof Error ? error.message : String(error);
  const state: FeedState = {
    ...before,
    failures: before.failures + 1,
    failingSince: before.failingSince ?? now,
    error: said.slice(0, 300),
  };
  await tx.feedReadings.save(state);
  if (state.failures >= FAILURES_TOLD)
    await tellIct(tx, deps, {
      code: 'calendar-unreadable',
      subject: before.id,
      detail: state.error!,
      since: state.failingSince!,
    });
}

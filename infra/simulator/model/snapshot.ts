import { stateOf } from './hosts.ts';
import type { ModelPool, Snapshot } from './hosts.ts';
import type { Sessions } from './sessions.ts';

const minute = 60_000;

/** The last instant at or before `now` at which the provider refreshed what it tells about a pool: each minute, at a second of its own. */
export function boundaryBefore(pool: string, now: number): number {
  let phase = 7;
  for (const character of pool) phase = (phase * 31 + (character.codePointAt(0) ?? 0)) % 60;
  return Math.floor((now - phase * 1000) / minute) * minute + phase * 1000;
}

/** What the provider saw at `at`, provided that nothing has changed since. */
export function takeSnapshot(pool: ModelPool, sessions: Sessions, at: number): Snapshot {
  const seen: Snapshot = { at, sessions: [], counts: {} };
  for (const { name } of pool.hosts) {
    const onHost = sessions.onHost(pool.settings.id, name);
    seen.counts[name] = onHost.length;
    for (const session of onHost) {
      const { id, user, host, createdAt } = session;
      seen.sessions.push({ id, user, host, createdAt, state: stateOf(session, at) });
    }
  }
  return seen;
}

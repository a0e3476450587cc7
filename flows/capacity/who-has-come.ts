import { readMemory } from './capacity-memory.ts';
import type { CapacityMemory } from './capacity.ts';
import type { KnownBooking } from './known-people.ts';
import { FREQUENT_MS } from './pool-picture.ts';

const MINUTE = 60_000;
/** Who was there for a booking that ended so shortly before has come for the next one too: lunch lies between. */
const SAME_STAY_MS = 90 * MINUTE;

/** `unknown`: nobody has watched the pool since the booking began, or it was watched too long ago. */
export type HasCome = 'come' | 'not-come' | 'unknown';

/**
 * Who of these people has been seen at a desktop of the pool for their booking, by what the rounds have seen. Says that somebody has not come only where the sessions were read, again and again without a
 * gap, from the booking's start until now. Pure.
 */
export function whoHasCome(
  memory: CapacityMemory | null,
  bookings: readonly { id: string; upn: string; startsAt: Date }[],
  now: Date,
): Map<string, HasCome> {
  const picture = readMemory(memory, now.getTime()).picture;
  const watched = picture?.watched;
  const byPerson = new Map<string, KnownBooking[]>();
  for (const known of picture?.bookings ?? []) byPerson.set(known.upn, [...(byPerson.get(known.upn) ?? []), known]);
  const there = new Set(picture?.sessions.map(({ upn }) => upn));
  const upToDate =
    watched !== undefined && watched.until <= now.getTime() && now.getTime() - watched.until <= FREQUENT_MS;
  return new Map(
    bookings.map(({ id, upn: written, startsAt }): [string, HasCome] => {
      const upn = written.toLowerCase();
      const start = startsAt.getTime();
      const theirs = byPerson.get(upn) ?? [];
      const came = theirs.some(
        (one) => one.come && (one.id === id || (one.start < start && one.end >= start - SAME_STAY_MS)),
      );
      if (came || there.has(upn)) return [id, 'come'];
      const known = theirs.some((one) => one.id === id);
      return [id, known && upToDate && watched.since <= start ? 'not-come' : 'unknown'];
    }),
  );
}

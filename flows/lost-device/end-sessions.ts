import { openAccess } from '../access/reconcile-access.ts';
import type { DesktopProvider } from '../capacity/capacity.ts';
import type { Deps } from '../deps.ts';
import { addMinutes, earlier } from '../minutes.ts';
import { goneIsDone } from '../provider-error.ts';
import type { Pool } from '../organisation.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import { tellIct } from '../tell-ict.ts';

/** Withdrawn membership may be felt so much later (decision 0004): until then a session may be taken up again. */
const FOLLOWED_MINUTES = 60;
const LOOK_AGAIN_MINUTES = 5;

/** The person's sessions outside booked time are ended now, and looked for until their access is gone everywhere. */
export function beginEndingSessions(tx: Tx, personId: string, now: Date): Promise<void> {
  return tx.due.noLaterThan('lost-device', `${personId} ${addMinutes(now, FOLLOWED_MINUTES).toISOString()}`, now);
}

/**
 * Disconnects the active sessions of a person whose device is lost, in every pool where they are not booked at this
 * moment. Disconnected, not logged off: what was open stays for its owner, and nobody sees it. What cannot be done is
 * told to the ICT section at once and tried again. Answers when to look again, or null where it is over. `subject`: as
 * beginEndingSessions made it. Safe to repeat. Throws ProviderError.
 */
export async function endSessions(deps: Deps & { provider: DesktopProvider }, subject: string): Promise<Date | null> {
  const { store, clock } = deps;
  const [personId = '', until = ''] = subject.split(' ');
  const person = await store.transaction((tx) => tx.people.byId(personId));
  if (!person) return null;
  let failure: unknown = null;
  for (const pool of deps.organisation().pools) {
    try {
      await endIn(deps, pool, person);
    } catch (error) {
      failure ??= error;
      const detail = `${pool.id}: ${error instanceof Error ? error.message : String(error)}`;
      const fault = { code: 'session-not-ended', subject: person.id, detail, since: clock.now() } as const;
      await store.transaction((tx) => tellIct(tx, deps, fault));
    }
  }
  if (failure !== null) throw failure;
  const now = clock.now();
  const end = new Date(until);
  return end <= now ? null : earlier(addMinutes(now, LOOK_AGAIN_MINUTES), end);
}

async function endIn(deps: Deps & { provider: DesktopProvider }, pool: Pool, person: Person): Promise<void> {
  const { store, clock, provider } = deps;
  const { sessions } = await provider.readHostPool(pool.id, { sessions: true });
  const active = (sessions ?? []).filter(
    (one) => one.upn.toLowerCase() === person.upn.toLowerCase() && one.state === 'active',
  );
  for (const session of active) {
    const now = clock.now();
    // Bookings after the reading: whoever is booked anew by now works with another device.
    const ends = await store.transaction(async (tx) => {
      if ((await openAccess(tx, deps, pool, now)).entitled.has(person.id)) return false;
      const facts = { poolId: pool.id, host: session.host, because: 'lost-device' };
      tx.audit.add({ kind: 'session-disconnect', by: 'system', subject: person.id, facts }, now);
      return true;
    });
    if (!ends) return;
    await goneIsDone(provider.disconnectSession(pool.id, session));
  }
}

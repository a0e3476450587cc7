import type { Deps } from './deps.ts';
import { localDayOf } from './local-time.ts';
import type { Tx } from './store.ts';
import type { Fault } from './notice.ts';

/** Tells the ICT section's people of a fault, once for each fault, subject and day. */
export async function tellIct(tx: Tx, deps: Deps, fault: Fault): Promise<void> {
  const now = deps.clock.now();
  const key = `fault/${fault.code}/${fault.subject}/${localDayOf(now, deps.organisation().timeZone)}`;
  if (await tx.activities.claim(key, now)) return;
  for (const personId of deps.roles.peopleWith('ict'))
    await tx.outbox.add({ kind: 'tell', personId, notice: { kind: 'fault', fault } }, now);
}

import type { Deps } from '../deps.ts';
import { addMinutes } from '../minutes.ts';
import type { Tx } from '../store.ts';
import { tellIct } from '../tell-ict.ts';
import { mostHolders } from './held.ts';
import type { CountedLicence } from './licence.ts';

/**
 * Tells the ICT section, once a day at most, when so many of a licence that binds are bound or booked that they may be used
 * up. What is looked at is from now until what is lent now would be free again.
 */
export async function warnOfLocked(tx: Tx, deps: Deps, licence: CountedLicence): Promise<void> {
  if (licence.kind === 'concurrent') return;
  const now = deps.clock.now();
  const span = { from: now, to: addMinutes(now, licence.lockDays * 24 * 60) };
  const { id, pools, lockDays, count } = licence;
  const held = await tx.licences.held({ licenceId: id, pools, lockDays, ...span });
  const most = mostHolders(held, span);
  if (most * 100 < count * licence.warnPercent) return;
  const detail = `${most} of ${count} bound or booked within ${lockDays} days`;
  await tellIct(tx, deps, { code: 'licences-nearly-used-up', subject: id, detail, since: now });
}

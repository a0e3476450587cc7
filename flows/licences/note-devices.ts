import type { SeenPool } from '../capacity/capacity.ts';
import type { Deps } from '../deps.ts';
import { addMinutes } from '../minutes.ts';
import type { Pool } from '../organisation.ts';
import type { Tx } from '../store.ts';
import { strangerOf } from './follow-open-sessions.ts';
import { countedLicencesOf } from './licence.ts';
import { warnOfLocked } from './warn-of-locked.ts';

/**
 * Licences of devices are bound to the devices that people are seen on, where the provider tells them (Citrix does): two
 * people at one device hold one, somebody with two devices holds two. Where it does not, a person stands for theirs.
 * Repeating changes nothing.
 */
export async function noteDevices(tx: Tx, deps: Deps, pool: Pool, { sessions, readAt }: SeenPool): Promise<void> {
  const licences = countedLicencesOf(deps.organisation(), pool.id).flatMap((one) =>
    one.kind === 'device' ? [one] : [],
  );
  const told = (sessions ?? []).flatMap(({ upn, device }) =>
    upn && device ? [{ upn: upn.toLowerCase(), device }] : [],
  );
  if (licences.length === 0 || told.length === 0) return;
  const people = await tx.people.byUpns(told.map(({ upn }) => upn));
  const seen = told.map(({ upn, device }) => ({ personId: people.get(upn)?.id ?? strangerOf(upn), device }));
  for (const licence of licences) {
    const boundUntil = addMinutes(readAt, licence.lockDays * 24 * 60);
    if (await tx.licences.bindDevices(licence.id, seen, { firstSeen: readAt, boundUntil }))
      await warnOfLocked(tx, deps, licence);
  }
}

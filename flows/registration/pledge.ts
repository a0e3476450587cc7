import { add } from 'date-fns/add';
import type { Deps } from '../deps.ts';
import { emergencyFor } from '../emergency/emergency-for.ts';
import type { Localised, Organisation } from '../organisation.ts';
import type { Person } from '../person.ts';
import type { Device } from '../rules/rules.ts';
import type { Tx } from '../store.ts';
import type { SentenceView } from '../views.ts';
import type { Pledge } from './registration-store.ts';

/** What a person has to pledge before a request can be sent. */
export interface PledgeView {
  kind: 'pledge';
  /** The draft that waits for it, or null where there is none. */
  draftId: string | null;
  draftVersion: number;
  version: string;
  months: number;
  text: Localised;
  /** The rules for own devices, where these are pledged with it. */
  ownDevice: Localised | null;
  timeZone: string;
}

export type Missing = { general: boolean; ownDevice: boolean } | null;

/**
 * What is missing of the pledges of a person at an instant: the version in force, not older than its months, with the
 * rules for own devices where an own device is used. Pure.
 */
export function missingPledge(
  asked: Organisation['pledge'],
  made: readonly Pledge[],
  device: Device | null,
  now: Date,
): Missing {
  if (!asked) return null;
  const valid = made.filter(
    (one) =>
      one.version === asked.version && one.pledgedAt <= now && add(one.pledgedAt, { months: asked.months }) > now,
  );
  const wantsOwn = asked.ownDevice !== null && device === 'own';
  const general = valid.length === 0;
  const ownDevice = wantsOwn && !valid.some((one) => one.ownDevice);
  return general || ownDevice ? { general, ownDevice } : null;
}

/**
 * The pledge that a person still has to make before a day with this device can be sent, or null. `draft`: what it goes
 * on to. An emergency does not wait for it.
 */
export async function pledgeNeeded(
  tx: Tx,
  deps: Deps,
  person: Person,
  { draft, device }: { draft: { id: string; version: number } | null; device: Device | null },
): Promise<PledgeView | null> {
  const { pledge, timeZone } = deps.organisation();
  if (!pledge) return null;
  const missing = missingPledge(pledge, await tx.pledges.of(person.id), device, deps.clock.now());
  if (!missing || (await emergencyFor(tx, deps, person))) return null;
  return {
    kind: 'pledge',
    draftId: draft?.id ?? null,
    draftVersion: draft?.version ?? 0,
    version: pledge.version,
    months: pledge.months,
    text: pledge.text,
    ownDevice: device === 'own' ? pledge.ownDevice : null,
    timeZone,
  };
}

/**
 * Somebody books in another's place, whose pledge is missing: that person is asked for it in their own chat, once for
 * each draft, and the writer is told that the draft waits.
 */
export async function askForPledge(
  tx: Tx,
  deps: Deps,
  whose: Person,
  draft: { id: string; device: Device | null },
): Promise<SentenceView> {
  const now = deps.clock.now();
  const notice = { kind: 'pledge' as const, device: draft.device };
  const asked = await tx.activities.claim(`pledge/${draft.id}/${whose.id}/${draft.device}`, now);
  if (!asked) await tx.outbox.add({ kind: 'tell', personId: whose.id, notice }, now);
  return { kind: 'sentence', sentence: 'pledge-missing', timeZone: deps.organisation().timeZone };
}

import type { Organisation } from '../organisation.ts';
import { gatesOn } from '../readiness/readiness-settings.ts';
import type { Device as ChosenDevice } from '../rules/rules.ts';
import type { Tx } from '../store.ts';
import { isOwnDevice, type Device } from './device-store.ts';

/**
 * The device that a person is taken to mean who names none: where the gates ask for one, and all that they have in use is of
 * one sort, which the rules allow. Null: they are asked. Reads only.
 */
export async function usualDevice(
  tx: Tx,
  { readiness }: Pick<Organisation, 'readiness'>,
  personId: string,
  allowed: readonly ChosenDevice[] | null,
): Promise<ChosenDevice | null> {
  if (!gatesOn(readiness).some(({ id }) => id === 'device')) return null;
  const device = sortOf(await tx.devices.ofPerson(personId));
  return device !== null && (allowed === null || allowed.includes(device)) ? device : null;
}

/** The one sort that these devices are of; an office PC stays in the office. Pure. */
export function sortOf(devices: readonly Pick<Device, 'kind' | 'state'>[]): 'own' | 'lent' | null {
  const kinds = devices.filter(({ state, kind }) => state === 'in-use' && kind !== 'office-pc').map(({ kind }) => kind);
  const sorts = new Set(kinds.map((kind) => (isOwnDevice(kind) ? ('own' as const) : ('lent' as const))));
  return sorts.size === 1 ? [...sorts][0]! : null;
}

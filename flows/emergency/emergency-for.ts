import type { Deps } from '../deps.ts';
import type { Organisation } from '../organisation.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { Emergency } from './emergency-store.ts';

/** The emergency that is on for a person's section, the oldest where there are several, or null. */
export async function emergencyFor(
  tx: Tx,
  deps: Pick<Deps, 'organisation'>,
  person: Pick<Person, 'department'>,
): Promise<Emergency | null> {
  return emergencyAmong(await tx.emergencies.on(), deps.organisation(), person);
}

/** The same over plain values. Pure. */
export function emergencyAmong(
  on: readonly Emergency[],
  organisation: Pick<Organisation, 'sections'>,
  person: Pick<Person, 'department'>,
): Emergency | null {
  const section = organisation.sections.find((one) => one.department === person.department)?.id ?? null;
  return on.find(({ sections }) => sections === null || (section !== null && sections.includes(section))) ?? null;
}

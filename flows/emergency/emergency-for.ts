import type { Deps } from '../deps.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { Emergency } from './emergency-store.ts';

/** The emergency that is on for a person's section, the oldest where there are several, or null. */
export async function emergencyFor(
  tx: Tx,
  deps: Pick<Deps, 'organisation'>,
  person: Pick<Person, 'department'>,
): Promise<Emergency | null> {
  const on = await tx.emergencies.on();
  const section = deps.organisation().sections.find((one) => one.department === person.department)?.id ?? null;
  return on.find(({ sections }) => sections === null || (section !== null && sections.includes(section))) ?? null;
}

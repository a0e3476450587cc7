import type { Organisation, Pool } from '../organisation.ts';
import type { Person } from '../person.ts';

/** The pool in which a person's desktops are: the first that names them or their section, else the one for everybody, else none. */
export function choosePool(organisation: Organisation, person: Person): Pool | null {
  const upn = person.upn.toLowerCase();
  const section = organisation.sections.find((candidate) => candidate.department === person.department);
  const named = organisation.pools.find(
    (pool) =>
      pool.for.people.some((one) => one.toLowerCase() === upn) ||
      (section !== undefined && pool.for.sections.includes(section.id)),
  );
  return named ?? organisation.pools.find((pool) => pool.for.everyone) ?? null;
}

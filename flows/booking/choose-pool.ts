import type { Organisation, Pool } from '../organisation.ts';
import type { Person } from '../person.ts';

/** The pools that a person may use: those that name them or their section, else the one for everybody. */
export function poolsFor(organisation: Organisation, person: Pick<Person, 'upn' | 'department'>): Pool[] {
  const upn = person.upn.toLowerCase();
  const section = organisation.sections.find((candidate) => candidate.department === person.department);
  const named = organisation.pools.filter(
    (pool) =>
      pool.for.people.some((one) => one.toLowerCase() === upn) ||
      (section !== undefined && pool.for.sections.includes(section.id)),
  );
  const open = organisation.pools.filter((pool) => pool.for.everyone && !named.includes(pool));
  return [...named, ...open];
}

/** The pool in which a person's desktops are: the one asked for where they may use it, else the first of theirs, else none. */
export function choosePool(
  organisation: Organisation,
  person: Pick<Person, 'upn' | 'department'>,
  asked: string | null = null,
): Pool | null {
  const pools = poolsFor(organisation, person);
  return pools.find((pool) => pool.id === asked) ?? pools[0] ?? null;
}

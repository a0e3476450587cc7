import type { Deps } from '../deps.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';

/** Jobs whose holders stand in most often come first among those who are offered. */
const LIKELY_JOBS = /補佐|代理|次長|副|係長|主幹|deputy|assistant|vice/i;

/** Those whom a person may name as their deputy: their section, their own staff, and the section's standing deputy. */
export async function eligibleDeputies(tx: Tx, deps: Deps, person: Person): Promise<Person[]> {
  const { sections, approvals } = deps.organisation();
  const upns = [
    ...sections.filter((one) => one.department === person.department).flatMap((one) => one.deputy ?? []),
    ...approvals.deputies
      .filter((one) => one.approver.toLowerCase() === person.upn.toLowerCase())
      .map((one) => one.deputy),
  ];
  const named: string[] = [];
  for (const upn of upns) {
    const found = await tx.people.byUpn(upn);
    if (found) named.push(found.id);
  }
  const section = person.department === null ? [] : await tx.people.inDepartment(person.department);
  const everybody = await tx.people.byIds(await tx.people.present());
  const nearby = new Set([...section, ...named]);
  return everybody.filter(
    (one) => one.id !== person.id && one.goneAt === null && (nearby.has(one.id) || one.managerId === person.id),
  );
}

/**
 * Those of the people whom a name or a job's title may mean: exactly so called, else by family or given name, else by a
 * title that contains the words. Pure.
 */
export function peopleMeant(said: string, people: readonly Person[]): Person[] {
  const wanted = plain(said);
  if (wanted === '') return [];
  const tries: ((one: Person) => boolean)[] = [
    (one) => plain(one.displayName) === wanted,
    (one) => one.jobTitle !== null && plain(one.jobTitle) === wanted,
    (one) => namesOf(one).includes(wanted) || plain(one.displayName).startsWith(wanted),
    (one) => one.jobTitle !== null && plain(one.jobTitle).includes(wanted),
  ];
  for (const fits of tries) {
    const found = people.filter(fits);
    if (found.length > 0) return found;
  }
  return [];
}

/** The likeliest first, by job and then by name; at most `most`. Pure. */
export function likeliest(people: readonly Person[], most: number): Person[] {
  const rank = (one: Person) => (one.jobTitle !== null && LIKELY_JOBS.test(one.jobTitle) ? 0 : 1);
  return [...people]
    .sort((a, b) => rank(a) - rank(b) || a.displayName.localeCompare(b.displayName, 'ja'))
    .slice(0, most);
}

function namesOf(one: Person): string[] {
  return one.displayName.split(/[\s　・,]+/u).map(plain);
}

function plain(words: string): string {
  return words
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s　・,.]|さん$|様$|殿$/gu, '');
}

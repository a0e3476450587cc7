import type { Deps } from './deps.ts';
import type { Directory } from './directory.ts';
import { addDays, instantOf, localDayOf } from './local-time.ts';
import type { Role } from './organisation.ts';
import type { Person } from './person.ts';

const ROLES: readonly Role[] = ['ict', 'personnel', 'emergency', 'bookForOthers', 'auditor'];

/** Reads everybody from the directory into the store. Answers how many. Throws ProviderError; what was read stays. */
export async function syncDirectory(deps: Deps & { directory: Directory }): Promise<number> {
  let count = 0;
  for await (const page of deps.directory.people()) {
    await deps.store.transaction((tx) => tx.people.saveFromDirectory(page, deps.clock.now()));
    count += page.length;
  }
  return count;
}

/** The next nightly reading: 3:00 in the organisation's zone. */
export function nextDirectorySync(deps: Deps): Date {
  const { timeZone } = deps.organisation();
  const now = deps.clock.now();
  const today = instantOf(localDayOf(now, timeZone), '03:00', timeZone);
  return today > now ? today : instantOf(addDays(localDayOf(now, timeZone), 1), '03:00', timeZone);
}

/** A person whom the store does not know yet, asked of the directory once. Null where it does not know them either. */
export async function learnPerson(deps: Deps & { directory: Directory }, id: string): Promise<Person | null> {
  const found = await deps.directory.person(id);
  if (!found) return null;
  // The language of the mailbox is a courtesy; without the permission for it the person is still served.
  const mailboxLanguage = await deps.directory.mailboxLanguage(id).catch(() => null);
  const manager = found.managerId ? await deps.directory.person(found.managerId) : null;
  return deps.store.transaction(async (tx) => {
    const people = [{ ...found, mailboxLanguage }, ...(manager ? [manager] : [])];
    await tx.people.saveFromDirectory(people, deps.clock.now());
    return tx.people.byId(id);
  });
}

/** Reads who has which role: people by UPN from the store, groups from the directory. A group that cannot be read keeps its last known people. */
export async function readRoles(
  deps: Deps & { directory: Directory },
  before: ReadonlyMap<Role, string[]>,
): Promise<Map<Role, string[]>> {
  const roles = new Map<Role, string[]>();
  for (const role of ROLES) {
    const { people, groups } = deps.organisation().roles[role];
    const ids = new Set<string>();
    await deps.store.transaction(async (tx) => {
      for (const upn of people) {
        const person = await tx.people.byUpn(upn);
        if (person) ids.add(person.id);
      }
    });
    for (const group of groups) {
      const members = await deps.directory.membersOf(group).catch(() => before.get(role) ?? []);
      for (const id of members) ids.add(id);
    }
    roles.set(role, [...ids]);
  }
  return roles;
}

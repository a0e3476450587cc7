import { findSomebodyFor, onPeopleChanged } from './approval/people-changed.ts';
import { leaveCalendars } from './calendar/leave-calendars.ts';
import { revokeOfPeople } from './certificates/revoke-certificates.ts';
import type { Deps } from './deps.ts';
import type { Directory } from './directory.ts';
import { addDays, instantOf, localDayOf } from './local-time.ts';
import { addMinutes } from './minutes.ts';
import type { Role } from './organisation.ts';
import type { Person } from './person.ts';
import type { DirectoryLook, DirectoryPerson, Tx } from './store.ts';

const ROLES: readonly Role[] = ['ict', 'personnel', 'emergency', 'bookForOthers', 'auditor'];

/** Minutes between two readings of what changed. */
const MINUTES_BETWEEN = 15;
/** People written in one transaction. */
const AT_ONCE = 25;

export interface DirectoryNews {
  /** True where everybody was read, false where only what changed. */
  everybody: boolean;
  /** People read. */
  people: number;
  /** People whose manager or department is another. */
  changed: number;
  /** People who are gone since. */
  gone: number;
}

type DirectoryDeps = Deps & { directory: Directory };

/**
 * Brings the store up to the directory: what changed since the last look; everybody in the night, at the first time, and
 * where the directory no longer knows how far we had come. What follows for bookings and requests is written with it.
 * Repeating changes nothing more. Throws ProviderError; nothing is changed then.
 */
export async function lookAtDirectory(deps: DirectoryDeps): Promise<DirectoryNews> {
  const now = deps.clock.now();
  const look = await deps.store.transaction((tx) => tx.people.directoryLook());
  if (!look?.changesToken || look.everybodyAt < lastNight(deps, now)) return syncDirectory(deps);
  const found = await deps.directory.changes(look.changesToken);
  if (!found) return syncDirectory(deps);
  const news = await writeDirectory(deps, found, now);
  await endLook(deps, { changesToken: found.token, at: now, everybodyAt: look.everybodyAt });
  return { everybody: false, ...news };
}

/** Reads everybody from the directory into the store, and who is no longer there. Throws ProviderError; nothing is changed then. */
export async function syncDirectory(deps: DirectoryDeps): Promise<DirectoryNews> {
  const now = deps.clock.now();
  // Where to go on from comes first: what changes while everybody is read is then among the next changes.
  const begun = await deps.directory.changes(null);
  const people: DirectoryPerson[] = [];
  for await (const page of deps.directory.people()) people.push(...page);
  const listed = new Set(people.map(({ id }) => id));
  const missing = (await deps.store.transaction((tx) => tx.people.present())).filter((id) => !listed.has(id));
  const gone: string[] = [];
  // A list that lacks somebody is not enough to cancel their bookings: they are asked for by name.
  for (const id of missing) {
    const person = await deps.directory.person(id);
    if (person) people.push(person);
    else gone.push(id);
  }
  const news = await writeDirectory(deps, { people, gone }, now);
  await endLook(deps, { changesToken: begun?.token ?? null, at: now, everybodyAt: now });
  return { everybody: true, ...news };
}

/**
 * What the directory says of a few people, and what follows from it, in the caller's transaction. Answers how many have
 * another manager or department.
 */
export async function applyDirectory(
  tx: Tx,
  deps: Deps,
  { people, gone }: { people: DirectoryPerson[]; gone: string[] },
  now: Date,
): Promise<number> {
  const before = new Map((await tx.people.byIds(people.map(({ id }) => id))).map((person) => [person.id, person]));
  await tx.people.saveFromDirectory(people, now);
  const left = await markLeft(tx, gone, now);
  const moved = people.filter((person) => hasMoved(before.get(person.id), person)).map(({ id }) => id);
  const changed = (await tx.people.byIds(moved)).map((after) => ({ before: before.get(after.id)!, after }));
  await onPeopleChanged(tx, deps, { changed, gone: left }, now);
  return changed.length;
}

/**
 * The same of very many, some in each transaction: nobody who is chatting waits long, also on the day on which a whole
 * city changes desks. Who is new comes first, so that they can be asked at once. A crash in between loses nothing: the
 * next look meets what is left, because only `endLook` goes on in the directory.
 */
async function writeDirectory(
  deps: Deps,
  { people, gone }: { people: DirectoryPerson[]; gone: string[] },
  now: Date,
): Promise<Omit<DirectoryNews, 'everybody'>> {
  const { store } = deps;
  const known = new Map(
    (await store.transaction((tx) => tx.people.byIds(people.map(({ id }) => id)))).map((one) => [one.id, one]),
  );
  const isHere = ({ id }: DirectoryPerson) => known.get(id)?.goneAt === null;
  const left = await store.transaction(async (tx) => {
    await tx.people.saveFromDirectory(
      people.filter((person) => !isHere(person)),
      now,
    );
    return markLeft(tx, gone, now);
  });
  let changed = 0;
  for (const some of inParts(people.filter((person) => isHere(person) && isNews(known.get(person.id)!, person))))
    changed += await store.transaction((tx) => applyDirectory(tx, deps, { people: some, gone: [] }, now));
  // Besides those who have just left: a request may have been sent while its requester or approver was leaving.
  for (const some of inParts(await store.transaction((tx) => tx.people.goneButInvolved())))
    await store.transaction((tx) => onPeopleChanged(tx, deps, { changed: [], gone: some }, now));
  return { people: people.length, changed, gone: left.length };
}

/** Who is gone since: what was issued to them counts no more from then on. */
async function markLeft(tx: Tx, gone: string[], now: Date): Promise<string[]> {
  const left = await tx.people.markGone(gone, now);
  await revokeOfPeople(tx, left, { reason: 'left', by: 'system', tell: false }, now);
  return left;
}

/**
 * Requests that nobody was there to decide are looked at again, calendars of who takes part no more are forgotten; the next
 * look goes on from here.
 */
async function endLook(deps: Deps, look: DirectoryLook): Promise<void> {
  await deps.store.transaction(async (tx) => {
    await findSomebodyFor(tx, deps, await tx.people.bookingsAskingNobody(), look.at);
    await leaveCalendars(tx, deps);
    await tx.people.saveDirectoryLook(look);
  });
}

function inParts<T>(all: T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / AT_ONCE) }, (_, n) => all.slice(n * AT_ONCE, (n + 1) * AT_ONCE));
}

function isNews(before: Person, after: DirectoryPerson): boolean {
  return (['upn', 'displayName', 'department', 'jobTitle', 'managerId'] as const).some(
    (name) => before[name] !== after[name],
  );
}

/** Another manager or section: other people may have to decide. Who is new has asked for nothing yet. */
function hasMoved(before: Person | undefined, after: DirectoryPerson): boolean {
  return before !== undefined && (before.managerId !== after.managerId || before.department !== after.department);
}

/** When to look again: in a quarter of an hour, and at 3:00 in the organisation's zone for everybody. */
export function nextDirectoryLook(deps: Deps): Date {
  const now = deps.clock.now();
  const soon = addMinutes(now, MINUTES_BETWEEN);
  const night = lastNight(deps, soon);
  return night > now ? night : soon;
}

/** The last instant at or before `at` at which everybody was due to be read: 3:00 in the organisation's zone. */
function lastNight(deps: Deps, at: Date): Date {
  const { timeZone } = deps.organisation();
  const today = localDayOf(at, timeZone);
  const night = instantOf(today, '03:00', timeZone);
  return night <= at ? night : instantOf(addDays(today, -1), '03:00', timeZone);
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
      for (const person of (await tx.people.byUpns(people)).values()) if (!person.goneAt) ids.add(person.id);
    });
    for (const group of groups) {
      const members = await deps.directory.membersOf(group).catch(() => before.get(role) ?? []);
      for (const id of members) ids.add(id);
    }
    roles.set(role, [...ids]);
  }
  return roles;
}

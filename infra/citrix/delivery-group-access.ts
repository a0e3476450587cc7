import type { AccessGroups } from '../../flows/directory.ts';
import type { CitrixPool } from '../../flows/organisation.ts';
import { ProviderError } from '../../flows/provider-error.ts';
import type { CitrixCaller } from './citrix-caller.ts';
import { keyOf, readUserLists } from './desktop-users.ts';
import type { UserList } from './desktop-users.ts';
import type { CitrixIdentity, CitrixPage } from './shapes.ts';
import { toProviderError } from './to-provider-error.ts';
import type { CitrixOperation } from './to-provider-error.ts';

/** Who people are: Entra object ids and user principal names of one and the same. */
export interface PeopleNames {
  upnsOf(ids: readonly string[]): Promise<Map<string, string>>;
  /** By UPN in lower case; without those nobody knows. */
  idsOf(upns: readonly string[]): Promise<Map<string, string>>;
}

/** Somebody else may write the same list between our reading and our writing: looked at afterwards, and written again. */
const ROUNDS = 3;
/** People looked up in Citrix at the same time. */
const AT_ONCE = 4;

/**
 * Access by the delivery group's own list of users, `groupId` being the delivery group. The list is read, changed by
 * those who are to be added or removed, written whole and read again: whoever is not on it as wanted gets an error of
 * their own. Groups and people that others have entered stay. Callers make one change at a time for each delivery group.
 */
export class DeliveryGroupAccess implements AccessGroups {
  readonly #citrix: CitrixCaller;
  readonly #pools: () => readonly CitrixPool[];
  readonly #names: PeopleNames;
  /** What Citrix knows people by, by UPN in lower case. A person keeps theirs for life. */
  readonly #known = new Map<string, CitrixIdentity>();

  constructor(options: { caller: CitrixCaller; pools: () => readonly CitrixPool[]; names: PeopleNames }) {
    this.#citrix = options.caller;
    this.#pools = options.pools;
    this.#names = options.names;
  }

  async members(groupId: string): Promise<Set<string>> {
    const lists = await this.#read(groupId);
    const people = lists.flatMap(({ users }) => users).filter(({ IsGroup }) => IsGroup !== true);
    const found = new Set(people.flatMap(({ Oid }) => (Oid ? [Oid.toLowerCase()] : [])));
    const byName = people.flatMap((user) => {
      if (user.Oid) return [];
      if (user.PrincipalName) return [lower(user.PrincipalName)];
      return [...this.#known].flatMap(([upn, identity]) => (sameAccount(identity, user) ? [upn] : []));
    });
    for (const id of (await this.#names.idsOf(byName)).values()) found.add(id);
    return found;
  }

  add(groupId: string, personIds: string[]): Promise<Map<string, Error | null>> {
    return this.#change(groupId, personIds, true);
  }

  remove(groupId: string, personIds: string[]): Promise<Map<string, Error | null>> {
    return this.#change(groupId, personIds, false);
  }

  async #change(groupId: string, personIds: string[], wanted: boolean): Promise<Map<string, Error | null>> {
    const outcome = new Map<string, Error | null>();
    const upns = await this.#names.upnsOf(personIds);
    const people: Wanted[] = [];
    for (const id of new Set(personIds)) {
      const upn = lower(upns.get(id) ?? '');
      if (upn === '' && wanted) outcome.set(id, fault('not-found', groupId, 'the person is not in the directory'));
      else people.push({ id, upn, identity: this.#known.get(upn) ?? null });
    }
    for (let round = 0; ;) {
      const lists = await this.#read(groupId);
      const asWanted = (person: Wanted) => lists.every(({ users }) => users.some(is(person)) === wanted);
      const unknown = people.filter(
        (person) =>
          person.identity === null && !outcome.has(person.id) && (wanted ? !asWanted(person) : isUnclear(lists)),
      );
      if (unknown.length > 0) {
        // Looking people up takes a while: what others have entered meanwhile is read before anything is written.
        await this.#lookUp(groupId, unknown, outcome);
        continue;
      }
      const open = people.filter((person) => !asWanted(person) && (!wanted || !outcome.has(person.id)));
      if (open.length === 0 || round === ROUNDS) {
        const left = fault('conflict', groupId, 'Citrix has taken the list and does not show it as written');
        for (const person of people)
          if (!outcome.has(person.id)) outcome.set(person.id, open.includes(person) ? left : null);
        return outcome;
      }
      round++;
      for (const list of lists) await this.#write(groupId, list, open, wanted);
    }
  }

  async #write(groupId: string, list: UserList, open: Wanted[], wanted: boolean) {
    const kept = wanted ? list.users : list.users.filter((user) => !open.some((person) => is(person)(user)));
    const missing = wanted ? open.filter((person) => !list.users.some(is(person))) : [];
    if (missing.length === 0 && kept.length === list.users.length) return;
    const users = [...kept, ...missing.flatMap(({ identity }) => identity ?? [])].map((user) => keyOf(user, groupId));
    await this.#call('writeAccess', groupId, () => list.write(users));
  }

  /**
   * What Citrix knows people by, a few at a time and each once. Who has none, or cannot be looked up, gets an error of
   * their own: also one who is to be removed, since an entry that names nobody may be theirs.
   */
  async #lookUp(groupId: string, people: Wanted[], outcome: Map<string, Error | null>): Promise<void> {
    const left = [...people];
    const lane = async () => {
      for (let person = left.shift(); person; person = left.shift()) {
        try {
          person.identity = await this.#findUser(groupId, person.upn);
          this.#known.set(person.upn, person.identity);
        } catch (error) {
          outcome.set(person.id, error as Error);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
  }

  #findUser(groupId: string, upn: string): Promise<CitrixIdentity> {
    return this.#call('findUser', groupId, async () => {
      if (upn === '')
        throw fault('not-found', groupId, 'the person is not in the directory, and an entry of the list names nobody');
      const path = `/Identity/Users?user=${encodeURIComponent(upn)}&userType=User&provider=All`;
      const { Items = [] } = await this.#citrix.get<CitrixPage<CitrixIdentity>>(path);
      const user = Items.find(({ PrincipalName }) => lower(PrincipalName ?? '') === upn);
      if (!user) throw fault('not-found', groupId, `Citrix knows no user ${upn}`);
      keyOf(user, groupId);
      return user;
    });
  }

  #read(groupId: string): Promise<UserList[]> {
    const pool = this.#pools().find(({ group }) => group === groupId);
    if (!pool) return Promise.reject(fault('not-found', groupId, 'is in no pool of the configuration'));
    return this.#call('readAccess', groupId, () => readUserLists(this.#citrix, pool));
  }

  async #call<T>(operation: CitrixOperation, groupId: string, call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      throw toProviderError(error, { operation, resource: groupId, subject: `delivery group ${groupId}` });
    }
  }
}

interface Wanted {
  id: string;
  /** Lower case; empty where nobody knows it any more. */
  upn: string;
  /** What Citrix knows them by, once it was looked up. */
  identity: CitrixIdentity | null;
}

/** The same person: by Entra's object id where Citrix tells it, else by the user principal name, else by the account. */
function is({ id, upn, identity }: Wanted): (user: CitrixIdentity) => boolean {
  return (user) => {
    if (user.IsGroup === true) return false;
    if (user.Oid) return lower(user.Oid) === lower(id);
    if (user.PrincipalName) return upn !== '' && lower(user.PrincipalName) === upn;
    return identity !== null && sameAccount(identity, user);
  };
}

/** Active Directory's security id says who it is; the account's name where there is none. */
function sameAccount(one: CitrixIdentity, other: CitrixIdentity): boolean {
  if (one.Sid && other.Sid) return lower(one.Sid) === lower(other.Sid);
  return Boolean(one.SamName && other.SamName) && lower(one.SamName!) === lower(other.SamName!);
}

/** Somebody is on a list by an account alone: whose it is shows when the people asked for are looked up. */
function isUnclear(lists: UserList[]): boolean {
  return lists.some(({ users }) =>
    users.some(
      ({ IsGroup, Oid, PrincipalName, Sid, SamName }) =>
        IsGroup !== true && !Oid && !PrincipalName && Boolean(Sid || SamName),
    ),
  );
}

function lower(text: string): string {
  return text.toLowerCase();
}

function fault(kind: ProviderError['kind'], groupId: string, why: string): ProviderError {
  return new ProviderError(`delivery group ${groupId}: ${why}`, { kind, operation: 'writeAccess', resource: groupId });
}

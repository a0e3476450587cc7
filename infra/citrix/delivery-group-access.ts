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

/**
 * Access by the delivery group's own list of users, `groupId` being the delivery group. The list is read, changed by
 * those who are to be added or removed, written whole and read again: whoever is not on it as wanted gets an error of
 * their own. Groups and people that others have entered stay. One change at a time for each delivery group.
 */
export class DeliveryGroupAccess implements AccessGroups {
  readonly #citrix: CitrixCaller;
  readonly #pools: () => readonly CitrixPool[];
  readonly #names: PeopleNames;
  readonly #changing = new Map<string, Promise<unknown>>();
  /** Keys by UPN in lower case. A person keeps theirs for life. */
  readonly #keys = new Map<string, string>();

  constructor(options: { caller: CitrixCaller; pools: () => readonly CitrixPool[]; names: PeopleNames }) {
    this.#citrix = options.caller;
    this.#pools = options.pools;
    this.#names = options.names;
  }

  async members(groupId: string): Promise<Set<string>> {
    const lists = await this.#read(groupId);
    const people = lists.flatMap(({ users }) => users).filter(({ IsGroup }) => IsGroup !== true);
    const found = new Set(people.flatMap(({ Oid }) => (Oid ? [Oid.toLowerCase()] : [])));
    const byName = people.flatMap(({ Oid, PrincipalName }) => (!Oid && PrincipalName ? [lower(PrincipalName)] : []));
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
    const before = this.#changing.get(groupId) ?? Promise.resolve();
    const mine = before.catch(() => undefined).then(() => this.#changeNow(groupId, personIds, wanted));
    this.#changing.set(groupId, mine);
    try {
      return await mine;
    } finally {
      if (this.#changing.get(groupId) === mine) this.#changing.delete(groupId);
    }
  }

  async #changeNow(groupId: string, personIds: string[], wanted: boolean): Promise<Map<string, Error | null>> {
    const outcome = new Map<string, Error | null>();
    const upns = await this.#names.upnsOf(personIds);
    const people: Wanted[] = [];
    for (const id of new Set(personIds)) {
      const upn = upns.get(id);
      if (upn === undefined && wanted)
        outcome.set(id, fault('not-found', groupId, 'the person is not in the directory'));
      else people.push({ id, upn: lower(upn ?? '') });
    }
    for (let round = 0; ; round++) {
      const lists = await this.#read(groupId);
      const left = people.filter((person) => lists.some(({ users }) => users.some(is(person)) !== wanted));
      for (const person of people) if (!left.includes(person) && !outcome.has(person.id)) outcome.set(person.id, null);
      const open = left.filter(({ id }) => !outcome.has(id));
      if (open.length === 0) return outcome;
      if (round === ROUNDS) {
        for (const { id } of open)
          outcome.set(id, fault('conflict', groupId, 'Citrix has taken the list and does not show it as written'));
        return outcome;
      }
      const added = wanted ? await this.#keysOf(groupId, open, outcome) : new Map<string, string>();
      for (const list of lists) await this.#write(groupId, list, open, added, wanted);
    }
  }

  async #write(groupId: string, list: UserList, open: Wanted[], added: Map<string, string>, wanted: boolean) {
    const kept = wanted ? list.users : list.users.filter((user) => !open.some((person) => is(person)(user)));
    const missing = wanted ? open.filter((person) => !list.users.some(is(person))) : [];
    const users = kept.map((user) => keyOf(user, groupId));
    users.push(...missing.flatMap(({ id }) => added.get(id) ?? []));
    const same = users.length === list.users.length && missing.length === 0 && kept.length === list.users.length;
    if (same) return;
    await this.#call('writeAccess', groupId, () => list.write(users));
  }

  /** Citrix's own names for people, each looked up once. Who has none gets an error of their own. */
  async #keysOf(groupId: string, people: Wanted[], outcome: Map<string, Error | null>): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    for (const { id, upn } of people) {
      try {
        const key = this.#keys.get(upn) ?? (await this.#findUser(groupId, upn));
        this.#keys.set(upn, key);
        found.set(id, key);
      } catch (error) {
        outcome.set(id, error as Error);
      }
    }
    return found;
  }

  #findUser(groupId: string, upn: string): Promise<string> {
    return this.#call('findUser', groupId, async () => {
      const path = `/Identity/Users?user=${encodeURIComponent(upn)}&userType=User&provider=All`;
      const { Items = [] } = await this.#citrix.get<CitrixPage<CitrixIdentity>>(path);
      const user = Items.find(({ PrincipalName }) => lower(PrincipalName ?? '') === upn);
      if (user) return keyOf(user, groupId);
      throw fault('not-found', groupId, `Citrix knows no user ${upn}`);
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
}

/** The same person: by Entra's object id where Citrix tells it, else by the user principal name. */
function is({ id, upn }: Wanted): (user: CitrixIdentity) => boolean {
  return ({ Oid, PrincipalName, IsGroup }) => {
    if (IsGroup === true) return false;
    return Oid ? lower(Oid) === lower(id) : upn !== '' && lower(PrincipalName ?? '') === upn;
  };
}

function lower(text: string): string {
  return text.toLowerCase();
}

function fault(kind: ProviderError['kind'], groupId: string, why: string): ProviderError {
  return new ProviderError(`delivery group ${groupId}: ${why}`, { kind, operation: 'writeAccess', resource: groupId });
}

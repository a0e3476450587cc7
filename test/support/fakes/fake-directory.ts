import type { AutomaticReplies, Directory, DirectoryChanges } from '../../../flows/directory.ts';
import type { Language } from '../../../flows/organisation.ts';
import { ProviderError } from '../../../flows/provider-error.ts';
import type { ProviderErrorKind } from '../../../flows/provider-error.ts';
import type { DirectoryPerson } from '../../../flows/store.ts';
import { OrderedFailures } from './fail-next.ts';
import type { NextFailure } from './fail-next.ts';

/** A directory in memory. People, languages and groups may be changed at any time. */
export class FakeDirectory implements Directory {
  readonly everybody: DirectoryPerson[];
  readonly languages = new Map<string, Language>();
  /** Direct members by group: ids of people and of other groups. May be the same map as FakeAccessGroups has. */
  readonly groups: Map<string, Set<string>>;
  /** People on one page. */
  pageSize = 2;
  /** Automatic replies by person; who is not named has them off. */
  readonly replies = new Map<string, AutomaticReplies>();
  /** What everybody was like when a token was given out. */
  readonly #tokens = new Map<string, Map<string, string>>();
  #given = 0;
  readonly #failures = new OrderedFailures();

  constructor(people: DirectoryPerson[] = [], groups = new Map<string, Set<string>>()) {
    this.everybody = people;
    this.groups = groups;
  }

  /** The next call fails so. */
  failNext(kind: ProviderErrorKind, options: Omit<NextFailure, 'kind'> = {}): void {
    this.#failures.order(kind, options);
  }

  async *people(): AsyncGenerator<DirectoryPerson[]> {
    for (let from = 0; from < this.everybody.length; from += this.pageSize) {
      yield await this.#failures.run('people', 'users', () =>
        structuredClone(this.everybody.slice(from, from + this.pageSize)),
      );
    }
  }

  person(id: string): Promise<DirectoryPerson | null> {
    return this.#failures.run('person', id, () =>
      structuredClone(this.everybody.find((person) => person.id === id) ?? null),
    );
  }

  /** Tokens given out before are known no more. */
  forgetTokens(): void {
    this.#tokens.clear();
  }

  changes(token: string | null): Promise<DirectoryChanges | null> {
    return this.#failures.run('changes', 'users', () => {
      const before = token === null ? null : this.#tokens.get(token);
      if (before === undefined) return null;
      const now = new Map(this.everybody.map((person) => [person.id, JSON.stringify(person)]));
      const next = `token ${(this.#given += 1)}`;
      this.#tokens.set(next, now);
      const people = this.everybody.filter(({ id }) => before && before.get(id) !== now.get(id));
      const gone = [...(before?.keys() ?? [])].filter((id) => !now.has(id));
      return { people: structuredClone(people), gone, token: next };
    });
  }

  automaticReplies(personId: string): Promise<AutomaticReplies | null> {
    return this.#failures.run('automaticReplies', personId, () => {
      if (!this.everybody.some((person) => person.id === personId)) return null;
      return this.replies.get(personId) ?? { on: false, from: null, to: null };
    });
  }

  mailboxLanguage(personId: string): Promise<Language | null> {
    return this.#failures.run('mailboxLanguage', personId, () => this.languages.get(personId) ?? null);
  }

  membersOf(groupId: string): Promise<Set<string>> {
    return this.#failures.run('membersOf', groupId, () => {
      if (!this.groups.has(groupId)) {
        const options = { kind: 'not-found', operation: 'membersOf', resource: groupId } as const;
        throw new ProviderError(`group ${groupId}: does not exist`, options);
      }
      const seen = new Set([groupId]);
      for (const id of seen) for (const member of this.groups.get(id) ?? []) seen.add(member);
      return new Set([...seen].filter((id) => !this.groups.has(id)));
    });
  }
}

import type { AccessGroups } from '../../../flows/directory.ts';
import { ProviderError } from '../../../flows/provider-error.ts';
import type { ProviderErrorKind } from '../../../flows/provider-error.ts';
import { OrderedFailures } from './fail-next.ts';
import type { NextFailure } from './fail-next.ts';

/** Group memberships in memory. */
export class FakeAccessGroups implements AccessGroups {
  readonly groups: Map<string, Set<string>>;
  /** `add group person`, `remove group person`, `members group`, in order. */
  readonly calls: string[] = [];
  /** People who exist; everybody where it is empty. */
  readonly people = new Set<string>();
  readonly #failures = new OrderedFailures();
  readonly #failuresOf = new Map<string, OrderedFailures>();

  constructor(groups = new Map<string, Set<string>>()) {
    this.groups = groups;
  }

  /** The next call fails as a whole. */
  failNext(kind: ProviderErrorKind, options: Omit<NextFailure, 'kind'> = {}): void {
    this.#failures.order(kind, options);
  }

  /** The next call that adds or removes this person fails for them alone. */
  failNextFor(personId: string, kind: ProviderErrorKind, options: Omit<NextFailure, 'kind'> = {}): void {
    const failures = this.#failuresOf.get(personId) ?? new OrderedFailures();
    failures.order(kind, options);
    this.#failuresOf.set(personId, failures);
  }

  members(groupId: string): Promise<Set<string>> {
    this.calls.push(`members ${groupId}`);
    return this.#failures.run('members', groupId, () => {
      const group = this.groups.get(groupId);
      if (!group) throw notFound('members', groupId);
      return new Set(group);
    });
  }

  add(groupId: string, personIds: string[]): Promise<Map<string, Error | null>> {
    return this.#each('add', groupId, personIds, (group, personId) => {
      if (this.people.size > 0 && !this.people.has(personId)) throw notFound('add', personId);
      group.add(personId);
    });
  }

  remove(groupId: string, personIds: string[]): Promise<Map<string, Error | null>> {
    return this.#each('remove', groupId, personIds, (group, personId) => void group.delete(personId));
  }

  async #each(
    operation: 'add' | 'remove',
    groupId: string,
    personIds: string[],
    work: (group: Set<string>, personId: string) => void,
  ): Promise<Map<string, Error | null>> {
    for (const personId of personIds) this.calls.push(`${operation} ${groupId} ${personId}`);
    const outcome = new Map<string, Error | null>();
    const each = async () => {
      for (const personId of new Set(personIds)) {
        try {
          await (this.#failuresOf.get(personId) ?? new OrderedFailures()).run(operation, personId, () => {
            const group = this.groups.get(groupId);
            if (!group) throw notFound(operation, groupId);
            work(group, personId);
          });
          outcome.set(personId, null);
        } catch (error) {
          outcome.set(personId, error as Error);
        }
      }
    };
    if (personIds.length > 0) await this.#failures.run(operation, groupId, each);
    return outcome;
  }
}

function notFound(operation: string, resource: string): ProviderError {
  return new ProviderError(`${resource}: does not exist`, { kind: 'not-found', operation, resource });
}

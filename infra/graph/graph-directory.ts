import type { AutomaticReplies, Directory, DirectoryChanges } from '../../flows/directory.ts';
import type { Language } from '../../flows/organisation.ts';
import type { ProviderError } from '../../flows/provider-error.ts';
import type { DirectoryPerson } from '../../flows/store.ts';
import { repliesOf, type AutomaticRepliesSetting } from './automatic-replies.ts';
import type { GraphCaller } from './graph-caller.ts';
import { readChanges, TRACKED } from './graph-changes.ts';
import { memberIds } from './member-ids.ts';
import { isObjectId, objectId } from './paths.ts';
import { toProviderError } from './to-provider-error.ts';

interface GraphUser {
  id: string;
  userPrincipalName?: string | null;
  displayName?: string | null;
  department?: string | null;
  jobTitle?: string | null;
  accountEnabled?: boolean | null;
  userType?: string | null;
  manager?: { id?: string } | null;
}

const SELECT = `$select=${TRACKED.join()}`;
/** Changed people who are read one by one; beyond it one reading of everybody takes fewer calls (999 to a page). */
const MOST_ONE_BY_ONE = 60;
const MANAGER = '$expand=manager($select=id)';

/** Microsoft Graph as the organisation's directory. Needs User.Read.All, MailboxSettings.Read and group members. */
export class GraphDirectory implements Directory {
  readonly #graph: GraphCaller;

  constructor(graph: GraphCaller) {
    this.#graph = graph;
  }

  /** Guests and disabled accounts are left out: nobody works from them. */
  async *people(): AsyncGenerator<DirectoryPerson[]> {
    try {
      for await (const page of this.#graph.pages<GraphUser>(`/users?${SELECT}&${MANAGER}&$top=999`)) {
        yield page.filter(worksHere).map(personOf);
      }
    } catch (error) {
      throw toProviderError(error, { operation: 'people', resource: 'users' });
    }
  }

  async person(id: string): Promise<DirectoryPerson | null> {
    if (!isObjectId(id)) return null;
    try {
      const user = await this.#graph.get<GraphUser>(`/users/${id}?${SELECT}&${MANAGER}`);
      return worksHere(user) ? personOf(user) : null;
    } catch (error) {
      return nullIfNotFound(toProviderError(error, { operation: 'person', resource: `user ${id}` }));
    }
  }

  async changes(token: string | null): Promise<DirectoryChanges | null> {
    try {
      const found = await readChanges(this.#graph, token);
      const people = await this.#whole(found.ids);
      const here = new Set(people.map(({ id }) => id));
      return { people, gone: found.ids.filter((id) => !here.has(id)), token: found.token };
    } catch (error) {
      const fault = toProviderError(error, { operation: 'changes', resource: 'users' });
      // 410 syncStateNotFound; a token that Graph cannot read is refused with 400.
      if (token !== null && (fault.kind === 'not-found' || fault.kind === 'invalid')) return null;
      throw fault;
    }
  }

  /** These people as they are now; where they are many, everybody. A change names but some of a person's properties. */
  async #whole(ids: string[]): Promise<DirectoryPerson[]> {
    if (ids.length <= MOST_ONE_BY_ONE)
      return (await Promise.all(ids.map((id) => this.person(id)))).filter((person) => person !== null);
    const everybody: DirectoryPerson[] = [];
    for await (const page of this.people()) everybody.push(...page);
    return everybody;
  }

  /** Null also for people without a mailbox (404 MailboxNotEnabledForRESTAPI) and for other languages. */
  async mailboxLanguage(personId: string): Promise<Language | null> {
    if (!isObjectId(personId)) return null;
    try {
      const settings = await this.#graph.get<{ language?: { locale?: string | null } | null }>(
        `/users/${personId}/mailboxSettings?$select=language`,
      );
      const locale = settings.language?.locale?.toLowerCase() ?? '';
      return /^ja\b/.test(locale) ? 'ja' : /^en\b/.test(locale) ? 'en' : null;
    } catch (error) {
      return nullIfNotFound(
        toProviderError(error, { operation: 'mailboxLanguage', resource: `mailbox of ${personId}` }),
      );
    }
  }

  /** Null for people without a mailbox, and where mailbox settings may not be read: approvals go on without. */
  async automaticReplies(personId: string): Promise<AutomaticReplies | null> {
    if (!isObjectId(personId)) return null;
    try {
      const settings = await this.#graph.get<{ automaticRepliesSetting?: AutomaticRepliesSetting | null }>(
        `/users/${personId}/mailboxSettings?$select=automaticRepliesSetting`,
      );
      return repliesOf(settings.automaticRepliesSetting);
    } catch (error) {
      const fault = toProviderError(error, { operation: 'automaticReplies', resource: `mailbox of ${personId}` });
      return fault.kind === 'denied' ? null : nullIfNotFound(fault);
    }
  }

  async membersOf(groupId: string): Promise<Set<string>> {
    try {
      return await memberIds(this.#graph, `/groups/${objectId(groupId, 'group')}/transitiveMembers`);
    } catch (error) {
      throw toProviderError(error, { operation: 'membersOf', resource: `group ${groupId}` });
    }
  }
}

/** Guests and disabled accounts are nobody's who works here. */
function worksHere(user: GraphUser): boolean {
  return user.accountEnabled !== false && user.userType !== 'Guest';
}

function personOf(user: GraphUser): DirectoryPerson {
  return {
    id: user.id,
    upn: user.userPrincipalName ?? '',
    displayName: user.displayName ?? user.userPrincipalName ?? '',
    department: user.department || null,
    jobTitle: user.jobTitle || null,
    managerId: user.manager?.id ?? null,
  };
}

function nullIfNotFound(error: ProviderError): null {
  if (error.kind === 'not-found') return null;
  throw error;
}

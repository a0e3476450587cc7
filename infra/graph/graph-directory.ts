import type { Directory } from '../../flows/directory.ts';
import type { Language } from '../../flows/organisation.ts';
import type { ProviderError } from '../../flows/provider-error.ts';
import type { DirectoryPerson } from '../../flows/store.ts';
import type { GraphCaller } from './graph-caller.ts';
import { memberIds } from './member-ids.ts';
import { isObjectId, objectId } from './paths.ts';
import { toProviderError } from './to-provider-error.ts';

interface GraphUser {
  id: string;
  userPrincipalName?: string | null;
  displayName?: string | null;
  department?: string | null;
  accountEnabled?: boolean | null;
  userType?: string | null;
  manager?: { id?: string } | null;
}

const SELECT = '$select=id,userPrincipalName,displayName,department,accountEnabled,userType';
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
        yield page.filter((user) => user.accountEnabled !== false && user.userType !== 'Guest').map(personOf);
      }
    } catch (error) {
      throw toProviderError(error, { operation: 'people', resource: 'users' });
    }
  }

  async person(id: string): Promise<DirectoryPerson | null> {
    if (!isObjectId(id)) return null;
    try {
      return personOf(await this.#graph.get<GraphUser>(`/users/${id}?${SELECT}&${MANAGER}`));
    } catch (error) {
      return nullIfNotFound(toProviderError(error, { operation: 'person', resource: `user ${id}` }));
    }
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

  async membersOf(groupId: string): Promise<Set<string>> {
    try {
      return await memberIds(this.#graph, `/groups/${objectId(groupId, 'group')}/transitiveMembers`);
    } catch (error) {
      throw toProviderError(error, { operation: 'membersOf', resource: `group ${groupId}` });
    }
  }
}

function personOf(user: GraphUser): DirectoryPerson {
  return {
    id: user.id,
    upn: user.userPrincipalName ?? '',
    displayName: user.displayName ?? user.userPrincipalName ?? '',
    department: user.department || null,
    managerId: user.manager?.id ?? null,
  };
}

function nullIfNotFound(error: ProviderError): null {
  if (error.kind === 'not-found') return null;
  throw error;
}

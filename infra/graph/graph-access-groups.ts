import type { AccessGroups } from '../../flows/directory.ts';
import { retryAfterMs } from '../patience.ts';
import type { GraphCaller } from './graph-caller.ts';
import { memberIds } from './member-ids.ts';
import { addMemberPath, isObjectId, objectId, removeMemberPath } from './paths.ts';
import { faultToProviderError, toProviderError } from './to-provider-error.ts';
import type { GraphOperation } from './to-provider-error.ts';

/** Graph takes twenty requests in one $batch (json-batching). */
const BATCH = 20;

/**
 * How long our own removals are believed rather than a reading (ms of the machine). Entra is eventually consistent: a
 * list read right after a removal may still name the person, who would then pass for a standing member.
 */
const OWN_REMOVAL_MS = 10 * 60_000;

interface BatchItem {
  id: string;
  method: 'POST' | 'DELETE';
  url: string;
  headers?: Record<string, string>;
  body?: unknown;
}

interface BatchAnswer {
  id: string;
  status: number;
  headers?: Record<string, string>;
  body?: { error?: { code?: string; message?: string } } | null;
}

/**
 * Direct membership of plain assigned security groups. Needs GroupMember.ReadWrite.All. Each person is a request of
 * their own inside a $batch, so that one who cannot be added keeps nobody else out.
 */
export class GraphAccessGroups implements AccessGroups {
  readonly #graph: GraphCaller;
  /** Our removals by group and person, and when. */
  readonly #removed = new Map<string, number>();

  constructor(graph: GraphCaller) {
    this.#graph = graph;
  }

  async members(groupId: string): Promise<Set<string>> {
    try {
      const members = await memberIds(this.#graph, `/groups/${objectId(groupId, 'group')}/members`);
      for (const [key, at] of this.#removed) {
        if (Date.now() - at > OWN_REMOVAL_MS) this.#removed.delete(key);
        else if (key.startsWith(`${groupId}/`)) members.delete(key.slice(groupId.length + 1));
      }
      return members;
    } catch (error) {
      throw toProviderError(error, { operation: 'members', resource: `group ${groupId}` });
    }
  }

  async add(groupId: string, personIds: string[]): Promise<Map<string, Error | null>> {
    const url = addMemberPath(groupId);
    const outcome = await this.#each('addMember', groupId, personIds, (personId) => ({
      id: personId,
      method: 'POST',
      url,
      headers: { 'Content-Type': 'application/json' },
      // The public address whatever the endpoint: it is a name, and nobody calls it.
      body: { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${personId}` },
    }));
    for (const [personId, error] of outcome) if (!error) this.#removed.delete(`${groupId}/${personId}`);
    return outcome;
  }

  async remove(groupId: string, personIds: string[]): Promise<Map<string, Error | null>> {
    const outcome = await this.#each('removeMember', groupId, personIds, (personId) => ({
      id: personId,
      method: 'DELETE',
      url: removeMemberPath(groupId, personId),
    }));
    for (const [personId, error] of outcome) if (!error) this.#removed.set(`${groupId}/${personId}`, Date.now());
    return outcome;
  }

  async #each(
    operation: GraphOperation,
    groupId: string,
    personIds: string[],
    itemOf: (personId: string) => BatchItem,
  ): Promise<Map<string, Error | null>> {
    const outcome = new Map<string, Error | null>();
    const context = { operation, resource: `group ${groupId}` };
    const asked: string[] = [];
    for (const personId of new Set(personIds)) {
      if (isObjectId(personId)) asked.push(personId);
      else
        outcome.set(personId, faultToProviderError({ status: 400, message: 'the person has no object id' }, context));
    }
    for (let from = 0; from < asked.length; from += BATCH) {
      try {
        await this.#batch(asked.slice(from, from + BATCH).map(itemOf), context, outcome);
      } catch (error) {
        const fault = toProviderError(error, context);
        if (from === 0) throw fault;
        // The rest would only hear the same now; what was answered before is kept.
        for (const personId of asked.slice(from)) outcome.set(personId, fault);
        break;
      }
    }
    return outcome;
  }

  async #batch(
    requests: BatchItem[],
    context: { operation: GraphOperation; resource: string },
    outcome: Map<string, Error | null>,
  ): Promise<void> {
    const { responses = [] } = await this.#graph.post<{ responses?: BatchAnswer[] }>('/$batch', { requests });
    const byId = new Map(responses.map((answer) => [answer.id.toLowerCase(), answer]));
    for (const { id } of requests) {
      const answer = byId.get(id.toLowerCase()) ?? { id, status: 0 };
      outcome.set(id, isDone(context.operation, answer) ? null : faultToProviderError(faultOf(answer), context));
    }
  }
}

/**
 * Done also where it was done before. Entra says so with 400 and this sentence when adding ("One or more added object
 * references already exist …"), with 404 when removing.
 */
function isDone(operation: GraphOperation, { status, body }: BatchAnswer): boolean {
  if (status >= 200 && status < 300) return true;
  if (operation === 'removeMember') return status === 404;
  return status === 400 && /already exist/i.test(body?.error?.message ?? '');
}

function faultOf({ status, headers, body }: BatchAnswer) {
  return {
    status,
    code: body?.error?.code,
    message: body?.error?.message,
    retryAfterMs: retryAfterMs(new Headers(headers)),
  };
}

import { retryAfterMs } from '../patience.ts';
import type { GraphCaller } from './graph-caller.ts';
import { faultToProviderError, type GraphContext, toProviderError } from './to-provider-error.ts';

/** One call among several. `path`: relative to v1.0, or a link of Graph's own. */
export interface BatchCall {
  id: string;
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: string;
  headers?: Record<string, string>;
  body?: object;
}

interface BatchAnswer {
  id: string;
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

/**
 * At most twenty calls in one `$batch` (https://learn.microsoft.com/graph/json-batching); one alone goes as itself. Each
 * is judged on its own: what it answered is a function by its id, which throws that call's own fault. `contextOf` names
 * the resource of a call. Throws ProviderError where the whole was not answered; which calls were carried out is then not
 * known.
 */
export async function batch(
  graph: GraphCaller,
  calls: BatchCall[],
  contextOf: (id: string) => GraphContext,
): Promise<Map<string, () => Promise<unknown>>> {
  const [only] = calls;
  if (!only) return new Map();
  if (calls.length === 1) return new Map([[only.id, () => alone(graph, only)]]);
  const requests = calls.map(({ id, method, path, headers, body }) => ({
    id,
    method,
    url: path.replace(/^https?:\/\/[^/]+\/v1\.0/i, ''),
    headers: { ...(body ? { 'Content-Type': 'application/json' } : {}), ...headers },
    ...(body ? { body } : {}),
  }));
  const byId = new Map<string, BatchAnswer>();
  try {
    const { responses = [] } = await graph.post<{ responses?: BatchAnswer[] }>('/$batch', { requests });
    for (const answer of responses) byId.set(answer.id.toLowerCase(), answer);
  } catch (error) {
    const { operation } = contextOf(only.id);
    throw toProviderError(error, { operation, resource: `${calls.length} calendars` });
  }
  return new Map(
    calls.map(({ id }) => [id, async () => bodyOf(byId.get(id.toLowerCase()) ?? { id, status: 0 }, contextOf(id))]),
  );
}

function alone(graph: GraphCaller, { method, path, headers, body }: BatchCall): Promise<unknown> {
  if (method === 'GET') return graph.get(path, headers);
  if (method === 'DELETE') return graph.delete(path);
  return method === 'POST' ? graph.post(path, body) : graph.patch(path, body);
}

function bodyOf({ status, headers, body }: BatchAnswer, context: GraphContext): unknown {
  if (status >= 200 && status < 300) return body;
  const { code, message } = (body as { error?: { code?: string; message?: string } } | undefined)?.error ?? {};
  const waits = retryAfterMs(new Headers(headers));
  throw faultToProviderError(
    { status, code, message, retryAfterMs: waits, cause: { statusCode: status, code } },
    context,
  );
}

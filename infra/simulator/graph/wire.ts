import { randomUUID } from 'node:crypto';

/** One call of the simulated Graph, whether it came alone or as an item of a `$batch`. */
export interface GraphRequest {
  method: string;
  /** Decoded path segments below `/v1.0`. */
  segments: string[];
  query: URLSearchParams;
  /** Names in lower case. */
  headers: Record<string, string | undefined>;
  body: unknown;
}

export interface GraphReply {
  status: number;
  headers?: Record<string, string>;
  /** Absent: no content. A string is sent as text/plain. */
  body?: unknown;
}

export type GraphHandler = (request: GraphRequest, params: string[]) => GraphReply | Promise<GraphReply>;

export interface GraphRoute {
  method: string;
  /** `/users/{id}/events`: a segment in braces takes anything and is handed on in order. */
  pattern: string;
  handler: GraphHandler;
}

/** A refusal in Graph's words; turned into its error body at one place, `errorReply`. */
export class GraphFault extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;

  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export const GRAPH = 'https://graph.microsoft.com/v1.0';

/** Entra's words for an object that is not there. */
export function resourceNotFound(id: string): GraphFault {
  const message = `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`;
  return new GraphFault(404, 'Request_ResourceNotFound', message);
}

export function badRequest(message: string, code = 'Request_BadRequest'): GraphFault {
  return new GraphFault(400, code, message);
}

/** Graph's error body: https://learn.microsoft.com/graph/errors. `date` is the tenant's, not the machine's. */
export function errorReply(fault: GraphFault, now: Date, clientRequestId?: string): GraphReply {
  const requestId = randomUUID();
  const innerError = {
    date: now.toISOString().slice(0, 19),
    'request-id': requestId,
    'client-request-id': clientRequestId ?? requestId,
  };
  return {
    status: fault.status,
    headers: fault.headers,
    body: { error: { code: fault.code, message: fault.message, innerError } },
  };
}

/** Decoded segments of a path; a segment with bad percent-encoding is a bad request. */
export function segmentsOf(path: string): string[] {
  try {
    return path
      .split('/')
      .filter((segment) => segment !== '')
      .map(decodeURIComponent);
  } catch {
    throw badRequest('The request URI is not valid since it contains a malformed percent-encoding.', 'BadRequest');
  }
}

export function objectBody(body: unknown): Record<string, unknown> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  throw badRequest('Empty Payload. JSON content expected.', 'BadRequest');
}

interface IndexedRoute {
  parts: string[];
  handler: GraphHandler;
}

/** Finds the handler of a call. Literal segments are compared without regard to case, as Graph does; literals before braces. */
export class RouteTable {
  private readonly bySize = new Map<string, IndexedRoute[]>();
  private readonly paths = new Map<number, string[][]>();

  constructor(routes: GraphRoute[]) {
    for (const { method, pattern, handler } of routes) {
      const parts = pattern
        .split('/')
        .filter((part) => part !== '')
        .map((part) => (part.startsWith('{') ? '{}' : part.toLowerCase()));
      const key = `${method} ${parts.length}`;
      this.bySize.set(key, [...(this.bySize.get(key) ?? []), { parts, handler }]);
      this.paths.set(parts.length, [...(this.paths.get(parts.length) ?? []), parts]);
    }
    for (const list of this.bySize.values()) list.sort((a, b) => braces(a.parts) - braces(b.parts));
  }

  /** The handler and the values of its braces; throws what Graph answers where there is none. */
  find(method: string, segments: string[]): { handler: GraphHandler; params: string[] } {
    const lower = segments.map((segment) => functionName(segment.toLowerCase()));
    for (const route of this.bySize.get(`${method} ${segments.length}`) ?? []) {
      if (!fits(route.parts, lower)) continue;
      return { handler: route.handler, params: segments.filter((_, index) => route.parts[index] === '{}') };
    }
    if (this.paths.get(segments.length)?.some((parts) => fits(parts, lower))) {
      const message = 'Specified HTTP method is not allowed for the request target.';
      throw new GraphFault(405, 'Request_BadRequest', message);
    }
    throw badRequest(`Resource not found for the segment '${segments.at(-1) ?? ''}'.`, 'BadRequest');
  }
}

function fits(parts: string[], segments: string[]): boolean {
  return parts.length === segments.length && parts.every((part, index) => part === '{}' || part === segments[index]);
}

function braces(parts: string[]): number {
  return parts.filter((part) => part === '{}').length;
}

/** `microsoft.graph.delta()` and `delta()` are `delta`; a cast to a type (`microsoft.graph.user`) stays. */
function functionName(segment: string): string {
  if (segment === 'microsoft.graph.user' || segment === 'microsoft.graph.group') return segment;
  return segment.replace(/^microsoft\.graph\./, '').replace(/\(\)$/, '');
}

import { randomUUID } from 'node:crypto';
import express, { type ErrorRequestHandler, type Request, type Response, Router } from 'express';
import { administratorRoutes } from './administrator-routes.ts';
import { batch } from './batch.ts';
import { calendarRoutes } from './calendar-routes.ts';
import type { GraphState } from './graph-state.ts';
import { groupRoutes } from './group-routes.ts';
import { tenantRoutes } from './tenant-routes.ts';
import { userRoutes } from './user-routes.ts';
import {
  GraphFault,
  type GraphReply,
  type GraphRequest,
  RouteTable,
  badRequest,
  errorReply,
  segmentsOf,
} from './wire.ts';

export interface GraphRouterOptions {
  /**
   * Asked for each call, and for each item of a `$batch` (the batch itself is let through): a refusal in place of the
   * answer, such as 429 with Retry-After, or null. A middleware in front of this router meets whole batches alone.
   */
  fault?: (call: {
    method: string;
    path: string;
    inBatch: boolean;
  }) => { status: number; headers?: Record<string, string> } | null;
}

/** The simulated Microsoft Graph, `/v1.0/...` below where it is mounted. Every call needs a Bearer token, any will do. */
export function graphRouter(state: GraphState, options: GraphRouterOptions = {}): Router {
  const table = new RouteTable([
    ...userRoutes(state),
    ...groupRoutes(state),
    ...calendarRoutes(state),
    ...tenantRoutes(state),
    ...administratorRoutes(state),
  ]);
  const router = Router();
  router.use(express.json({ limit: '4mb', type: () => true, strict: false }));
  router.use((request: Request, response: Response) => {
    const clientRequestId = request.get('client-request-id');
    void answer(state, table, options, request)
      .catch((error: unknown) => faultReply(error, state, clientRequestId))
      .then((reply) => send(response, reply, clientRequestId))
      .catch(() => response.destroy());
  });
  const unreadable: ErrorRequestHandler = (_error, request, response, _next) => {
    const fault = badRequest(
      'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
      'BadRequest',
    );
    send(response, errorReply(fault, state.host.clock()), request.get('client-request-id'));
  };
  router.use(unreadable);
  return router;
}

async function answer(
  state: GraphState,
  table: RouteTable,
  options: GraphRouterOptions,
  asked: Request,
): Promise<GraphReply> {
  const request = graphRequest(asked);
  const [version, ...segments] = request.segments;
  if (version !== 'v1.0') throw badRequest(`Invalid version: ${version ?? ''}`, 'BadRequest');
  const call = { ...request, segments };
  authorised(call);
  if (segments.length === 1 && segments[0]?.toLowerCase() === '$batch') {
    if (call.method !== 'POST')
      throw new GraphFault(405, 'Request_BadRequest', 'Specified HTTP method is not allowed for the request target.');
    return batch(call, async (item) => {
      try {
        return await one(state, table, options, item, true);
      } catch (error) {
        return faultReply(error, state, item.headers['client-request-id']);
      }
    });
  }
  return one(state, table, options, call, false);
}

async function one(
  state: GraphState,
  table: RouteTable,
  options: GraphRouterOptions,
  request: GraphRequest,
  inBatch: boolean,
): Promise<GraphReply> {
  const injected = options.fault?.({ method: request.method, path: `/${request.segments.join('/')}`, inBatch });
  if (injected) {
    const code = {
      429: 'TooManyRequests',
      403: 'Authorization_RequestDenied',
      404: 'Request_ResourceNotFound',
      410: 'syncStateNotFound',
    }[injected.status];
    throw new GraphFault(injected.status, code ?? 'ServiceNotAvailable', 'Please retry again later.', injected.headers);
  }
  const { handler, params } = table.find(request.method, request.segments);
  return handler(request, params);
}

function authorised({ headers }: GraphRequest): void {
  if (/^Bearer \S+$/i.test(headers['authorization'] ?? '')) return;
  throw new GraphFault(401, 'InvalidAuthenticationToken', 'Access token is empty.', { 'WWW-Authenticate': 'Bearer' });
}

function graphRequest(request: Request): GraphRequest {
  const headers: GraphRequest['headers'] = {};
  for (const [name, value] of Object.entries(request.headers))
    headers[name] = Array.isArray(value) ? value.join(', ') : value;
  const query = new URLSearchParams(request.url.split('?').slice(1).join('?'));
  return { method: request.method, segments: segmentsOf(request.path), query, headers, body: request.body as unknown };
}

function faultReply(error: unknown, state: GraphState, clientRequestId: string | undefined): GraphReply {
  if (error instanceof GraphFault) return errorReply(error, state.host.clock(), clientRequestId);
  console.error('simulated graph: unexpected error', error);
  return errorReply(
    new GraphFault(500, 'InternalServerError', 'An unexpected error.'),
    state.host.clock(),
    clientRequestId,
  );
}

function send(response: Response, reply: GraphReply, clientRequestId: string | undefined): void {
  const requestId = randomUUID();
  response
    .status(reply.status)
    .set({ 'request-id': requestId, 'client-request-id': clientRequestId ?? requestId, ...reply.headers });
  if (reply.body === undefined) response.end();
  else if (typeof reply.body === 'string') response.type('text/plain').send(reply.body);
  else response.set('OData-Version', '4.0').type('application/json').send(JSON.stringify(reply.body));
}

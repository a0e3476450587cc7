import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import type { FaultBook, FaultyService } from './faults.ts';

const codes: Record<FaultyService, (status: number) => string> = {
  arm: (status) =>
    named(
      status,
      { 429: 'TooManyRequests', 409: 'Conflict', 403: 'AuthorizationFailed', 404: 'ResourceNotFound' },
      'InternalServerError',
    ),
  graph: (status) =>
    named(
      status,
      {
        429: 'TooManyRequests',
        403: 'Authorization_RequestDenied',
        404: 'Request_ResourceNotFound',
        410: 'syncStateNotFound',
        503: 'ServiceUnavailable',
      },
      'generalException',
    ),
  connector: (status) =>
    named(
      status,
      {
        429: 'TooManyRequests',
        403: 'ForbiddenOperationException',
        404: 'ConversationNotFound',
        503: 'ServiceUnavailable',
      },
      'ServiceError',
    ),
  citrix: (status) => String(status),
};

/** The vendor's own shape of an error. */
export function faultBody(service: FaultyService, status: number, now: Date): object {
  const message =
    status === 429
      ? 'Too many requests. Try again later.'
      : `The service answered ${status} (fault switched on in the simulated tenant).`;
  const code = codes[service](status);
  if (service === 'citrix')
    return { type: 'https://errors-api.cloud.com/common/serviceFault', detail: message, parameters: [] };
  if (service !== 'graph') return { error: { code, message } };
  const id = randomUUID();
  return {
    error: {
      code,
      message,
      innerError: { date: now.toISOString().slice(0, 19), 'request-id': id, 'client-request-id': id },
    },
  };
}

/**
 * Faults in front of a vendor's routes: slow answers, refusals, and work done whose answer is lost (the connection ends
 * without one). Refusals of Graph are its router's, which knows the items of a batch.
 */
export function faultMiddleware(service: FaultyService, book: FaultBook, clock: () => Date): RequestHandler {
  return async (request, response, next) => {
    if (book.faults.length === 0) return next();
    const path = `${request.method} ${request.originalUrl}`;
    const slow = book.hit(service, path, ({ delayMs, status }) => delayMs !== undefined && status === undefined);
    if (slow) await new Promise((resolve) => setTimeout(resolve, slow.delayMs));
    const refusal = service === 'graph' ? null : book.hit(service, path, ({ status }) => status !== undefined);
    if (refusal?.status !== undefined) {
      if (refusal.delayMs) await new Promise((resolve) => setTimeout(resolve, refusal.delayMs));
      if (refusal.retryAfter !== undefined) response.set('Retry-After', String(refusal.retryAfter));
      response.status(refusal.status).json(faultBody(service, refusal.status, clock()));
      return;
    }
    const writes = request.method !== 'GET' && request.method !== 'HEAD';
    if (writes && book.hit(service, path, ({ lostAnswer, status }) => lostAnswer === true && status === undefined))
      loseAnswer(response);
    next();
  };
}

/** Everything is done as usual, but nothing of the answer leaves. */
function loseAnswer(response: Response): void {
  const end = (): Response => {
    response.socket?.destroy();
    return response;
  };
  response.end = end;
  response.write = () => true;
}

function named(status: number, names: Record<number, string>, otherwise: string): string {
  return names[status] ?? (status >= 500 ? otherwise : 'BadRequest');
}

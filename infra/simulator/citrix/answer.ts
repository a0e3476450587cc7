import type { Request, Response } from 'express';
import { guidOf } from '../arm/ids.ts';
import { badRequest } from './citrix-error.ts';
import type { Job } from './citrix-state.ts';
import type { CitrixTenant } from './citrix-tenant.ts';
import { isTrue, one } from './citrix-tenant.ts';

export const publicHost = 'https://api.cloud.com';

const usualLimit = 250;
const greatestLimit = 1000;

/** Properties that a list's or a model's document requires besides the id; they are there whatever `fields` says. */
export type Required = readonly string[];

/**
 * Answers at once, or with `async=true` begins a job: 202, its address in `Location`, the same answer among its results.
 * The work itself has been done or begun by then.
 */
export function answer(
  tenant: CitrixTenant,
  request: Request,
  response: Response,
  type: string,
  body: unknown,
  power: Job['power'] = null,
): void {
  if (!isTrue(request.query['async'])) {
    if (body === null) response.status(204).end();
    else response.json(body);
    return;
  }
  const job = { type, startedAt: tenant.clock().getTime(), result: body, power };
  const { id } = tenant.citrix.begin(job, (number) => guidOf('citrix-job', String(number)));
  tenant.changed();
  response
    .status(202)
    .set('Location', `${publicHost}${request.baseUrl.replace(/^\/citrix/, '')}/Jobs/${id}`)
    .end();
}

/** One page of a list with its continuation token. Only the page's items are built. */
export function pageOf<T>(request: Request, all: T[], build: (item: T) => object, required: Required = []): object {
  const limit = limitOf(request);
  const from = offsetOf(one(request.query['continuationToken']));
  const Items = all.slice(from, from + limit).map((item) => withFields(request, build(item), required));
  const next = from + limit;
  const more = next < all.length ? { ContinuationToken: Buffer.from(`after:${next}`).toString('base64url') } : {};
  return { Items, ...more, TotalItems: all.length };
}

/** With `fields` no more than was asked for, the id and what the document requires. */
export function withFields(request: Request, model: object, required: Required = []): object {
  const asked = one(request.query['fields']);
  if (asked === '') return model;
  const names = [...asked.split(','), 'Id', ...required].map((name) => name.trim().toLowerCase());
  return Object.fromEntries(Object.entries(model).filter(([name]) => names.includes(name.toLowerCase())));
}

function limitOf(request: Request): number {
  const text = request.query['limit'];
  if (text === undefined) return usualLimit;
  const limit = Number(one(text));
  if (!Number.isInteger(limit) || limit < 1 || limit > greatestLimit)
    throw badRequest(`limit: expected a whole number from 1 to ${greatestLimit}.`, 'limit');
  return limit;
}

function offsetOf(token: string): number {
  if (token === '') return 0;
  const [, offset] = /^after:(\d+)$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  if (offset === undefined) throw badRequest('continuationToken: not one that a list answered.', 'continuationToken');
  return Number(offset);
}

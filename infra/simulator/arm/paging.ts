import type { Request, Response } from 'express';
import { badRequest } from './arm-error.ts';
import { one } from './arm-tenant.ts';
import { publicHost } from './ids.ts';

export interface Paging {
  /** Resources on a page where the caller says nothing. */
  pageSize: number;
  /** Names of the query's fields; Compute's lists know no size and go on by a token. */
  skip: 'initialSkip' | '$skipToken';
}

/** Desktop Virtualization's lists take pageSize, initialSkip and isDescending. */
export const avdPages = (pageSize: number): Paging => ({ pageSize, skip: 'initialSkip' });
export const computePages: Paging = { pageSize: 50, skip: '$skipToken' };

/** Sends one page; `nextLink` names the public host and repeats the caller's query. Only the page's resources are built. */
export function sendPage<T>(
  request: Request,
  response: Response,
  all: T[],
  paging: Paging,
  build: (item: T) => unknown,
): void {
  const { query } = request;
  const skip = wholeNumber(query[paging.skip], paging.skip, 0, 0);
  const own = paging.skip === 'initialSkip';
  const size = own ? wholeNumber(query['pageSize'], 'pageSize', 1, paging.pageSize) : paging.pageSize;
  const ordered = own && one(query['isDescending']).toLowerCase() === 'true' ? [...all].reverse() : all;
  const value = ordered.slice(skip, skip + size).map(build);
  const more = skip + size < ordered.length;
  response.json(more ? { value, nextLink: nextLink(request, paging, skip + size, own ? size : null) } : { value });
}

function nextLink(request: Request, { skip }: Paging, next: number, size: number | null): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(request.query)) query.set(name, one(value));
  query.set(skip, String(next));
  if (size !== null) query.set('pageSize', String(size));
  return `${publicHost}${request.path}?${query}`;
}

function wholeNumber(value: unknown, name: string, least: number, otherwise: number): number {
  if (value === undefined) return otherwise;
  const number = Number(value);
  if (!Number.isInteger(number) || number < least)
    throw badRequest(`The value of the query parameter '${name}' must be a whole number of at least ${least}.`);
  return number;
}

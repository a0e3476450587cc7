import { type Filter, parseFilter } from './filter.ts';
import { GRAPH, type GraphRequest, badRequest } from './wire.ts';

/** `$select` as names, or null where everything usual is wanted. Throws on a name the type does not have. */
export function selectOf(query: URLSearchParams, known: Set<string>, type: string): string[] | null {
  const text = query.get('$select');
  if (text === null || text.trim() === '*') return null;
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  for (const name of names) {
    if (known.has(name) || name.startsWith('@')) continue;
    throw badRequest(`Could not find a property named '${name}' on type 'microsoft.graph.${type}'.`, 'BadRequest');
  }
  return names;
}

export function pick(item: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  for (const name of names) if (name in item) picked[name] = item[name];
  return picked;
}

/** `$expand` as the names to expand, each with what stands in its parentheses. */
export function expandOf(query: URLSearchParams): Map<string, URLSearchParams> {
  const expands = new Map<string, URLSearchParams>();
  for (const part of splitOutside(query.get('$expand') ?? '', ',')) {
    const match = /^\s*([\w.@/]+)\s*(?:\((.*)\))?\s*$/s.exec(part);
    if (!match?.[1]) throw badRequest(`Parsing OData Select and Expand failed: '${part.trim()}'.`, 'BadRequest');
    const options = new URLSearchParams();
    for (const option of splitOutside(match[2] ?? '', ';')) {
      const [name, ...value] = option.split('=');
      if (name?.trim()) options.set(name.trim(), value.join('=').trim());
    }
    expands.set(match[1], options);
  }
  return expands;
}

/** Parts of a text between separators that stand outside parentheses and quotes. */
function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let part = '';
  for (const sign of text) {
    if (sign === "'") quoted = !quoted;
    if (!quoted && sign === '(') depth += 1;
    if (!quoted && sign === ')') depth -= 1;
    if (sign === separator && depth === 0 && !quoted) {
      parts.push(part);
      part = '';
    } else part += sign;
  }
  return [...parts, part].filter((each) => each.trim() !== '');
}

/** `$top`, or the usual page where it is not given. Entra refuses pages above 999, Exchange above 1000. */
export function topOf(query: URLSearchParams, usual: number, most: number): number {
  const text = query.get('$top');
  if (text === null) return usual;
  const top = Number(text);
  if (Number.isInteger(top) && top >= 1 && top <= most) return top;
  throw badRequest(`Invalid page size specified: '${text}'. Must be between 1 and ${most} inclusive.`);
}

export function filterOf(query: URLSearchParams): Filter | null {
  const text = query.get('$filter');
  return text === null ? null : parseFilter(text);
}

export function isEventual(request: GraphRequest): boolean {
  return request.headers['consistencylevel']?.toLowerCase() === 'eventual';
}

/**
 * Entra's rule on advanced queries: `$search`, `$count`, `ne`, `not`, `endsWith`, `$orderby` beside `$filter` and
 * `$levels` need `ConsistencyLevel: eventual` (and `$count=true` but for `$search`).
 * https://learn.microsoft.com/graph/aad-advanced-queries
 */
export function requireConsistency(request: GraphRequest, filter: Filter | null): void {
  const { query } = request;
  const sorted = query.has('$orderby') && filter !== null;
  const levels = /\$levels/i.test(query.get('$expand') ?? '');
  const counted = query.get('$count') === 'true';
  const advanced = filter?.advanced === true || sorted || levels;
  if (isEventual(request) && (!advanced || counted)) return;
  if (!advanced && !query.has('$search') && !counted) return;
  throw badRequest(
    'Request with $search, $count or an advanced query parameter only works with ConsistencyLevel: eventual and $count=true.',
    'Request_UnsupportedQuery',
  );
}

/** Sorted by `$orderby` (`name`, `name desc`), or as it is. */
export function ordered(items: Record<string, unknown>[], query: URLSearchParams): Record<string, unknown>[] {
  const text = query.get('$orderby');
  if (text === null) return items;
  const keys = text.split(',').map((part) => {
    const [path = '', direction = 'asc'] = part.trim().split(/\s+/);
    return { path: path.split('/'), sign: direction.toLowerCase() === 'desc' ? -1 : 1 };
  });
  const read = (item: unknown, path: string[]) =>
    String(path.reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], item) ?? '');
  return items.toSorted((a, b) => {
    for (const { path, sign } of keys) {
      const [left, right] = [read(a, path), read(b, path)];
      if (left !== right) return left < right ? -sign : sign;
    }
    return 0;
  });
}

/** An opaque token of a nextLink or deltaLink. */
export function toToken(content: Record<string, unknown>): string {
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

export function fromToken(token: string): Record<string, unknown> {
  try {
    const content: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    if (typeof content === 'object' && content !== null) return content as Record<string, unknown>;
  } catch {
    // falls through to the same refusal
  }
  throw badRequest('Badly formed token.', 'BadRequest');
}

/** The address of the next page or round: the public host's, whatever this tenant listens on, with the same query. */
export function linkTo(request: GraphRequest, changes: Record<string, string>): string {
  const query = new URLSearchParams(request.query);
  for (const name of ['$skiptoken', '$deltatoken', '$skip']) query.delete(name);
  for (const [name, value] of Object.entries(changes)) query.set(name, value);
  const path = request.segments.map((segment) => encodeURIComponent(segment).replaceAll('%24', '$')).join('/');
  const text = [...query].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  return `${GRAPH}/${path}?${text}`;
}

/** A page of items by a key that only grows: nothing is skipped or repeated while others write. */
export function pageAfter<T>(items: T[], keyOf: (item: T) => string, after: string | undefined, size: number) {
  const rest = after === undefined ? items : items.filter((item) => keyOf(item) > after);
  const page = rest.slice(0, size);
  const last = page.at(-1);
  return { page, next: rest.length > size && last !== undefined ? keyOf(last) : undefined };
}

import { lookup as resolve } from 'node:dns';
import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { BlockList, isIP } from 'node:net';
import { ProviderError, type ProviderErrorKind } from '../../flows/provider-error.ts';

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
const MOST_REDIRECTS = 3;
/** From the question to the last byte (ms). */
const TIMEOUT_MS = 30_000;
/** Years of a section's calendar are a tenth of it. */
export const MOST_BYTES = 20 * 1024 * 1024;

/**
 * Addresses of a machine's own and of inner networks (RFC 1918, 3927, 4193, 4291, 6598), what belongs to nobody (RFC 6890),
 * and those in which an inner address can be written in another way (RFC 3056, 6052).
 */
const INNER = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  INNER.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 9],
  ['ff00::', 8],
] as const)
  INNER.addSubnet(net, bits, 'ipv6');

export type Fetched =
  | { state: 'unchanged' }
  | { state: 'read'; bytes: Buffer; charset: string | null; etag: string | null; lastModified: string | null };

/**
 * Reads an address that the organisation's file names, by ETag and Last-Modified where they are known. Https alone, http on
 * a loopback address; redirects to https alone, three at most. The host that the file names may lie in an inner network, as
 * groupware does; one that it sends us on to may not, nor may it send us to the machine itself. Throws ProviderError.
 */
export async function fetchFeed(
  url: string,
  marks: { etag: string | null; lastModified: string | null } | null,
  { timeoutMs = TIMEOUT_MS, mostBytes = MOST_BYTES }: { timeoutMs?: number; mostBytes?: number } = {},
): Promise<Fetched> {
  const first = new URL(url);
  const signal = AbortSignal.timeout(timeoutMs);
  let at = first;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    if (at.protocol !== 'https:' && !(at.protocol === 'http:' && LOOPBACK.test(at.hostname) && at.host === first.host))
      throw fault('denied', first, `it sends us on to ${at.protocol}//${at.host}; expected https`);
    const answer = await ask(at, first, marks, signal);
    const status = answer.statusCode ?? 0;
    if ([301, 302, 303, 307, 308].includes(status) && answer.headers.location) {
      answer.destroy();
      at = new URL(answer.headers.location, at);
      continue;
    }
    if (status === 304) {
      answer.destroy();
      return { state: 'unchanged' };
    }
    if (status !== 200) {
      answer.destroy();
      throw fault(kindOf(status), first, `it answered HTTP ${status}`, retryAfter(answer));
    }
    const bytes = await bodyOf(answer, first, mostBytes);
    const { etag, 'last-modified': lastModified, 'content-type': type } = answer.headers;
    const charset = /charset="?([^";\s]+)/i.exec(type ?? '')?.[1] ?? null;
    return { state: 'read', bytes, charset, etag: etag ?? null, lastModified: lastModified ?? null };
  }
  throw fault('denied', first, `it sends us on more than ${MOST_REDIRECTS} times`);
}

function ask(
  at: URL,
  first: URL,
  marks: { etag: string | null; lastModified: string | null } | null,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const configured = at.host === first.host;
  const options: RequestOptions = {
    method: 'GET',
    signal,
    headers: {
      accept: 'text/calendar, text/csv;q=0.9, */*;q=0.1',
      'user-agent': 'zaitaku',
      ...(marks?.etag ? { 'if-none-match': marks.etag } : {}),
      ...(marks?.lastModified ? { 'if-modified-since': marks.lastModified } : {}),
    },
    ...(configured ? {} : { lookup: outerOnly }),
  };
  return new Promise((done, failed) => {
    const bare = at.hostname.replace(/^\[|\]$/g, '');
    if (!configured && isInner(bare)) {
      failed(fault('denied', first, `it sends us on to ${at.host}, an address of an inner network`));
      return;
    }
    const request = at.protocol === 'https:' ? requestHttps(at, options, done) : requestHttp(at, options, done);
    request.on('error', (error) => failed(fault('unavailable', first, error.message, undefined, error)));
    request.end();
  });
}

/** Resolves a name to addresses outside inner networks, at the moment of the connection: a name may change meanwhile. */
const outerOnly: NonNullable<RequestOptions['lookup']> = (hostname, options, done) => {
  resolve(hostname, { ...options, all: true }, (error, found) => {
    if (error) return done(error, '', 0);
    const outer = found.filter(({ address }) => !isInner(address));
    const [one] = outer;
    if (!one) return done(new Error(`it sends us on to ${hostname}, which lies in an inner network`), '', 0);
    if (options.all) done(null, outer);
    else done(null, one.address, one.family);
  });
};

export function isInner(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return LOOPBACK.test(address);
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return INNER.check(mapped, 'ipv4');
  return INNER.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

async function bodyOf(answer: IncomingMessage, first: URL, most: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of answer as AsyncIterable<Buffer>) {
      size += part.length;
      if (size > most) throw fault('invalid', first, `it is larger than ${most} bytes`);
      parts.push(part);
    }
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    throw fault('unavailable', first, `it broke off after ${size} bytes`, undefined, error);
  }
  return Buffer.concat(parts);
}

function kindOf(status: number): ProviderErrorKind {
  if (status === 401 || status === 403) return 'denied';
  if (status === 404 || status === 410) return 'not-found';
  if (status === 429) return 'throttled';
  return status >= 500 ? 'unavailable' : 'invalid';
}

function retryAfter(answer: IncomingMessage): number | undefined {
  const seconds = Number(answer.headers['retry-after']);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 86_400) * 1000 : undefined;
}

/** The host alone is named: the rest of an address is often its password. */
function fault(kind: ProviderErrorKind, url: URL, said: string, retryAfterMs?: number, cause?: unknown): ProviderError {
  return new ProviderError(`calendar feed of ${url.host}: ${said}`, {
    kind,
    operation: 'readFeed',
    resource: url.host,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    cause,
  });
}

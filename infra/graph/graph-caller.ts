import { Client } from '@microsoft/microsoft-graph-client';
import type { Context, Middleware } from '@microsoft/microsoft-graph-client';
import type { TokenCredential } from '@azure/identity';
import { vendorEndpoint } from '../endpoint.ts';
import type { VendorEndpoint } from '../endpoint.ts';
import { LOOPBACK_PATIENCE, patiently, PUBLIC_PATIENCE } from '../patience.ts';
import type { Patience } from '../patience.ts';

export const PUBLIC_GRAPH = 'https://graph.microsoft.com';

export interface GraphOptions {
  credential: TokenCredential;
  /** GRAPH_ENDPOINT. Throws an Error naming it where it is wrong. */
  endpoint?: string;
  patience?: Partial<Patience>;
  /** Calls under way at once. Outlook takes 4 for one mailbox; the queue has one at a time for each person. */
  concurrency?: number;
}

/** Calls of Microsoft Graph v1.0 by path and query. Errors are those of the vendor's client. */
export interface GraphCaller {
  get<T>(path: string, headers?: Record<string, string>): Promise<T>;
  /** Follows @odata.nextLink. */
  pages<T>(path: string, headers?: Record<string, string>): AsyncIterable<T[]>;
  post<T>(path: string, body: unknown): Promise<T>;
  patch<T>(path: string, body: unknown): Promise<T>;
  delete(path: string): Promise<void>;
}

/**
 * The vendor's client with a way out of our own: its middleware leaves the token out of plain http (loopback), waits
 * without bound on Retry-After and repeats writes. One caller is shared by directory, groups and calendar, so that
 * `concurrency` holds over all of them.
 */
export function createGraphCaller({ credential, endpoint, patience, concurrency = 8 }: GraphOptions): GraphCaller {
  const place = vendorEndpoint(endpoint ?? PUBLIC_GRAPH, 'GRAPH_ENDPOINT', PUBLIC_GRAPH);
  const client = Client.initWithMiddleware({
    baseUrl: place.publicUrl,
    middleware: new WayOut(credential, place, {
      ...(place.loopback ? LOOPBACK_PATIENCE : PUBLIC_PATIENCE),
      ...patience,
    }),
  });
  const limit = limiter(concurrency);
  const request = (path: string, headers: Record<string, string> = {}) => client.api(path).headers(headers);
  const caller: GraphCaller = {
    get: (path, headers) => limit(() => request(path, headers).get()),
    post: (path, body) => limit(() => request(path).post(body)),
    patch: (path, body) => limit(() => request(path).patch(body)),
    delete: (path) => limit(() => request(path).delete()),
    async *pages<T>(path: string, headers?: Record<string, string>) {
      for (let next: string | undefined = path; next !== undefined;) {
        const page: { value?: T[]; '@odata.nextLink'?: string } = await caller.get(next, headers);
        yield page.value ?? [];
        next = page['@odata.nextLink'];
      }
    },
  };
  return caller;
}

class WayOut implements Middleware {
  readonly #credential: TokenCredential;
  readonly #place: VendorEndpoint;
  readonly #patience: Patience;

  constructor(credential: TokenCredential, place: VendorEndpoint, patience: Patience) {
    this.#credential = credential;
    this.#place = place;
    this.#patience = patience;
  }

  async execute(context: Context): Promise<void> {
    const { method = 'GET', body, headers } = (context.options ?? {}) as RequestInit;
    const url = this.#place.map(typeof context.request === 'string' ? context.request : context.request.url);
    const sent = new Headers(headers);
    const token = await this.#credential.getToken(`${this.#place.publicUrl}/.default`);
    sent.set('Authorization', `Bearer ${token?.token ?? ''}`);
    sent.set('User-Agent', 'zaitaku');
    if (body === undefined || body === null) sent.delete('Content-Type');

    context.response = await patiently(this.#patience, method === 'GET', async () => {
      const signal = AbortSignal.timeout(this.#patience.timeoutMs);
      const answer = await fetch(url, { method, headers: sent, body, signal, redirect: 'error' });
      // Read here, within the time allowed: the vendor's client would wait for the rest of a body without end.
      const text = await answer.text();
      const { status } = answer;
      if (status >= 400) return legibleError(status, answer.headers, text);
      return new Response([204, 205, 304].includes(status) ? null : text, { status, headers: answer.headers });
    });
  }
}

/** The vendor's client loses status and Retry-After of an error without Graph's JSON in it, such as a gateway's page. */
function legibleError(status: number, given: Headers, text: string): Response {
  const headers = new Headers(given);
  headers.set('Content-Type', 'application/json');
  let body = null as { error?: unknown } | null;
  try {
    body = JSON.parse(text) as typeof body;
  } catch {
    // no JSON
  }
  const legible = typeof body?.error === 'object' && body.error !== null;
  const instead = { error: { code: `HTTP ${status}`, message: text.slice(0, 200) } };
  return new Response(legible ? text : JSON.stringify(instead), { status, headers });
}

/** At most `most` of the calls handed in are under way at once; the others wait in order. */
function limiter(most: number): <T>(call: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = most;
  return async (call) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await call();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}

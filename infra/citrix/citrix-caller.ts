import { LOOPBACK_PATIENCE, patiently, PUBLIC_PATIENCE, retryAfterMs } from '../patience.ts';
import type { Patience } from '../patience.ts';
import { citrixAddress, PUBLIC_CITRIX } from './citrix-address.ts';
import { CitrixFault } from './citrix-fault.ts';
import { createTokenSource } from './citrix-token.ts';
import type { CitrixClient } from './citrix-token.ts';
import type { CitrixJob, CitrixMe, CitrixPage } from './shapes.ts';

export interface CitrixOptions {
  /** CITRIX_ENDPOINT; the public address where left out. Throws an Error naming it where it is wrong. */
  endpoint?: string | undefined;
  /** CITRIX_CUSTOMER_ID; `CitrixOnPremises` for a site of one's own. */
  customerId: string;
  /** CITRIX_SITE_ID; null where `/me` is to tell. */
  siteId: string | null;
  /** CITRIX_CLIENT_ID and CITRIX_CLIENT_SECRET. Null for a fixed token, which loopback addresses alone are sent. */
  client: CitrixClient | null;
  /** CITRIX_TOKEN_ENDPOINT; null for the usual place. */
  tokenEndpoint?: string | null | undefined;
  /** Time-outs and repeats of readings, where the usual ones do not fit. */
  patience?: Partial<Patience> | undefined;
}

/** The most that a list is asked for at once; more might be refused, less costs more calls (the default is 250). */
const PAGE = 1000;
/** A list that goes on for longer than this repeats itself. */
const MOST_PAGES = 1000;
/** Looks at a job that is not over: with pauses that double, some seconds together. */
const JOB_LOOKS = 4;
const JOB_PAUSE_MS = 500;

const OVER = new Set(['Complete', 'CompleteWithWarning', 'NonTerminatingError']);
const FAILED = new Set(['Failed', 'Canceled']);

/** Calls of the API by path (`/Machines/1`). Errors are CitrixFault, or what fetch throws. */
export interface CitrixCaller {
  get<T>(path: string): Promise<T>;
  /** All items of a paged list. */
  list<T>(path: string): Promise<T[]>;
  /**
   * A change. Where Citrix makes a job of it, the job is followed for some seconds: `over` says whether it came to its
   * end. A job that failed throws. `looks`: how often the job is looked at, where some seconds are too long.
   */
  send(method: 'POST' | 'PATCH', path: string, body?: object, looks?: number): Promise<{ over: boolean }>;
  /** The site's id, from the settings or, asked once, from Citrix. */
  siteId(): Promise<string>;
}

/**
 * Readings are repeated a little on 429, 500, 502, 503, 504 or no answer (Retry-After where it is there, else doubled
 * pauses); changes never are: their answer may have been lost after the work was done. A refused token is renewed once:
 * a call answered by 401 was not carried out.
 */
export function createCitrixCaller(options: CitrixOptions): CitrixCaller {
  const { customerId, client } = options;
  const address = citrixAddress(options.endpoint ?? PUBLIC_CITRIX, customerId, options.tokenEndpoint);
  const patience = { ...(address.loopback ? LOOPBACK_PATIENCE : PUBLIC_PATIENCE), ...options.patience };
  const tokens = createTokenSource(address, client, patience);
  let site = options.siteId;
  let asking: Promise<string> | null = null;

  async function once(method: string, path: string, siteId: string | null, body: object | undefined, token: string) {
    const answer = await fetch(address.api(path, siteId), {
      method,
      headers: {
        Authorization: `CwsAuth Bearer=${token}`,
        Accept: 'application/json',
        'User-Agent': 'zaitaku',
        'Citrix-CustomerId': customerId,
        ...(siteId === null ? {} : { 'Citrix-InstanceId': siteId }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(patience.timeoutMs),
      redirect: 'manual',
    });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  }

  async function call(method: string, path: string, siteId: string | null, body?: object) {
    const token = await tokens.token();
    const ask = (with_: string) => patiently(patience, method === 'GET', () => once(method, path, siteId, body, with_));
    let answer = await ask(token);
    if (answer.status === 401) answer = await ask(await tokens.token(token));
    // A job that is over may lead on to its results; everything else that leads elsewhere leads away from Citrix.
    if (answer.status >= 300 && answer.status < 400 && !path.startsWith('/Jobs/'))
      throw new CitrixFault(`HTTP ${answer.status}: leads elsewhere; check CITRIX_ENDPOINT`, { status: 502 });
    if (answer.status >= 400) throw faultOf(answer);
    return answer;
  }

  async function readSite(): Promise<string> {
    const { text } = await call('GET', '/me', null);
    const { Customers = [] } = json(text) as CitrixMe;
    const mine = Customers.find(({ Id }) => Id?.toLowerCase() === customerId.toLowerCase());
    const sites = (mine?.Sites ?? []).flatMap(({ Id }) => (Id ? [Id] : []));
    if (sites.length === 1) return sites[0]!;
    const why = mine ? `${sites.length} sites` : 'no such customer';
    throw new CitrixFault(`${why} for customer ${customerId}; set CITRIX_SITE_ID`, { status: 404 });
  }

  const siteId = async () => {
    if (site !== null) return site;
    asking ??= readSite().finally(() => (asking = null));
    return (site = await asking);
  };

  async function jobIsOver(id: string, looks: number): Promise<boolean> {
    for (let look = 0; look < looks; look++) {
      if (look > 0 && !address.loopback) await pause(JOB_PAUSE_MS * 2 ** (look - 1));
      let answer;
      try {
        answer = await call('GET', `/Jobs/${encodeURIComponent(id)}`, await siteId());
      } catch (error) {
        // It was accepted; what became of it cannot be seen now. Who asked looks at the thing itself.
        if (error instanceof CitrixFault && error.signIn) throw error;
        return false;
      }
      if (answer.status >= 300) return true;
      const { Status = '', ErrorCode, ErrorString } = json(answer.text) as CitrixJob;
      if (FAILED.has(Status))
        throw new CitrixFault(ErrorString || `the job was ${Status.toLowerCase()}`, { code: ErrorCode ?? '' });
      if (OVER.has(Status)) return true;
    }
    return false;
  }

  const caller: CitrixCaller = {
    siteId,
    async get<T>(path: string) {
      return json((await call('GET', path, await siteId())).text) as T;
    },
    async list<T>(path: string) {
      const found: T[] = [];
      let token: string | null | undefined;
      for (let page = 0; page < MOST_PAGES; page++) {
        const more = token ? `&continuationToken=${encodeURIComponent(token)}` : '';
        const { Items = [], ContinuationToken } = await caller.get<CitrixPage<T>>(`${path}?limit=${PAGE}${more}`);
        found.push(...Items);
        if (!ContinuationToken) return found;
        token = ContinuationToken;
      }
      throw new CitrixFault('the list has no end', { status: 502 });
    },
    async send(method, path, body, looks = JOB_LOOKS) {
      const { status, headers } = await call(method, path, await siteId(), body);
      if (status !== 202) return { over: true };
      const job = (headers.get('location') ?? '').split(/[?#]/)[0]!.replace(/\/+$/, '').split('/').at(-1);
      return { over: job ? await jobIsOver(decodeURIComponent(job), looks) : false };
    },
  };
  return caller;
}

interface ReadAnswer {
  status: number;
  headers: Headers;
  text: string;
}

function faultOf({ status, headers, text }: ReadAnswer): CitrixFault {
  const { type, detail: words } = errorOf(text);
  const detail = typeof words === 'string' ? words : '';
  const code = typeof type === 'string' ? type : '';
  return new CitrixFault(detail || `HTTP ${status}`, { status, code, retryAfterMs: retryAfterMs(headers) });
}

function errorOf(text: string): { type?: unknown; detail?: unknown } {
  try {
    return (JSON.parse(text) as object | null) ?? {};
  } catch {
    return {}; // no JSON: a gateway's page
  }
}

/** Throws where the answer is none that can be read. */
function json(text: string): object {
  try {
    const value = JSON.parse(text) as unknown;
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // below
  }
  throw new CitrixFault('the answer is not JSON', { status: 502 });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

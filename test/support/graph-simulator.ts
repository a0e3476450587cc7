import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express, { type RequestHandler } from 'express';
import { type GraphRouterOptions, graphRouter } from '../../infra/simulator/graph/graph-router.ts';
import { GraphState } from '../../infra/simulator/graph/graph-state.ts';
import type { TenantSetup } from '../../infra/simulator/seam.ts';
import { RecordingHost, aTenantSetup } from './simulated-tenant.ts';

export interface GraphAlone {
  /** GRAPH_ENDPOINT of an adapter: `http://127.0.0.1:4200/graph`. */
  endpoint: string;
  state: GraphState;
  host: RecordingHost;
  /** Refusals put in front of calls, changed by the test as it goes. */
  faults: { next: NonNullable<GraphRouterOptions['fault']> | null };
  /** What was asked and answered, as lines of a conformance log. */
  exchanges: Record<string, unknown>[];
  close: () => Promise<void>;
}

/**
 * The simulated Graph by itself, without the rest of the tenant. Port 0 takes any free one. `exchanges` gathers those of
 * several servers for one judgement. Where traffic is judged, `recorded` gathers what adapters ask and are answered.
 */
export async function startGraphAlone(
  port = 0,
  setup: Partial<TenantSetup> = {},
  exchanges: GraphAlone['exchanges'] = [],
  recorded: GraphAlone['exchanges'] | null = null,
): Promise<GraphAlone> {
  const host = new RecordingHost();
  const state = new GraphState(aTenantSetup(setup), host);
  const faults: GraphAlone['faults'] = { next: null };
  const app = express();
  if (process.env['CONFORM_DIR'] && recorded) app.use(recording(recorded));
  app.use('/graph', graphRouter(state, { fault: (call) => faults.next?.(call) ?? null }));
  const server = createServer(app);
  await listen(server, port);
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graph`;
  return { endpoint, state, host, faults, exchanges, close: () => closed(server) };
}

/** Keeps every exchange as a line of a conformance log. */
function recording(exchanges: GraphAlone['exchanges']): RequestHandler {
  return (request, response, next) => {
    const { method, originalUrl: url, headers: requestHeaders } = request;
    const send = response.send.bind(response);
    let sent: unknown;
    response.send = (body) => {
      sent ??= body;
      return send(body);
    };
    response.on('finish', () => {
      const body = request.body as unknown;
      const requestBody = body && Object.keys(body).length > 0 ? body : undefined;
      const responseHeaders = response.getHeaders();
      const json = String(responseHeaders['content-type']).includes('json');
      const responseBody = json && typeof sent === 'string' ? (JSON.parse(sent) as unknown) : sent;
      const answered = { status: response.statusCode, responseHeaders, responseBody };
      exchanges.push({ service: 'graph', method, url, requestHeaders, requestBody, ...answered });
    });
    next();
  };
}

export interface Answer {
  status: number;
  headers: Headers;
  /** Parsed where it is JSON. */
  body: any;
}

/**
 * Asks the simulated Graph as a client does; links on the public host are followed on the loopback one. Each exchange is
 * kept for `judgeExchanges`, but for those that a test makes wrong on purpose (`record: false`).
 */
export async function ask(
  graph: Pick<GraphAlone, 'endpoint' | 'exchanges'>,
  method: string,
  path: string,
  options: { body?: unknown; headers?: Record<string, string>; record?: boolean } = {},
): Promise<Answer> {
  const below = path.replace('https://graph.microsoft.com', '');
  const url = `${graph.endpoint}${below.startsWith('/v1.0') ? '' : '/v1.0'}${below}`;
  const requestHeaders: Record<string, string> = { authorization: 'Bearer demo', ...options.headers };
  if (options.body !== undefined) requestHeaders['content-type'] = 'application/json';
  const body = options.body === undefined ? undefined : JSON.stringify(options.body);
  const answer = await fetch(url, { method, headers: requestHeaders, body });
  const text = await answer.text();
  const json = answer.headers.get('content-type')?.includes('json') ? (JSON.parse(text) as unknown) : text;
  const asked = { service: 'graph', method, url, requestHeaders, requestBody: options.body };
  const responseHeaders = Object.fromEntries(answer.headers);
  const answered = { status: answer.status, responseHeaders, responseBody: json === '' ? undefined : json };
  if (options.record !== false) graph.exchanges.push({ ...asked, ...answered });
  return { status: answer.status, headers: answer.headers, body: json };
}

/** Lets the conformance checker in `CONFORM_DIR` judge what was asked and answered; without it nothing is judged. */
export function judgeExchanges(exchanges: GraphAlone['exchanges']): void {
  const checker = process.env['CONFORM_DIR'];
  if (!checker) return;
  assert.ok(exchanges.length > 0, 'nothing was recorded');
  const log = join(mkdtempSync(join(tmpdir(), 'graph-exchanges-')), 'graph.jsonl');
  writeFileSync(log, exchanges.map((each) => `${JSON.stringify(each)}\n`).join(''));
  const verdict = spawnSync('node', [join(checker, 'check-log.mjs'), log, '--quiet', '--prefix', 'graph=/graph']);
  assert.equal(verdict.status, 0, verdict.stdout.toString());
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TEAMS_LIMITS, type Limit } from '../../../bot/teams/pace-limits.ts';

/** How the channel answers a call: 200, or a refusal. */
export interface Fate {
  status: number;
  code?: string;
  retryAfter?: number;
}

/** The tenant's own limit, as the channel counts it. */
const TENANT: Limit = { calls: 50, perMs: 1_000 };

/**
 * A Bot Connector that counts as Teams does: it refuses what is over the limits, and says so for the test. What it took
 * is kept by conversation, in order.
 */
export class StormChannel {
  url = '';
  /** Messages taken, by conversation. */
  readonly taken = new Map<string, string[]>();
  /** Calls that broke a limit: none, it is hoped. */
  readonly tooMany: string[] = [];
  /** The instant of each call, in ms of the machine's time. */
  readonly calls: number[] = [];
  refused = 0;
  /** How many messages were taken. */
  count = 0;
  /** What becomes of a call; told of the conversation. */
  fate: (conversation: string) => Fate = () => ({ status: 200 });
  /** Called with each message taken, before it is answered. */
  onTaken: (count: number) => void = () => undefined;
  private readonly now: () => number;
  private readonly seen = new Map<string, number[]>();
  private server: Server | null = null;

  constructor(now: () => number) {
    this.now = now;
  }

  async open(): Promise<void> {
    this.server = createServer((request, response) => void this.answer(request, response)).listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server?.closeAllConnections();
    this.server?.close();
  }

  reset(): void {
    this.taken.clear();
    this.seen.clear();
    this.tooMany.length = 0;
    this.calls.length = 0;
    this.refused = 0;
    this.count = 0;
    this.fate = () => ({ status: 200 });
    this.onTaken = () => undefined;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = (await request.setEncoding('utf8').toArray()).join('');
    const body = JSON.parse(text || '{}') as { text?: string; members?: { id: string }[] };
    const chat = decodeURIComponent(new URL(request.url ?? '', this.url).pathname).split('/')[3];
    const conversation = chat ?? `new-${body.members![0]!.id}`;
    this.counted(conversation);
    const { status, code, retryAfter } = this.fate(conversation);
    if (status !== 200) {
      this.refused += 1;
      const headers = retryAfter === undefined ? {} : { 'retry-after': `${retryAfter}` };
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify({ error: { code: code ?? 'Refused', message: 'as ordered' } }));
      return;
    }
    if (chat) {
      this.count += 1;
      this.taken.set(conversation, [...(this.taken.get(conversation) ?? []), body.text ?? '']);
      this.onTaken(this.count);
    }
    response.writeHead(chat ? 200 : 201, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ id: chat ? `sent-${this.count}` : conversation }));
  }

  private counted(conversation: string): void {
    const now = this.now();
    const mine = this.seen.get(conversation) ?? [];
    this.seen.set(conversation, mine);
    mine.push(now);
    this.calls.push(now);
    for (const limit of TEAMS_LIMITS.conversation) this.judge(conversation, mine, limit);
    this.judge('tenant', this.calls, TENANT);
  }

  private judge(who: string, calls: number[], { calls: allowed, perMs }: Limit): void {
    const first = calls.at(-1 - allowed);
    if (first !== undefined && first > calls.at(-1)! - perMs)
      this.tooMany.push(`${who}: over ${allowed} in ${perMs} ms`);
  }
}

/** The most calls in any time of this length. */
export function mostWithin(calls: readonly number[], perMs: number): number {
  let most = 0;
  for (let first = 0, last = 0; last < calls.length; last += 1) {
    while (calls[first]! <= calls[last]! - perMs) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CloudAdapter, type Activity } from 'botbuilder';
import { createApp, listen } from '../../../bot/server.ts';
import { ChannelAuthentication } from '../../../bot/teams/channel-authentication.ts';
import { Deliverer } from '../../../bot/teams/deliver.ts';
import { TurnHandler } from '../../../bot/teams/handle-turn.ts';
import { Messenger } from '../../../bot/teams/messenger.ts';
import { AbsentApprovers } from '../../../flows/approval/absent-approver.ts';
import { FreshStanding } from '../../../flows/approval/fresh-standing.ts';
import { MailboxLanguages } from '../../../flows/conversation/mailbox-language.ts';
import { aPerson, idOf, TENANT } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';

/** One call that the bot made to the channel. */
export interface ChannelCall {
  what: 'send' | 'update' | 'open';
  conversation: string;
  activity: Partial<Activity>;
}

interface Refusal {
  what?: ChannelCall['what'];
  status: number;
  code?: string;
  retryAfter?: number;
  times?: number;
}

/** A Bot Connector that takes everything, or refuses as ordered. Chats opened anew are called `new-<person>`. */
export class FakeChannel {
  readonly calls: ChannelCall[] = [];
  /** Calls refused. */
  refused = 0;
  url = '';
  private readonly refusals: Refusal[] = [];
  private server: Server | null = null;
  private activities = 0;
  /** Called before a call is answered. */
  meanwhile: ((call: ChannelCall) => Promise<unknown>) | null = null;

  async open(): Promise<void> {
    this.server = createServer((request, response) => void this.respond(request, response)).listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server?.closeAllConnections();
    this.server?.close();
  }

  reset(): void {
    this.calls.length = 0;
    this.refused = 0;
    this.refusals.length = 0;
    this.meanwhile = null;
  }

  refuse(refusal: Refusal): void {
    this.refusals.push({ times: 1, ...refusal });
  }

  sentTo(name: string): ChannelCall[] {
    return this.calls.filter(
      (call) => call.what === 'send' && [`chat-${name}`, `new-${idOf(name)}`].includes(call.conversation),
    );
  }

  private async respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, body, retryAfter } = await this.answer(request);
    const after = retryAfter ? { 'retry-after': `${retryAfter}` } : {};
    response.writeHead(status, { 'content-type': 'application/json', ...after }).end(JSON.stringify(body));
  }

  private async answer(
    request: IncomingMessage,
  ): Promise<{ status: number; body: object; retryAfter?: number | undefined }> {
    const text = (await request.setEncoding('utf8').toArray()).join('');
    const activity = JSON.parse(text || '{}') as Partial<Activity> & { members?: { id: string }[] };
    const [, , , chat] = decodeURIComponent(new URL(request.url ?? '', this.url).pathname).split('/');
    const what = request.method === 'PUT' ? 'update' : chat ? 'send' : 'open';
    const conversation = chat ?? `new-${activity.members?.[0]?.id}`;
    const refusal = this.refusals.find((one) => (one.what ?? what) === what && (one.times ?? 1) > 0);
    if (refusal) {
      refusal.times = (refusal.times ?? 1) - 1;
      this.refused += 1;
      const body = { error: { code: refusal.code ?? 'Refused', message: 'as ordered' } };
      return { status: refusal.status, body, retryAfter: refusal.retryAfter };
    }
    const call: ChannelCall = { what, conversation, activity };
    this.calls.push(call);
    await this.meanwhile?.(call);
    if (what === 'open') return { status: 201, body: { id: conversation } };
    return { status: 200, body: { id: `sent-${(this.activities += 1)}` } };
  }
}

/** The bot's edge over HTTP, its flows on a real database, and a fake channel. */
export class BotStage {
  readonly stage: Stage;
  readonly channel: FakeChannel;
  turns!: TurnHandler;
  deliverer!: Deliverer;
  absence!: AbsentApprovers;
  url = '';
  private server: Server | null = null;
  private ids = 0;

  constructor(stage: Stage, channel: FakeChannel) {
    this.stage = stage;
    this.channel = channel;
  }

  async open(): Promise<void> {
    await this.channel.open();
    const adapter = new CloudAdapter(new ChannelAuthentication({}));
    const app = createApp({
      adapter,
      onTurn: (context) => this.turns.handle(context),
      authenticated: false,
      ready: () => Promise.resolve({ ok: true, detail: 'ready' }),
      metrics: () => Promise.resolve({ contentType: 'text/plain', text: '' }),
      routes: () => undefined,
      log: this.stage.log,
    });
    this.server = await listen(app, 0, '127.0.0.1');
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    this.restart(adapter);
  }

  /** What a new process would begin with: nothing but the database. */
  restart(adapter = new CloudAdapter(new ChannelAuthentication({}))): void {
    const { deps, directory, calendar, log } = this.stage;
    const languages = new MailboxLanguages({ ...deps, directory });
    const standing = new FreshStanding({ ...deps, directory });
    this.turns = new TurnHandler({ ...deps, directory, languages, standing, log });
    const options = { appId: '', tenantId: () => TENANT, defaultServiceUrl: this.channel.url };
    this.deliverer = new Deliverer({
      ...deps,
      messenger: new Messenger(adapter, options),
      calendar,
      languages,
      calendarSubject: () => 'Telework',
      absence: (this.absence = new AbsentApprovers({ ...deps, directory })),
      log,
      onConversationState: (personId) => this.turns.forget(personId),
    });
  }

  async close(): Promise<void> {
    this.server?.closeAllConnections();
    this.server?.close();
    await this.channel.close();
    await this.stage.database.close();
  }

  /** An activity of a person in their personal chat. */
  activity(name: string, activity: object = {}): Record<string, unknown> {
    return {
      type: 'message',
      id: `activity-${(this.ids += 1)}`,
      channelId: 'msteams',
      serviceUrl: this.channel.url,
      from: { id: `29:${name}`, name, aadObjectId: aPerson(name).id },
      recipient: { id: '28:bot', name: 'zaitaku' },
      conversation: { id: `chat-${name}`, conversationType: 'personal', tenantId: TENANT },
      channelData: { tenant: { id: TENANT } },
      locale: 'en-GB',
      ...activity,
    };
  }

  async post(body: unknown): Promise<{ status: number; body: InvokeBody }> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${this.url}/api/messages`, { method: 'POST', headers, body: text });
    const answer = await response.text();
    return { status: response.status, body: (answer.startsWith('{') ? JSON.parse(answer) : answer) as InvokeBody };
  }

  say(name: string, text: string, activity: object = {}): Promise<{ status: number; body: InvokeBody }> {
    return this.post(this.activity(name, { text, ...activity }));
  }

  press(
    name: string,
    verb: unknown,
    data: unknown,
    activity: object = {},
  ): Promise<{ status: number; body: InvokeBody }> {
    const value = { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' };
    return this.post(this.activity(name, { type: 'invoke', name: 'adaptiveCard/action', value, ...activity }));
  }

  /** Delivers all that is due now. */
  async deliver(): Promise<void> {
    for (;;) {
      const queues = await this.stage.tx((tx) => tx.outbox.dueQueues(this.stage.clock.now()));
      if (queues.length === 0) return;
      for (const queue of queues) await this.deliverer.deliver(queue);
    }
  }

  /** Where a person is reached, without a word from them. */
  async reachable(...names: string[]): Promise<void> {
    for (const name of names) {
      const place = { serviceUrl: this.channel.url, conversationId: `chat-${name}` };
      const accounts = { userChannelId: `29:${name}`, botChannelId: '28:bot', channelId: 'msteams' };
      const conversation = { personId: idOf(name), state: 'reachable' as const, ...place, ...accounts };
      await this.stage.tx((tx) => tx.conversations.save(conversation, this.stage.clock.now()));
    }
  }
}

export interface InvokeBody {
  statusCode?: number;
  type?: string;
  value?: unknown;
  error?: string;
}

export async function openBot(): Promise<BotStage> {
  const bot = new BotStage(await openStage(), new FakeChannel());
  await bot.open();
  return bot;
}

/** The first data with this verb among the buttons of a card. */
export function dataOf(card: unknown, verb: string): Record<string, unknown> {
  const found: Record<string, unknown>[] = [];
  JSON.stringify(card, (_key, value: { verb?: string; data?: Record<string, unknown> } | null) => {
    if (value?.verb === verb && value.data) found.push(value.data);
    return value as unknown;
  });
  if (!found[0]) throw new Error(`no ${verb} on ${JSON.stringify(card)}`);
  return found[0];
}

export function cardOf(call: ChannelCall | undefined): unknown {
  return call?.activity.attachments?.[0]?.content;
}

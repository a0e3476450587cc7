import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import express from 'express';

export interface ReceivedActivity {
  id: string;
  conversationId: string;
  text?: string;
  attachments?: { contentType: string; content: Card }[];
  updated: number;
  [key: string]: unknown;
}

export interface Card {
  body: unknown[];
  actions?: CardAction[];
  [key: string]: unknown;
}

export interface CardAction {
  type: string;
  verb?: string;
  title?: string;
  url?: string;
  data?: Record<string, unknown>;
  [key: string]: unknown;
}

/** A Teams client with its channel, as the Bot Framework protocol shows them to a bot: people write and press, cards arrive. */
export class TeamsClient {
  readonly serviceUrl: string;
  readonly received: ReceivedActivity[] = [];
  private readonly server: Server;
  private readonly botUrl: string;
  private readonly tenantId: string;
  private waiting: (() => void)[] = [];

  private constructor(server: Server, serviceUrl: string, botUrl: string, tenantId: string) {
    this.server = server;
    this.serviceUrl = serviceUrl;
    this.botUrl = botUrl;
    this.tenantId = tenantId;
  }

  static async open(botUrl: string, tenantId: string): Promise<TeamsClient> {
    const app = express();
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const client = new TeamsClient(server, `http://127.0.0.1:${port}`, botUrl, tenantId);
    app.use(express.json({ limit: '1mb' }));
    const take = (request: express.Request, response: express.Response) => {
      const id = randomUUID();
      const { conversationId } = request.params as { conversationId: string };
      client.received.push({ ...(request.body as object), id, conversationId, updated: 0 });
      client.wake();
      response.status(201).json({ id });
    };
    app.post('/v3/conversations/:conversationId/activities', take);
    app.post('/v3/conversations/:conversationId/activities/:activityId', take);
    app.put('/v3/conversations/:conversationId/activities/:activityId', (request, response) => {
      const found = client.received.find((activity) => activity.id === request.params.activityId);
      if (!found) {
        response.status(404).json({ error: { code: 'ActivityNotFoundInConversation' } });
        return;
      }
      Object.assign(found, request.body, { id: found.id, updated: found.updated + 1 });
      client.wake();
      response.status(200).json({ id: found.id });
    });
    app.post('/v3/conversations', (request, response) => {
      const { members } = request.body as { members: { id: string }[] };
      response.status(201).json({ id: `chat-${members[0]!.id}` });
    });
    return client;
  }

  /** A person writes. Answers the HTTP status of the bot's answer. */
  async say(personId: string, text: string, more: Record<string, unknown> = {}): Promise<number> {
    return (await this.post({ ...this.from(personId), type: 'message', text, textFormat: 'plain', ...more })).status;
  }

  /** A person presses a button of a card. Answers the invoke response's body. */
  async press(
    personId: string,
    action: Pick<CardAction, 'verb' | 'data'>,
    inputs: Record<string, unknown> = {},
    more: Record<string, unknown> = {},
  ): Promise<{ status: number; body: { statusCode: number; type: string; value: unknown } }> {
    const response = await this.post({
      ...this.from(personId),
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: {
        action: { type: 'Action.Execute', id: '', verb: action.verb, data: { ...action.data, ...inputs } },
        trigger: 'manual',
      },
      ...more,
    });
    return { status: response.status, body: (await response.json()) as never };
  }

  /** Waits for an activity in a person's chat that fits; fails after `ms` of the machine's time. */
  async see(personId: string, fits: (activity: ReceivedActivity) => boolean, ms = 10_000): Promise<ReceivedActivity> {
    const until = Date.now() + ms;
    for (;;) {
      const found = this.received.findLast((one) => one.conversationId === chatOf(personId) && fits(one));
      if (found) return found;
      const left = until - Date.now();
      if (left <= 0)
        throw new Error(
          `nothing that fits came within ${ms} ms; the chat holds ${JSON.stringify(this.in(personId)).slice(0, 2_000)}`,
        );
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  in(personId: string): ReceivedActivity[] {
    return this.received.filter((activity) => activity.conversationId === chatOf(personId));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  post(activity: Record<string, unknown>): Promise<Response> {
    return fetch(`${this.botUrl}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(activity),
    });
  }

  from(personId: string): Record<string, unknown> {
    return {
      id: randomUUID(),
      timestamp: new Date().toISOString(),
      channelId: 'msteams',
      serviceUrl: this.serviceUrl,
      locale: 'ja-JP',
      from: { id: `29:${personId}`, aadObjectId: personId, name: 'somebody' },
      recipient: { id: '28:zaitaku', name: 'zaitaku' },
      conversation: { id: chatOf(personId), conversationType: 'personal', tenantId: this.tenantId },
      channelData: { tenant: { id: this.tenantId } },
    };
  }

  private wake(): void {
    for (const waiter of this.waiting.splice(0)) waiter();
  }
}

function chatOf(personId: string): string {
  return `chat-${personId}`;
}

/** The card of an activity, or fails. */
export function cardOf(activity: ReceivedActivity): Card {
  const card = activity.attachments?.[0]?.content;
  if (!card) throw new Error(`no card in ${JSON.stringify(activity)}`);
  return card;
}

/** Every button of a card, wherever it stands. */
export function buttonsOf(card: unknown): CardAction[] {
  if (Array.isArray(card)) return card.flatMap(buttonsOf);
  if (typeof card !== 'object' || card === null) return [];
  const own = typeof (card as CardAction).verb === 'string' ? [card as CardAction] : [];
  return [...own, ...Object.values(card).flatMap(buttonsOf)];
}

/** The button of a verb, or fails. */
export function button(card: unknown, verb: string): CardAction {
  const found = buttonsOf(card).find((action) => action.verb === verb);
  if (!found) throw new Error(`no button ${verb} in ${JSON.stringify(card)}`);
  return found;
}

/** All words of a card, for looking. */
export function wordsOf(card: unknown): string {
  return JSON.stringify(card);
}

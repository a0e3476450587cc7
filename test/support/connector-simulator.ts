import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { connectorRouter } from '../../infra/simulator/connector/connector-router.ts';
import { ConnectorState } from '../../infra/simulator/connector/connector-state.ts';
import type { TenantSetup } from '../../infra/simulator/seam.ts';
import { RecordingHost, aTenantSetup } from './simulated-tenant.ts';

type Json = Record<string, any>;

export interface ConnectorAlone {
  serviceUrl: string;
  state: ConnectorState;
  host: RecordingHost;
  /** What the bot was sent, in order. */
  received: Json[];
  /** What the bot answers: 200 with nothing unless the test sets it. */
  bot: { answer: (activity: Json) => { status: number; body?: unknown } };
  close: () => Promise<void>;
}

/** The simulated Bot Connector by itself, with a bot that answers as the test says. */
export async function startConnectorAlone(setup: Partial<TenantSetup> = {}): Promise<ConnectorAlone> {
  const host = new RecordingHost();
  const received: Json[] = [];
  const bot: ConnectorAlone['bot'] = { answer: () => ({ status: 200 }) };
  const botServer = await open(
    express()
      .use(express.json())
      .post('/api/messages', (request, response) => {
        received.push(request.body as Json);
        const { status, body } = bot.answer(request.body as Json);
        response.status(status).json(body ?? {});
      }),
  );
  const app = express();
  const server = await open(app);
  const serviceUrl = `${addressOf(server)}/connector`;
  const botUrl = `${addressOf(botServer)}/api/messages`;
  const state = new ConnectorState(aTenantSetup({ botUrl, serviceUrl: () => serviceUrl, ...setup }), host);
  app.use('/connector', connectorRouter(state));
  const close = async () => {
    await Promise.all([server, botServer].map(closed));
  };
  return { serviceUrl, state, host, received, bot, close };
}

export async function call(
  { serviceUrl }: Pick<ConnectorAlone, 'serviceUrl'>,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: any }> {
  const answer = await fetch(`${serviceUrl}/v3/conversations${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? null : (JSON.parse(text) as unknown) };
}

/** A message with an Adaptive Card that has one button for each verb. */
export function aCardMessage(verbs: string[], data: Json = { bookingId: 'b1', version: 1 }): Json {
  const actions = verbs.map((verb) => ({ type: 'Action.Execute', verb, title: verb, data }));
  const content = { type: 'AdaptiveCard', version: '1.5', body: [], actions };
  return { type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }] };
}

function open(listener: RequestListener): Promise<Server> {
  const server = createServer(listener);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

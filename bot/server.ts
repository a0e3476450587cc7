import { once } from 'node:events';
import type { Server } from 'node:http';
import express, { type Express, type Request, type Response } from 'express';
import type { CloudAdapter, TurnContext } from 'botbuilder';
import type { Logger } from 'pino';
import { isLoopbackAddress, isLoopbackUrl } from './loopback.ts';

/** Activities are small; Teams sends at most some 100 KB. Anything larger is no activity. */
const LARGEST_BODY = '1mb';

export interface ServerOptions {
  adapter: CloudAdapter;
  onTurn: (context: TurnContext) => Promise<void>;
  /** Without an app id nobody vouches for an activity: only loopback may speak, and only be answered there. */
  authenticated: boolean;
  ready: () => Promise<{ ok: boolean; detail: string }>;
  metrics: () => Promise<{ contentType: string; text: string }>;
  /** More routes: connect page, demo. Mounted before /api/messages is read. */
  routes: (app: Express) => void;
  log: Logger;
}

/** The HTTP server of the bot. */
export function createApp(options: ServerOptions): Express {
  const { log } = options;
  const app = express();
  app.disable('x-powered-by');
  app.get('/healthz', (_request, response) => {
    response.type('text/plain').send('ok\n');
  });
  app.get('/readyz', async (_request, response) => {
    const { ok, detail } = await options.ready();
    response
      .status(ok ? 200 : 503)
      .type('text/plain')
      .send(`${detail}\n`);
  });
  app.get('/metrics', async (_request, response) => {
    const { contentType, text } = await options.metrics();
    response.type(contentType).send(text);
  });
  options.routes(app);
  app.post('/api/messages', express.json({ limit: LARGEST_BODY }), async (request, response) => {
    if (!options.authenticated && !fromLoopback(request)) {
      response.status(403).json({ error: 'without MicrosoftAppId only loopback addresses are served' });
      return;
    }
    if (typeof (request.body as { type?: unknown } | undefined)?.type !== 'string') {
      response.status(400).json({ error: 'type: missing; expected a Bot Framework activity' });
      return;
    }
    await options.adapter.process(request as never, response as never, options.onTurn);
  });
  app.use(
    (error: Error & { status?: number; type?: string }, _request: Request, response: Response, next: () => void) => {
      if (response.headersSent) return next();
      const status = error.status && error.status < 500 ? error.status : 500;
      if (status === 500) log.error({ err: error }, 'request failed');
      const message =
        error.type === 'entity.too.large'
          ? 'body: larger than 1 MB'
          : status === 400
            ? 'body: not valid JSON'
            : 'the request failed; try again';
      response.status(status).json({ error: message });
    },
  );
  return app;
}

function fromLoopback(request: Request): boolean {
  const { serviceUrl } = (request.body ?? {}) as { serviceUrl?: unknown };
  return (
    isLoopbackAddress(request.socket.remoteAddress ?? '') && typeof serviceUrl === 'string' && isLoopbackUrl(serviceUrl)
  );
}

/** Listens and answers the server once it does. Throws the system's error (EADDRINUSE, EACCES …). */
export async function listen(app: Express, port: number, host: string): Promise<Server> {
  const server = app.listen(port, host);
  await Promise.race([
    once(server, 'listening'),
    once(server, 'error').then(([error]) => {
      throw error as Error;
    }),
  ]);
  return server;
}

import { createServer } from 'node:net';
import { PostgresFailure } from './postgres-failure.ts';

function listenOn(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : null));
    });
  });
}

/** Whether nobody listens on that port of 127.0.0.1 right now. */
export async function isFree(port: number): Promise<boolean> {
  return (await listenOn(port)) !== null;
}

/** A port of 127.0.0.1 that nobody listens on right now. */
export async function freePort(): Promise<number> {
  const port = await listenOn(0);
  if (port === null) throw new PostgresFailure('embedded PostgreSQL: no free port on 127.0.0.1; set DATABASE_URL');
  return port;
}

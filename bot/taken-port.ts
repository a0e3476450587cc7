import { createServer } from 'node:net';

/** Why a port cannot be listened on ("is in use by another program"), or null where it can. */
export function whyNotListen(port: number, host: string): Promise<string | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'EADDRINUSE' ? 'is in use by another program' : `cannot be used (${error.code})`),
    );
    probe.listen(port, host, () => probe.close(() => resolve(null)));
  });
}

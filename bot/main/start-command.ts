import type { StartCommandOptions } from '../commands/start.ts';
import { readSettings, StoppedError } from './settings.ts';
import { start } from './start.ts';

/** One Ctrl-C reaches a program twice under npm: from the terminal and from npm, which hands it on. */
const SAME_SIGNAL_MS = 2_000;

/** Runs `start` until Ctrl-C or SIGTERM, then ends what it started. A second Ctrl-C, some seconds on, ends it at once. */
export async function startUntilStopped(options: StartCommandOptions): Promise<void> {
  let askedAt = 0;
  const asked = new AbortController();
  const stopped = new Promise<void>((resolve) => asked.signal.addEventListener('abort', () => resolve()));
  const onSignal = () => {
    if (askedAt > 0 && Date.now() - askedAt > SAME_SIGNAL_MS) process.exit(130);
    askedAt ||= Date.now();
    asked.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  const close = await start(readSettings(process.env), options, asked.signal).catch((error: Error) => {
    // What it had started by then has ended.
    if (error instanceof StoppedError) process.exit(0);
    throw error;
  });
  await stopped;
  await close();
  process.exit(0);
}

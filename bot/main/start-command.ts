import type { StartCommandOptions } from '../commands/start.ts';
import { readSettings } from './settings.ts';
import { start } from './start.ts';

/** Runs `start` until Ctrl-C or SIGTERM, then ends what it started. A second Ctrl-C ends it at once. */
export async function startUntilStopped(options: StartCommandOptions): Promise<void> {
  let asked = 0;
  let stop = () => {};
  const stopped = new Promise<void>((resolve) => (stop = resolve));
  const onSignal = () => {
    asked += 1;
    if (asked > 1) process.exit(130);
    stop();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  const close = await start(readSettings(process.env), options);
  await stopped;
  await close();
  process.exit(0);
}

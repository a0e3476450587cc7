import { startTestServer } from './postgres.ts';

let stop: (() => Promise<void>) | undefined;

/** Mocha runs these once, in the main process, also with --parallel. */
export async function mochaGlobalSetup(): Promise<void> {
  stop = await startTestServer();
}

export async function mochaGlobalTeardown(): Promise<void> {
  await stop?.();
}

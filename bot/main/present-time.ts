import type { Settings } from './settings.ts';

/** Longer than this no demo that runs takes to answer (ms). */
const WAIT_MS = 2_000;

/** What time it is for a command: the running demo's clock, else the machine's. */
export async function presentTime(settings: Pick<Settings, 'demo' | 'port'>): Promise<Date> {
  if (!settings.demo) return new Date();
  try {
    const address = `http://127.0.0.1:${settings.port}/simulator/state`;
    const answer = await fetch(address, { signal: AbortSignal.timeout(WAIT_MS) });
    const { now } = (await answer.json()) as { now?: unknown };
    const at = new Date(String(now));
    if (!Number.isNaN(at.getTime())) return at;
  } catch {
    // No demo runs: its clock stands, and the machine's is as good as any.
  }
  return new Date();
}

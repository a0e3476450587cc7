import type { Pool } from '../../flows/organisation.ts';
import { startSimulator } from '../../infra/simulator/start-simulator.ts';
import type { RunningSimulator } from '../../infra/simulator/start-simulator.ts';

/** The simulated tenant of Kamakura with its clock held still and its people doing nothing by themselves. */
export async function startStillTenant(): Promise<RunningSimulator> {
  const simulator = await startSimulator({
    organisation: 'kamakura',
    clock: 'frozen',
    now: new Date('2026-12-02T01:00:00Z'),
    seed: 7,
    botUrl: 'http://127.0.0.1:9/api/messages',
  });
  simulator.tenant.setBehave(false);
  return simulator;
}

export async function advance({ tenant }: RunningSimulator, minutes: number): Promise<void> {
  const to = new Date(tenant.clock().getTime() + minutes * 60_000);
  while (tenant.clock() < to) await tenant.advance(to);
}

export function poolOf({ tenant }: RunningSimulator, kind: Pool['kind']): Pool {
  const pool = tenant.organisation.pools.find((one) => one.kind === kind);
  if (!pool) throw new Error(`the organisation has no ${kind} pool`);
  return pool;
}

import type { AdviceQuery, PoolAdvice } from '../commands/advise.ts';
import type { UnknownPool } from '../commands/pool-options.ts';
import type { ShadowQuery } from '../commands/shadow.ts';
import { adviseSizes, askAdvice } from '../../flows/capacity/advice/advise-sizes.ts';
import type { HostSizing } from '../../flows/capacity/advice/host-sizings.ts';
import { shadowReport, type ShadowReport } from '../../flows/capacity/shadow/shadow-report.ts';
import type { Organisation, Pool } from '../../flows/organisation.ts';
import { withDatabase } from './database.ts';
import { presentTime } from './present-time.ts';
import { readSettings } from './settings.ts';

export function readShadow({ pool, days }: ShadowQuery): Promise<ShadowReport[] | UnknownPool> {
  const settings = readSettings(process.env);
  return withDatabase(settings, async ({ store }, { organisation }) => {
    const pools = poolsAsked(organisation, pool);
    if ('unknown' in pools) return pools;
    const now = await presentTime(settings);
    const reports: ShadowReport[] = [];
    await store.transaction(async (tx) => {
      reports.length = 0;
      for (const one of pools)
        reports.push(
          await shadowReport(tx, organisation, { pool: one, hostHour: one.capacity.prices.hostHour }, days, now),
        );
    });
    // Unasked, pools that never were in shadow would only be in the way.
    const told = reports.filter((one) => one.scaling === 'shadow' || one.days.length > 0);
    return pool === null && told.length > 0 ? told : reports;
  });
}

export async function readAdvice(
  { pool, weeks }: AdviceQuery,
  told: (sizing: HostSizing) => void,
): Promise<PoolAdvice[] | UnknownPool> {
  const settings = readSettings(process.env);
  const asked = await withDatabase(settings, async ({ store }, { organisation }) => {
    const pools = poolsAsked(organisation, pool);
    if ('unknown' in pools) return pools;
    const now = await presentTime(settings);
    const wanted = pools.filter(({ kind }) => pool !== null || kind === 'pooled');
    return store.transaction(async (tx) => {
      const questions = [];
      for (const one of wanted)
        questions.push({ one, question: await askAdvice(tx, organisation, one, weeks, now), organisation });
      return questions;
    });
  });
  if ('unknown' in asked) return asked;
  // The database is closed by now: what follows takes a while.
  return asked.map(({ one, question, organisation }) => ({
    pool: one.id,
    name: one.name,
    kind: one.kind,
    hostHour: one.capacity.prices.hostHour,
    advice: one.kind === 'personal' ? null : adviseSizes(question, organisation, told),
  }));
}

function poolsAsked({ pools }: Organisation, id: string | null): Pool[] | UnknownPool {
  const found = pools.filter((one) => id === null || one.id === id);
  return found.length > 0 ? found : { unknown: String(id), pools: pools.map((one) => one.id) };
}

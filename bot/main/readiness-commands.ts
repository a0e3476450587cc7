import { importFactorList } from '../../flows/readiness/import-factors.ts';
import { showReadinessReport, type ReadinessReport } from '../../flows/readiness/show-readiness.ts';
import type { FactorLine } from '../commands/factor-list.ts';
import type { ImportAnswer, ReadinessQuery } from '../commands/readiness.ts';
import { withDatabase } from './database.ts';
import { presentTime } from './present-time.ts';
import { readSettings } from './settings.ts';

/** `zaitaku readiness`. Reads only. */
export function readReadiness(query: ReadinessQuery): Promise<ReadinessReport | 'person-unknown'> {
  const settings = readSettings(process.env);
  return withDatabase(settings, async ({ store }, { organisation }) => {
    const now = await presentTime(settings);
    const deps = { organisation: () => organisation, clock: { now: () => now } };
    return store.transaction((tx) => showReadinessReport(tx, deps, query));
  });
}

/** `zaitaku readiness import`. Repeating writes the same again. */
export function importFactors(lines: FactorLine[]): Promise<ImportAnswer> {
  const settings = readSettings(process.env);
  return withDatabase(settings, async ({ store }, { organisation }) => {
    const now = await presentTime(settings);
    const deps = { organisation: () => organisation, clock: { now: () => now } };
    return store.transaction((tx) => importFactorList(tx, deps, lines));
  });
}

import { z } from 'zod';
import type { Fault } from './fault.ts';

const money = (what: string) => {
  const expected = `expected ${what}, a number from 0`;
  return z.number({ error: expected }).min(0, expected).max(1e12, expected);
};

/**
 * Lending a device costs 50,000 to 60,000 yen a year: the City of Ina's own figure, 2.5 to 3 million yen for 50. Licences
 * and the rest have no default: their prices are in each organisation's contracts.
 */
export const costs = z
  .strictObject({
    deviceYear: z
      .strictObject({ low: money('what a device costs in a year'), high: money('what a device costs in a year') })
      .refine(({ low, high }) => low <= high, { path: ['high'], error: 'expected no less than low' })
      .default({ low: 50_000, high: 60_000 }),
    licenceMonth: z
      .record(z.string(), money('what one licence costs in a month'), {
        error: 'expected a price in a month for each licence id ({} for none)',
      })
      .default({}),
    otherMonth: money('what else is paid in a month (or null)').nullable().default(null),
  })
  .prefault({});

interface Priced {
  costs: z.output<typeof costs>;
  pools: readonly { id: string; licences: number | null }[];
  licences: readonly { id: string; kind: string }[];
}

/** Each price belongs to a licence that is counted: one of `licences`, or a pool's own number by the pool's id. */
export function checkCosts({ costs: { licenceMonth }, pools, licences }: Priced): Fault[] {
  const known = [
    ...pools.filter((pool) => pool.licences !== null).map(({ id }) => id),
    ...licences.filter(({ kind }) => kind !== 'microsoft-365').map(({ id }) => id),
  ];
  const expected = known.length === 0 ? 'there is none that is counted' : `expected ${known.join(' or ')}`;
  return Object.keys(licenceMonth)
    .filter((id) => !known.includes(id))
    .map((id) => ({ path: ['costs', 'licenceMonth', id], message: `no licence has the id "${id}"; ${expected}` }));
}

import type { Fault } from './check-organisation.ts';
import type { OrganisationFile } from './schema.ts';

/** What must hold between licences, and between them and the pools that they name. */
export function checkLicences({ licences, pools }: OrganisationFile): Fault[] {
  const faults: Fault[] = [];
  licences.forEach((licence, index) => {
    const at = (...field: (string | number)[]) => ['licences', index, ...field];
    const ownPool = pools.find(({ id, licences: own }) => id === licence.id && own !== null);
    if (licences.findIndex(({ id }) => id === licence.id) < index)
      faults.push({ path: at('id'), message: `licence "${licence.id}" exists already; expected another id` });
    else if (ownPool)
      faults.push({
        path: at('id'),
        message: `the licences of pool "${ownPool.id}" go by this id already; expected another`,
      });
    licence.pools.forEach((poolId, nth) => {
      const pool = pools.find(({ id }) => id === poolId);
      if (!pool)
        faults.push({ path: at('pools', nth), message: `no pool has the id "${poolId}"; expected one of pools` });
      else if (licence.kind === 'concurrent' && pool.licences !== null)
        faults.push({
          path: at('pools', nth),
          message: `pool "${poolId}" has licences of its own (${pool.licences}); expected licences: null there, or the pool not named here`,
        });
    });
  });
  return faults;
}

import type { Fault } from './fault.ts';
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
      if (!pools.some(({ id }) => id === poolId))
        faults.push({ path: at('pools', nth), message: `no pool has the id "${poolId}"; expected one of pools` });
    });
  });
  return faults;
}

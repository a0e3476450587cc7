import type { TokenCredential } from '@azure/identity';
import type { Pool } from '../../flows/organisation.ts';
import { ProviderError } from '../../flows/provider-error.ts';
import type { OpenWays } from '../../flows/readiness/follow-readiness.ts';
import type { Patience } from '../patience.ts';
import { armClients } from './arm-clients.ts';
import { openRedirections } from './rdp-properties.ts';
import { toProviderError } from './to-provider-error.ts';

/** The AVD host pools' customRdpProperty, read and never written; null for pools of another provider. Throws an Error naming the endpoint where it is wrong. */
export function createOpenWays(options: {
  pools: () => readonly Pool[];
  credential: TokenCredential;
  /** AZURE_RESOURCE_MANAGER_ENDPOINT; the public address where left out. */
  endpoint?: string;
  patience?: Partial<Patience>;
}): OpenWays {
  const arm = armClients(options);
  return {
    async openWays(poolId) {
      const pool = options.pools().find(({ id }) => id === poolId);
      if (!pool)
        throw new ProviderError(`pool ${poolId}: is not in the configuration`, {
          kind: 'not-found',
          operation: 'openWays',
          resource: poolId,
        });
      // What a delivery group's policies close is not read: such a pool declares it.
      if (pool.provider !== 'avd') return null;
      try {
        const desktops = arm.desktops(pool.subscriptionId);
        const { customRdpProperty } = await desktops.hostPools.get(pool.resourceGroup, pool.hostPool);
        return openRedirections(customRdpProperty);
      } catch (error) {
        const subject = `host pool ${pool.hostPool}`;
        throw toProviderError(error, { operation: 'readHostPool', resource: pool.id, subject });
      }
    },
  };
}

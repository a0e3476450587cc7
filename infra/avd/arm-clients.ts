import { ComputeManagementClient } from '@azure/arm-compute';
import { DesktopVirtualizationAPIClient } from '@azure/arm-desktopvirtualization';
import type { TokenCredential } from '@azure/identity';
import { vendorEndpoint } from '../endpoint.ts';
import { LOOPBACK_PATIENCE, PUBLIC_PATIENCE } from '../patience.ts';
import { wayOut } from './way-out.ts';
import type { Patience } from '../patience.ts';

export const PUBLIC_ARM = 'https://management.azure.com';

export interface ArmOptions {
  credential: TokenCredential;
  /** AZURE_RESOURCE_MANAGER_ENDPOINT. Throws an Error naming it where it is wrong. */
  endpoint?: string;
  patience?: Partial<Patience>;
}

/** The vendor's clients, one pair for each subscription, made when first asked for. */
export interface ArmClients {
  /** A reading that neither package has, by its path with api-version: the answer's JSON. Throws where it is not 200. */
  get<T>(path: string): Promise<T>;
  desktops(subscriptionId: string): DesktopVirtualizationAPIClient;
  compute(subscriptionId: string): ComputeManagementClient;
}

export function armClients({ credential, endpoint = PUBLIC_ARM, patience }: ArmOptions): ArmClients {
  const place = vendorEndpoint(endpoint, 'AZURE_RESOURCE_MANAGER_ENDPOINT', PUBLIC_ARM);
  const patient = { ...(place.loopback ? LOOPBACK_PATIENCE : PUBLIC_PATIENCE), ...patience };
  const scope = `${place.publicUrl}/.default`;
  const options = {
    endpoint: place.publicUrl,
    additionalPolicies: [{ policy: wayOut(place, patient), position: 'perRetry' as const }],
    retryOptions: { maxRetries: 0 },
    redirectOptions: { maxRetries: 0 },
    userAgentOptions: { userAgentPrefix: 'zaitaku' },
  };
  const desktops = new Map<string, DesktopVirtualizationAPIClient>();
  const compute = new Map<string, ComputeManagementClient>();
  return {
    async get<T>(path: string) {
      const token = await credential.getToken(scope);
      const answer = await fetch(place.map(`${place.publicUrl}${path}`), {
        headers: { Authorization: `Bearer ${token?.token ?? ''}` },
        signal: AbortSignal.timeout(patient.timeoutMs),
        redirect: 'error',
      });
      if (answer.status !== 200) throw new Error(`Azure answered ${answer.status}`);
      return (await answer.json()) as T;
    },
    desktops: (id) => remembered(desktops, id, () => new DesktopVirtualizationAPIClient(credential, id, options)),
    compute: (id) =>
      remembered(
        compute,
        id,
        () =>
          new ComputeManagementClient(credential, id, {
            ...options,
            credentials: { scopes: [scope] },
          }),
      ),
  };
}

function remembered<V>(map: Map<string, V>, key: string, make: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}

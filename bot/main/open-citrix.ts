import { citrixPools, type Organisation } from '../../flows/organisation.ts';
import type { CitrixOptions } from '../../infra/citrix/citrix-caller.ts';
import { citrixAddress, ON_PREMISES, PUBLIC_CITRIX } from '../../infra/citrix/citrix-address.ts';
import { isLoopback } from '../../infra/endpoint.ts';
import { UsageError, type Settings } from './settings.ts';

/** The simulated tenant's customer: it takes any. */
const DEMO_CUSTOMER = 'demo';

/**
 * How Citrix is called, by the environment; in the demo, and on loopback addresses, a fixed token does and nothing must be
 * set. Throws UsageError naming the first variable that is missing.
 */
export function citrixOptions({ citrix, demo, simulatorPort }: Settings): CitrixOptions {
  const endpoint = citrix.endpoint ?? (demo ? `http://127.0.0.1:${simulatorPort}/citrix` : undefined);
  const open = endpoint !== undefined && isLoopback(endpoint);
  const { clientId, clientSecret } = citrix;
  const need = (value: string | null, name: string, expected: string): string => {
    if (value) return value;
    throw new UsageError(`${name}: is not set, and the configuration has a pool of Citrix; expected ${expected}`);
  };
  const wanted = `the customer id of Citrix Cloud, or ${ON_PREMISES} for a site of your own`;
  const customerId = citrix.customerId ?? (open ? DEMO_CUSTOMER : need(null, 'CITRIX_CUSTOMER_ID', wanted));
  const onPremises = customerId.toLowerCase() === ON_PREMISES.toLowerCase();
  const client =
    open && !clientId && !clientSecret
      ? null
      : {
          id: need(
            clientId,
            'CITRIX_CLIENT_ID',
            onPremises ? 'an administrator (DOMAIN\\user)' : 'the id of an API client',
          ),
          secret: need(
            clientSecret,
            'CITRIX_CLIENT_SECRET',
            onPremises ? 'its password' : 'the secret of the API client',
          ),
        };
  if (onPremises) need(endpoint ?? null, 'CITRIX_ENDPOINT', 'the address of a delivery controller');
  return { endpoint, customerId, siteId: citrix.siteId, client, tokenEndpoint: citrix.tokenEndpoint };
}

/** What `start` demands where a pool of the organisation is Citrix's. Throws UsageError. */
export function checkCitrixSettings(settings: Settings, organisation: Organisation): void {
  if (citrixPools(organisation).length === 0) return;
  const { endpoint, customerId, tokenEndpoint } = citrixOptions(settings);
  try {
    citrixAddress(endpoint ?? PUBLIC_CITRIX, customerId, tokenEndpoint);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

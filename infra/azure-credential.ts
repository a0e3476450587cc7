import { DefaultAzureCredential } from '@azure/identity';
import type { TokenCredential } from '@azure/identity';
import { isLoopback } from './endpoint.ts';

/** Sent where every endpoint is on this machine. It opens nothing anywhere else. */
export const LOOPBACK_TOKEN = 'loopback-only';

/**
 * The identity the product calls Azure and Graph with: DefaultAzureCredential in Azure's own order (environment,
 * workload identity, managed identity, developer tools). Where every endpoint is a loopback address, as in the demo,
 * a fixed token takes its place: then nothing real can be reached with it.
 */
export function createCredential(endpoints: readonly string[]): TokenCredential {
  if (endpoints.length === 0 || !endpoints.every(isLoopback)) return new DefaultAzureCredential();
  return {
    // The clients renew a token shortly before its end by the machine's clock, whatever the product's clock says.
    getToken: () => Promise.resolve({ token: LOOPBACK_TOKEN, expiresOnTimestamp: Date.now() + 24 * 60 * 60_000 }),
  };
}

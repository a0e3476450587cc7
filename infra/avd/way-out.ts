import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import type { VendorEndpoint } from '../endpoint.ts';
import { patiently } from '../patience.ts';
import type { Patience } from '../patience.ts';

/**
 * The last policy before the wire: puts the configured endpoint in place of the public one (after the token was added:
 * the clients refuse to add one to http), bounds every call in time and repeats readings a little. The clients' own
 * retries are switched off with `retryOptions: { maxRetries: 0 }`: they know neither the difference between reading
 * and writing nor an upper bound.
 */
export function wayOut(endpoint: VendorEndpoint, patience: Patience): PipelinePolicy {
  return {
    name: 'zaitakuWayOut',
    async sendRequest(request, next) {
      const asked = request.url;
      request.url = endpoint.map(asked);
      request.allowInsecureConnection = endpoint.loopback;
      request.timeout = patience.timeoutMs;
      try {
        return await patiently(patience, request.method === 'GET', () => next(request));
      } finally {
        request.url = asked; // links relative to the request stay on the public address
      }
    },
  };
}

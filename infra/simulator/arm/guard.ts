import type { RequestHandler } from 'express';
import { avdPools } from '../../../flows/organisation.ts';
import { ArmError } from './arm-error.ts';
import type { ArmTenant } from './arm-tenant.ts';
import { one } from './arm-tenant.ts';
import { sameName } from './ids.ts';

/** Versions of the documents that the simulated tenant answers to. */
const versions: Record<string, string[]> = {
  'microsoft.desktopvirtualization': ['2024-04-03'],
  'microsoft.authorization': ['2022-04-01'],
  'microsoft.compute': ['2024-07-01', '2024-11-01', '2025-04-01', '2025-11-01', '2026-03-01', '2026-04-01'],
};

/** What Resource Manager asks of every request: a token, a subscription that exists, a version of the provider. */
export function guardArm(tenant: ArmTenant): RequestHandler {
  const pools = avdPools(tenant.organisation);
  const subscriptions = [...new Set(pools.map(({ subscriptionId }) => subscriptionId))];
  return (request, response, next) => {
    if (!/^Bearer \S+$/i.test(request.get('authorization') ?? '')) {
      response.set(
        'WWW-Authenticate',
        `Bearer authorization_uri="https://login.microsoftonline.com/${tenant.organisation.tenantId}"`,
      );
      throw new ArmError(401, 'AuthenticationFailed', "Authentication failed. The 'Authorization' header is missing.");
    }
    const path = request.path;
    const subscription = /^\/subscriptions\/([^/]+)/i.exec(path)?.[1];
    if (subscription !== undefined && !subscriptions.some((known) => sameName(known, subscription)))
      throw new ArmError(404, 'SubscriptionNotFound', `The subscription '${subscription}' could not be found.`);
    const group = /^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)/i.exec(path)?.[1];
    if (group !== undefined && !pools.some(({ resourceGroup }) => sameName(resourceGroup, decodeURIComponent(group))))
      throw new ArmError(404, 'ResourceGroupNotFound', `Resource group '${group}' could not be found.`);
    checkVersion(path, one(request.query['api-version']));
    next();
  };
}

function checkVersion(path: string, version: string): void {
  const provider = [...path.matchAll(/\/providers\/([^/]+)/gi)].at(-1)?.[1] ?? '';
  if (version === '')
    throw new ArmError(
      400,
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required for all requests.',
    );
  const known = versions[provider.toLowerCase()];
  if (!known) throw new ArmError(404, 'InvalidResourceNamespace', `The resource namespace '${provider}' is invalid.`);
  if (!known.includes(version))
    throw new ArmError(
      400,
      'NoRegisteredProviderFound',
      `No registered resource provider found for API version '${version}'. The supported api-versions are '${known.join(', ')}'.`,
    );
}

import express, { Router } from 'express';
import { citrixPools } from '../../../flows/organisation.ts';
import { answerCitrixErrors, CitrixError } from './citrix-error.ts';
import type { CitrixTenant } from './citrix-tenant.ts';
import { serveDeliveryGroups } from './delivery-groups.ts';
import { guardCitrix, serveTokens, simulatedCitrix } from './guard.ts';
import { identity, lets, personIdOf } from './identities.ts';
import { serveJobs } from './jobs.ts';
import { serveMachines } from './machines.ts';
import { serveSessions } from './sessions.ts';

/**
 * Citrix of the simulated tenant: the orchestration API in the vendor's wire shapes, for the organisation's Citrix pools,
 * and the token endpoint. Links in answers name the public host. Mounted at `/citrix`; the API is below `/cvad/manage`,
 * and below `/citrix/orchestration/api/{customer}/{site}` as older sites have it.
 */
export function citrixRouter(tenant: CitrixTenant): Router {
  const api = Router();
  api.use(guardCitrix(tenant));
  api.use(express.json({ limit: '256kb', type: ['application/json', 'application/*+json'] }));
  api.get('/me', (request, response) => {
    const { name } = tenant.organisation;
    const until = new Date(tenant.clock().getTime() + 3_600_000).toISOString();
    response.json({
      UserId: simulatedCitrix.clientId,
      DisplayName: 'zaitaku',
      ExpiryTime: until,
      RefreshExpirationTime: until,
      IsCspCustomer: false,
      Customers: [
        {
          Id: request.get('citrix-customerid'),
          Name: name.en,
          Sites: [{ Id: simulatedCitrix.siteId, Name: 'cloudxdsite' }],
        },
      ],
    });
  });
  serveMachines(api, tenant);
  serveSessions(api, tenant);
  serveDeliveryGroups(api, tenant);
  serveJobs(api, tenant);
  api.get('/Identity/Users', (request, response) => {
    const asked = [request.query['user'] ?? []].flat().map(String);
    const found = asked.filter((name) => personIdOf(tenant, name) !== null);
    response.json({ Items: found.map((name) => identity(tenant, name)) });
  });
  api.use((request) => {
    throw new CitrixError(404, 'notFound', `The simulated tenant does not know ${request.method} ${request.path}.`);
  });

  const byId = new Map(citrixPools(tenant.organisation).map((pool) => [pool.id, pool]));
  tenant.model.entitled = (user, poolId) => {
    const pool = byId.get(poolId);
    if (!pool) return null;
    const { policy, desktop } = tenant.citrix.group(pool);
    return lets(tenant, policy, user) && lets(tenant, desktop, user);
  };

  const router = Router();
  serveTokens(router, tenant);
  router.use('/cvad/manage', api);
  router.use('/citrix/orchestration/api/:customer/:site', api);
  router.use((request) => {
    throw new CitrixError(404, 'notFound', `The simulated tenant does not know ${request.method} ${request.path}.`);
  });
  router.use(answerCitrixErrors);
  return router;
}

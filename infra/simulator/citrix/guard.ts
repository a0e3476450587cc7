import { createHmac, timingSafeEqual } from 'node:crypto';
import express from 'express';
import type { RequestHandler, Router } from 'express';
import { guidOf, sameName } from '../arm/ids.ts';
import { CitrixError } from './citrix-error.ts';
import type { CitrixTenant } from './citrix-tenant.ts';
import { one } from './citrix-tenant.ts';

/** The simulated site and API client; any customer is taken for its owner. They open nothing but the simulated tenant, which listens on loopback alone. */
export const simulatedCitrix = {
  siteId: guidOf('citrix-site'),
  clientId: guidOf('citrix-client'),
  clientSecret: 'simulated-tenant-only',
  /** A token that is good for ever, for whoever has no client. */
  token: 'loopback-only',
};

const livesForS = 3600;

/** `POST /cctrustoauth2/{customer}/tokens/clients`: OAuth client credentials. `expires_in` is a text, as Citrix Cloud sends it. */
export function serveTokens(router: Router, tenant: CitrixTenant): void {
  router.post(
    '/cctrustoauth2/:customer/tokens/clients',
    express.urlencoded({ extended: false }),
    (request, response) => {
      const body = (request.body ?? {}) as Record<string, unknown>;
      const refuse = (status: number, error: string, error_description: string) =>
        void response.status(status).json({ error, error_description });
      if (one(body['grant_type']) !== 'client_credentials')
        return refuse(400, 'unsupported_grant_type', 'grant_type: expected client_credentials');
      if (
        one(body['client_id']) !== simulatedCitrix.clientId ||
        one(body['client_secret']) !== simulatedCitrix.clientSecret
      )
        return refuse(401, 'invalid_client', 'client_id or client_secret is wrong');
      const until = String(tenant.clock().getTime() + livesForS * 1000);
      response.json({ token_type: 'bearer', access_token: `${until}.${sign(until)}`, expires_in: String(livesForS) });
    },
  );
}

/** What Citrix asks of every request: a token in its own form, the customer, and the site unless it is asked for. */
export function guardCitrix(tenant: CitrixTenant): RequestHandler {
  return (request, _response, next) => {
    const [, token = ''] = /^CwsAuth Bearer=(\S+)$/i.exec(request.get('authorization') ?? '') ?? [];
    const [until = '', signature = ''] = token.split('.');
    const valid = signature !== '' && timingSafeEqual(hash(signature), hash(sign(until)));
    const good = token === simulatedCitrix.token || (valid && Number(until) > tenant.clock().getTime());
    if (!good)
      throw new CitrixError(401, 'authentication', 'Missing, wrong or expired token: expected CwsAuth Bearer=<token>.');
    expect(request.get('citrix-customerid'), 'Citrix-CustomerId');
    if (!/^\/me(\/|$)/i.test(request.path))
      expect(request.get('citrix-instanceid'), 'Citrix-InstanceId', simulatedCitrix.siteId);
    next();
  };
}

function expect(value: string | undefined, header: string, known: string | null = null): void {
  if (!value) throw new CitrixError(400, 'missingHeader', `The header ${header} is required.`, { header });
  if (known !== null && !sameName(value, known))
    throw new CitrixError(403, 'authorization', `${header} '${value}' is not one that this client may use.`, {
      header,
    });
}

const sign = (text: string) => createHmac('sha256', simulatedCitrix.clientSecret).update(text).digest('base64url');
const hash = (text: string) => createHmac('sha256', 'compare').update(text).digest();

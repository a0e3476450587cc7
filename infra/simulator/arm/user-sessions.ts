import { z } from 'zod';
import type { Request, Router } from 'express';
import type { AvdPool } from '../../../flows/organisation.ts';
import type { ModelSession, SessionState, Snapshot } from '../model/hosts.ts';
import { badRequest, notFound } from './arm-error.ts';
import { hostOf, one, poolOf } from './arm-tenant.ts';
import type { ArmTenant } from './arm-tenant.ts';
import { hostPoolId } from './ids.ts';
import { avdPages, sendPage } from './paging.ts';

type Seen = Snapshot['sessions'][number];

const message = z.strictObject({ messageTitle: z.string().optional(), messageBody: z.string().optional() });

const words: Record<SessionState, string> = { pending: 'Pending', active: 'Active', disconnected: 'Disconnected' };

/** User sessions: lists are up to 60 s old; reading one, messages, disconnect and log-off are of this instant. */
export function serveUserSessions(router: Router, base: string, tenant: ArmTenant): void {
  router.get(`${base}/hostPools/:hostPool/userSessions`, (request, response) => {
    const { pool } = poolOf(tenant, request);
    const wanted = filterOf(tenant, request);
    const sessions = tenant.model.snapshotOf(pool.id).sessions.filter(wanted);
    sendPage(request, response, sessions, avdPages(250), (session) => userSession(tenant, pool, session));
  });

  const ofHost = `${base}/hostPools/:hostPool/sessionHosts/:host/userSessions`;
  router.get(ofHost, (request, response) => {
    const { pool, host } = hostOf(tenant, request);
    const sessions = tenant.model.snapshotOf(pool.id).sessions.filter((session) => session.host === host.name);
    sendPage(request, response, sessions, avdPages(250), (session) => userSession(tenant, pool, session));
  });

  router.get(`${ofHost}/:session`, (request, response) => {
    const { pool } = hostOf(tenant, request);
    const session = sessionOf(tenant, request);
    response.json(userSession(tenant, pool, { ...session, state: tenant.model.stateOf(session) }));
  });

  router.delete(`${ofHost}/:session`, (request, response) => {
    hostOf(tenant, request);
    const session = find(tenant, request);
    if (session) {
      tenant.model.logOffSession(session.id);
      tenant.changed();
    }
    response.status(session ? 200 : 204).end();
  });

  router.post(`${ofHost}/:session/disconnect`, (request, response) => {
    hostOf(tenant, request);
    tenant.model.disconnectSession(sessionOf(tenant, request).id);
    tenant.changed();
    response.status(200).end();
  });

  router.post(`${ofHost}/:session/sendMessage`, (request, response) => {
    const { host } = hostOf(tenant, request);
    const body = message.safeParse(request.body ?? {});
    if (!body.success) throw badRequest(`${body.error.issues[0]?.path.join('.')}: ${body.error.issues[0]?.message}`);
    const { user } = sessionOf(tenant, request);
    const { messageTitle = '', messageBody = '' } = body.data;
    tenant.messageShown({
      at: tenant.clock().toISOString(),
      user,
      host: host.name,
      title: messageTitle,
      body: messageBody,
    });
    response.status(200).end();
  });
}

function find(tenant: ArmTenant, request: Request): ModelSession | undefined {
  const { host, pool } = hostOf(tenant, request);
  const session = tenant.model.session(Number(one(request.params['session'])));
  return session?.host === host.name && session.pool === pool.id ? session : undefined;
}

function sessionOf(tenant: ArmTenant, request: Request): ModelSession {
  const session = find(tenant, request);
  if (!session) throw notFound(`Microsoft.DesktopVirtualization/userSessions/${one(request.params['session'])}`);
  return session;
}

/** `$filter` knows userPrincipalName and sessionState (also written state), joined by `and`. */
function filterOf(tenant: ArmTenant, request: Request): (session: Seen) => boolean {
  const text = one(request.query['$filter']).trim();
  if (text === '') return () => true;
  const tests = text.split(/\s+and\s+/i).map((part): ((session: Seen) => boolean) => {
    const [, field = '', quoted = ''] = /^(\w+)\s+eq\s+'((?:[^']|'')*)'$/i.exec(part.trim()) ?? [];
    const value = quoted.replaceAll("''", "'").toLowerCase();
    if (/^userprincipalname$/i.test(field)) return ({ user }) => tenant.upnOf(user).toLowerCase() === value;
    if (/^(session)?state$/i.test(field)) return ({ state }) => words[state].toLowerCase() === value;
    throw badRequest(`The filter '${part}' is not supported.`);
  });
  return (session) => tests.every((test) => test(session));
}

function userSession(tenant: ArmTenant, pool: AvdPool, session: Seen): object {
  const upn = tenant.upnOf(session.user);
  return {
    id: `${hostPoolId(pool)}/sessionHosts/${session.host}/userSessions/${session.id}`,
    name: `${pool.hostPool}/${session.host}/${session.id}`,
    type: 'Microsoft.DesktopVirtualization/hostPools/sessionHosts/userSessions',
    properties: {
      objectId: `5e550000-0000-4000-8000-${session.id.toString(16).padStart(12, '0')}`,
      userPrincipalName: upn,
      applicationType: 'Desktop',
      sessionState: words[session.state],
      activeDirectoryUserName: `AzureAD\\${upn.split('@')[0]}`,
      createTime: new Date(session.createdAt).toISOString(),
    },
  };
}

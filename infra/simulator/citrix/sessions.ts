import { z } from 'zod';
import type { Request, Router } from 'express';
import { citrixPools, type CitrixPool } from '../../../flows/organisation.ts';
import { guidOf } from '../arm/ids.ts';
import type { ModelSession, SessionState, Snapshot } from '../model/hosts.ts';
import { answer, pageOf, withFields } from './answer.ts';
import { badRequest, notFound } from './citrix-error.ts';
import type { CitrixTenant } from './citrix-tenant.ts';
import { groupId, machineId, machineName, machineOf, one } from './citrix-tenant.ts';
import { identity } from './identities.ts';
import { only } from './machines.ts';

type Seen = Snapshot['sessions'][number] & { pool: CitrixPool };

const message = z.strictObject({
  Title: z.string().nullish(),
  Text: z.string().nullish(),
  Style: z.enum(['Unknown', 'Critical', 'Question', 'Exclamation', 'Information']).nullish(),
});

const words: Record<SessionState, string> = { pending: 'Connected', active: 'Active', disconnected: 'Disconnected' };

const prefix = '5e550000-0000-4000-8000-';
const sessionId = (id: number) => prefix + id.toString(16).padStart(12, '0');

/** User sessions: lists are up to 60 s old; reading one, messages, disconnect and log-off are of this instant. */
export function serveSessions(router: Router, tenant: CitrixTenant): void {
  const { model } = tenant;
  const build = (session: Seen) => sessionJson(tenant, session);
  const all = () =>
    citrixPools(tenant.organisation).flatMap((pool) =>
      model.snapshotOf(pool.id).sessions.map((session) => ({ ...session, pool })),
    );

  for (const path of ['/Sessions', '/SessionsV2'])
    router.get(path, (request, response) => {
      const brief = path.endsWith('V2') && request.query['fields'] === undefined;
      const page = pageOf(request, all(), brief ? only(build, ['Id', 'State']) : build);
      answer(tenant, request, response, 'GetSessions', page);
    });

  router.get('/Machines/:machine/Sessions', (request, response) => {
    const { pool, host } = machineOf(tenant, request);
    const here = all().filter((session) => session.pool === pool && session.host === host.name);
    response.json({ Items: here.map((session) => withFields(request, build(session))) });
  });

  router.get('/Sessions/:session', (request, response) => {
    response.json(withFields(request, build(seen(find(request)))));
  });

  router.post('/Sessions/:session/$logoff', (request, response) => {
    model.logOffSession(find(request).id);
    tenant.changed();
    answer(tenant, request, response, 'LogoffSessions', null);
  });

  router.post('/Sessions/:session/$disconnect', (request, response) => {
    const session = find(request);
    model.disconnectSession(session.id);
    tenant.changed();
    answer(tenant, request, response, 'DisconnectSessions', build(seen(session)));
  });

  router.post('/Sessions/:session/$sendMessage', (request, response) => {
    const session = find(request);
    const body = message.safeParse(request.body ?? {});
    if (!body.success) throw badRequest(`${body.error.issues[0]?.path.join('.')}: ${body.error.issues[0]?.message}`);
    const { user, host } = session;
    const at = tenant.clock().toISOString();
    tenant.messageShown({ at, user, host, title: body.data.Title ?? '', body: body.data.Text ?? '' });
    answer(tenant, request, response, 'SendSessionMessage', build(seen(session)));
  });

  function find(request: Request): ModelSession {
    const wanted = one(request.params['session']);
    const session = wanted.startsWith(prefix) ? model.session(parseInt(wanted.slice(prefix.length), 16)) : undefined;
    if (!session || !poolOf(session)) throw notFound('Session', wanted);
    return session;
  }

  function poolOf({ pool }: ModelSession): CitrixPool | undefined {
    return citrixPools(tenant.organisation).find(({ id }) => id === pool);
  }

  function seen(session: ModelSession): Seen {
    return { ...session, pool: poolOf(session)!, state: model.stateOf(session) };
  }
}

function sessionJson(tenant: CitrixTenant, { id, pool, host, user, state, createdAt }: Seen): object {
  const started = new Date(createdAt).toISOString();
  return {
    Id: sessionId(id),
    Uid: id,
    State: words[state],
    SessionType: 'Desktop',
    StartTime: started,
    FormattedStartTime: started,
    User: identity(tenant, user),
    Machine: {
      Id: machineId(pool, host),
      Name: machineName(tenant.organisation, host),
      DnsName: machineName(tenant.organisation, host),
      DeliveryGroup: { Id: groupId(pool), Name: pool.deliveryGroup },
      MachineCatalog: { Id: guidOf('machine-catalog', pool.id), Name: `${pool.deliveryGroup} catalog` },
    },
    IsAnonymousUser: false,
    IsHidden: false,
    LogonInProgress: state === 'pending',
    LogoffInProgress: false,
  };
}

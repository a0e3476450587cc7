import { z } from 'zod';
import type { Router } from 'express';
import type { AvdPool } from '../../../flows/organisation.ts';
import { statusOf } from '../host-status.ts';
import type { ModelHost } from '../model/hosts.ts';
import { ArmError, badRequest } from './arm-error.ts';
import { hostOf, one, poolOf } from './arm-tenant.ts';
import type { ArmTenant } from './arm-tenant.ts';
import { guidOf, hostPoolId, virtualMachineId } from './ids.ts';
import { avdPages, sendPage } from './paging.ts';

const patch = z.strictObject({
  properties: z
    .strictObject({
      allowNewSession: z.boolean().optional(),
      assignedUser: z.string().optional(),
      friendlyName: z.string().optional(),
    })
    .optional(),
});

/** Session hosts: list, read, drain mode and owner. Session counts are up to 60 s old. */
export function serveSessionHosts(router: Router, base: string, tenant: ArmTenant): void {
  router.get(`${base}/hostPools/:hostPool/sessionHosts`, (request, response) => {
    const { pool, state } = poolOf(tenant, request);
    const { counts } = tenant.model.snapshotOf(pool.id);
    sendPage(request, response, state.hosts, avdPages(50), (host) => sessionHost(tenant, pool, host, counts));
  });

  router.get(`${base}/hostPools/:hostPool/sessionHosts/:host`, (request, response) => {
    const { pool, host } = hostOf(tenant, request);
    response.json(sessionHost(tenant, pool, host, tenant.model.snapshotOf(pool.id).counts));
  });

  router.patch(`${base}/hostPools/:hostPool/sessionHosts/:host`, (request, response) => {
    const { pool, host } = hostOf(tenant, request);
    const body = patch.safeParse(request.body ?? {});
    if (!body.success) throw badRequest(`${body.error.issues[0]?.path.join('.')}: ${body.error.issues[0]?.message}`);
    const { allowNewSession, assignedUser, friendlyName } = body.data.properties ?? {};
    if (assignedUser !== undefined) assign(tenant, pool, host, assignedUser, one(request.query['force']) === 'true');
    if (allowNewSession !== undefined) tenant.model.drain(pool.id, host.name, !allowNewSession);
    if (friendlyName !== undefined) tenant.arm.friendlyNames.set(host.name, friendlyName);
    tenant.changed();
    response.json(sessionHost(tenant, pool, host, tenant.model.snapshotOf(pool.id).counts));
  });
}

/** One owner a host and one host an owner. Taking a host from its owner needs `force`; an empty name takes it away. */
function assign(tenant: ArmTenant, pool: AvdPool, host: ModelHost, upn: string, force: boolean): void {
  if (pool.kind !== 'personal') throw badRequest('AssignedUser can be set in personal host pools only.');
  const user = upn === '' ? null : tenant.idOf(upn);
  if (upn !== '' && user === null) throw badRequest(`The user '${upn}' was not found in the directory.`);
  if (host.assignedUser === user) return;
  if (host.assignedUser !== null && !force)
    throw new ArmError(
      409,
      'Conflict',
      `SessionHost '${host.name}' is assigned already; use force to reassign or unassign it.`,
    );
  const other = tenant.model.pools
    .get(pool.id)
    ?.hosts.find(({ assignedUser }) => user !== null && assignedUser === user);
  if (other) throw new ArmError(409, 'Conflict', `The user is assigned to SessionHost '${other.name}' already.`);
  tenant.model.assign(pool.id, host.name, user);
}

function sessionHost(tenant: ArmTenant, pool: AvdPool, host: ModelHost, counts: Record<string, number>): object {
  const now = tenant.clock().toISOString();
  const since = new Date(host.since).toISOString();
  return {
    id: `${hostPoolId(pool)}/sessionHosts/${host.name}`,
    name: `${pool.hostPool}/${host.name}`,
    type: 'Microsoft.DesktopVirtualization/hostPools/sessionHosts',
    properties: {
      objectId: guidOf('session-host', pool.id, host.name),
      lastHeartBeat: host.available ? now : since,
      sessions: counts[host.name] ?? 0,
      agentVersion: '1.0.11388.1600',
      allowNewSession: host.allowNewSession,
      virtualMachineId: guidOf('vm', pool.id, host.name),
      resourceId: virtualMachineId(pool, host.name),
      ...(host.assignedUser === null ? {} : { assignedUser: tenant.upnOf(host.assignedUser) }),
      ...(tenant.arm.friendlyNames.has(host.name) ? { friendlyName: tenant.arm.friendlyNames.get(host.name) } : {}),
      status: statusOf(host),
      statusTimestamp: since,
      osVersion: '10.0.26100.4652',
      sxSStackVersion: 'rdp-sxs250300600',
      updateState: 'Succeeded',
      lastUpdateTime: since,
      updateErrorMessage: '',
      sessionHostHealthCheckResults: [
        {
          healthCheckName: 'DomainReachable',
          healthCheckResult: host.available ? 'HealthCheckSucceeded' : 'Unknown',
          additionalFailureDetails: { message: '', errorCode: 0, lastHealthCheckDateTime: since },
        },
      ],
    },
  };
}

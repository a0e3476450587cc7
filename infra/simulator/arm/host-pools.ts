import { z } from 'zod';
import type { Router } from 'express';
import type { AvdPool } from '../../../flows/organisation.ts';
import { badRequest } from './arm-error.ts';
import { poolOf, poolsOfGroup } from './arm-tenant.ts';
import type { ArmTenant } from './arm-tenant.ts';
import { applicationGroupId, guidOf, hostPoolId, location } from './ids.ts';
import { avdPages, sendPage } from './paging.ts';

const patch = z.strictObject({
  tags: z.record(z.string(), z.string()).optional(),
  properties: z
    .strictObject({
      friendlyName: z.string().optional(),
      description: z.string().optional(),
      customRdpProperty: z.string().optional(),
      maxSessionLimit: z.number().int().optional(),
      personalDesktopAssignmentType: z.enum(['Automatic', 'Direct']).optional(),
      loadBalancerType: z.enum(['BreadthFirst', 'DepthFirst', 'Persistent']).optional(),
      ring: z.number().int().nullable().optional(),
      validationEnvironment: z.boolean().optional(),
      preferredAppGroupType: z.enum(['None', 'Desktop', 'RailApplications']).optional(),
      startVMOnConnect: z.boolean().optional(),
    })
    .optional(),
});

/** Host pools, and the scaling plans that name them. */
export function serveHostPools(router: Router, base: string, tenant: ArmTenant): void {
  for (const list of [
    `${base}/hostPools`,
    '/subscriptions/:subscription/providers/Microsoft.DesktopVirtualization/hostPools',
  ])
    router.get(list, (request, response) =>
      sendPage(request, response, poolsOfGroup(tenant, request), avdPages(100), (pool) => hostPool(tenant, pool)),
    );

  router.get(`${base}/hostPools/:hostPool`, (request, response) => {
    response.json(hostPool(tenant, poolOf(tenant, request).pool));
  });

  router.patch(`${base}/hostPools/:hostPool`, (request, response) => {
    const { pool, state } = poolOf(tenant, request);
    const body = patch.safeParse(request.body ?? {});
    if (!body.success) throw badRequest(`${body.error.issues[0]?.path.join('.')}: ${body.error.issues[0]?.message}`);
    const { tags, properties = {} } = body.data;
    const { loadBalancerType, startVMOnConnect, maxSessionLimit } = properties;
    if (loadBalancerType !== undefined && (loadBalancerType === 'Persistent') !== (pool.kind === 'personal'))
      throw badRequest(`LoadBalancerType ${loadBalancerType} does not go with a ${pool.kind} host pool.`);
    if (maxSessionLimit !== undefined) state.settings.maxSessions = maxSessionLimit;
    if (loadBalancerType === 'BreadthFirst' || loadBalancerType === 'DepthFirst')
      tenant.model.setBalance(pool.id, loadBalancerType === 'DepthFirst' ? 'depth' : 'breadth');
    if (startVMOnConnect !== undefined) state.startOnConnect = startVMOnConnect;
    if (tags) tenant.arm.tags.set(pool.id, tags);
    tenant.changed();
    response.json(hostPool(tenant, pool));
  });

  router.get(`${base}/hostPools/:hostPool/scalingPlans`, (request, response) => {
    const { pool } = poolOf(tenant, request);
    const plans = tenant.arm.scalingPlans.filter(({ pools }) => pools[pool.id] !== undefined);
    sendPage(request, response, plans, avdPages(100), (plan) => ({
      id: `${hostPoolId(pool).replace(/hostPools.*/, 'scalingPlans')}/${plan.name}`,
      name: plan.name,
      type: 'Microsoft.DesktopVirtualization/scalingPlans',
      location,
      properties: {
        objectId: guidOf('scaling-plan', plan.name),
        timeZone: 'Tokyo Standard Time',
        hostPoolType: 'Pooled',
        schedules: [],
        hostPoolReferences: [{ hostPoolArmPath: hostPoolId(pool), scalingPlanEnabled: plan.pools[pool.id] }],
      },
    }));
  });
}

function hostPool(tenant: ArmTenant, pool: AvdPool): object {
  const state = tenant.model.pools.get(pool.id);
  const balance = state?.balance === 'depth' ? 'DepthFirst' : 'BreadthFirst';
  return {
    id: hostPoolId(pool),
    name: pool.hostPool,
    type: 'Microsoft.DesktopVirtualization/hostPools',
    location,
    tags: tenant.arm.tags.get(pool.id) ?? {},
    properties: {
      objectId: guidOf('host-pool', pool.id),
      friendlyName: pool.name.en,
      description: pool.name.ja,
      hostPoolType: pool.kind === 'personal' ? 'Personal' : 'Pooled',
      ...(pool.kind === 'personal' ? { personalDesktopAssignmentType: 'Direct' } : {}),
      loadBalancerType: pool.kind === 'personal' ? 'Persistent' : balance,
      maxSessionLimit: state?.settings.maxSessions ?? pool.maxSessions,
      preferredAppGroupType: 'Desktop',
      startVMOnConnect: state?.startOnConnect ?? false,
      validationEnvironment: false,
      customRdpProperty: 'targetisaadjoined:i:1;redirectclipboard:i:0;drivestoredirect:s:;redirectprinters:i:0;',
      publicNetworkAccess: 'Enabled',
      applicationGroupReferences: [applicationGroupId(pool)],
      cloudPcResource: false,
    },
  };
}

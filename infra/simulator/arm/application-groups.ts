import type { Router } from 'express';
import type { AvdPool } from '../../../flows/organisation.ts';
import { notFound } from './arm-error.ts';
import { one, poolsOfGroup } from './arm-tenant.ts';
import type { ArmTenant } from './arm-tenant.ts';
import {
  applicationGroupId,
  applicationGroupName,
  guidOf,
  hostPoolId,
  location,
  sameName,
  workspaceId,
  workspaceName,
} from './ids.ts';
import { avdPages, sendPage } from './paging.ts';

const all = '/subscriptions/:subscription/providers/Microsoft.DesktopVirtualization';

/** One desktop application group for each host pool, one workspace for each resource group. */
export function serveApplicationGroups(router: Router, base: string, tenant: ArmTenant): void {
  for (const list of [`${base}/applicationGroups`, `${all}/applicationGroups`])
    router.get(list, (request, response) =>
      sendPage(request, response, poolsOfGroup(tenant, request), avdPages(100), applicationGroup),
    );

  router.get(`${base}/applicationGroups/:name`, (request, response) => {
    const name = one(request.params['name']);
    const pool = poolsOfGroup(tenant, request).find((each) => sameName(applicationGroupName(each), name));
    if (!pool) throw notFound(`Microsoft.DesktopVirtualization/applicationGroups/${name}`);
    response.json(applicationGroup(pool));
  });

  for (const list of [`${base}/workspaces`, `${all}/workspaces`])
    router.get(list, (request, response) => {
      const pools = poolsOfGroup(tenant, request);
      const first = pools.filter(
        (pool, at) => pools.findIndex((each) => workspaceId(each) === workspaceId(pool)) === at,
      );
      sendPage(request, response, first, avdPages(100), (pool) => workspace(pool, pools));
    });
}

function applicationGroup(pool: AvdPool): object {
  return {
    id: applicationGroupId(pool),
    name: applicationGroupName(pool),
    type: 'Microsoft.DesktopVirtualization/applicationGroups',
    location,
    kind: 'Desktop',
    properties: {
      objectId: guidOf('application-group', pool.id),
      friendlyName: pool.name.en,
      description: pool.name.ja,
      hostPoolArmPath: hostPoolId(pool),
      workspaceArmPath: workspaceId(pool),
      applicationGroupType: 'Desktop',
      cloudPcResource: false,
      showInFeed: true,
    },
  };
}

function workspace(pool: AvdPool, pools: AvdPool[]): object {
  return {
    id: workspaceId(pool),
    name: workspaceName(pool),
    type: 'Microsoft.DesktopVirtualization/workspaces',
    location,
    properties: {
      objectId: guidOf('workspace', workspaceId(pool)),
      applicationGroupReferences: pools
        .filter((each) => workspaceId(each) === workspaceId(pool))
        .map(applicationGroupId),
      cloudPcResource: false,
    },
  };
}

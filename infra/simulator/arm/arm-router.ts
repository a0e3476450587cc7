import express, { Router } from 'express';
import { serveApplicationGroups } from './application-groups.ts';
import { answerArmErrors, ArmError } from './arm-error.ts';
import type { ArmTenant } from './arm-tenant.ts';
import { guardArm } from './guard.ts';
import { serveHostPools } from './host-pools.ts';
import { serveRoleAssignments } from './role-assignments.ts';
import { serveSessionHosts } from './session-hosts.ts';
import { serveUserSessions } from './user-sessions.ts';
import { serveVirtualMachines } from './virtual-machines.ts';

const desktopVirtualization =
  '/subscriptions/:subscription/resourceGroups/:group/providers/Microsoft.DesktopVirtualization';

/**
 * Azure Resource Manager of the simulated tenant: Desktop Virtualization 2024-04-03, virtual machines and role assignments,
 * in the vendor's wire shapes. Links in answers name the public host. Mounted at `/arm`.
 */
export function armRouter(tenant: ArmTenant): Router {
  const router = Router();
  router.use(guardArm(tenant));
  router.use(express.json({ limit: '256kb', type: ['application/json', 'application/*+json'] }));
  serveHostPools(router, desktopVirtualization, tenant);
  serveSessionHosts(router, desktopVirtualization, tenant);
  serveUserSessions(router, desktopVirtualization, tenant);
  serveApplicationGroups(router, desktopVirtualization, tenant);
  serveVirtualMachines(router, tenant);
  serveRoleAssignments(router, tenant);
  router.use((request) => {
    throw new ArmError(404, 'NotFound', `The simulated tenant does not know ${request.method} ${request.path}.`);
  });
  router.use(answerArmErrors);
  return router;
}

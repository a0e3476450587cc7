import type { Router } from 'express';
import { avdPools } from '../../../flows/organisation.ts';
import { badRequest } from './arm-error.ts';
import { one } from './arm-tenant.ts';
import type { ArmTenant } from './arm-tenant.ts';
import { applicationGroupId, groupId, guidOf } from './ids.ts';

/** Built-in roles (API facts of Azure role assignments). */
const desktopUser = '1d18fff3-a72a-46b5-b4a9-0b38a3cd7e63';
const machineLogin = 'fb879df8-f326-4884-b1cf-06f3ad86be52';
const powerOnOff = '40c5ff49-9181-41f8-ae61-143b0e78555e';

interface Assignment {
  scope: string;
  role: string;
  principalId: string;
  principalType: 'Group' | 'ServicePrincipal';
}

/** Who may use the pools: each pool's group on its application group and on its machines; and the product's own identity. */
export function serveRoleAssignments(router: Router, tenant: ArmTenant): void {
  const bot = guidOf('service-principal', tenant.organisation.tenantId);
  const assignments = avdPools(tenant.organisation).flatMap((pool): Assignment[] => [
    { scope: applicationGroupId(pool), role: desktopUser, principalId: pool.group, principalType: 'Group' },
    { scope: groupId(pool), role: machineLogin, principalId: pool.group, principalType: 'Group' },
    { scope: groupId(pool), role: powerOnOff, principalId: bot, principalType: 'ServicePrincipal' },
  ]);
  const ids = assignments.map(({ scope, role, principalId }) => guidOf(scope, role, principalId));
  const distinct = assignments.filter((_, at) => ids.indexOf(ids[at]!) === at);

  router.get(/^(\/.*)\/providers\/Microsoft\.Authorization\/roleAssignments$/i, (request, response) => {
    const scope = one(request.params['0']).toLowerCase();
    const filter = one(request.query['$filter']).trim();
    const principal = /^principalId\s+eq\s+'?\{?([0-9a-f-]{36})\}?'?$/i.exec(filter)?.[1]?.toLowerCase();
    if (filter !== '' && !/^atScope\(\)$/i.test(filter) && principal === undefined)
      throw badRequest(`The filter '${filter}' is not supported; use atScope() or principalId eq {id}.`);
    const above = (each: Assignment) => isWithin(scope, each.scope.toLowerCase());
    const below = (each: Assignment) => isWithin(each.scope.toLowerCase(), scope);
    const found = distinct.filter(
      (each) =>
        (above(each) || (!/^atScope/i.test(filter) && below(each))) &&
        (principal === undefined || each.principalId.toLowerCase() === principal),
    );
    response.json({ value: found.map(roleAssignment) });
  });
}

const isWithin = (inner: string, outer: string) => inner === outer || inner.startsWith(`${outer}/`);

function roleAssignment({ scope, role, principalId, principalType }: Assignment): object {
  const name = guidOf(scope, role, principalId);
  const subscription = /^\/subscriptions\/[^/]+/i.exec(scope)?.[0] ?? '';
  return {
    id: `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`,
    name,
    type: 'Microsoft.Authorization/roleAssignments',
    properties: {
      scope,
      roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
      principalId,
      principalType,
    },
  };
}

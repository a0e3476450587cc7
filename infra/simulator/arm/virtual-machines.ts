import type { Request, Response, Router } from 'express';
import type { AvdPool } from '../../../flows/organisation.ts';
import type { PowerAnswer } from '../model/host-power.ts';
import type { HostPower, ModelHost } from '../model/hosts.ts';
import { conflict, notFound } from './arm-error.ts';
import type { Operation } from './arm-state.ts';
import { one, poolsOfGroup } from './arm-tenant.ts';
import type { ArmTenant } from './arm-tenant.ts';
import { groupId, guidOf, location, publicHost, sameName, virtualMachineId } from './ids.ts';
import { instanceView } from './instance-view.ts';
import { operationAnswer } from './operations.ts';
import { computePages, sendPage } from './paging.ts';

interface Machine {
  pool: AvdPool;
  host: ModelHost;
}

const everywhere = '/subscriptions/:subscription/providers/Microsoft.Compute';
const inGroup = '/subscriptions/:subscription/resourceGroups/:group/providers/Microsoft.Compute/virtualMachines';

/** Virtual machines: lists, power state, and power operations that take their time. */
export function serveVirtualMachines(router: Router, tenant: ArmTenant): void {
  for (const list of [inGroup, `${everywhere}/virtualMachines`])
    router.get(list, (request, response) => {
      const withView =
        one(request.query['statusOnly']) === 'true' || /instanceView/i.test(one(request.query['$expand']));
      sendPage(request, response, machinesOf(tenant, request), computePages, (machine) =>
        virtualMachine(machine, withView),
      );
    });

  router.get(`${inGroup}/:vm`, (request, response) => {
    const withView = /instanceView/i.test(one(request.query['$expand']));
    response.json(virtualMachine(machineOf(tenant, request), withView));
  });

  router.get(`${inGroup}/:vm/instanceView`, (request, response) => {
    response.json(instanceView(machineOf(tenant, request).host));
  });

  const { model } = tenant;
  const acts: Record<Operation['kind'], (pool: string, host: string) => PowerAnswer> = {
    start: (pool, host) => model.start(pool, host),
    deallocate: (pool, host) => model.deallocate(pool, host),
    powerOff: (pool, host) => model.powerOff(pool, host),
    restart: (pool, host) => model.restart(pool, host),
  };
  for (const [kind, act] of Object.entries(acts) as [Operation['kind'], (typeof acts)['start']][])
    router.post(`${inGroup}/:vm/${kind}`, (request, response) => {
      const { pool, host } = machineOf(tenant, request);
      if (act(pool.id, host.name) === 'conflict')
        throw conflict(`The operation '${kind}' is not allowed: VM '${host.name}' is ${host.power}.`);
      tenant.changed();
      accept(tenant, request, response, kind, { pool, host });
    });

  router.get(`${everywhere}/locations/:location/operations/:operation`, (request, response) => {
    const operation = tenant.arm.operation(one(request.params['operation']));
    if (!operation) throw notFound(`operations/${one(request.params['operation'])}`);
    operationAnswer(tenant, operation, one(request.query['monitor']) === 'true', request, response);
  });
}

function accept(
  tenant: ArmTenant,
  request: Request,
  response: Response,
  kind: Operation['kind'],
  { pool, host }: Machine,
): void {
  const begun = { pool: pool.id, host: host.name, kind, turn: host.turn, startedAt: tenant.model.now };
  const { id } = tenant.arm.begin(begun, (number) => guidOf('operation', String(number), host.name));
  const address = `${publicHost}/subscriptions/${pool.subscriptionId}/providers/Microsoft.Compute/locations/${location}/operations/${id}`;
  const version = `api-version=${one(request.query['api-version'])}`;
  response
    .status(202)
    .set({
      'Azure-AsyncOperation': `${address}?${version}`,
      Location: `${address}?monitor=true&${version}`,
      'Retry-After': '10',
    })
    .end();
}

function machinesOf(tenant: ArmTenant, request: Request): Machine[] {
  return poolsOfGroup(tenant, request).flatMap((pool) =>
    (tenant.model.pools.get(pool.id)?.hosts ?? []).map((host) => ({ pool, host })),
  );
}

function machineOf(tenant: ArmTenant, request: Request): Machine {
  const name = one(request.params['vm']);
  const machine = machinesOf(tenant, request).find(({ host }) => sameName(host.name, name));
  if (!machine)
    throw notFound(`Microsoft.Compute/virtualMachines/${name}' under resource group '${one(request.params['group'])}`);
  return machine;
}

const provisioning: Record<HostPower, string> = {
  deallocated: 'Succeeded',
  starting: 'Updating',
  running: 'Succeeded',
  deallocating: 'Updating',
  stopped: 'Succeeded',
  failed: 'Failed',
};

function virtualMachine({ pool, host }: Machine, withView: boolean): object {
  return {
    id: virtualMachineId(pool, host.name),
    name: host.name,
    type: 'Microsoft.Compute/virtualMachines',
    location,
    zones: ['1'],
    tags: { pool: pool.hostPool },
    properties: {
      vmId: guidOf('vm', pool.id, host.name),
      provisioningState: provisioning[host.power],
      hardwareProfile: { vmSize: pool.kind === 'personal' ? 'Standard_D4s_v5' : 'Standard_D8s_v5' },
      storageProfile: {
        osDisk: {
          osType: 'Windows',
          name: `${host.name}-os`,
          createOption: 'FromImage',
          managedDisk: {
            id: `${groupId(pool)}/providers/Microsoft.Compute/disks/${host.name}-os`,
            storageAccountType: 'Premium_LRS',
          },
        },
      },
      osProfile: { computerName: host.name },
      ...(withView ? { instanceView: instanceView(host) } : {}),
    },
  };
}

import { z } from 'zod';
import type { Request, Router } from 'express';
import type { ModelEvent } from '../model/event-queue.ts';
import type { PowerAnswer } from '../model/host-power.ts';
import type { HostPower } from '../model/hosts.ts';
import { answer, pageOf, withFields } from './answer.ts';
import { badRequest, conflict } from './citrix-error.ts';
import type { CitrixTenant, Machine } from './citrix-tenant.ts';
import { groupOf, machineOf, machinesOf, one } from './citrix-tenant.ts';
import { personIdOf } from './identities.ts';
import { detailRequired, machineDetail, machineJson } from './machine-json.ts';

const patch = z.strictObject({
  InMaintenanceMode: z.boolean().nullish(),
  AssignedUsers: z.array(z.string()).nullish(),
});

const brief = ['Id', 'Name'];

/** Machines: lists (counts up to 60 s old), one machine of this instant, maintenance mode, owner, power, and their sessions' end. */
export function serveMachines(router: Router, tenant: CitrixTenant): void {
  const { model } = tenant;
  const listed = (machine: Machine) =>
    machineJson(tenant, machine, model.snapshotOf(machine.pool.id).counts[machine.host.name] ?? 0);

  for (const path of ['/Machines', '/MachinesV2'])
    router.get(path, (request, response) => {
      const kind = kindOf(one(request.query['sessionSupport']));
      const all = machinesOf(tenant).filter(({ pool }) => kind === null || pool.kind === kind);
      const build = path.endsWith('V2') && request.query['fields'] === undefined ? only(listed, brief) : listed;
      answer(tenant, request, response, 'GetMachines', pageOf(request, all, build));
    });

  router.get('/DeliveryGroups/:group/Machines', (request, response) => {
    response.json(pageOf(request, machinesOf(tenant, groupOf(tenant, request).pool), listed));
  });

  router.get('/Machines/:machine', (request, response) => {
    response.json(withFields(request, machineDetail(tenant, machineOf(tenant, request)), detailRequired));
  });

  router.patch('/Machines/:machine', (request, response) => {
    const machine = machineOf(tenant, request);
    const body = patch.safeParse(request.body ?? {});
    if (!body.success) throw badRequest(`${body.error.issues[0]?.path.join('.')}: ${body.error.issues[0]?.message}`);
    const { InMaintenanceMode, AssignedUsers } = body.data;
    if (AssignedUsers) assign(tenant, machine, AssignedUsers);
    if (typeof InMaintenanceMode === 'boolean') model.drain(machine.pool.id, machine.host.name, InMaintenanceMode);
    tenant.changed();
    answer(tenant, request, response, 'UpdateMachineCatalogMachine', null);
  });

  router.post(
    '/Machines/:machine/$start',
    power('StartMachines', 'running', (pool, host) => model.start(pool, host)),
  );
  router.post(
    '/Machines/:machine/$reboot',
    power('RebootMachines', 'running', (pool, host) => model.restart(pool, host)),
  );
  const shutDown = power('ShutDownMachines', 'deallocated', (pool, host) => model.deallocate(pool, host));
  model.on('citrix-shutdown', (event: ModelEvent) => {
    const host = model.host(String(event['pool']), String(event['host']));
    if (host && host.turn === event['turn']) model.deallocate(String(event['pool']), host.name);
  });
  router.post('/Machines/:machine/$shutdown', (request, response) => {
    const delay = Number(one(request.query['delay']) || 0);
    if (!Number.isInteger(delay) || delay < 0) throw badRequest('delay: expected whole seconds.', 'delay');
    if (delay === 0) return shutDown(request, response);
    const machine = machineOf(tenant, request);
    const { pool, host } = machine;
    model.plan({
      at: model.now + delay * 1000,
      kind: 'citrix-shutdown',
      pool: pool.id,
      host: host.name,
      turn: host.turn,
    });
    tenant.changed();
    answer(tenant, request, response, 'ShutDownMachines', machineDetail(tenant, machine));
  });

  const onEach =
    (act: (session: number) => void) => (request: Request, response: Parameters<typeof answer>[2], type: string) => {
      const machine = machineOf(tenant, request);
      for (const { id, pool, host } of model.allSessions())
        if (pool === machine.pool.id && host === machine.host.name) act(id);
      tenant.changed();
      answer(tenant, request, response, type, machineDetail(tenant, machine));
    };
  const logOff = onEach((id) => model.logOffSession(id));
  const disconnect = onEach((id) => model.disconnectSession(id));
  router.post('/Machines/:machine/$logoff', (request, response) => logOff(request, response, 'LogoffMachineSessions'));
  router.post('/Machines/:machine/$disconnect', (request, response) =>
    disconnect(request, response, 'DisconnectSessions'),
  );

  function power(type: string, until: HostPower, act: (pool: string, host: string) => PowerAnswer) {
    return (request: Request, response: Parameters<typeof answer>[2]): void => {
      const machine = machineOf(tenant, request);
      const { pool, host } = machine;
      if (act(pool.id, host.name) === 'conflict')
        throw conflict(`The power action is not possible: machine '${host.name}' is ${host.power}.`);
      tenant.changed();
      const watched = { pool: pool.id, host: host.name, turn: host.turn, until };
      answer(tenant, request, response, type, machineDetail(tenant, machine), watched);
    };
  }
}

/** The whole list of owners is sent. The simulated site keeps one owner a machine and one machine an owner. */
function assign(tenant: CitrixTenant, { pool, state, host }: Machine, names: string[]): void {
  if (pool.kind !== 'personal') throw badRequest('AssignedUsers: only machines of static allocation have owners.');
  const [name, ...others] = names;
  if (others.length > 0) throw badRequest('AssignedUsers: the simulated site keeps one owner a machine.');
  const user = name === undefined ? null : personIdOf(tenant, name);
  if (name !== undefined && user === null)
    throw badRequest(`AssignedUsers: '${name}' was not found in the directory.`, 'AssignedUsers');
  const elsewhere = state.hosts.find((each) => user !== null && each !== host && each.assignedUser === user);
  if (elsewhere) throw conflict(`The user is assigned to machine '${elsewhere.name}' already.`);
  tenant.model.assign(pool.id, host.name, user);
}

function kindOf(support: string): 'pooled' | 'personal' | null {
  if (support === '') return null;
  if (support === 'MultiSession') return 'pooled';
  if (support === 'SingleSession') return 'personal';
  throw badRequest(`sessionSupport: expected SingleSession or MultiSession, found '${support}'.`, 'sessionSupport');
}

export function only<T>(build: (item: T) => object, names: string[]): (item: T) => object {
  return (item) => Object.fromEntries(Object.entries(build(item)).filter(([name]) => names.includes(name)));
}

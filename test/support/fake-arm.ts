import type { WireServer } from './wire-server.ts';
import { startWireServer } from './wire-server.ts';

export const SUBSCRIPTION = '11111111-2222-4333-8444-555555555555';

export interface ArmHost {
  pool: string;
  name: string;
  vm: string;
  power: string;
  status: string;
  allowNewSession: boolean;
  assignedUser: string | null;
  size: string;
  zone: string;
}

export interface ArmSession {
  pool: string;
  host: string;
  id: string;
  upn: string;
  state: string;
}

export interface FakeArm extends WireServer {
  hosts: ArmHost[];
  sessions: ArmSession[];
  pools: Map<string, Record<string, unknown>>;
  plans: { name: string; pool: string; enabled: boolean }[];
  /** Boots and deallocations under way come to their end. */
  settle(): void;
  pageSize: number;
  /** What Azure tells the caller about its own permissions, at every scope. */
  permissions: { actions: string[]; notActions: string[] }[];
}

/**
 * Azure Resource Manager as far as host pools, session hosts, user sessions, scaling plans and virtual machines go:
 * documented paths, shapes and statuses; `hostPool/sessionHost` names, machines in a resource group written in other
 * letters, links that name the public host.
 */
export async function startFakeArm(): Promise<FakeArm> {
  const state = {
    hosts: [] as ArmHost[],
    sessions: [] as ArmSession[],
    pools: new Map<string, Record<string, unknown>>(),
    plans: [] as FakeArm['plans'],
    pageSize: 2,
    permissions: [{ actions: ['*/read'], notActions: [] }] as FakeArm['permissions'],
  };
  const hp = `/arm/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-avd/providers/Microsoft.DesktopVirtualization/hostPools`;
  const vms = `/arm/subscriptions/${SUBSCRIPTION}/resourceGroups/:group/providers/Microsoft.Compute/virtualMachines`;
  const notFound = { error: { code: 'ResourceNotFound', message: 'The resource was not found.' } };
  const hostJson = (host: ArmHost) => ({
    id: `${hp.slice(4)}/${host.pool}/sessionHosts/${host.name}`,
    name: `${host.pool}/${host.name}`,
    type: 'Microsoft.DesktopVirtualization/hostpools/sessionhosts',
    properties: {
      status: host.status,
      allowNewSession: host.allowNewSession,
      assignedUser: host.assignedUser ?? '',
      sessions: state.sessions.filter((one) => one.pool === host.pool && one.host === host.name).length,
      resourceId: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-vms/providers/Microsoft.Compute/virtualMachines/${host.vm}`,
    },
  });
  const sessionJson = (one: ArmSession) => ({
    id: `${hp.slice(4)}/${one.pool}/sessionHosts/${one.host}/userSessions/${one.id}`,
    name: `${one.pool}/${one.host}/${one.id}`,
    type: 'Microsoft.DesktopVirtualization/hostpools/sessionhosts/usersessions',
    properties: { userPrincipalName: one.upn, sessionState: one.state, applicationType: 'Desktop' },
  });
  const vmJson = (host: ArmHost, statusOnly: boolean) => ({
    id: `/subscriptions/${SUBSCRIPTION}/resourceGroups/RG-VMS/providers/Microsoft.Compute/virtualMachines/${host.vm.toUpperCase()}`,
    name: host.vm,
    location: 'japaneast',
    ...(statusOnly
      ? {
          properties: {
            instanceView: {
              statuses: [
                { code: 'ProvisioningState/succeeded' },
                ...(host.power ? [{ code: `PowerState/${host.power}` }] : []),
              ],
            },
          },
        }
      : { properties: { hardwareProfile: { vmSize: host.size } }, zones: [host.zone] }),
  });

  const server = await startWireServer((app) => {
    const paged = (req: { originalUrl: string; query: Record<string, unknown> }, items: unknown[]) => {
      const from = Number(req.query['page'] ?? 0);
      const more = from + state.pageSize < items.length;
      const bare = req.originalUrl.replace(/^\/arm/, '').replace(/&page=\d+/, '');
      return {
        value: items.slice(from, from + state.pageSize),
        ...(more ? { nextLink: `https://management.azure.com${bare}&page=${from + state.pageSize}` } : {}),
      };
    };
    app.get(`${hp}/:pool`, (req, res) => {
      const pool = state.pools.get(req.params.pool);
      if (!pool) {
        res.status(404).json(notFound);
        return;
      }
      res.json({
        id: `${hp.slice(4)}/${req.params.pool}`,
        name: req.params.pool,
        location: 'japaneast',
        properties: pool,
      });
    });
    app.patch(`${hp}/:pool`, (req, res) => {
      const pool = state.pools.get(req.params.pool);
      if (!pool) {
        res.status(404).json(notFound);
        return;
      }
      Object.assign(pool, req.body.properties);
      res.json({
        id: `${hp.slice(4)}/${req.params.pool}`,
        name: req.params.pool,
        location: 'japaneast',
        properties: pool,
      });
    });
    app.get(`${hp}/:pool/sessionHosts`, (req, res) => {
      res.json(paged(req, state.hosts.filter((host) => host.pool === req.params.pool).map(hostJson)));
    });
    app.get(`${hp}/:pool/scalingPlans`, (req, res) => {
      const plans = state.plans.filter((plan) => plan.pool === req.params.pool);
      res.json(
        paged(
          req,
          plans.map((plan) => ({
            name: plan.name,
            location: 'japaneast',
            properties: {
              timeZone: 'Tokyo Standard Time',
              hostPoolReferences: [
                { hostPoolArmPath: `${hp.slice(4)}/${plan.pool}`.toUpperCase(), scalingPlanEnabled: plan.enabled },
              ],
            },
          })),
        ),
      );
    });
    app.get(`${hp}/:pool/userSessions`, (req, res) => {
      res.json(paged(req, state.sessions.filter((one) => one.pool === req.params.pool).map(sessionJson)));
    });
    const hostOf = (params: Record<string, string>) =>
      state.hosts.find((host) => host.pool === params['pool'] && host.name === params['host']);
    app.get(`${hp}/:pool/sessionHosts/:host`, (req, res) => {
      const host = hostOf(req.params);
      if (!host) {
        res.status(404).json(notFound);
        return;
      }
      res.json(hostJson(host));
    });
    app.patch(`${hp}/:pool/sessionHosts/:host`, (req, res) => {
      const host = hostOf(req.params);
      if (!host) {
        res.status(404).json(notFound);
        return;
      }
      const { assignedUser, allowNewSession } = req.body.properties;
      if (assignedUser !== undefined && host.assignedUser && host.assignedUser !== assignedUser) {
        res.status(409).json({ error: { code: 'Conflict', message: 'The host has an owner.' } });
        return;
      }
      if (assignedUser !== undefined) host.assignedUser = assignedUser;
      if (allowNewSession !== undefined) host.allowNewSession = allowNewSession;
      res.json(hostJson(host));
    });
    app.get(`${hp}/:pool/sessionHosts/:host/userSessions`, (req, res) => {
      if (!hostOf(req.params)) {
        res.status(404).json(notFound);
        return;
      }
      const { pool, host } = req.params;
      res.json(paged(req, state.sessions.filter((one) => one.pool === pool && one.host === host).map(sessionJson)));
    });
    const session = (params: Record<string, string>) =>
      state.sessions.find((one) => one.host === params['host'] && one.id === params['id']);
    app.delete(`${hp}/:pool/sessionHosts/:host/userSessions/:id`, (req, res) => {
      const found = session(req.params);
      if (!found) {
        res.status(404).json(notFound);
        return;
      }
      state.sessions.splice(state.sessions.indexOf(found), 1);
      res.sendStatus(200);
    });
    app.post(`${hp}/:pool/sessionHosts/:host/userSessions/:id/disconnect`, (req, res) => {
      const found = session(req.params);
      if (!found) {
        res.status(404).json(notFound);
        return;
      }
      found.state = 'Disconnected';
      res.status(200).end();
    });
    app.post(`${hp}/:pool/sessionHosts/:host/userSessions/:id/sendMessage`, (req, res) => {
      if (!session(req.params)) {
        res.status(404).json(notFound);
        return;
      }
      res.status(200).end();
    });
    app.get(`/arm/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Compute/virtualMachines`, (req, res) => {
      res.json(
        paged(
          req,
          state.hosts.map((host) => vmJson(host, req.query['statusOnly'] === 'true')),
        ),
      );
    });
    app.get(vms, (req, res) => {
      res.json(
        paged(
          req,
          state.hosts.map((host) => vmJson(host, false)),
        ),
      );
    });
    const power = (op: 'start' | 'deallocate') => {
      app.post(`${vms}/:vm/${op}`, (req, res) => {
        const host = state.hosts.find((one) => one.vm.toLowerCase() === req.params.vm.toLowerCase());
        if (!host) {
          res.status(404).json(notFound);
          return;
        }
        if (op === 'start' && host.power === 'deallocating') {
          const error = { code: 'OperationNotAllowed', message: 'The machine is being deallocated.' };
          res.status(409).json({ error });
          return;
        }
        if (op === 'start' && host.power !== 'running') host.power = 'starting';
        if (op === 'deallocate' && host.power !== 'deallocated') {
          host.power = 'deallocating';
          host.status = 'Unavailable';
        }
        const operation = `https://management.azure.com/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Compute/locations/japaneast/operations/1?api-version=2024-07-01`;
        res.set({ Location: operation, 'Azure-AsyncOperation': operation, 'Retry-After': '10' });
        res.sendStatus(202);
      });
    };
    power('start');
    power('deallocate');
    app.get(/\/providers\/Microsoft\.Authorization\/permissions$/, (_req, res) => {
      res.json({ value: state.permissions });
    });
    app.use((req, res) => {
      res.status(400).json({ error: { code: 'UnexpectedCall', message: `${req.method} ${req.originalUrl}` } });
    });
  });

  return Object.assign(state, server, {
    settle() {
      for (const host of state.hosts) {
        if (host.power === 'starting') Object.assign(host, { power: 'running', status: 'Available' });
        if (host.power === 'deallocating') Object.assign(host, { power: 'deallocated', status: 'Shutdown' });
      }
    },
  });
}

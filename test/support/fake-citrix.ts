import express from 'express';
import type { Request, Response } from 'express';
import { ON_PREMISES } from '../../infra/citrix/citrix-address.ts';
import type {
  CitrixDeliveryGroup,
  CitrixDesktop,
  CitrixIdentity,
  CitrixJob,
  CitrixMachine,
  CitrixSession,
} from '../../infra/citrix/shapes.ts';
import type { WireServer } from './wire-server.ts';
import { startWireServer } from './wire-server.ts';

export const CUSTOMER = 'inacity';
export const SITE = '5d2a8e1c-0b1e-4c5a-9a57-3f7a9d6f2b10';
export const CLIENT = { id: 'client', secret: 'secret' };

export interface FakeMachine extends CitrixMachine {
  group: string;
}

export interface FakeSession extends CitrixSession {
  Id: string;
  machine: string;
}

export interface FakeCitrix extends WireServer {
  groups: Map<string, CitrixDeliveryGroup>;
  desktops: Map<string, CitrixDesktop[]>;
  machines: FakeMachine[];
  sessions: FakeSession[];
  users: CitrixIdentity[];
  jobs: Map<string, CitrixJob>;
  /** What each new job is at its first look, and at the next ones: the last of them stays. */
  jobSteps: CitrixJob[];
  /** Power actions wait (PowerActionPending) before PowerState changes. */
  powerWaits: boolean;
  /** Tokens given out, and those that are good. */
  tokens: string[];
  good: Set<string>;
  pageSize: number;
  sites: { Id: string; Name: string }[];
  /** Boots and shut-downs under way come to their end. */
  settle(): void;
}

/**
 * The Citrix DaaS REST API as far as delivery groups, machines, sessions, jobs, users and tokens go: documented paths,
 * headers, shapes and statuses. What is not documented is answered with 404 and remembered as a request like any other.
 */
export async function startFakeCitrix(): Promise<FakeCitrix> {
  const state = {
    groups: new Map<string, CitrixDeliveryGroup>(),
    desktops: new Map<string, CitrixDesktop[]>(),
    machines: [] as FakeMachine[],
    sessions: [] as FakeSession[],
    users: [] as CitrixIdentity[],
    jobs: new Map<string, CitrixJob>(),
    jobSteps: [{ Status: 'Complete' }] as CitrixJob[],
    powerWaits: false,
    tokens: [] as string[],
    good: new Set<string>(),
    pageSize: 2,
    sites: [{ Id: SITE, Name: 'Ina' }],
  };
  const api = '/citrix/cvad/manage';
  const error = (res: Response, status: number, type: string, detail: string) =>
    void res.status(status).json({ type, detail, parameters: [] });
  const missing = (res: Response) => error(res, 404, 'ObjectNotFound', 'The specified object was not found.');
  const identity = (name: string): CitrixIdentity =>
    state.users.find(({ Oid, Sid, SamName, PrincipalName }) =>
      [Oid, Sid, SamName, PrincipalName].some((one) => one?.toLowerCase() === name.toLowerCase()),
    ) ?? { PrincipalName: name, DisplayName: name };
  const groupOf = (name: string) =>
    [...state.groups.values()].find(({ Id, Name }) =>
      [Id, Name].some((one) => one?.toLowerCase() === name.toLowerCase()),
    );
  const machineOf = (name: string) => state.machines.find(({ Id, Name }) => Id === name || Name === name);
  const sessionsOn = (id: string) => state.sessions.filter(({ machine }) => machine === id);
  const machineJson = ({ group: _group, ...machine }: FakeMachine, detail = false) => ({
    ...machine,
    SessionCount: sessionsOn(machine.Id).length,
    ...(detail ? { SessionsPending: machine.SessionsPending ?? 0 } : {}),
  });
  const sessionJson = ({ machine, ...session }: FakeSession) => ({
    ...session,
    Machine: { Id: machine, Name: machineOf(machine)?.Name },
  });
  const paged = (req: Request, items: unknown[]) => {
    const from = Number(req.query['continuationToken'] ?? 0);
    const to = from + Math.min(state.pageSize, Number(req.query['limit'] ?? 250));
    return { Items: items.slice(from, to), ContinuationToken: to < items.length ? String(to) : null };
  };
  /** 202 with a job where asked for, else the plain answer. */
  const answer = (req: Request, res: Response, body?: unknown) => {
    if (req.query['async'] !== 'true') {
      if (body === undefined) res.sendStatus(204);
      else res.json(body);
      return;
    }
    const id = `job-${state.jobs.size + 1}`;
    state.jobs.set(id, {});
    res.set('Location', `https://api.cloud.com/cvad/manage/Jobs/${id}`);
    res.sendStatus(202);
  };

  const server = await startWireServer((app) => {
    app.post('/cctrustoauth2/:customer/tokens/clients', express.urlencoded({ extended: false }), (req, res) => {
      const { grant_type, client_id, client_secret } = req.body as Record<string, string>;
      if (grant_type !== 'client_credentials' || client_id !== CLIENT.id || client_secret !== CLIENT.secret) {
        res.json({ error: 'invalid_client', error_description: 'Invalid client id or client secret.' });
        return;
      }
      const token = `token-${state.tokens.length + 1}`;
      state.tokens.push(token);
      state.good.add(token);
      res.json({ token_type: 'bearer', access_token: token, expires_in: '3600' });
    });
    app.post(`${api}/tokens`, (req, res) => {
      const basic = Buffer.from(`${CLIENT.id}:${CLIENT.secret}`).toString('base64');
      if (req.headers.authorization !== `Basic ${basic}`) return error(res, 401, 'Unauthorized', 'Wrong password.');
      const token = `token-${state.tokens.length + 1}`;
      state.tokens.push(token);
      state.good.add(token);
      res.json({ Token: token, CustomerId: ON_PREMISES, ExpiresAt: new Date(Date.now() + 3_600_000).toISOString() });
    });
    app.use(api, (req, res, next) => {
      const token = /^CwsAuth Bearer=(.+)$/.exec(req.headers.authorization ?? '')?.[1] ?? '';
      if (!state.good.has(token)) return error(res, 401, 'Unauthorized', 'The token is not valid.');
      if (![CUSTOMER, ON_PREMISES].includes(String(req.headers['citrix-customerid'])))
        return error(res, 400, 'InvalidArgument', 'Citrix-CustomerId');
      if (req.path !== '/me' && req.headers['citrix-instanceid'] !== SITE)
        return error(res, 400, 'InvalidArgument', 'Citrix-InstanceId');
      next();
    });
    app.get(`${api}/me`, (_req, res) => {
      res.json({
        UserId: 'client',
        ExpiryTime: '',
        RefreshExpirationTime: '',
        Customers: [CUSTOMER, ON_PREMISES].map((Id) => ({ Id, Sites: state.sites })),
      });
    });
    app.get(`${api}/Jobs/:id`, (req, res) => {
      if (!state.jobs.has(req.params.id)) return missing(res);
      const step = state.jobSteps.length > 1 ? state.jobSteps.shift() : state.jobSteps[0];
      res.json({
        Id: req.params.id,
        Type: 'Unknown',
        Parameters: [],
        CreationTime: '',
        FormattedCreationTime: '',
        ...step,
      });
    });
    app.get(`${api}/Identity/Users`, (req, res) => {
      const { user } = req.query;
      const asked = typeof user === 'string' ? user.toLowerCase() : '';
      const fits = ({ PrincipalName, SamName }: CitrixIdentity) =>
        [PrincipalName, SamName].some((one) => one?.toLowerCase() === asked);
      res.json({ Items: state.users.filter(fits) });
    });
    app.get(`${api}/Sessions`, (req, res) => void res.json(paged(req, state.sessions.map(sessionJson))));
    app.get(`${api}/DeliveryGroups/:group`, (req, res) => {
      const group = groupOf(req.params.group);
      if (!group) return missing(res);
      res.json(group);
    });
    app.patch(`${api}/DeliveryGroups/:group`, (req, res) => {
      const group = groupOf(req.params.group);
      if (!group) return missing(res);
      const { Desktops, SimpleAccessPolicy, ...rest } = req.body as Record<string, unknown> & {
        Desktops?: (Omit<CitrixDesktop, 'IncludedUsers'> & { IncludedUsers?: string[] })[];
        SimpleAccessPolicy?: { IncludedUsers?: string[] };
      };
      Object.assign(group, rest);
      const known = state.desktops.get(group.Name!) ?? [];
      if (Desktops)
        // The whole list: a desktop that it leaves out is gone.
        state.desktops.set(
          group.Name!,
          Desktops.map(({ IncludedUsers, ...desktop }) => ({
            ...known.find(({ Id }) => Id === desktop.Id),
            ...desktop,
            ...(IncludedUsers ? { IncludedUsers: IncludedUsers.map(identity) } : {}),
          })),
        );
      if (SimpleAccessPolicy)
        group.SimpleAccessPolicy = {
          ...group.SimpleAccessPolicy,
          ...SimpleAccessPolicy,
          IncludedUsers: (SimpleAccessPolicy.IncludedUsers ?? []).map(identity),
        };
      answer(req, res);
    });
    app.get(`${api}/DeliveryGroups/:group/Desktops`, (req, res) => {
      const group = groupOf(req.params.group);
      if (!group) return missing(res);
      res.json(paged(req, state.desktops.get(group.Name!) ?? []));
    });
    app.get(`${api}/DeliveryGroups/:group/Machines`, (req, res) => {
      const found = groupOf(req.params.group);
      if (!found) return missing(res);
      const machines = state.machines.filter(({ group }) => group === found.Name);
      res.json(
        paged(
          req,
          machines.map((machine) => machineJson(machine)),
        ),
      );
    });
    const machine = (req: Request, res: Response): FakeMachine | undefined => {
      const found = machineOf(String(req.params['machine']));
      if (!found) missing(res);
      return found;
    };
    app.get(`${api}/Machines/:machine`, (req, res) => {
      const found = machine(req, res);
      if (found) res.json(machineJson(found, true));
    });
    app.patch(`${api}/Machines/:machine`, (req, res) => {
      const found = machine(req, res);
      if (!found) return;
      const { AssignedUsers, ...rest } = req.body as { AssignedUsers?: string[]; InMaintenanceMode?: boolean };
      Object.assign(found, rest);
      if (AssignedUsers) found.AssignedUsers = AssignedUsers.map(identity);
      answer(req, res);
    });
    app.get(`${api}/Machines/:machine/Sessions`, (req, res) => {
      const found = machine(req, res);
      if (found) res.json({ Items: sessionsOn(found.Id).map(sessionJson) });
    });
    const power = (action: string, during: string) => {
      app.post(`${api}/Machines/:machine/${action}`, (req, res) => {
        const found = machine(req, res);
        if (!found) return;
        if (state.powerWaits) found.PowerActionPending = true;
        else found.PowerState = during;
        if (during === 'TurningOff') found.RegistrationState = 'Unregistered';
        answer(req, res, machineJson(found, true));
      });
    };
    power('$start', 'TurningOn');
    power('$resume', 'Resuming');
    power('$shutdown', 'TurningOff');
    const session = (action: string, done: (session: FakeSession) => void) => {
      app.post(`${api}/Sessions/:session/${action}`, (req, res) => {
        const found = state.sessions.find(({ Id }) => Id === req.params.session);
        if (!found) return missing(res);
        done(found);
        answer(req, res, action === '$logoff' ? undefined : sessionJson(found));
      });
    };
    session('$logoff', (found) => void state.sessions.splice(state.sessions.indexOf(found), 1));
    session('$disconnect', (found) => void (found.State = 'Disconnected'));
    session('$sendMessage', () => undefined);
    app.use((req, res) => error(res, 404, 'UnexpectedCall', `${req.method} ${req.originalUrl}`));
  });

  return Object.assign(state, server, {
    settle() {
      for (const one of state.machines) {
        if (one.PowerActionPending) one.PowerState = one.PowerState === 'On' ? 'TurningOff' : 'TurningOn';
        one.PowerActionPending = false;
        if (['TurningOn', 'Resuming'].includes(one.PowerState ?? ''))
          Object.assign(one, { PowerState: 'On', RegistrationState: 'Registered' });
        if (one.PowerState === 'TurningOff')
          Object.assign(one, { PowerState: 'Off', RegistrationState: 'Unregistered' });
      }
    },
  });
}

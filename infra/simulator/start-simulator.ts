import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import express from 'express';
import type { Organisation } from '../../flows/organisation.ts';
import { loadOrganisation } from '../organisations/load-organisation.ts';
import type { Simulation } from '../organisations/load-organisation.ts';
import { armRouter } from './arm/arm-router.ts';
import { CallCount } from './call-count.ts';
import { citrixRouter } from './citrix/citrix-router.ts';
import { controlRouter } from './control.ts';
import { faultMiddleware } from './fault-middleware.ts';
import type { FaultyService } from './faults.ts';
import { graphRouter } from './graph/graph-router.ts';
import { inventPeople } from './invent-people.ts';
import { KeptFile } from './kept-file.ts';
import { connectorRouter } from './connector/connector-router.ts';
import { simulatorRouter } from './routes.ts';
import { Runner } from './runner.ts';
import { Tenant } from './tenant.ts';
import type { KeptTenant } from './tenant.ts';

export interface SimulatorOptions {
  /** Name of a shipped organisation, path of a file, or one that is loaded already. */
  organisation: string | { organisation: Organisation; simulation: Simulation };
  /** State is kept in `simulator/state.json` below it; without it nothing is kept. */
  dataDir?: string;
  /** 0 (default): any free port. */
  port?: number;
  /** Where activities of simulated people go. Default http://127.0.0.1:3978/api/messages. */
  botUrl?: string;
  /** The clock's instant. Default: the kept one, else the machine's. */
  now?: Date;
  /** Empties what is kept. */
  fresh?: boolean;
  /** Default: the organisation's own. */
  seed?: number;
  /** Default: the clock runs. */
  clock?: 'running' | 'frozen';
  /** Called when somebody asks the simulator to stop (`POST /control/stop`), after it has closed. */
  stopped?: () => void;
}

export interface RunningSimulator {
  url: string;
  port: number;
  tenant: Tenant;
  runner: Runner;
  /** Writes the state synchronously, for signals. */
  save: () => void;
  close: () => Promise<void>;
}

/** The start cannot be: one line that says what is wrong and the way out. */
export class SimulatorStartError extends Error {}

const clockFileEveryMs = 1000;

/** Starts the simulated tenant in this process, on 127.0.0.1. Throws SimulatorStartError and OrganisationError. */
export async function startSimulator(options: SimulatorOptions): Promise<RunningSimulator> {
  const { organisation, simulation } =
    typeof options.organisation === 'string' ? loadOrganisation(options.organisation) : options.organisation;
  const folder = options.dataDir === undefined ? null : resolve(options.dataDir, 'simulator');
  if (folder && options.fresh)
    for (const file of ['state.json', 'clock.json']) rmSync(join(folder, file), { force: true });
  const kept = folder === null ? undefined : readKept(folder, organisation.id);
  const now = startInstant(options.now, kept);
  const botUrl = options.botUrl ?? 'http://127.0.0.1:3978/api/messages';
  let url = '';
  const setup = {
    organisation,
    simulation,
    people: inventPeople(organisation, simulation),
    botUrl,
    serviceUrl: () => `${url}/connector`,
  };
  let changed = () => {};
  const tenant = new Tenant({ setup, now, seed: options.seed ?? simulation.seed, changed: () => changed(), kept });
  const runner = new Runner(tenant);
  const file = folder === null ? null : new KeptFile(join(folder, 'state.json'), () => tenant.toJSON());
  const clockFile = folder === null ? null : new KeptFile(join(folder, 'clock.json'), () => ({ now: tenant.clock() }));
  changed = () => {
    file?.changed();
    runner.rearm();
  };
  const server = createServer();
  const ticking = setInterval(() => tenant.simulated.running && clockFile?.changed(), clockFileEveryMs);
  ticking.unref();
  const close = async () => {
    clearInterval(ticking);
    await runner.pause();
    await new Promise((done) => {
      server.close(done);
      server.closeAllConnections();
    });
    await file?.close();
    await clockFile?.close();
  };
  const health = () => ({
    ok: true as const,
    organisation: organisation.id,
    pid: process.pid,
    dataDir: options.dataDir === undefined ? null : resolve(options.dataDir),
    botUrl,
    now: tenant.clock().toISOString(),
  });
  const stop = () => void close().then(() => options.stopped?.());
  const calls = new CallCount();
  server.on('request', application(tenant, calls, controlRouter({ tenant, runner, health, stop, calls })));
  const port = await listen(server, options.port ?? 0);
  url = `http://127.0.0.1:${port}`;
  if (options.clock !== 'frozen') runner.run();
  file?.changed();
  const save = () => [file, clockFile].forEach((each) => each?.writeNow());
  return { url, port, tenant, runner, save, close };
}

function application(tenant: Tenant, calls: CallCount, control: express.Router): express.Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use((request, _response, next) => {
    calls.count(request.method, request.path, tenant.clock().getTime());
    if (tenant.simulated.running) tenant.catchUp();
    next();
  });
  const faults = (service: FaultyService) => faultMiddleware(service, tenant.faults, tenant.clock);
  const graphFault = ({ method, path }: { method: string; path: string }) => {
    const fault = tenant.faults.hit('graph', `${method} ${path}`, ({ status }) => status !== undefined);
    if (fault?.status === undefined) return null;
    const headers: Record<string, string> = {};
    if (fault.retryAfter !== undefined) headers['Retry-After'] = String(fault.retryAfter);
    return { status: fault.status, headers };
  };
  app.use('/arm', faults('arm'), armRouter(tenant));
  app.use('/graph', faults('graph'), graphRouter(tenant.graph, { fault: graphFault }));
  app.use('/connector', faults('connector'), connectorRouter(tenant.connector));
  app.use('/citrix', faults('citrix'), citrixRouter(tenant));
  app.use('/simulator', simulatorRouter(tenant));
  app.use('/control', control);
  app.get('/', (_request, response) => response.redirect('/simulator/'));
  return app;
}

function readKept(folder: string, organisation: string): KeptTenant | undefined {
  let state: KeptTenant | null;
  let clock: { now: string } | null;
  try {
    state = KeptFile.read(join(folder, 'state.json')) as KeptTenant | null;
    clock = KeptFile.read(join(folder, 'clock.json')) as { now: string } | null;
  } catch {
    throw new SimulatorStartError(
      `${folder}: the simulated tenant's state cannot be read; start with --fresh to begin anew`,
    );
  }
  if (state === null) return undefined;
  if (state.version !== 1 || state.organisation !== organisation)
    throw new SimulatorStartError(
      `${folder}: holds the simulated tenant of ${state.organisation}, not of ${organisation}; use another folder or --fresh`,
    );
  return clock !== null && clock.now > state.now ? { ...state, now: clock.now } : state;
}

function startInstant(asked: Date | undefined, kept: KeptTenant | undefined): Date {
  if (asked && kept && asked < new Date(kept.now))
    throw new SimulatorStartError(
      `--now ${asked.toISOString()}: earlier than the kept clock (${kept.now}); leave it out or start with --fresh`,
    );
  return asked ?? (kept ? new Date(kept.now) : new Date());
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  return new Promise((done, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const inUse =
        error.code === 'EADDRINUSE' ? 'is in use by another program; set SIMULATOR_PORT to a free one' : error.message;
      failed(new SimulatorStartError(`port ${port} of 127.0.0.1 ${inUse}`));
    });
    server.listen(port, '127.0.0.1', () => done((server.address() as AddressInfo).port));
  });
}

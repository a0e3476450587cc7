import { join } from 'node:path';
import { pino, type Logger } from 'pino';
import { createCredential } from '../../infra/azure-credential.ts';
import { takeInstanceLock } from '../../infra/store/instance-lock.ts';
import { wipeDatabase } from '../../infra/store/wipe-database.ts';
import { SimulatedTenantClient } from '../../infra/simulator/client.ts';
import { inventPeople } from '../../infra/simulator/invent-people.ts';
import { DemoClock } from '../demo/demo-clock.ts';
import { chooseDemoPeople } from '../demo/demo-people.ts';
import { demoRoutes } from '../demo/demo-routes.ts';
import { demoScreen } from '../demo/demo-screen.ts';
import { ClockMover } from '../demo/move-clock.ts';
import {
  endPlayground,
  openPlayground,
  PLAYGROUND_CHAT,
  playgroundProgram,
  playgroundServiceUrl,
} from '../demo/playground.ts';
import { whyNotListen } from '../taken-port.ts';
import { checkCitrixSettings, citrixOptions } from './open-citrix.ts';
import { openOrganisationDatabase, openServer, organisationOf, rememberCity } from './database.ts';
import { openAuthority } from './open-authority.ts';
import { openOutside } from './open-zaitaku.ts';
import { runZaitaku } from './running-zaitaku.ts';
import { watchOrganisation } from './watch-organisation.ts';
import {
  auditKeyOf,
  checkStart,
  notificationUrlOf,
  StartError,
  StoppedError,
  UsageError,
  type Settings,
} from './settings.ts';

export interface StartOptions {
  organisation?: string;
  now?: string;
  playground: boolean;
  fresh: boolean;
}

/** The channel's address for new conversations in the public cloud (msteams-docs, send-proactive-messages). */
const TEAMS_SERVICE_URL = 'https://smba.trafficmanager.net/teams/';
/** Windows App in the browser; asks the person to sign in. */
const WEB_CLIENT = 'https://windows.cloud.microsoft/';

type Closing = (() => Promise<unknown> | void)[];
/** Throws where the person at the terminal does not want it any more. */
type GoOn = () => void;

/**
 * `zaitaku start`: the bot, or, without a configuration, the whole demo. Answers a function that ends everything it
 * started. Throws UsageError (exit 2), StartError (exit 1), each one line with the mend, or StoppedError where `asked`
 * comes before it is ready; what was started by then is ended again.
 */
export async function start(
  settings: Settings,
  options: StartOptions,
  asked: AbortSignal = new AbortController().signal,
): Promise<() => Promise<void>> {
  const closing: Closing = [];
  const goOn = () => {
    if (asked.aborted) throw new StoppedError('stopped before it was ready');
  };
  const close = async () => {
    for (const end of closing.splice(0).reverse()) await Promise.resolve(end()).catch(() => undefined);
  };
  try {
    await (settings.demo ? startDemo(settings, options, closing, goOn) : startReal(settings, options, closing, goOn));
    return close;
  } catch (error) {
    await close();
    throw error;
  }
}

async function startReal(settings: Settings, options: StartOptions, closing: Closing, goOn: GoOn): Promise<void> {
  checkStart(settings, process.env);
  for (const name of ['organisation', 'now'] as const)
    if (options[name]) throw new UsageError(`--${name}: only the demo has it; unset ZAITAKU_CONFIG`);
  if (options.fresh) throw new UsageError('--fresh: only the demo has it; unset ZAITAKU_CONFIG');
  const log = pino({ redact: ['*.authorization', '*.password'] }, pino.destination(2));
  const organisation = watchOrganisation(settings.configPath!, log);
  closing.push(() => organisation.close());
  const { id, tenantId } = organisation.current();
  checkCitrixSettings(settings, organisation.current());
  const appTenant = process.env['MicrosoftAppTenantId'];
  if (appTenant && appTenant.toLowerCase() !== tenantId.toLowerCase())
    throw new UsageError(`MicrosoftAppTenantId: ${appTenant} is not the tenantId of the configuration, ${tenantId}`);
  const { database, server } = await openData(settings, id, log, closing, false);
  goOn();
  if (server.elsewhere) log.info({ place: server.elsewhere }, 'the database is kept outside DATA_DIR');
  await refuseTakenPort('PORT', settings.port, settings.host);
  const clock = { now: () => new Date() };
  const endpoints = [
    settings.armEndpoint ?? 'https://management.azure.com',
    settings.graphEndpoint ?? 'https://graph.microsoft.com',
  ];
  const running = await runZaitaku({
    database,
    ownerUrl: server.migrationUrl ?? server.url,
    clock,
    organisation: organisation.current,
    outside: openOutside({
      organisation: organisation.current,
      store: database.store,
      citrix: () => citrixOptions(settings),
      credential: createCredential(endpoints),
      armEndpoint: settings.armEndpoint,
      graphEndpoint: settings.graphEndpoint,
      clock,
    }),
    authority: openAuthority({
      caKey: settings.caKey,
      dataDir: settings.dataDir,
      publicUrl: settings.publicUrl,
      organisation: organisation.current,
      clock,
    }),
    publicUrl: settings.publicUrl,
    notificationUrl: notificationUrlOf(settings),
    appId: settings.appId,
    defaultServiceUrl: TEAMS_SERVICE_URL,
    webClientUrl: (_upn, pool) => (pool?.provider === 'citrix' ? (pool.storeUrl ?? '') : WEB_CLIENT),
    dataDir: settings.dataDir,
    port: settings.port,
    host: settings.host,
    log,
  });
  organisation.onChange(() => {
    running.zaitaku.takeOverSettings().catch((error: unknown) => log.error({ err: error }, 'settings not taken over'));
  });
  closing.push(() => running.close());
  log.info({ organisation: id, port: settings.port, host: settings.host }, 'zaitaku is ready');
}

async function startDemo(settings: Settings, options: StartOptions, closing: Closing, goOn: GoOn): Promise<void> {
  checkStart(settings, process.env);
  const now = instantOption(options.now);
  const loaded = organisationOf(settings, options.organisation);
  const { organisation, simulation } = loaded;
  const folder = join(settings.dataDir, organisation.id);
  const screen = demoScreen(settings);
  const { database, server, log } = await openData(settings, organisation.id, null, closing, options.fresh);
  if (server.elsewhere) screen.elsewhere(server.elsewhere);
  rememberCity(settings, organisation.id);
  await refuseTakenPort('PORT', settings.port, settings.host);

  goOn();
  const tenant = await SimulatedTenantClient.open({
    port: settings.simulatorPort,
    dataDir: folder,
    organisation: organisation.id,
    organisationFile: loaded.source,
    botUrl: `http://127.0.0.1:${settings.port}/api/messages`,
    now: now ?? undefined,
    fresh: options.fresh,
  }).catch((error: Error) => {
    // The tenant refuses a clock that would go back; that is a wrong option, not a fault.
    if (error.message.startsWith('--now')) throw new UsageError(error.message);
    throw new StartError(error.message);
  });
  closing.push(() => tenant.stop());
  goOn();
  const clock = new DemoClock();
  clock.run(await tenant.run());

  const base = `http://127.0.0.1:${settings.simulatorPort}`;
  const armEndpoint = settings.armEndpoint ?? `${base}/arm`;
  const graphEndpoint = settings.graphEndpoint ?? `${base}/graph`;
  const current = () => organisation;
  const running = await runZaitaku({
    database,
    ownerUrl: server.migrationUrl ?? server.url,
    clock,
    organisation: current,
    outside: openOutside({
      organisation: current,
      store: database.store,
      citrix: () => citrixOptions(settings),
      credential: createCredential([armEndpoint, graphEndpoint]),
      armEndpoint,
      graphEndpoint,
      clock,
    }),
    authority: openAuthority({
      caKey: settings.caKey,
      dataDir: folder,
      publicUrl: settings.publicUrl,
      organisation: current,
      clock,
    }),
    publicUrl: settings.publicUrl,
    notificationUrl: notificationUrlOf(settings),
    appId: '',
    defaultServiceUrl: `${base}/connector`,
    webClientUrl: (upn) => `${settings.publicUrl}/simulator/desktop${upn ? `?upn=${encodeURIComponent(upn)}` : ''}`,
    dataDir: folder,
    port: settings.port,
    host: settings.host,
    log,
    routes: (app, zaitaku) =>
      demoRoutes(app, {
        mover: new ClockMover({
          tenant,
          clock,
          scheduler: zaitaku.scheduler,
          store: database.store,
          delivered: () => zaitaku.deliverer.delivered,
          idle: () => zaitaku.deliverer.idle(),
          pace: zaitaku.pace,
        }),
        simulatorPort: settings.simulatorPort,
        connectorUrl: `${base}/connector`,
        playedFromOutside: (personId) => tenant.outside(personId),
      }),
  });
  closing.push(() => running.close());
  goOn();
  // The people must be known before the first message comes.
  await running.zaitaku.scheduler.settleDue();

  const people = chooseDemoPeople(inventPeople(organisation, simulation), simulation.demoUser);
  goOn();
  const program = options.playground ? playgroundProgram() : null;
  if (!program) for (const name of ['staff', 'manager']) await endPlayground(folder, name);
  if (program) {
    const windowOf = async (name: string, port: number, person: typeof people.staff) => {
      await tenant.outside(person.id);
      const window = await openPlayground(program, {
        dataDir: folder,
        name,
        port,
        endpoint: `http://127.0.0.1:${settings.port}/api/messages`,
        tenantId: organisation.tenantId,
        person,
        others: people.others,
      }).catch((error: Error) => {
        throw new StartError(error.message);
      });
      closing.push(() => window.stop());
      // The window's chat is the person's chat from now on, also before they first write in it.
      await database.store.transaction((tx) =>
        tx.conversations.save(
          {
            personId: person.id,
            state: 'reachable',
            serviceUrl: playgroundServiceUrl(port),
            conversationId: PLAYGROUND_CHAT,
            userChannelId: `29:${person.id}`,
            botChannelId: '28:zaitaku',
            channelId: 'msteams',
          },
          clock.now(),
        ),
      );
    };
    const opened = await Promise.allSettled([
      windowOf('staff', settings.playgroundPort, people.staff),
      windowOf('manager', settings.playgroundPort + 1, people.manager),
    ]);
    // Only now: a window that was still opening must be known to be ended with the rest.
    for (const window of opened) if (window.status === 'rejected') throw window.reason;
  }
  screen.ready({
    people,
    playground: program ? settings.playgroundPort : options.playground ? 'missing' : 'left-out',
    now: clock.now(),
    timeZone: organisation.timeZone,
    logFile: join(folder, 'zaitaku.log'),
  });
}

/** Database, migrated and ours alone: the lock tells a living instance from what a killed one left behind. */
async function openData(settings: Settings, id: string, given: Logger | null, closing: Closing, fresh: boolean) {
  const folder = join(settings.dataDir, id);
  auditKeyOf(settings);
  const log =
    given ??
    pino(
      { redact: ['*.authorization', '*.password'] },
      pino.destination({ dest: join(folder, 'zaitaku.log'), mkdir: true, sync: false }),
    );
  const server = await openServer(settings, id, (line) => log.info(line));
  closing.push(() => server.stop({ adopted: true }));
  const lock = await takeInstanceLock(server.url, {
    warn: (problem) => log.warn(problem),
    onLost: () => {
      log.fatal('another instance works on this database; this one ends');
      process.kill(process.pid, 'SIGTERM');
    },
  });
  if (!lock)
    throw new StartError(
      `zaitaku is already running on this data (${settings.databaseUrl ? 'DATABASE_URL' : settings.dataDir}); stop it first, or set DATA_DIR to another folder`,
    );
  closing.push(() => lock.release());
  if (fresh) await wipeDatabase(server.migrationUrl ?? server.url, id);
  const database = await openOrganisationDatabase(settings, server, id, {
    // An organisation's own server is migrated when its operator says so (`zaitaku migrate`).
    migrate: settings.demo || settings.databaseUrl === null,
    connections: 12,
    onError: (error) => log.warn({ err: error }, 'database connection broke'),
  });
  closing.push(() => database.close());
  return { database, server, log };
}

/** Throws StartError where somebody else listens on the port already. */
async function refuseTakenPort(name: string, port: number, host: string): Promise<void> {
  const why = await whyNotListen(port, host);
  if (why)
    throw new StartError(`${name}: port ${port} on ${host} ${why}; stop that program, or set ${name} to a free port`);
}

function instantOption(text: string | undefined): Date | null {
  if (text === undefined) return null;
  const at = new Date(text);
  if (Number.isNaN(at.getTime()) || !/(?:Z|[+-]\d{2}:?\d{2})$/.test(text))
    throw new UsageError(
      `--now: "${text}" is no instant; expected ISO 8601 with a zone such as 2026-12-01T09:00:00+09:00`,
    );
  return at;
}

import { createCredential } from '../../infra/azure-credential.ts';
import { checkAvd } from '../../infra/avd/check-avd.ts';
import { checkCitrix } from '../../infra/citrix/check-citrix.ts';
import { createCitrixCaller } from '../../infra/citrix/citrix-caller.ts';
import { checkGraph } from '../../infra/graph/check-graph.ts';
import { createGraphCaller } from '../../infra/graph/graph-caller.ts';
import { feedReader } from '../../infra/ical/feed-reader.ts';
import { loadOrganisation, OrganisationError } from '../../infra/organisations/load-organisation.ts';
import type { Database } from '../../infra/store/open-database.ts';
import { readStuck } from '../../infra/store/read-stuck.ts';
import { priceOfReadiness } from '../../flows/capacity/price-of-readiness.ts';
import { avdPools, citrixPools, type Organisation } from '../../flows/organisation.ts';
import type { CheckLine } from '../commands/check.ts';
import { calendarLines } from './check-calendars.ts';
import { estLines } from './check-est.ts';
import { gatewayLines } from './check-gateway.ts';
import { consequenceLines } from './check-consequences.ts';
import { openOrganisationDatabase, openServer, organisationOf } from './database.ts';
import { citrixOptions } from './open-citrix.ts';
import { estOptions } from './open-authority.ts';
import { organisationCalendarReader } from './organisation-calendar-reader.ts';
import { presentTime } from './present-time.ts';
import { checkStart, notificationUrlOf, readSettings, type Settings } from './settings.ts';

/** `zaitaku check`: looks at every real component as the product meets it. Changes nothing. */
export async function check({ config }: { config: string | null }): Promise<CheckLine[]> {
  const settings = readSettings(process.env);
  const lines: CheckLine[] = [];
  const organisation = readConfiguration(config, settings, lines);
  if (!organisation) return lines;
  lines.push(...environmentLines(settings));
  lines.push(...gatewayLines(organisation, process.env));
  lines.push(...(await databaseLines(settings, organisation, config !== null)));
  lines.push(...(await outsideLines(settings, organisation)));
  return lines;
}

function readConfiguration(config: string | null, settings: Settings, lines: CheckLine[]): Organisation | null {
  try {
    const { organisation, source } = config ? loadOrganisation(config) : organisationOf(settings);
    const { sections, pools } = organisation;
    lines.push({
      what: `configuration ${source}`,
      ok: true,
      detail: `${organisation.id}, ${sections.length} sections, ${pools.length} pools`,
      mend: null,
    });
    for (const pool of pools) {
      const ready = priceOfReadiness(pool);
      if (!ready) continue;
      const kept = `${ready.hosts} ${ready.hosts === 1 ? 'host' : 'hosts'} on at all hours (capacity.reserve, capacity.hosts.fewest)`;
      const cost = `at most ${ready.hostHours} host-hours, ${ready.money} a month at ${pool.capacity.prices.hostHour} an hour`;
      lines.push({ what: `pool ${pool.id} kept ready`, ok: true, detail: `${kept}: ${cost}`, mend: null });
    }
    return organisation;
  } catch (error) {
    if (!(error instanceof OrganisationError)) throw error;
    for (const line of error.lines)
      lines.push({ what: 'configuration', ok: false, detail: line, mend: 'correct that line' });
    return null;
  }
}

function environmentLines(settings: Settings): CheckLine[] {
  try {
    checkStart(settings, process.env);
    const detail = settings.demo ? 'demo (no ZAITAKU_CONFIG)' : `${settings.publicUrl}, port ${settings.port}`;
    return [{ what: 'environment', ok: true, detail, mend: null }];
  } catch (error) {
    return [{ what: 'environment', ok: false, detail: (error as Error).message, mend: 'set it as the message says' }];
  }
}

async function databaseLines(settings: Settings, organisation: Organisation, other: boolean): Promise<CheckLine[]> {
  const what = `database ${settings.databaseUrl ? '(DATABASE_URL)' : `(embedded, ${settings.dataDir})`}`;
  let server: Awaited<ReturnType<typeof openServer>> | null = null;
  try {
    server = await openServer(settings, organisation.id, () => undefined);
    const database = await openOrganisationDatabase(settings, server, organisation.id, {
      migrate: !settings.databaseUrl,
      connections: 2,
    });
    try {
      const lines: CheckLine[] = [{ what, ok: true, detail: 'reachable, marked and up to date', mend: null }];
      lines.push(...(await stuckLines(database.db)));
      if (other) lines.push(...(await consequenceLines(database.store, organisation, await presentTime(settings))));
      return lines;
    } finally {
      await database.close();
    }
  } catch (error) {
    return [{ what, ok: false, detail: (error as Error).message, mend: 'as the message says, then check again' }];
  } finally {
    await server?.stop();
  }
}

/** What does not get through, one line each. The ICT section is told of it in chat as well. */
async function stuckLines(db: Database['db']): Promise<CheckLine[]> {
  const stuck = await readStuck(db);
  if (stuck.length === 0)
    return [{ what: 'deliveries', ok: true, detail: 'everything decided has gone out', mend: null }];
  return stuck.map(({ kind, subject, attempts, since, error, givenUp }) => ({
    what: `delivery ${kind} ${subject}`,
    ok: givenUp ? 'warn' : false,
    detail: `${givenUp ? 'given up' : 'failing'} after ${attempts} tries since ${since.toISOString()}: ${error}`,
    mend: givenUp
      ? 'tell the person another way, if it still matters'
      : 'mend what the error names; it is tried again by itself',
  }));
}

async function outsideLines(settings: Settings, organisation: Organisation): Promise<CheckLine[]> {
  const base = `http://127.0.0.1:${settings.simulatorPort}`;
  const arm = settings.armEndpoint ?? (settings.demo ? `${base}/arm` : 'https://management.azure.com');
  const graph = settings.graphEndpoint ?? (settings.demo ? `${base}/graph` : 'https://graph.microsoft.com');
  const credential = createCredential([arm, graph]);
  return [
    ...(await checkAvd({
      pools: avdPools(organisation),
      credential,
      endpoint: arm,
    })),
    ...(await citrixLines(settings, organisation)),
    ...(await checkGraph({
      organisation,
      credential,
      endpoint: graph,
      notificationUrl: notificationUrlOf(settings),
      now: new Date(),
    })),
    ...(await estLines(organisation, () => estOptions(organisation.certificates.est), new Date())),
    ...(await calendarLines(
      organisation,
      feedReader,
      organisationCalendarReader(createGraphCaller({ credential, endpoint: graph })),
      new Date(),
    )),
  ];
}

async function citrixLines(settings: Settings, organisation: Organisation): Promise<CheckLine[]> {
  const pools = citrixPools(organisation);
  if (pools.length === 0) return [];
  try {
    return await checkCitrix({ pools, caller: createCitrixCaller(citrixOptions(settings)) });
  } catch (error) {
    const detail = (error as Error).message;
    return [{ what: 'Citrix: settings', ok: false, detail, mend: 'set it as the message says' }];
  }
}

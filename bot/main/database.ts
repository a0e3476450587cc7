import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withOfficeDays } from '../../flows/calendar/office-calendar.ts';
import { openEmbeddedPostgres } from '../../infra/postgres/embedded-postgres.ts';
import { openDatabase, type Database } from '../../infra/store/open-database.ts';
import { loadOrganisation, type LoadedOrganisation } from '../../infra/organisations/load-organisation.ts';
import { auditKeyOf, UsageError, type Settings } from './settings.ts';

/** The demo's city where none is named and none was started before. */
const FIRST_DEMO = 'kamakura';

export interface OpenedServer {
  url: string;
  /** Login that owns the schema. */
  migrationUrl: string | undefined;
  /** Said to the person at the terminal where the server's files are not in the data folder. */
  elsewhere: string | null;
  /** Stops the server if this process started it (or owns the data, for `start`) and nobody else is connected. */
  stop(options?: { adopted?: boolean }): Promise<boolean>;
}

/** The settings' organisation: the configuration's, or the demo's city (the one named, else the one started last). */
export function organisationOf(settings: Settings, named?: string): LoadedOrganisation {
  if (settings.configPath) return loadOrganisation(settings.configPath);
  const last = join(settings.dataDir, 'demo.json');
  const city = named ?? (existsSync(last) ? lastCity(last) : FIRST_DEMO);
  return loadOrganisation(city);
}

/** Remembers the demo's city, so that commands beside it find its data. */
export function rememberCity(settings: Settings, city: string): void {
  mkdirSync(settings.dataDir, { recursive: true });
  writeFileSync(join(settings.dataDir, 'demo.json'), `${JSON.stringify({ organisation: city })}\n`);
}

function lastCity(file: string): string {
  try {
    const { organisation } = JSON.parse(readFileSync(file, 'utf8')) as { organisation?: unknown };
    if (typeof organisation === 'string') return organisation;
  } catch {
    // Half written by a kill: the next start writes it again.
  }
  return FIRST_DEMO;
}

/** The database's server: the one of DATABASE_URL, else the embedded one in the data folder, started if need be. */
export async function openServer(
  settings: Settings,
  organisationId: string,
  log: (line: string) => void,
): Promise<OpenedServer> {
  if (settings.databaseUrl)
    return {
      url: settings.databaseUrl,
      migrationUrl: settings.migrationDatabaseUrl ?? undefined,
      elsewhere: null,
      stop: () => Promise.resolve(false),
    };
  const server = await openEmbeddedPostgres({
    dataDir: settings.dataDir,
    log,
    database: `zaitaku_${organisationId.replaceAll('-', '_')}${settings.demo ? '' : '_real'}`,
  });
  return {
    url: server.url,
    migrationUrl: undefined,
    elsewhere: server.elsewhere ? server.place : null,
    stop: (options) => server.stop(options),
  };
}

/** The organisation's database, marked, migrated (`migrate: false`: refused where its schema is behind). */
export function openOrganisationDatabase(
  settings: Settings,
  server: OpenedServer,
  organisationId: string,
  options: { migrate: boolean; connections?: number; onError?: (error: Error) => void },
): Promise<Database> {
  return openDatabase({
    url: server.url,
    migrationUrl: server.migrationUrl,
    organisation: organisationId,
    mode: settings.demo ? 'demo' : 'real',
    auditKey: auditKeyOf(settings),
    ...options,
  });
}

/** Opens what a command needs, runs it, and closes; stops an embedded server that it started and nobody else uses. */
export async function withDatabase<T>(
  settings: Settings,
  work: (database: Database, loaded: LoadedOrganisation) => Promise<T>,
): Promise<T> {
  const loaded = organisationOf(settings);
  if (!settings.databaseUrl && !existsSync(settings.dataDir))
    throw new UsageError(
      `DATA_DIR: there is no data in ${settings.dataDir}; run "zaitaku start" first, or set DATA_DIR`,
    );
  const server = await openServer(settings, loaded.organisation.id, () => undefined);
  try {
    const database = await openOrganisationDatabase(settings, server, loaded.organisation.id, {
      migrate: !settings.databaseUrl,
      connections: 2,
    });
    try {
      // What the organisation's own calendar said last counts for commands as it does for the bot.
      const days = await database.store.transaction((tx) => tx.officeDays.all());
      return await work(database, { ...loaded, organisation: withOfficeDays(loaded.organisation, days) });
    } finally {
      await database.close();
    }
  } finally {
    await server.stop();
  }
}

import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isLoopbackAddress, isLoopbackUrl } from '../loopback.ts';

/** Wrong usage or bad input: one clear line for the person at the terminal, exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** Something outside stands in the way (a port in use, no database): one clear line with the mend, exit code 1. */
export class StartError extends Error {
  override name = 'StartError';
}

/** Ctrl-C came while it was starting: no fault. */
export class StoppedError extends Error {
  override name = 'StoppedError';
}

/** The environment as CONTRACTS names it, read once and checked. */
export interface Settings {
  demo: boolean;
  configPath: string | null;
  port: number;
  host: string;
  publicUrl: string;
  dataDir: string;
  databaseUrl: string | null;
  migrationDatabaseUrl: string | null;
  appId: string;
  simulatorPort: number;
  playgroundPort: number;
  armEndpoint: string | null;
  graphEndpoint: string | null;
  citrix: CitrixSettings;
  /** Key of the audit log's chain, base64; without it a key file in the data folder. */
  auditKey: string | null;
  /** File of the certificate authority's key, or the address of one in Azure Key Vault; without it a file in the data folder. */
  caKey: string | null;
}

/** CITRIX_…: wanted where the organisation has a pool of Citrix. */
export interface CitrixSettings {
  endpoint: string | null;
  tokenEndpoint: string | null;
  customerId: string | null;
  /** null: the site is asked of Citrix. */
  siteId: string | null;
  clientId: string | null;
  clientSecret: string | null;
}

/** Reads the environment. Throws UsageError naming the variable and what is expected. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const configPath = env['ZAITAKU_CONFIG'] || null;
  const demo = configPath === null;
  const port = portOf(env, 'PORT', 3978);
  const host = env['HOST'] || (demo ? '127.0.0.1' : '0.0.0.0');
  const appId = env['MicrosoftAppId'] || '';
  const settings: Settings = {
    demo,
    configPath,
    port,
    host,
    publicUrl: (env['PUBLIC_URL'] || `http://127.0.0.1:${port}`).replace(/\/+$/, ''),
    dataDir: resolve(env['DATA_DIR'] || '.data'),
    databaseUrl: env['DATABASE_URL'] || null,
    migrationDatabaseUrl: env['MIGRATION_DATABASE_URL'] || null,
    appId,
    simulatorPort: portOf(env, 'SIMULATOR_PORT', 3979),
    playgroundPort: portOf(env, 'PLAYGROUND_PORT', 56150),
    armEndpoint: endpointOf(env, 'AZURE_RESOURCE_MANAGER_ENDPOINT'),
    graphEndpoint: endpointOf(env, 'GRAPH_ENDPOINT'),
    citrix: {
      endpoint: endpointOf(env, 'CITRIX_ENDPOINT'),
      tokenEndpoint: endpointOf(env, 'CITRIX_TOKEN_ENDPOINT'),
      customerId: env['CITRIX_CUSTOMER_ID'] || null,
      siteId: env['CITRIX_SITE_ID'] || null,
      clientId: env['CITRIX_CLIENT_ID'] || null,
      clientSecret: env['CITRIX_CLIENT_SECRET'] || null,
    },
    auditKey: env['ZAITAKU_AUDIT_KEY'] || null,
    caKey: caKeyOf(env['ZAITAKU_CA_KEY']),
  };
  const url = settings.publicUrl;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new UsageError(`PUBLIC_URL: "${url}" is no address; expected https://bot.example.jp`);
  if (new URL(url).protocol === 'http:' && !isLoopbackUrl(url))
    throw new UsageError(`PUBLIC_URL: ${url} is not https; plain http is for loopback addresses alone`);
  for (const name of ['DATABASE_URL', 'MIGRATION_DATABASE_URL'] as const) {
    const value = env[name];
    if (value && (!URL.canParse(value) || !/^postgres(ql)?:$/.test(new URL(value).protocol)))
      throw new UsageError(`${name}: expected postgres://user:password@host:port/database`);
  }
  return settings;
}

/**
 * Where Graph sends its notifications: it takes https alone, and the simulated tenant (the demo's Graph unless
 * GRAPH_ENDPOINT names another) a loopback address too. Null where it cannot reach us.
 */
export function notificationUrlOf({ demo, publicUrl, graphEndpoint }: Settings): string | null {
  const simulated = graphEndpoint === null ? demo : isLoopbackUrl(graphEndpoint);
  const reached = publicUrl.startsWith('https:') || (simulated && isLoopbackUrl(publicUrl));
  return reached ? `${publicUrl}/api/graph/notifications` : null;
}

/** What `start` alone demands. Throws UsageError. */
export function checkStart(settings: Settings, env: NodeJS.ProcessEnv): void {
  const { demo, appId, host, publicUrl } = settings;
  if (demo && appId)
    throw new UsageError('MicrosoftAppId: the demo has none; unset it, or name a configuration in ZAITAKU_CONFIG');
  if (demo && env['NODE_ENV'] === 'production')
    throw new UsageError('NODE_ENV: the demo does not run in production; name a configuration in ZAITAKU_CONFIG');
  const loopback = host === 'localhost' || isLoopbackAddress(host);
  if (!appId && !loopback)
    throw new UsageError(
      `HOST: without MicrosoftAppId the bot listens on a loopback address alone, not on ${host}; set MicrosoftAppId, or HOST=127.0.0.1`,
    );
  if (appId && !isLoopbackUrl(publicUrl) && !publicUrl.startsWith('https:'))
    throw new UsageError('PUBLIC_URL: expected the https address by which Teams reaches the bot');
  if (appId) {
    const type = env['MicrosoftAppType'] ?? '';
    if (!['SingleTenant', 'UserAssignedMSI'].includes(type))
      throw new UsageError(
        `MicrosoftAppType: expected SingleTenant or UserAssignedMSI, found "${type}" (multi-tenant bots cannot be made since 2025-07-31)`,
      );
    if (!env['MicrosoftAppTenantId'])
      throw new UsageError('MicrosoftAppTenantId: expected the id of your Entra tenant');
  }
}

/**
 * The key of the audit log's chain: from ZAITAKU_AUDIT_KEY, else from a file in the data folder that is made once.
 * Whoever moves the database to another machine takes the key along. Throws UsageError where it is too short.
 */
export function auditKeyOf(settings: Settings): Buffer {
  if (settings.auditKey) {
    const key = Buffer.from(settings.auditKey, 'base64');
    if (key.length < 32) throw new UsageError('ZAITAKU_AUDIT_KEY: expected at least 32 bytes in base64');
    return key;
  }
  mkdirSync(settings.dataDir, { recursive: true });
  const file = join(settings.dataDir, 'audit.key');
  try {
    writeFileSync(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
}

/** A vault's address begins like any other; a file's never does. */
function caKeyOf(text: string | undefined): string | null {
  if (!text) return null;
  if (!/^https?:/i.test(text)) return resolve(text);
  if (!/^https:\/\/[a-z0-9-]+\.vault\.[a-z.]+\/keys\/[A-Za-z0-9-]+(\/[0-9a-f]+)?$/.test(text))
    throw new UsageError(
      `ZAITAKU_CA_KEY: ${text} is no key of Azure Key Vault; expected https://VAULT.vault.azure.net/keys/NAME, or a file`,
    );
  return text;
}

function portOf(env: NodeJS.ProcessEnv, name: string, usual: number): number {
  const text = env[name];
  if (!text) return usual;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new UsageError(`${name}: "${text}" is no port; expected a number from 1 to 65535`);
  return port;
}

function endpointOf(env: NodeJS.ProcessEnv, name: string): string | null {
  const text = env[name];
  if (!text) return null;
  if (!URL.canParse(text)) throw new UsageError(`${name}: "${text}" is no address`);
  if (new URL(text).protocol !== 'https:' && !isLoopbackUrl(text))
    throw new UsageError(`${name}: ${text} is not https; plain http is for loopback addresses alone`);
  return text.replace(/\/+$/, '');
}

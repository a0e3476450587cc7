import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { prepareStatements } from './prepare-statements.ts';
import type { Tables } from './tables.ts';

/** The role that everything but migrations runs as. Has no login of its own. */
export const APP_ROLE = 'zaitaku_app';

const INT8 = 20;
const TEXT_ARRAY = 1009;
const TIMESTAMPTZ = 1184;
const DATE = 1082;
const DATE_ARRAY = 1182;

/** `date` stays text: a local day belongs to no zone. int8 becomes a number: ours are counters far below 2^53. */
const types = new pg.TypeOverrides();
types.setTypeParser(INT8, Number);
types.setTypeParser(DATE, (text: string) => text);
types.setTypeParser(TIMESTAMPTZ, (text: string) => instantOf(text));
types.setTypeParser(TEXT_ARRAY, (text: string) => textsOf(text));
types.setTypeParser(DATE_ARRAY, pg.types.getTypeParser(1009 as never, 'text'));

const usualInstant = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ, 'text') as (text: string) => Date;
const usualTexts = pg.types.getTypeParser(TEXT_ARRAY as never, 'text') as (text: string) => string[];

/** Instants of whole seconds as every session of ours writes them, without the general parser's work. */
const WHOLE_SECOND = '2026-12-02 08:30:00+00';

function instantOf(text: string): Date {
  const whole = text.length === WHOLE_SECOND.length && text.endsWith('+00') && text[4] === '-' && text[10] === ' ';
  if (!whole) return usualInstant(text);
  const two = (at: number) => text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 528;
  return new Date(Date.UTC(two(0) * 100 + two(2), two(5) - 1, two(8), two(11), two(14), two(17)));
}

/** `{a,b}` without quoting, as arrays of ids are. */
function textsOf(text: string): string[] {
  if (!/^\{[\w-]+(?:,[\w-]+)*\}$/.test(text) || /\bNULL\b/i.test(text)) return usualTexts(text);
  return text.slice(1, -1).split(',');
}

export interface PoolOptions {
  /** Most connections at once. */
  max?: number;
  /** Told of errors of idle connections (server restarted). The next use connects anew. */
  onError?: (error: Error) => void;
}

/** Settings of every session that works as the application. */
export function sessionConfig(url: string, role: string | null = APP_ROLE): pg.ClientConfig {
  const options = [
    ...(role === null ? [] : [`-c role=${role}`]),
    // A statement or an open transaction that hangs this long is broken; it must not hold locks for ever.
    '-c statement_timeout=60s',
    '-c idle_in_transaction_session_timeout=60s',
    '-c timezone=UTC',
  ].join(' ');
  const given = optionsOf(url);
  return {
    connectionString: withoutOptions(url),
    options: given === null ? options : `${given} ${options}`,
    application_name: 'zaitaku',
    types,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
  };
}

/** A pool whose sessions have taken the application's role (`role: null`: as whom the URL names). Close with `end`. */
export function openPool(
  url: string,
  { max = 10, onError }: PoolOptions = {},
  role: string | null = APP_ROLE,
): pg.Pool {
  const pool = new pg.Pool({ ...sessionConfig(url, role), max, idleTimeoutMillis: 30_000, allowExitOnIdle: false });
  pool.on('error', (error) => onError?.(error));
  // The pool listens to idle connections only. One that breaks while it is in use tells its query and then emits the
  // error once more, which would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

export function openKysely(pool: pg.Pool): Kysely<Tables> {
  pool.on('connect', prepareStatements);
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

function optionsOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).searchParams.get('options') : null;
}

/** node-postgres lets the connection string win over the fields beside it; so what it says of options is taken out. */
function withoutOptions(url: string): string {
  if (!URL.canParse(url)) return url;
  const parsed = new URL(url);
  parsed.searchParams.delete('options');
  return parsed.href;
}

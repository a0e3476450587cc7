import { randomBytes, randomUUID } from 'node:crypto';
import type { Deps } from '../../flows/deps.ts';
import type { Organisation } from '../../flows/organisation.ts';
import type { Booking } from '../../flows/booking/booking.ts';
import { readRoles } from '../../flows/sync-directory.ts';
import { loadOrganisation } from '../../infra/organisations/load-organisation.ts';
import type { ArmSecond } from '../../infra/simulator/call-count.ts';
import { openEmbeddedPostgres } from '../../infra/postgres/embedded-postgres.ts';
import { openDatabase, type Database } from '../../infra/store/open-database.ts';
import { startZaitakuProcess, zaitakuPlace, type ZaitakuPlace } from '../support/zaitaku-process.ts';

/** `GET /simulator/state`, as far as the day looks at it. */
export interface TenantState {
  now: string;
  tenantId: string;
  people: { id: string; displayName: string; userPrincipalName: string; managerId: string | null }[];
  pools: { id: string; kind: string; maxSessions: number; hosts: StateHost[] }[];
  sessions: { user: string; pool: string; host: string; state: 'active' | 'disconnected' }[];
  groups: { id: string; displayName: string; members: string[] }[];
  events: { user: string; id: string; subject: string; start: string; end: string; showAs: string }[];
  harm: { forcedLogoffs: number; lostSessions: number; refused: number; waitedOver60s: number };
  /** Who gave up within their booked time, when, and what they were answered last. */
  refusals: StateRefusal[];
  bill: { hostHours: Record<string, number> };
}

export interface StateRefusal {
  user: string;
  since: string;
  at: string;
  start: string;
  end: string;
  why: 'no-access' | 'no-room' | 'unknown-pool' | null;
}

export interface StateHost {
  name: string;
  power: string;
  status: string;
  allowNewSession: boolean;
  sessions: number;
}

/** What a move of the clock answered. */
export interface Moved {
  now: string;
  rounds: number;
  delivered: number;
  stillFailing: number;
}

export interface CityOptions {
  /** The clock at the start. */
  now: string;
  /** A shipped city, or the path of an organisation's file; Kamakura where left out. */
  organisation?: string;
  /** A migrated, empty database; without it the demo's embedded one. */
  databaseUrl?: string;
  /** More of the environment, once the ports are known. */
  env?: (place: ZaitakuPlace) => NodeJS.ProcessEnv;
  /** Done before the product starts. */
  begin?: (place: ZaitakuPlace) => Promise<void>;
}

/** The whole product and the simulated tenant of a city, each as a process of its own, and a way into their data. */
export interface City {
  place: ZaitakuPlace;
  url: string;
  organisation: Organisation;
  database: Database;
  /** For flows run from here, in transactions on the same database, at the tenant's instant as it was last looked at. */
  deps: Deps;
  look(): Promise<TenantState>;
  /** POST of the demo's own routes. Throws with the answer where it is not 200. */
  post<T>(path: string, body: object): Promise<T>;
  /** POST of the tenant's own control. */
  control<T>(path: string, body: object): Promise<T>;
  /** Calls of the tenant's services so far, by kind. */
  calls(): Promise<Record<string, number>>;
  /** ARM's, by second of the tenant's clock. */
  armCalls(): Promise<ArmSecond[]>;
  moveTo(now: Date): Promise<Moved>;
  bookings(): Promise<Booking[]>;
  close(): Promise<void>;
}

export async function openCity({
  now,
  organisation: name = 'kamakura',
  databaseUrl,
  env,
  begin,
}: CityOptions): Promise<City> {
  const { organisation } = loadOrganisation(name);
  const auditKey = randomBytes(32);
  const place = await zaitakuPlace({
    ZAITAKU_AUDIT_KEY: auditKey.toString('base64'),
    ...(databaseUrl ? { DATABASE_URL: databaseUrl } : { DATABASE_URL: '' }),
  });
  Object.assign(place.env, env?.(place));
  const closing: (() => Promise<unknown>)[] = [() => place.remove()];
  const close = async () => {
    for (const end of closing.splice(0).reverse()) await end();
  };
  try {
    await begin?.(place);
    const zaitaku = await startZaitakuProcess(place, [
      '--organisation',
      name,
      '--no-playground',
      '--fresh',
      '--now',
      now,
    ]);
    closing.push(() => zaitaku.stop());
    const database = await openDatabase({
      url: databaseUrl ?? (await runningServer(place.dataDir, organisation.id)),
      organisation: organisation.id,
      mode: 'demo',
      auditKey,
      migrate: false,
      connections: 8,
    });
    closing.push(() => database.close());
    const city = cityOf(place, zaitaku.url, organisation, database, close);
    await city.look();
    await learnRoles(city);
    return city;
  } catch (error) {
    await close();
    throw error;
  }
}

async function runningServer(dataDir: string, name: string): Promise<string> {
  return (await openEmbeddedPostgres({ dataDir, log: () => undefined, database: `zaitaku_${name}` })).url;
}

function cityOf(
  place: ZaitakuPlace,
  url: string,
  organisation: Organisation,
  database: Database,
  close: () => Promise<void>,
): City {
  let instant = new Date(0);
  // Between two moves the tenant's clock runs as the machine's does.
  let lookedAt = 0;
  const seen = (now: string) => {
    instant = new Date(now);
    lookedAt = performance.now();
  };
  const tenant = `http://127.0.0.1:${place.simulatorPort}`;
  const deps: Deps = {
    store: database.store,
    clock: { now: () => new Date(instant.getTime() + performance.now() - lookedAt) },
    organisation: () => organisation,
    roles: { peopleWith: () => [] },
    newId: randomUUID,
    publicUrl: url,
  };
  return {
    place,
    url,
    organisation,
    database,
    deps,
    close,
    async look() {
      const state = await ask<TenantState>(`${url}/simulator/state`);
      seen(state.now);
      return state;
    },
    post: (path, body) => ask(`${url}${path}`, body),
    control: (path, body) => ask(`${tenant}/control/${path}`, body),
    calls: () => ask(`${tenant}/control/calls`),
    armCalls: () => ask(`${tenant}/control/calls/arm`),
    async moveTo(now) {
      const moved = await ask<Moved>(`${url}/simulator/clock`, { now: now.toISOString() });
      seen(moved.now);
      return moved;
    },
    bookings: () => database.store.transaction((tx) => tx.bookings.between(null, null, null)),
  };
}

async function learnRoles(city: City): Promise<void> {
  const { groups } = await city.look();
  const directory = {
    membersOf: (id: string) => Promise.resolve(groups.find((group) => group.id === id)?.members ?? []),
  };
  const roles = await readRoles({ ...city.deps, directory: directory as never }, new Map());
  city.deps.roles = { peopleWith: (role) => roles.get(role) ?? [] };
}

async function ask<T>(url: string, body?: object): Promise<T> {
  // A connection each: one kept from before may be closed at the other end just as it is written to.
  const headers = { connection: 'close' };
  const response = await fetch(url, {
    ...(body
      ? { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) }
      : { method: 'GET', headers }),
    signal: AbortSignal.timeout(600_000),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text.slice(0, 300)}`);
  return JSON.parse(text) as T;
}

import type { Pool } from '../../flows/organisation.ts';
import type { City, StateHost, TenantState } from './city.ts';

/** What the vendors do all day: throttle, fail, and lose answers of work that was done. Rates by call. */
const FAULTS = [
  { service: 'graph', status: 429, retryAfter: 3, rate: 0.04 },
  { service: 'graph', status: 503, rate: 0.02 },
  { service: 'graph', lostAnswer: true, rate: 0.02 },
  { service: 'arm', status: 429, retryAfter: 5, rate: 0.03 },
  { service: 'arm', status: 503, rate: 0.02 },
  { service: 'arm', status: 409, rate: 0.02 },
  { service: 'arm', lostAnswer: true, rate: 0.03 },
  { service: 'connector', status: 429, retryAfter: 2, rate: 0.04 },
  { service: 'connector', lostAnswer: true, rate: 0.01 },
];
const BOOTS_THAT_FAIL = { 'avd-kmk-002': 'fail-next-boot', 'avd-kmk-004': 'never-available' } as const;
/** Three sign-ins in ten do not know of a fresh drain mode: so many tries miss them all once in a thousand days. */
const TRIES = 20;

export async function switchFaultsOn(city: City): Promise<void> {
  for (const fault of FAULTS) await city.post('/simulator/faults', fault);
}

export async function switchFaultsOff(city: City): Promise<void> {
  await city.post('/simulator/faults', {});
}

/** Hosts whose next start leads nowhere. */
export async function spoilBoots(city: City): Promise<void> {
  for (const [host, op] of Object.entries(BOOTS_THAT_FAIL)) await byHand(city, host, op);
}

/** Somebody drains a host that people are on. Answers its name. */
export async function drainByHand(city: City, state: TenantState): Promise<string | null> {
  const host = pooled(state).find(({ allowNewSession, sessions }) => allowNewSession && sessions > 0);
  if (host) await byHand(city, host.name, 'drain');
  return host?.name ?? null;
}

/** Somebody starts a host that nobody needs. Answers its name. */
export async function startByHand(city: City, state: TenantState): Promise<string | null> {
  const host = pooled(state).findLast(({ power }) => power === 'deallocated');
  if (host) await byHand(city, host.name, 'start');
  return host?.name ?? null;
}

export async function byHand(city: City, host: string, op: string): Promise<void> {
  await city.control('host', { pool: pooledPool(city).id, host, op });
}

/**
 * Somebody who has access and no session signs in until they land on one of these hosts, drained a moment ago. Answers
 * who, or null where that cannot be had. The pool's balance is set by hand to the one that prefers these hosts.
 */
export async function signInOnDrained(city: City, state: TenantState, drained: string[]): Promise<string | null> {
  const pool = pooledPool(city);
  const person = await somebodyWithAccess(city, state);
  if (person === null) return null;
  const balance = balanceTowards(state, drained, pool.maxSessions);
  if (balance === null) return null;
  await setBalanceByHand(city, pool, balance);
  for (let tries = 0; tries < TRIES; tries += 1) {
    const { host } = await city.post<{ host: string }>('/simulator/sessions', { user: person, op: 'on' });
    if (drained.includes(host)) return person;
    await city.post('/simulator/sessions', { user: person, op: 'off' });
  }
  return null;
}

/** Breadth first prefers the emptiest host, depth first the fullest that has room; null where either is an open one. */
function balanceTowards(state: TenantState, drained: string[], most: number): 'BreadthFirst' | 'DepthFirst' | null {
  const room = pooled(state).filter(({ status, sessions }) => status === 'Available' && sessions < most);
  const counts = (hosts: StateHost[]) => hosts.map(({ sessions }) => sessions);
  const fresh = counts(room.filter(({ name }) => drained.includes(name)));
  const open = counts(room.filter(({ allowNewSession }) => allowNewSession));
  if (Math.min(...fresh) < Math.min(...open)) return 'BreadthFirst';
  return Math.max(...fresh) > Math.max(...open) ? 'DepthFirst' : null;
}

/** The faults meet this call too: it is repeated until it is answered. */
async function setBalanceByHand(city: City, pool: Pool, loadBalancerType: string): Promise<void> {
  const { subscriptionId, resourceGroup, hostPool } = pool;
  const group = `/arm/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`;
  const path = `${group}/providers/Microsoft.DesktopVirtualization/hostPools/${hostPool}?api-version=2024-04-03`;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const answer = await fetch(`http://127.0.0.1:${city.place.simulatorPort}${path}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', authorization: 'Bearer by-hand' },
      body: JSON.stringify({ properties: { loadBalancerType } }),
    }).catch(() => null);
    if (answer?.ok) return;
  }
  throw new Error('the balance of the pool could not be set by hand');
}

/** A member of the pool's group who stays away today: their sign-in works and disturbs no one's day. */
async function somebodyWithAccess(city: City, state: TenantState): Promise<string | null> {
  const { group, id } = pooledPool(city);
  const members = state.groups.find((one) => one.id === group)?.members ?? [];
  const present = new Set(state.sessions.filter(({ pool }) => pool === id).map(({ user }) => user));
  for (const user of members.filter((member) => !present.has(member))) {
    const answer = await city.post('/simulator/sessions', { user, op: 'on' }).catch(() => null);
    if (!answer) continue;
    await city.post('/simulator/sessions', { user, op: 'off' });
    return user;
  }
  return null;
}

export function pooled(state: TenantState): StateHost[] {
  return state.pools.find(({ kind }) => kind === 'pooled')!.hosts;
}

export function pooledPool(city: City) {
  return city.organisation.pools.find(({ kind }) => kind === 'pooled')!;
}

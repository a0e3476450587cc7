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
  { service: 'citrix', status: 429, retryAfter: 5, rate: 0.03 },
  { service: 'citrix', status: 503, rate: 0.02 },
  { service: 'citrix', status: 409, rate: 0.02, path: '$' },
  { service: 'citrix', lostAnswer: true, rate: 0.03 },
  { service: 'connector', status: 429, retryAfter: 2, rate: 0.04 },
  { service: 'connector', lostAnswer: true, rate: 0.01 },
];
const BOOTS_THAT_FAIL = { '002': 'fail-next-boot', '004': 'never-available' } as const;

export async function switchFaultsOn(city: City): Promise<void> {
  for (const fault of FAULTS) await city.post('/simulator/faults', fault);
}

export async function switchFaultsOff(city: City): Promise<void> {
  await city.post('/simulator/faults', {});
}

/** Nothing of Citrix answers, until the faults are switched on anew. */
export async function breakCitrix(city: City): Promise<void> {
  await city.post('/simulator/faults', { service: 'citrix', status: 503, rate: 1 });
}

/** Hosts whose next start leads nowhere. */
export async function spoilBoots(city: City): Promise<void> {
  const { prefix } = pooledPool(city).hosts;
  for (const [number, op] of Object.entries(BOOTS_THAT_FAIL)) await byHand(city, prefix + number, op);
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
 * Somebody whose time is not over signs in anew, and the broker, which has not heard of the drain yet, lands them on this
 * host. Answers who, or null where nobody has access.
 */
export async function signInOnDrained(city: City, state: TenantState, drained: string): Promise<string | null> {
  const { id } = pooledPool(city);
  const user = state.sessions.find(
    ({ pool, host, state: at }) => pool === id && host !== drained && at === 'active',
  )?.user;
  if (user === undefined) return null;
  await byHand(city, drained, 'takes-next');
  await city.post('/simulator/sessions', { user, op: 'off' });
  const { host } = await city.post<{ host: string }>('/simulator/sessions', { user, op: 'on' });
  return host === drained ? user : null;
}

export function pooled(state: TenantState): StateHost[] {
  return state.pools.find(({ kind }) => kind === 'pooled')!.hosts;
}

export function pooledPool(city: City) {
  return city.organisation.pools.find(({ kind }) => kind === 'pooled')!;
}

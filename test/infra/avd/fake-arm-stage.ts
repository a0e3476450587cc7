import { somePoolSettings } from '../../support/builders.ts';
import { createAvdProvider } from '../../../infra/avd/avd-provider.ts';
import type { AvdOptions } from '../../../infra/avd/avd-provider.ts';
import { createCredential } from '../../../infra/azure-credential.ts';
import type { AvdPool } from '../../../flows/organisation.ts';
import type { DesktopProviderStage } from '../../support/desktop-provider-contract.ts';
import { startFakeArm, SUBSCRIPTION } from '../../support/fake-arm.ts';
import type { ArmHost, FakeArm } from '../../support/fake-arm.ts';

export interface FakeArmStage extends DesktopProviderStage {
  arm: FakeArm;
  /** The product's clock; a test sets it. */
  clock: { at: Date };
  /** Another provider on the same ARM, as after a restart. */
  again(options?: Partial<AvdOptions>): DesktopProviderStage['provider'];
}

export function aPool(pool: Partial<AvdPool> = {}): AvdPool {
  return {
    ...somePoolSettings(),
    id: 'pooled',
    name: { ja: '共用', en: 'Pooled' },
    provider: 'avd',
    subscriptionId: SUBSCRIPTION,
    resourceGroup: 'rg-avd',
    hostPool: 'hp-pooled',
    group: '00000000-0000-4000-8000-000000000001',
    hosts: { prefix: 'avd-', count: 5 },
    maxSessions: 16,
    ...pool,
  };
}

export const POOLS = [
  aPool(),
  aPool({
    id: 'personal',
    kind: 'personal',
    hostPool: 'hp-personal',
    hosts: { prefix: 'pd-', count: 1 },
    maxSessions: 1,
  }),
];

export function anArmHost(host: Partial<ArmHost> & { name: string }): ArmHost {
  return {
    pool: 'hp-pooled',
    vm: `vm-${host.name}`,
    power: 'deallocated',
    status: 'Shutdown',
    allowNewSession: true,
    assignedUser: null,
    size: 'Standard_D8s_v5',
    zone: '1',
    ...host,
  };
}

export async function openFakeArmStage(): Promise<FakeArmStage> {
  const arm = await startFakeArm();
  const clock = { at: new Date('2026-12-02T00:00:00Z') };
  const pool = { hostPoolType: 'Pooled', loadBalancerType: 'BreadthFirst', maxSessionLimit: 16 };
  arm.pools.set('hp-pooled', { ...pool, preferredAppGroupType: 'Desktop', startVMOnConnect: false });
  arm.pools.set('hp-personal', {
    hostPoolType: 'Personal',
    loadBalancerType: 'Persistent',
    preferredAppGroupType: 'Desktop',
    maxSessionLimit: 1,
  });
  for (let n = 1; n <= 5; n++) arm.hosts.push(anArmHost({ name: `avd-00${n}.city.example.jp` }));
  arm.hosts.push(anArmHost({ name: 'pd-001.city.example.jp', pool: 'hp-personal' }));
  const again = (options: Partial<AvdOptions> = {}) =>
    createAvdProvider({
      pools: POOLS,
      endpoint: `${arm.url}/arm`,
      credential: createCredential([arm.url]),
      clock: { now: () => clock.at },
      ...options,
    });
  return {
    arm,
    clock,
    again,
    provider: again(),
    pooled: 'pooled',
    personal: 'personal',
    people: ['mori@example.jp', 'hara@example.jp'],
    settle: () => Promise.resolve(arm.settle()),
    minutePasses: () => Promise.resolve(),
    signIn: (upn, host) => {
      arm.sessions.push({ pool: 'hp-pooled', host, id: String(arm.sessions.length + 1), upn, state: 'Active' });
      return Promise.resolve(host);
    },
    failNext: (kind, options) => {
      const match = /^(PATCH|POST|DELETE|PUT) /;
      const error = { error: { code: 'Told', message: 'as ordered' } };
      if (kind === 'throttled') arm.fail({ match, status: 429, headers: { 'Retry-After': '7' }, body: error });
      else if (kind === 'denied') arm.fail({ match, status: 403, body: error });
      else if (options?.lostAnswer) arm.fail({ match, drop: true, afterWork: true });
      else arm.fail({ match, status: 503, body: error });
      return Promise.resolve();
    },
    close: () => arm.close(),
  };
}

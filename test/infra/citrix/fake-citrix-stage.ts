import { createCitrixCaller } from '../../../infra/citrix/citrix-caller.ts';
import type { CitrixCaller, CitrixOptions } from '../../../infra/citrix/citrix-caller.ts';
import { createCitrixProvider } from '../../../infra/citrix/citrix-provider.ts';
import type { CitrixPool } from '../../../flows/organisation.ts';
import { somePoolSettings } from '../../support/builders.ts';
import type { DesktopProviderStage } from '../../support/desktop-provider-contract.ts';
import { CLIENT, CUSTOMER, startFakeCitrix } from '../../support/fake-citrix.ts';
import type { FakeCitrix, FakeMachine } from '../../support/fake-citrix.ts';

export interface FakeCitrixStage extends DesktopProviderStage {
  citrix: FakeCitrix;
  /** The product's clock; a test sets it. */
  clock: { at: Date };
  /** Another caller of the same site, as after a restart. */
  caller(options?: Partial<CitrixOptions>): CitrixCaller;
  /** Another provider on the same site. */
  again(options?: Partial<CitrixOptions>): DesktopProviderStage['provider'];
}

export function aCitrixPool(pool: Partial<CitrixPool> = {}): CitrixPool {
  return {
    ...somePoolSettings(),
    id: 'pooled',
    name: { ja: '共用', en: 'Pooled' },
    provider: 'citrix',
    deliveryGroup: 'DG Telework',
    access: 'group',
    storeUrl: null,
    group: '00000000-0000-4000-8000-000000000001',
    hosts: { prefix: 'CTX-', count: 5 },
    maxSessions: 10,
    ...pool,
  };
}

export const CITRIX_POOLS = [
  aCitrixPool(),
  aCitrixPool({
    id: 'personal',
    kind: 'personal',
    deliveryGroup: 'DG Personal',
    hosts: { prefix: 'PD-', count: 1 },
    maxSessions: 1,
  }),
];

export function aMachine(machine: Partial<FakeMachine> & { Id: string }): FakeMachine {
  return {
    group: 'DG Telework',
    Name: `CITY\\CTX-00${machine.Id}`,
    PowerState: 'Off',
    RegistrationState: 'Unregistered',
    FaultState: 'None',
    InMaintenanceMode: false,
    AllocationType: 'Random',
    ...machine,
  };
}

export async function openFakeCitrixStage(): Promise<FakeCitrixStage> {
  const citrix = await startFakeCitrix();
  const clock = { at: new Date('2026-12-02T00:00:00Z') };
  for (const [name, kind] of [
    ['DG Telework', 'Shared'],
    ['DG Personal', 'Private'],
  ] as const)
    citrix.groups.set(name, {
      Id: `id of ${name}`,
      Name: name,
      Enabled: true,
      InMaintenanceMode: false,
      SharingKind: kind,
      AutoScaleEnabled: false,
      LoadBalanceType: 'Horizontal',
    });
  for (let n = 1; n <= 5; n++) citrix.machines.push(aMachine({ Id: String(n) }));
  citrix.machines.push(
    aMachine({ Id: '6', Name: 'CITY\\PD-001', group: 'DG Personal', AllocationType: 'Static', AssignedUsers: [] }),
  );
  const caller = (options: Partial<CitrixOptions> = {}) =>
    createCitrixCaller({
      endpoint: `${citrix.url}/citrix`,
      customerId: CUSTOMER,
      siteId: null,
      client: CLIENT,
      ...options,
    });
  const again = (options: Partial<CitrixOptions> = {}) =>
    createCitrixProvider({ pools: CITRIX_POOLS, caller: caller(options), clock: { now: () => clock.at } });
  return {
    citrix,
    clock,
    caller,
    again,
    provider: again(),
    pooled: 'pooled',
    personal: 'personal',
    people: ['mori@example.jp', 'hara@example.jp'],
    settle: () => Promise.resolve(citrix.settle()),
    minutePasses: () => Promise.resolve(),
    signIn: (upn, host) => {
      const machine = citrix.machines.find(({ Name }) => Name === `CITY\\${host}`)!.Id;
      const Id = `session-${citrix.sessions.length + 1}`;
      citrix.sessions.push({ Id, machine, State: 'Active', User: { PrincipalName: upn, DisplayName: upn } });
      return Promise.resolve(host);
    },
    failNext: (kind, options) => {
      const match = /^(PATCH|POST \/citrix)/;
      const error = { type: 'Told', detail: 'as ordered', parameters: [] };
      if (kind === 'throttled') citrix.fail({ match, status: 429, headers: { 'Retry-After': '7' }, body: error });
      else if (kind === 'denied') citrix.fail({ match, status: 403, body: error });
      else if (options?.lostAnswer) citrix.fail({ match, drop: true, afterWork: true });
      else citrix.fail({ match, status: 503, body: error });
      return Promise.resolve();
    },
    close: () => citrix.close(),
  };
}

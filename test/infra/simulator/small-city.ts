import type { AvdPool, CitrixPool, Organisation, Pool } from '../../../flows/organisation.ts';
import type { Simulation } from '../../../infra/organisations/load-organisation.ts';
import { startSimulator } from '../../../infra/simulator/start-simulator.ts';
import { anOrganisation, somePoolCapacity } from '../../support/builders.ts';
import type { RunningSimulator, SimulatorOptions } from '../../../infra/simulator/start-simulator.ts';

export const morning = new Date('2026-12-02T06:00:00+09:00');

const subscriptionId = '5e0b7c92-3a4d-4f16-8b7e-91d2c6a0f4e5';

function aPool(id: string, kind: Pool['kind'], group: string, hosts: Pool['hosts']): AvdPool {
  return {
    id,
    name: { ja: id, en: id },
    provider: 'avd',
    kind,
    scaling: 'zaitaku',
    admission: 'booked-only',
    subscriptionId,
    resourceGroup: 'rg-town',
    hostPool: `hp-${id}`,
    group,
    hosts,
    maxSessions: kind === 'personal' ? 1 : 4,
    licences: null,
    leadMinutes: 90,
    graceMinutes: 15,
    noticeMinutes: 90,
    sessionAtEnd: 'leave',
    warningMinutes: [],
    capacity: somePoolCapacity(),
    noShow: null,
    zones: [],
    noSaving: 'read',
    for:
      kind === 'personal'
        ? { everyone: false, sections: [], people: [] }
        : { everyone: true, sections: [], people: [] },
    overflow: null,
  };
}

export const pooledGroup = '8c4e1b27-6d90-4a53-b2f8-07e5d3c9a164';
export const personalGroup = 'e19d5f38-2b7c-4c60-9f41-a86b0d72c5e3';

/** A town of twelve people, 60 shared hosts of four sessions and two personal ones. */
export const town: Organisation = anOrganisation({
  id: 'town',
  name: { ja: '町', en: 'Town' },
  timeZone: 'Asia/Tokyo',
  tenantId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  workingHours: { start: '08:30', end: '17:15', lunch: { start: '12:00', end: '13:00' } },
  sections: [
    { id: 'hall', department: '役場', name: { ja: '役場', en: 'Hall' }, head: 'head@town.example', deputy: null },
  ],
  roles: {
    ict: { people: ['head@town.example'], groups: [] },
    personnel: { people: [], groups: [] },
    emergency: { people: [], groups: [] },
    bookForOthers: { people: [], groups: [] },
    auditor: { people: [], groups: [] },
  },
  pools: [
    aPool('shared', 'pooled', pooledGroup, { prefix: 'town-', count: 60 }),
    aPool('own', 'personal', personalGroup, { prefix: 'own-', count: 2 }),
  ],
});

export const townSimulation: Simulation = {
  seed: 1,
  people: { hall: 12 },
  named: {},
  leadership: null,
  directors: [],
  withoutManager: [],
  notInstalled: [],
  english: 0,
  withoutSecondFactor: { percent: 5, people: [] },
  groups: [],
  demoUser: null,
};

function onCitrix({ subscriptionId: _, resourceGroup: _group, hostPool: _pool, ...pool }: AvdPool): CitrixPool {
  return { ...pool, provider: 'citrix', deliveryGroup: `DG ${pool.id}`, access: 'group', storeUrl: null };
}

/** The same town with its desktops on Citrix. */
export const citrixTown: Organisation = {
  ...town,
  pools: town.pools.flatMap((pool) => (pool.provider === 'avd' ? [onCitrix(pool)] : [])),
};

/** The town's tenant in this process, its clock standing at six in the morning, nobody acting by themselves. */
export async function startTown(options: Partial<SimulatorOptions> = {}): Promise<RunningSimulator> {
  const simulator = await startSimulator({
    organisation: { organisation: town, simulation: townSimulation },
    clock: 'frozen',
    now: morning,
    botUrl: 'http://127.0.0.1:9/api/messages',
    ...options,
  });
  simulator.tenant.setBehave(false);
  return simulator;
}

/** Membership that is felt already. */
export function letIn(simulator: RunningSimulator, group: string, ...users: string[]): void {
  for (const user of users) {
    simulator.tenant.graph.setMember(group, user, true);
    simulator.tenant.model.membership.set(group, user, true);
  }
}

/** Starts hosts and waits until they take people. */
export async function bootHosts(simulator: RunningSimulator, pool: string, ...hosts: string[]): Promise<void> {
  for (const host of hosts) simulator.tenant.model.start(pool, host);
  await simulator.tenant.advance(new Date(simulator.tenant.clock().getTime() + 15 * 60_000));
}

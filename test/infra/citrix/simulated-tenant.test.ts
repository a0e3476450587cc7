import assert from 'node:assert/strict';
import { createCitrixCaller } from '../../../infra/citrix/citrix-caller.ts';
import { createCitrixProvider } from '../../../infra/citrix/citrix-provider.ts';
import { DeliveryGroupAccess } from '../../../infra/citrix/delivery-group-access.ts';
import { checkCitrix } from '../../../infra/citrix/check-citrix.ts';
import type { CitrixPool } from '../../../flows/organisation.ts';
import { desktopProviderContract } from '../../support/desktop-provider-contract.ts';
import { citrixTown, letIn, personalGroup, pooledGroup, startTown, townSimulation } from '../simulator/small-city.ts';
import { advance } from '../simulated-stage.ts';

const startCitrixTown = () => startTown({ organisation: { organisation: citrixTown, simulation: townSimulation } });
const POOLS = citrixTown.pools.filter((pool) => pool.provider === 'citrix');
const callerOf = (url: string) =>
  createCitrixCaller({ endpoint: `${url}/citrix`, customerId: 'demo', siteId: null, client: null });

desktopProviderContract('CitrixProvider with the simulated tenant', async () => {
  const simulator = await startCitrixTown();
  const { tenant, url } = simulator;
  const people = tenant.setup.people.slice(-2).map(({ id, upn }) => ({ id, upn }));
  letIn(simulator, pooledGroup, ...people.map(({ id }) => id));
  letIn(simulator, personalGroup, ...people.map(({ id }) => id));
  return {
    provider: createCitrixProvider({ pools: POOLS, caller: callerOf(url), clock: { now: tenant.clock } }),
    pooled: 'shared',
    personal: 'own',
    people: people.map(({ upn }) => upn) as [string, string],
    settle: () => advance(simulator, 30),
    minutePasses: () => advance(simulator, 2), // signing in takes some of it
    signIn: (upn) => {
      const result = tenant.model.signIn(people.find((person) => person.upn === upn)?.id ?? '', 'shared');
      assert.ok(result.ok, JSON.stringify(result));
      return Promise.resolve(result.host);
    },
    failNext: (kind, options) => {
      const status = { throttled: 429, denied: 403, unavailable: 503 }[kind];
      const fault = options?.lostAnswer ? { lostAnswer: true } : { status, retryAfter: 7 };
      tenant.faults.add({ service: 'citrix', rate: 1, count: 1, path: 'PATCH', ...fault });
      return Promise.resolve();
    },
    close: () => simulator.close(),
  };
});

describe('Citrix with the simulated tenant', () => {
  it('has people entered and taken out one by one', async () => {
    const simulator = await startCitrixTown();
    try {
      const { tenant, url } = simulator;
      const [first, second] = tenant.setup.people;
      const pool: CitrixPool = { ...POOLS[0]!, access: 'delivery-group', group: POOLS[0]!.deliveryGroup };
      const access = new DeliveryGroupAccess({
        caller: callerOf(url),
        pools: () => [pool],
        names: {
          upnsOf: (ids) =>
            Promise.resolve(
              new Map(tenant.setup.people.filter(({ id }) => ids.includes(id)).map(({ id, upn }) => [id, upn])),
            ),
          idsOf: (upns) =>
            Promise.resolve(
              new Map(tenant.setup.people.filter(({ upn }) => upns.includes(upn)).map(({ id, upn }) => [upn, id])),
            ),
        },
      });

      const added = await access.add(pool.group, [first!.id, second!.id]);
      const removed = await access.remove(pool.group, [first!.id]);

      assert.deepEqual([...added.values(), ...removed.values()], [null, null, null]);
      assert.deepEqual([...(await access.members(pool.group))], [second!.id]);
    } finally {
      await simulator.close();
    }
  });

  it('is checked without a fault', async () => {
    const simulator = await startCitrixTown();
    try {
      const lines = await checkCitrix({ pools: POOLS, caller: callerOf(simulator.url) });

      assert.deepEqual(
        lines.flatMap(({ ok, what, detail }) => (ok === false ? [`${what}: ${detail}`] : [])),
        [],
      );
    } finally {
      await simulator.close();
    }
  });
});

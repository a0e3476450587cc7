import assert from 'node:assert/strict';
import { ProviderError } from '../../../flows/provider-error.ts';
import { createOpenWays } from '../../../infra/avd/open-ways.ts';
import { createCredential } from '../../../infra/azure-credential.ts';
import { createGraphCaller } from '../../../infra/graph/graph-caller.ts';
import { GraphSecondFactors } from '../../../infra/graph/graph-second-factors.ts';
import { ADMINISTRATOR_TOKEN } from '../../../infra/simulator/graph/administrator-routes.ts';
import type { RunningSimulator } from '../../../infra/simulator/start-simulator.ts';
import { poolOf, startStillTenant } from '../simulated-stage.ts';

describe('what is read before a day, from the simulated tenant', () => {
  let simulator: RunningSimulator;
  let factors: GraphSecondFactors;
  before(async () => {
    simulator = await startStillTenant();
    const { url } = simulator;
    factors = new GraphSecondFactors(
      createGraphCaller({ endpoint: `${url}/graph`, credential: createCredential([url]) }),
    );
  });
  after(() => simulator.close());
  afterEach(() => simulator.tenant.faults.clear());

  const everybody = async () => {
    const found = new Map<string, Awaited<ReturnType<GraphSecondFactors['of']>>>();
    for await (const page of factors.everybody()) for (const { personId, value } of page) found.set(personId, value);
    return found;
  };

  it('tells of everybody, page by page, what it tells of each alone', async () => {
    const { people } = simulator.tenant.setup;

    const all = await everybody();
    const one = people[0]!.id;

    assert.deepEqual(new Set(all.keys()), new Set(people.map(({ id }) => id)));
    assert.deepEqual(await factors.of(one), all.get(one));
    assert.equal(await factors.of('0badc0de-0000-4000-8000-000000000000'), null);
  });

  it('leaves those without a method whom the settings name, until they register one', async () => {
    const { setup } = simulator.tenant;
    const person = setup.people.at(-1)!;
    const before = setup.simulation.withoutSecondFactor;
    setup.simulation.withoutSecondFactor = { percent: 0, people: [person.upn.toLowerCase()] };
    try {
      const without = [...(await everybody())].filter(([, value]) => !value?.capable).map(([id]) => id);
      const answer = await fetch(`${simulator.url}/graph/v1.0/users/${person.id}/authentication/methods`, {
        method: 'POST',
        headers: { authorization: `Bearer ${ADMINISTRATOR_TOKEN}`, 'content-type': 'application/json' },
        body: JSON.stringify({ '@odata.type': '#microsoft.graph.fido2AuthenticationMethod' }),
      });

      assert.deepEqual(without, [person.id]);
      assert.equal(answer.status, 201);
      assert.deepEqual(await factors.of(person.id), { registered: true, capable: true, methods: ['fido2SecurityKey'] });
    } finally {
      setup.simulation.withoutSecondFactor = before;
    }
  });

  it('names the permission that is missing', async () => {
    simulator.tenant.faults.add({ service: 'graph', rate: 1, count: 5, status: 403 });

    await assert.rejects(everybody(), (error: unknown) => {
      assert.ok(error instanceof ProviderError);
      assert.equal(error.kind, 'denied');
      assert.match(error.message, /AuditLog\.Read\.All/);
      return true;
    });
  });

  it('tells which ways a host pool leaves open, and changes nothing', async () => {
    const { url, tenant } = simulator;
    const pool = poolOf(simulator, 'pooled');
    const credential = createCredential([url]);
    const ways = createOpenWays({ pools: () => tenant.organisation.pools, credential, endpoint: `${url}/arm` });

    const open = await ways.openWays(pool.id);

    assert.ok(Array.isArray(open), String(open));
    await assert.rejects(ways.openWays('nowhere'), /is not in the configuration/);
  });
});

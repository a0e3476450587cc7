import assert from 'node:assert/strict';
import { createAvdProvider } from '../../../infra/avd/avd-provider.ts';
import { createCredential } from '../../../infra/azure-credential.ts';
import { GraphAccessGroups } from '../../../infra/graph/graph-access-groups.ts';
import { createGraphCaller } from '../../../infra/graph/graph-caller.ts';
import { desktopProviderContract } from '../../support/desktop-provider-contract.ts';
import { advance, poolOf, startStillTenant } from '../simulated-stage.ts';

desktopProviderContract('AvdProvider with the simulated tenant', async () => {
  const simulator = await startStillTenant();
  const { tenant, url } = simulator;
  const pooled = poolOf(simulator, 'pooled');
  const personal = poolOf(simulator, 'personal');
  const credential = createCredential([url]);
  const provider = createAvdProvider({
    pools: tenant.organisation.pools.filter((pool) => pool.provider === 'avd'),
    endpoint: `${url}/arm`,
    credential,
    clock: { now: tenant.clock },
  });
  const people = tenant.setup.people.slice(-2).map(({ id, upn }) => ({ id, upn }));
  const groups = new GraphAccessGroups(createGraphCaller({ endpoint: `${url}/graph`, credential }));
  await groups.add(
    pooled.group,
    people.map(({ id }) => id),
  );
  await advance(simulator, 61); // a change of the group is felt within the hour
  return {
    provider,
    pooled: pooled.id,
    personal: personal.id,
    people: people.map(({ upn }) => upn) as [string, string],
    settle: () => advance(simulator, 30),
    minutePasses: () => advance(simulator, 2), // signing in takes some of it
    signIn: (upn) => {
      const result = tenant.model.signIn(people.find((person) => person.upn === upn)?.id ?? '', pooled.id);
      assert.ok(result.ok, JSON.stringify(result));
      return Promise.resolve(result.host);
    },
    failNext: (kind, options) => {
      const status = { throttled: 429, denied: 403, unavailable: 503 }[kind];
      const fault = options?.lostAnswer ? { lostAnswer: true } : { status, retryAfter: 7 };
      tenant.faults.add({ service: 'arm', rate: 1, count: 1, path: 'PATCH', ...fault });
      return Promise.resolve();
    },
    close: () => simulator.close(),
  };
});

import assert from 'node:assert/strict';
import type { RunningSimulator } from '../../../../infra/simulator/start-simulator.ts';
import { bootHosts, letIn, personalGroup, pooledGroup, startTown } from '../small-city.ts';
import { ArmCaller, avd, machines, pool } from './arm-caller.ts';

describe('the simulated Resource Manager', () => {
  let simulator: RunningSimulator;
  let arm: ArmCaller;

  beforeEach(async () => {
    simulator = await startTown();
    arm = new ArmCaller(simulator.url);
  });

  afterEach(() => simulator.close());

  const person = (number: number) => simulator.tenant.setup.people[number]!;
  const minutesOn = (minutes: number) =>
    simulator.tenant.advance(new Date(simulator.tenant.clock().getTime() + minutes * 60_000));

  it('asks for a token and for a version that the documents know', async () => {
    const asked = [
      await arm.call('GET', pool, { headers: { Authorization: '' } }),
      await arm.send('GET', pool, undefined, {}),
      await arm.call('GET', pool, { query: { 'api-version': '2022-02-10' } }),
      await arm.call('GET', machines, { query: { 'api-version': '2019-03-01' } }),
    ];

    const seen = asked.map(({ status, body }) => [status, body.error.code]);
    assert.deepEqual(seen, [
      [401, 'AuthenticationFailed'],
      [400, 'MissingApiVersionParameter'],
      [400, 'NoRegisteredProviderFound'],
      [400, 'NoRegisteredProviderFound'],
    ]);
  });

  it('names what is not there', async () => {
    const asked = [
      await arm.call('GET', pool.replace('5e0b7c92', '00000000')),
      await arm.call('GET', pool.replace('rg-town', 'rg-elsewhere')),
      await arm.call('GET', `${avd}/hostPools/hp-none`),
      await arm.call('GET', `${pool}/sessionHosts/none`),
      await arm.call('POST', `${machines}/none/start`),
    ];

    assert.deepEqual(
      asked.map(({ status, body }) => [status, body.error.code]),
      [
        [404, 'SubscriptionNotFound'],
        [404, 'ResourceGroupNotFound'],
        [404, 'ResourceNotFound'],
        [404, 'ResourceNotFound'],
        [404, 'ResourceNotFound'],
      ],
    );
  });

  it('gives long lists in pages whose links name the public host, and tells no case of names apart', async () => {
    const names: string[] = [];
    let page = await arm.call('GET', `${pool.toUpperCase().replace('/SUBSCRIPTIONS', '/subscriptions')}/sessionHosts`);
    names.push(...page.body.value.map(({ name }: { name: string }) => name));
    assert.match(page.body.nextLink, /^https:\/\/management\.azure\.com\/subscriptions\//);
    while (page.body.nextLink) {
      page = await arm.follow(page.body.nextLink);
      names.push(...page.body.value.map(({ name }: { name: string }) => name));
    }

    assert.equal(names.length, 60);
    assert.equal(new Set(names).size, 60);
    assert.equal(names[0], 'hp-shared/town-001');
  });

  it('accepts a start at once and lets it be followed to its end', async () => {
    const started = await arm.call('POST', `${machines}/town-001/start`);
    const address = started.headers.get('azure-asyncoperation')!;
    const before = await arm.follow(address);
    await minutesOn(15);
    const after = await arm.follow(address);
    const host = await arm.call('GET', `${pool}/sessionHosts/town-001`);

    assert.equal(started.status, 202);
    assert.equal(before.body.status, 'InProgress');
    assert.equal(after.body.status, 'Succeeded');
    assert.equal(host.body.properties.status, 'Available');
  });

  it('has machines that run and are not yet available', async () => {
    await arm.call('POST', `${machines}/town-001/start`);
    const seen = new Set<string>();
    for (let step = 0; step < 40; step += 1) {
      await minutesOn(0.25);
      const view = await arm.call('GET', `${machines}/town-001/instanceView`);
      const host = await arm.call('GET', `${pool}/sessionHosts/town-001`);
      seen.add(`${view.body.statuses[1].code} ${host.body.properties.status}`);
    }

    const wanted = [
      'PowerState/starting Unavailable',
      'PowerState/running Unavailable',
      'PowerState/running Available',
    ];
    assert.deepEqual([...seen], wanted);
  });

  it('says that an operation failed, and one that a later one overtook was cancelled', async () => {
    simulator.tenant.model.host('shared', 'town-001')!.nextBoot = 'failed';
    const failing = await arm.call('POST', `${machines}/town-001/start`);
    const overtaken = await arm.call('POST', `${machines}/town-002/start`);
    await arm.call('POST', `${machines}/town-002/deallocate`);
    await minutesOn(10);

    const failed = await arm.follow(failing.headers.get('azure-asyncoperation')!);
    const cancelled = await arm.follow(overtaken.headers.get('azure-asyncoperation')!);

    assert.deepEqual([failed.body.status, failed.body.error.code], ['Failed', 'VMStartTimedOut']);
    assert.equal(cancelled.body.status, 'Canceled');
  });

  it('refuses to start a machine that is being deallocated', async () => {
    await bootHosts(simulator, 'shared', 'town-001');
    await arm.call('POST', `${machines}/town-001/deallocate`);

    const refused = await arm.call('POST', `${machines}/town-001/start`);

    assert.equal(refused.status, 409);
    assert.equal(refused.body.error.code, 'OperationNotAllowed');
  });

  it('tells of sessions up to a minute late, in counts and in lists, but reads a single one as it is', async () => {
    await bootHosts(simulator, 'shared', 'town-001');
    letIn(simulator, pooledGroup, person(0).id);
    await arm.call('GET', `${pool}/userSessions`);
    simulator.tenant.model.signIn(person(0).id, 'shared');
    const read = async () => ({
      list: (await arm.call('GET', `${pool}/userSessions`)).body.value.length,
      host: (await arm.call('GET', `${pool}/sessionHosts/town-001/userSessions`)).body.value.length,
      count: (await arm.call('GET', `${pool}/sessionHosts/town-001`)).body.properties.sessions,
    });

    const atOnce = await read();
    const single = await arm.call('GET', `${pool}/sessionHosts/town-001/userSessions/1`);
    await minutesOn(1);
    const later = await read();

    assert.deepEqual(atOnce, { list: 0, host: 0, count: 0 });
    assert.equal(single.body.properties.sessionState, 'Pending');
    assert.deepEqual(later, { list: 1, host: 1, count: 1 });
  });

  it('finds the sessions of a filter', async () => {
    await bootHosts(simulator, 'shared', 'town-001');
    letIn(simulator, pooledGroup, person(0).id, person(1).id);
    for (const number of [0, 1]) simulator.tenant.model.signIn(person(number).id, 'shared');
    simulator.tenant.model.disconnect(person(1).id, 'shared');
    await minutesOn(2);
    const find = async ($filter: string) => arm.call('GET', `${pool}/userSessions`, { query: { $filter } });

    const disconnected = await find("sessionState eq 'Disconnected'");
    const both = await find(`userPrincipalName eq '${person(1).upn}' and sessionState eq 'Active'`);
    const wrong = await find('anything ne 1');

    assert.deepEqual(
      disconnected.body.value.map(
        (each: { properties: { userPrincipalName: string } }) => each.properties.userPrincipalName,
      ),
      [person(1).upn],
    );
    assert.deepEqual(both.body.value, []);
    assert.equal(wrong.status, 400);
  });

  it('drains and undrains, and refuses what a session host does not have', async () => {
    const host = `${pool}/sessionHosts/town-001`;

    const drained = await arm.call('PATCH', host, { body: { properties: { allowNewSession: false } } });
    const wrong = await arm.call('PATCH', host, { body: { properties: { drain: true } } });
    const undrained = await arm.call('PATCH', host, { body: { properties: { allowNewSession: true } } });

    assert.equal(drained.body.properties.allowNewSession, false);
    assert.equal(wrong.status, 400);
    assert.equal(undrained.body.properties.allowNewSession, true);
  });

  it('gives a personal host to one owner, and takes it away only by force', async () => {
    letIn(simulator, personalGroup, person(0).id);
    const host = (name: string) => `${avd}/hostPools/hp-own/sessionHosts/${name}`;
    const assign = (name: string, assignedUser: string, force?: string) =>
      arm.call('PATCH', host(name), { body: { properties: { assignedUser } }, query: force ? { force } : {} });

    const first = await assign('own-001', person(0).upn);
    const again = await assign('own-001', person(0).upn);
    const second = await assign('own-002', person(0).upn);
    const other = await assign('own-001', person(1).upn);
    const cleared = await assign('own-001', '', 'true');

    assert.equal(first.body.properties.assignedUser, person(0).upn);
    assert.deepEqual([again.status, second.status, other.status, cleared.status], [200, 409, 409, 200]);
    assert.equal(cleared.body.properties.assignedUser, undefined);
  });

  it('changes the balance of a shared pool and shows a personal one as persistent', async () => {
    const changed = await arm.call('PATCH', pool, { body: { properties: { loadBalancerType: 'DepthFirst' } } });
    const wrong = await arm.call('PATCH', pool, { body: { properties: { loadBalancerType: 'Persistent' } } });
    const personal = await arm.call('GET', `${avd}/hostPools/hp-own`);

    assert.equal(changed.body.properties.loadBalancerType, 'DepthFirst');
    assert.equal(simulator.tenant.model.pools.get('shared')!.balance, 'depth');
    assert.equal(wrong.status, 400);
    assert.equal(personal.body.properties.loadBalancerType, 'Persistent');
  });

  it('finds the pool’s group on its application group', async () => {
    const scope = `${avd}/applicationGroups/hp-shared-dag`;

    const found = await arm.call('GET', `${scope}/providers/Microsoft.Authorization/roleAssignments`, {
      query: { $filter: `principalId eq '${pooledGroup}'` },
    });

    const roles = found.body.value.map((each: { properties: { roleDefinitionId: string } }) =>
      each.properties.roleDefinitionId.split('/').at(-1),
    );
    assert.ok(roles.includes('1d18fff3-a72a-46b5-b4a9-0b38a3cd7e63'));
  });

  it('lists more than a thousand sessions in one answer where so many are asked for', async () => {
    for (const host of simulator.tenant.model.pools.get('shared')!.hosts)
      simulator.tenant.model.start('shared', host.name);
    simulator.tenant.model.pools.get('shared')!.settings.maxSessions = 20;
    await minutesOn(12);
    for (let number = 0; number < 1100; number += 1) {
      simulator.tenant.model.membership.set(pooledGroup, `u${number}`, true);
      simulator.tenant.model.signIn(`u${number}`, 'shared');
    }
    await minutesOn(2);

    const { body } = await arm.call('GET', `${pool}/userSessions`, { query: { pageSize: '2000' } });

    assert.ok(body.value.length > 1000);
    assert.equal(body.nextLink, undefined);
  });
});

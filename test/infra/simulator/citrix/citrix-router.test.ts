import assert from 'node:assert/strict';
import type { RunningSimulator } from '../../../../infra/simulator/start-simulator.ts';
import { bootHosts, citrixTown, letIn, personalGroup, pooledGroup, startTown, townSimulation } from '../small-city.ts';
import { CitrixCaller } from './citrix-caller.ts';

const group = '/DeliveryGroups/DG%20shared';

describe('the simulated Citrix', () => {
  let simulator: RunningSimulator;
  let citrix: CitrixCaller;

  beforeEach(async () => {
    simulator = await startTown({ organisation: { organisation: citrixTown, simulation: townSimulation } });
    citrix = new CitrixCaller(simulator.url);
    await citrix.signIn();
  });

  afterEach(() => simulator.close());

  const person = (number: number) => simulator.tenant.setup.people[number]!;
  const minutesOn = (minutes: number) =>
    simulator.tenant.advance(new Date(simulator.tenant.clock().getTime() + minutes * 60_000));
  const signIn = (number: number, pool = 'shared') => simulator.tenant.model.signIn(person(number).id, pool);

  it('gives a token for the right secret alone, and takes it in its own form for an hour', async () => {
    const wrong = await citrix.signIn('guessed');
    const right = await citrix.signIn();
    const plain = await citrix.call('GET', '/me', { headers: { Authorization: `Bearer ${right.body.access_token}` } });
    const good = await citrix.call('GET', '/me');
    await minutesOn(61);
    const late = await citrix.call('GET', '/me');

    assert.deepEqual([wrong.status, right.status, right.body.expires_in], [401, 200, '3600']);
    assert.deepEqual([plain.status, good.status, late.status], [401, 200, 401]);
    assert.deepEqual(Object.keys(late.body), ['type', 'detail', 'parameters']);
    assert.equal(good.body.Customers[0].Sites.length, 1);
  });

  it('asks for the customer, and for the site where it is not asked for it itself', async () => {
    const asked = [
      await citrix.call('GET', '/Machines', { headers: { 'Citrix-CustomerId': '' } }),
      await citrix.call('GET', '/Machines', { headers: { 'Citrix-InstanceId': '' } }),
      await citrix.call('GET', '/Machines', { headers: { 'Citrix-InstanceId': 'another-site' } }),
    ];

    assert.deepEqual(
      asked.map(({ status }) => status),
      [400, 400, 403],
    );
  });

  it('names what is not there', async () => {
    const asked = [
      await citrix.call('GET', '/DeliveryGroups/none'),
      await citrix.call('GET', '/Machines/none'),
      await citrix.call('GET', '/Sessions/none'),
      await citrix.call('GET', '/Jobs/none'),
      await citrix.call('GET', '/Nothing'),
    ];

    for (const { status, body } of asked) {
      assert.equal(status, 404);
      assert.match(body.detail, /^(.+ 'none' was not found|The simulated tenant does not know)/);
    }
  });

  it('gives long lists in pages by token, and no more fields than were asked for', async () => {
    const names: string[] = [];
    let query: Record<string, string> = { limit: '25', fields: 'Name,PowerState' };
    for (;;) {
      const { body } = await citrix.call('GET', '/Machines', { query });
      assert.deepEqual(Object.keys(body.Items[0]), ['Id', 'Name', 'PowerState']);
      names.push(...body.Items.map(({ Name }: { Name: string }) => Name));
      if (!body.ContinuationToken) break;
      query = { ...query, continuationToken: body.ContinuationToken };
    }
    const tooMany = await citrix.call('GET', '/Machines', { query: { limit: '1001' } });
    const madeUp = await citrix.call('GET', '/Machines', { query: { continuationToken: 'madeup' } });

    assert.equal(new Set(names).size, 62);
    assert.deepEqual([tooMany.status, madeUp.status], [400, 400]);
  });

  it('starts a machine, which registers some minutes later, and shuts it down', async () => {
    const read = async () => {
      const { body } = await citrix.call('GET', '/Machines/town-001');
      return [body.PowerState, body.RegistrationState];
    };

    const started = await citrix.call('POST', '/Machines/town-001/$start', { query: { async: 'true' } });
    const atOnce = await read();
    const job = await citrix.call('GET', citrix.jobOf(started));
    await minutesOn(15);
    const later = await read();
    const jobLater = await citrix.call('GET', citrix.jobOf(started));
    const results = await citrix.call('GET', `${citrix.jobOf(started)}/Results`);
    await citrix.call('POST', '/Machines/town-001.town.local/$shutdown');
    const stopping = await read();
    const refused = await citrix.call('POST', '/Machines/TOWN%5Ctown-001/$start');

    assert.equal(started.status, 202);
    assert.deepEqual(
      [atOnce, later, stopping],
      [
        ['TurningOn', 'Unregistered'],
        ['On', 'Registered'],
        ['TurningOff', 'Unregistered'],
      ],
    );
    assert.deepEqual([job.body.Status, jobLater.body.Status], ['InProgress', 'Complete']);
    assert.equal(results.body.Name, 'town-001.town.local');
    assert.equal(refused.status, 409);
  });

  it('says which machine did not start, and its job has failed', async () => {
    simulator.tenant.model.host('shared', 'town-002')!.nextBoot = 'failed';

    const started = await citrix.call('POST', '/Machines/town-002/$start', { query: { async: 'true' } });
    await minutesOn(30);

    assert.equal((await citrix.call('GET', '/Machines/town-002')).body.FaultState, 'StuckOnBoot');
    assert.equal((await citrix.call('GET', citrix.jobOf(started))).body.Status, 'Failed');
  });

  it('tells sessions up to a minute late in lists, and at once where one machine is read', async () => {
    await bootHosts(simulator, 'shared', 'town-001');
    letIn(simulator, pooledGroup, person(0).id);
    await citrix.call('GET', '/Sessions');
    signIn(0);
    const read = async () => ({
      list: (await citrix.call('GET', '/Sessions')).body.Items.length,
      ofMachine: (await citrix.call('GET', '/Machines/town-001/Sessions')).body.Items.length,
      listed: (await citrix.call('GET', `${group}/Machines`)).body.Items[0].SessionCount,
      alone: (await citrix.call('GET', '/Machines/town-001')).body.SessionCount,
    });

    const atOnce = await read();
    await minutesOn(2);
    const later = await read();

    assert.deepEqual(atOnce, { list: 0, ofMachine: 0, listed: 0, alone: 1 });
    assert.deepEqual(later, { list: 1, ofMachine: 1, listed: 1, alone: 1 });
  });

  it('messages, disconnects and logs off a session', async () => {
    await bootHosts(simulator, 'shared', 'town-001');
    letIn(simulator, pooledGroup, person(0).id);
    signIn(0);
    await minutesOn(2);
    const [session] = (await citrix.call('GET', '/Sessions')).body.Items;
    const address = `/Sessions/${session.Id}`;

    await citrix.call('POST', `${address}/$sendMessage`, {
      body: { Title: 'おしらせ', Text: '終わりです', Style: 'Information' },
    });
    const disconnected = await citrix.call('POST', `${address}/$disconnect`);
    const loggedOff = await citrix.call('POST', `${address}/$logoff`);
    const again = await citrix.call('POST', `${address}/$logoff`);

    assert.equal(session.User.PrincipalName, person(0).upn);
    assert.equal(simulator.tenant.messages.at(-1)!.body, '終わりです');
    assert.equal(disconnected.body.State, 'Disconnected');
    assert.deepEqual([loggedOff.status, again.status], [204, 404]);
  });

  it('lets nobody new on a machine or a delivery group in maintenance mode', async () => {
    await bootHosts(simulator, 'shared', 'town-001');
    letIn(simulator, pooledGroup, ...[0, 1, 2].map((number) => person(number).id));
    const here = signIn(0);

    await citrix.call('PATCH', group, { body: { InMaintenanceMode: true } });
    const closed = signIn(1);
    const back = signIn(0);
    await citrix.call('PATCH', group, { body: { InMaintenanceMode: false } });
    await citrix.call('PATCH', '/Machines/town-001', { body: { InMaintenanceMode: true } });
    await minutesOn(2);
    const drained = signIn(1);
    await citrix.call('PATCH', '/Machines/town-001', { body: { InMaintenanceMode: false } });
    const open = signIn(1);

    assert.deepEqual(
      [here, closed, back, drained, open].map(({ ok }) => ok),
      [true, false, true, false, true],
    );
  });

  it('lets in the group’s members as felt, or whom its own list of users names', async () => {
    await bootHosts(simulator, 'shared', 'town-001');
    letIn(simulator, pooledGroup, person(0).id);
    const [desktop] = (await citrix.call('GET', `${group}/Desktops`)).body.Items;

    const byGroup = [signIn(0).ok, signIn(1).ok];
    const only = { IncludedUserFilterEnabled: true, IncludedUsers: [`TOWN\\${person(1).upn.split('@')[0]}`] };
    await citrix.call('PATCH', group, { body: { Desktops: [{ Id: desktop.Id, ...only }], SimpleAccessPolicy: only } });
    simulator.tenant.model.signOff(person(0).id, 'shared');
    const byList = [signIn(0).ok, signIn(1).ok];
    const wrong = await citrix.call('PATCH', group, { body: { SimpleAccessPolicy: { IncludedUsers: ['nobody'] } } });

    assert.equal(desktop.IncludedUsers[0].Oid, pooledGroup);
    assert.deepEqual(
      [byGroup, byList],
      [
        [true, false],
        [false, true],
      ],
    );
    assert.equal(wrong.status, 400);
  });

  it('refuses the session beyond its licences', async () => {
    simulator.tenant.model.pools.get('shared')!.settings.licences = 1;
    await bootHosts(simulator, 'shared', 'town-001');
    letIn(simulator, pooledGroup, person(0).id, person(1).id);

    const within = [signIn(0), signIn(0)];
    const beyond = signIn(1);

    assert.deepEqual(
      [...within, beyond].map(({ ok }) => ok),
      [true, true, false],
    );
  });

  it('gives a personal machine to one owner', async () => {
    letIn(simulator, personalGroup, person(0).id);
    await bootHosts(simulator, 'own', 'own-001');
    const assign = (machine: string, ...AssignedUsers: string[]) =>
      citrix.call('PATCH', `/Machines/${machine}`, { body: { AssignedUsers } });

    const first = await assign('own-001', person(0).upn);
    const own = signIn(0, 'own');
    const second = await assign('own-002', person(0).upn);
    const unknown = await assign('own-002', 'nobody@town.example');
    const shared = await assign('town-001', person(0).upn);
    const owned = await citrix.call('GET', '/Machines/own-001');
    await assign('own-001');

    assert.deepEqual([first.status, second.status, unknown.status, shared.status], [204, 409, 400, 400]);
    assert.ok(own.ok);
    assert.equal(owned.body.AssignedUsers[0].PrincipalName, person(0).upn);
    assert.deepEqual((await citrix.call('GET', '/Machines/own-001')).body.AssignedUsers, []);
  });

  it('shows Autoscale and load balancing as they were set', async () => {
    const hand = await fetch(`${simulator.url}/control/scaling-plan`, {
      method: 'POST',
      body: JSON.stringify({ pool: 'shared', enabled: true }),
    });
    await citrix.call('PATCH', group, { body: { LoadBalanceType: 'Vertical' } });

    const { body } = await citrix.call('GET', group);

    assert.equal(hand.status, 200);
    assert.deepEqual([body.AutoScaleEnabled, body.AutoscalingEnabled, body.LoadBalanceType], [true, true, 'Vertical']);
    assert.equal(simulator.tenant.model.pools.get('shared')!.balance, 'depth');
  });

  it('shows Citrix nothing of other providers’ pools, and Azure nothing of Citrix’s', async () => {
    const { organisation } = simulator.tenant;
    const arm = await fetch(
      `${simulator.url}/arm/subscriptions/5e0b7c92-3a4d-4f16-8b7e-91d2c6a0f4e5/providers/Microsoft.DesktopVirtualization/hostPools?api-version=2024-04-03`,
      { headers: { Authorization: 'Bearer token' } },
    );
    const state = await (await fetch(`${simulator.url}/simulator/state`)).json();

    assert.equal(arm.status, 404);
    assert.deepEqual(
      state.pools.map(({ id, provider }: { id: string; provider: string }) => [id, provider]),
      organisation.pools.map(({ id }) => [id, 'citrix']),
    );
  });

  it('answers faults in the vendor’s shape and counts calls by kind', async () => {
    simulator.tenant.faults.add({ service: 'citrix', status: 503, rate: 1, count: 1 });

    const faulty = await citrix.call('GET', '/Machines/town-001');
    await citrix.call('POST', '/Machines/town-001/$start');
    const calls: any = await (await fetch(`${simulator.url}/control/calls`)).json();

    assert.equal(faulty.status, 503);
    assert.deepEqual(Object.keys(faulty.body), ['type', 'detail', 'parameters']);
    assert.equal(calls['citrix GET Machines/*'], 1);
    assert.equal(calls['citrix POST Machines/*/$start'], 1);
  });
});

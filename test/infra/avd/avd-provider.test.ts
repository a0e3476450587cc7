import assert from 'node:assert/strict';
import { ProviderError } from '../../../flows/provider-error.ts';
import { LOOPBACK_TOKEN } from '../../../infra/azure-credential.ts';
import { anArmHost, aPool, openFakeArmStage } from './fake-arm-stage.ts';
import type { FakeArmStage } from './fake-arm-stage.ts';

describe('AvdProvider on the wire', () => {
  let stage: FakeArmStage;

  beforeEach(async () => {
    stage = await openFakeArmStage();
  });

  afterEach(async () => {
    assert.deepEqual(stage.arm.unusedFaults(), []);
    await stage.close();
  });

  const caught = async (call: Promise<unknown>): Promise<ProviderError> => {
    const error = await call.then(
      () => assert.fail('expected a ProviderError'),
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof ProviderError, String(error));
    return error;
  };
  const short = () => stage.arm.log().map((line) => line.replace(/\/arm\/subscriptions\/[^/]+/, ''));
  const HP = '/resourceGroups/rg-avd/providers/Microsoft.DesktopVirtualization/hostPools/hp-pooled';
  const count = (lines: string[]) => {
    const counts: Record<string, number> = {};
    for (const line of lines) counts[line] = (counts[line] ?? 0) + 1;
    return counts;
  };

  it('reads a pool in paged lists alone, and keeps plans and sizes', async () => {
    stage.arm.pageSize = 100;
    await stage.provider.readHostPool('pooled', { sessions: true });
    assert.deepEqual(count(short()), {
      [`GET ${HP}`]: 1,
      [`GET ${HP}/sessionHosts`]: 1,
      [`GET ${HP}/scalingPlans`]: 1,
      [`GET ${HP}/userSessions`]: 1,
      'GET /providers/Microsoft.Compute/virtualMachines': 1,
      'GET /resourceGroups/rg-vms/providers/Microsoft.Compute/virtualMachines': 1,
    });
    stage.arm.requests.length = 0;

    await stage.provider.readHostPool('pooled', { sessions: false });

    assert.deepEqual(count(short()), {
      [`GET ${HP}`]: 1,
      [`GET ${HP}/sessionHosts`]: 1,
      'GET /providers/Microsoft.Compute/virtualMachines': 1,
    });
  });

  it('asks power states of one list with statusOnly and sends a token and an api-version with every call', async () => {
    await stage.provider.readHostPool('pooled', { sessions: true });

    const power = stage.arm.requests.find(({ url }) => /\/providers\/Microsoft.Compute\/virtualMachines\?/.test(url));
    assert.match(power?.url ?? '', /statusOnly=true/);
    for (const { url, headers } of stage.arm.requests) {
      assert.equal(headers['authorization'], `Bearer ${LOOPBACK_TOKEN}`);
      assert.match(url, /[?&]api-version=\d{4}-\d\d-\d\d/);
    }
  });

  it('follows links of the public host and knows each machine whatever letters its ARM id is written in', async () => {
    stage.arm.pageSize = 1;
    stage.arm.hosts[2]!.power = 'running';
    stage.arm.hosts[2]!.status = 'Available';

    const { hosts } = await stage.provider.readHostPool('pooled', { sessions: false });

    assert.deepEqual(
      hosts.map(({ name, power }) => `${name} ${power}`),
      [1, 2, 3, 4, 5].map((n) => `avd-00${n}.city.example.jp ${n === 3 ? 'running' : 'deallocated'}`),
    );
    assert.deepEqual(hosts[0], {
      name: 'avd-001.city.example.jp',
      power: 'deallocated',
      health: 'shutdown',
      allowNewSession: true,
      sessions: 0,
      assignedUser: null,
      size: 'Standard_D8s_v5',
      zone: '1',
    });
  });

  it('leaves sizes out where that list cannot be had, and the reading stands', async () => {
    stage.arm.fail({ match: /rg-vms\/providers\/Microsoft.Compute\/virtualMachines\?/i, status: 403, times: 1 });

    const { hosts } = await stage.provider.readHostPool('pooled', { sessions: false });

    assert.deepEqual([hosts.length, hosts[0]?.size, hosts[0]?.power], [5, null, 'deallocated']);
  });

  it('does not fail at values the document does not name', async () => {
    Object.assign(stage.arm.hosts[0]!, { status: 'Hibernating', power: 'hibernated' });
    stage.arm.sessions.push({
      pool: 'hp-pooled',
      host: stage.arm.hosts[0]!.name,
      id: '9',
      upn: 'a@b',
      state: 'Dozing',
    });
    stage.arm.pools.get('hp-pooled')!['loadBalancerType'] = 'SomethingNew';

    const seen = await stage.provider.readHostPool('pooled', { sessions: true });

    assert.deepEqual([seen.hosts[0]?.health, seen.hosts[0]?.power], ['unknown', 'unknown']);
    assert.equal(seen.sessions?.[0]?.state, 'other');
    assert.equal(seen.balance, 'breadth');
  });

  it('keeps its hands off a pool with an enabled scaling plan, and looks again after ten minutes', async () => {
    stage.arm.plans.push({ name: 'plan-off', pool: 'hp-pooled', enabled: false });
    assert.equal((await stage.provider.readHostPool('pooled', { sessions: false })).handsOff, null);
    stage.arm.plans.push({ name: 'plan-day', pool: 'hp-pooled', enabled: true });
    assert.equal((await stage.provider.readHostPool('pooled', { sessions: false })).handsOff, null);

    stage.clock.at = new Date(stage.clock.at.getTime() + 10 * 60_000);

    const { handsOff } = await stage.provider.readHostPool('pooled', { sessions: false });
    assert.equal(handsOff?.reason, 'native-autoscale');
    assert.match(handsOff?.detail ?? '', /plan-day/);
  });

  it('keeps its hands off start on connect where nobody but the booked may come', async () => {
    stage.arm.pools.get('hp-pooled')!['startVMOnConnect'] = true;
    const open = stage.again({ pools: [aPool({ admission: 'open' })] });

    assert.equal(
      (await stage.provider.readHostPool('pooled', { sessions: false })).handsOff?.reason,
      'start-on-connect',
    );
    assert.equal((await open.readHostPool('pooled', { sessions: false })).handsOff, null);
  });

  it('starts with one call and does not follow the operation', async () => {
    const host = stage.arm.hosts[0]!.name;
    await stage.provider.readHostPool('pooled', { sessions: false });
    stage.arm.requests.length = 0;

    await stage.provider.startHost('pooled', host);
    await new Promise((resolve) => setImmediate(resolve));

    assert.deepEqual(stage.arm.log().length, 1);
    assert.match(stage.arm.log()[0]!, /^POST .*virtualMachines\/vm-avd-001[^/]*\/start$/i);
  });

  it('finds the machine of a host it has not read yet with one call', async () => {
    await stage.provider.startHost('pooled', stage.arm.hosts[0]!.name);

    assert.deepEqual(
      stage.arm.requests.map(({ method }) => method),
      ['GET', 'POST'],
    );
  });

  it('looks at the sessions right before it deallocates', async () => {
    const host = stage.arm.hosts[0]!.name;
    await stage.provider.readHostPool('pooled', { sessions: true });
    stage.arm.requests.length = 0;
    await stage.provider.deallocateHost('pooled', host);
    assert.deepEqual(
      stage.arm.log().map((line) => line.split('/').at(-1)),
      ['userSessions', 'deallocate'],
    );
    stage.arm.requests.length = 0;
    await stage.signIn('mori@example.jp', stage.arm.hosts[1]!.name);

    const error = await caught(stage.provider.deallocateHost('pooled', stage.arm.hosts[1]!.name));

    assert.equal(error.kind, 'conflict');
    assert.ok(!stage.arm.log().some((line) => line.endsWith('/deallocate')));
  });

  it('does not deallocate where it cannot see the sessions', async () => {
    stage.arm.fail({ match: /userSessions/, status: 503, times: 3 });

    const error = await caught(stage.provider.deallocateHost('pooled', stage.arm.hosts[0]!.name));

    assert.equal(error.kind, 'unavailable');
    assert.ok(!stage.arm.log().some((line) => line.endsWith('/deallocate')));
  });

  it('changes no more than it says, and never with force', async () => {
    const host = stage.arm.hosts[0]!.name;
    await stage.provider.setDrainMode('pooled', host, true);
    await stage.provider.assignHost('personal', stage.arm.hosts[5]!.name, 'mori@example.jp');
    await stage.provider.setBalance('pooled', 'depth');

    const writes = stage.arm.requests.filter(({ method }) => method === 'PATCH');
    assert.deepEqual(
      writes.map(({ body }) => body),
      [
        { properties: { allowNewSession: false } },
        { properties: { assignedUser: 'mori@example.jp' } },
        { properties: { loadBalancerType: 'DepthFirst' } },
      ],
    );
    assert.ok(stage.arm.requests.every(({ url }) => !/force/i.test(url)));
  });

  it('repeats a reading that met 503 or a broken connection, and no write', async () => {
    stage.arm.fail({ match: /GET .*sessionHosts\?/, status: 503 });
    stage.arm.fail({ match: /GET .*scalingPlans/, drop: true });
    await stage.provider.readHostPool('pooled', { sessions: false });
    stage.arm.fail({ match: /PATCH/, status: 503 });
    stage.arm.requests.length = 0;

    assert.equal((await caught(stage.provider.setBalance('pooled', 'depth'))).kind, 'unavailable');

    assert.equal(stage.arm.requests.length, 1);
  });

  it('knows by their codes that a size, a zone or the quota is used up', async () => {
    const refusals: [number, string, string][] = [
      [409, 'AllocationFailed', 'We do not have sufficient capacity for the requested VM size in this region.'],
      [409, 'ZonalAllocationFailed', 'We do not have sufficient capacity for the requested VM size in this zone.'],
      [409, 'OverconstrainedZonalAllocationRequest', 'Allocation failed.'],
      [409, 'SkuNotAvailable', 'The requested size is currently not available in location.'],
      [
        409,
        'OperationNotAllowed',
        'Operation could not be completed as it results in exceeding approved Total Regional Cores quota.',
      ],
      [409, 'OperationNotAllowed', 'The VM is being deleted.'],
    ];
    const kinds: string[] = [];
    for (const [status, code, message] of refusals) {
      stage.arm.fail({ match: /POST .*start/, status, body: { error: { code, message } } });
      kinds.push((await caught(stage.provider.startHost('pooled', stage.arm.hosts[0]!.name))).kind);
    }

    assert.deepEqual(kinds, ['exhausted', 'exhausted', 'exhausted', 'exhausted', 'exhausted', 'conflict']);
  });

  it('hands Retry-After on instead of waiting on a simulated clock', async () => {
    stage.arm.fail({ match: /sessionHosts\?/, status: 429, headers: { 'Retry-After': '120' } });

    const error = await caught(stage.provider.readHostPool('pooled', { sessions: false }));

    assert.deepEqual([error.kind, error.retryAfterMs], ['throttled', 120_000]);
    assert.equal(stage.arm.log().filter((line) => line.endsWith('/sessionHosts')).length, 1);
  });

  it('waits a short Retry-After of a real service, and not a long one', async () => {
    const patient = stage.again({ patience: { retries: 2, pauseMs: 10, longestMs: 5_000 } });
    stage.arm.fail({ match: /sessionHosts\?/, status: 429, headers: { 'x-ms-retry-after-ms': '20' } });
    assert.equal((await patient.readHostPool('pooled', { sessions: false })).hosts.length, 5);
    stage.arm.fail({ match: /sessionHosts\?/, status: 429, headers: { 'Retry-After': '17' } });

    const error = await caught(patient.readHostPool('pooled', { sessions: false }));

    assert.deepEqual([error.kind, error.retryAfterMs], ['throttled', 17_000]);
  });

  it('does not wait for an answer that does not come', async () => {
    stage.arm.fail({ match: /PATCH/, hang: true });
    const hasty = stage.again({ patience: { timeoutMs: 100 } });

    const error = await caught(hasty.setDrainMode('pooled', stage.arm.hosts[0]!.name, true));

    assert.equal(error.kind, 'unavailable');
  });

  it('says unavailable where nobody listens', async () => {
    const nobody = stage.again({ endpoint: 'http://127.0.0.1:4399/arm' });

    assert.equal((await caught(nobody.readHostPool('pooled', { sessions: false }))).kind, 'unavailable');
  });

  it('takes no token to a host that a link makes up', async () => {
    stage.arm.fail({
      match: /sessionHosts\?/,
      status: 200,
      body: { value: [], nextLink: 'https://management.azure.com.evil.example/next?api-version=2024-04-03' },
    });

    const error = await caught(stage.provider.readHostPool('pooled', { sessions: false }));

    assert.match(error.message, /refused to call https:\/\/management\.azure\.com\.evil\.example/);
  });

  it('tells the operator resource, operation and mend', async () => {
    stage.arm.fail({
      match: /PATCH/,
      status: 403,
      body: { error: { code: 'AuthorizationFailed', message: 'The client has no authorization.' } },
    });
    const denied = await caught(stage.provider.setDrainMode('pooled', 'avd-001.city.example.jp', true));
    assert.equal(denied.kind, 'denied');
    assert.match(
      denied.message,
      /^session host hp-pooled\/avd-001\.city\.example\.jp: may not update session hosts; assign "Desktop Virtualization Session Host Operator" on it \(AuthorizationFailed: /,
    );
    stage.arm.pools.delete('hp-pooled');

    const missing = await caught(stage.provider.readHostPool('pooled', { sessions: false }));

    assert.equal(missing.kind, 'not-found');
    assert.match(missing.message, /^host pool hp-pooled: readHostPool: does not exist; compare/);
  });

  it('says invalid of a host without a machine in Azure', async () => {
    stage.arm.hosts.push(anArmHost({ name: 'on-premises', vm: 'x/y' }));

    assert.equal((await caught(stage.provider.startHost('pooled', 'on-premises'))).kind, 'invalid');
  });
});

import assert from 'node:assert/strict';
import { createCredential } from '../../../infra/azure-credential.ts';
import { checkAvd } from '../../../infra/avd/check-avd.ts';
import { isAllowed } from '../../../infra/avd/permissions.ts';
import { openRedirections } from '../../../infra/avd/rdp-properties.ts';
import { anArmHost, aPool, openFakeArmStage } from './fake-arm-stage.ts';
import type { FakeArmStage } from './fake-arm-stage.ts';

describe('zaitaku check, virtual desktops', () => {
  let stage: FakeArmStage;

  beforeEach(async () => {
    stage = await openFakeArmStage();
  });

  afterEach(() => stage.close());

  const check = (pool = aPool()) =>
    checkAvd({ pools: [pool], credential: createCredential([stage.arm.url]), endpoint: `${stage.arm.url}/arm` });
  const faults = async (pool = aPool()) =>
    (await check(pool)).filter(({ ok }) => ok !== true).map(({ what, ok }) => `${ok} ${what}`);

  it('finds nothing wrong where Azure and configuration agree and all is allowed', async () => {
    stage.arm.permissions = [{ actions: ['Microsoft.DesktopVirtualization/*', 'Microsoft.Compute/*'], notActions: [] }];

    const lines = await check();

    assert.deepEqual(
      lines.filter(({ ok }) => ok !== true),
      [],
    );
    assert.ok(lines.length >= 10);
  });

  it('changes nothing', async () => {
    await check();

    assert.ok(stage.arm.requests.every(({ method }) => method === 'GET'));
  });

  it('names each difference and each missing right with its mend', async () => {
    stage.arm.pools.get('hp-pooled')!['maxSessionLimit'] = 12;
    stage.arm.pools.get('hp-pooled')!['startVMOnConnect'] = true;
    stage.arm.plans.push({ name: 'plan-day', pool: 'hp-pooled', enabled: true });
    stage.arm.hosts.push(anArmHost({ name: 'test-machine', power: '' }));

    assert.deepEqual(await faults(), [
      'false host pool hp-pooled: session limit',
      'false host pool hp-pooled: native scaling',
      'false host pool hp-pooled: start on connect',
      'false host pool hp-pooled: session hosts',
      'false host pool hp-pooled: virtual machines',
      'false host pool hp-pooled: may drain hosts and end sessions',
      'warn host pool hp-pooled: may change how people are spread',
      'false virtual machines of hp-pooled in rg-vms: may start and deallocate',
    ]);
    const lines = await check();
    assert.ok(lines.every(({ ok, mend }) => (ok === true) === (mend === null)));
    assert.match(lines.find(({ what }) => what.endsWith('session hosts'))?.detail ?? '', /6 in Azure.*test-machine/);
  });

  it('finds nothing wrong with a scaling plan beside a pool in shadow; rights to change are wanted later', async () => {
    stage.arm.pools.get('hp-pooled')!['startVMOnConnect'] = true;
    stage.arm.plans.push({ name: 'plan-day', pool: 'hp-pooled', enabled: true });

    const found = await faults(aPool({ scaling: 'shadow' }));

    assert.deepEqual(
      found.filter((one) => one.startsWith('false')),
      [],
    );
    assert.equal(found.length, 3);
  });

  it('says what it could not test', async () => {
    stage.arm.fail({ match: /permissions/, status: 403, times: 3 });

    const untested = (await check()).filter(({ detail }) => detail.startsWith('not tested'));

    assert.deepEqual(
      untested.map(({ ok }) => ok),
      ['warn', 'warn', 'warn'],
    );
  });

  it('stops at a pool that is not there, with the way out', async () => {
    const lines = await check(aPool({ hostPool: 'hp-elsewhere' }));

    assert.equal(lines.length, 1);
    assert.match(lines[0]!.mend ?? '', /hostPool/);
  });

  it('shows ways to the own device that are open', async () => {
    stage.arm.pools.get('hp-pooled')!['customRdpProperty'] =
      'redirectclipboard:i:0;drivestoredirect:s:;redirectprinters:i:1;audiomode:i:0';

    const line = (await check()).find(({ what }) => what.endsWith('own device'));

    assert.equal(line?.detail, 'open: printers, serial ports, USB devices, other devices, cameras');
    assert.equal(openRedirections(null).length, 7);
  });
});

describe('permissions of Azure roles', () => {
  it('are allowed by any role that does not take them away itself', () => {
    const start = 'Microsoft.Compute/virtualMachines/start/action';
    const host = 'Microsoft.DesktopVirtualization/hostpools/sessionhosts/write';

    assert.ok(isAllowed([{ actions: ['*'] }], start));
    assert.ok(isAllowed([{ actions: ['microsoft.desktopvirtualization/hostPools/sessionHosts/*'] }], host));
    assert.ok(!isAllowed([{ actions: ['*/read'] }], start));
    assert.ok(!isAllowed([{ actions: ['*'], notActions: ['Microsoft.Compute/*'] }], start));
    assert.ok(isAllowed([{ actions: ['*'], notActions: ['Microsoft.Compute/*'] }, { actions: [start] }], start));
  });
});

import assert from 'node:assert/strict';
import { accessOfPool } from '../../../bot/main/access-of-pool.ts';
import { providerOfPool } from '../../../bot/main/provider-of-pool.ts';
import { FakeAccessGroups } from '../../support/fakes/fake-access-groups.ts';
import { FakeDesktopProvider } from '../../support/fakes/fake-desktop-provider.ts';
import { desktopProviderContract } from '../../support/desktop-provider-contract.ts';
import { aPool } from '../../infra/avd/fake-arm-stage.ts';
import { aCitrixPool, openFakeCitrixStage } from '../../infra/citrix/fake-citrix-stage.ts';

const POOLS = [aPool({ id: 'azure' }), aCitrixPool({ id: 'citrix', access: 'delivery-group', group: 'DG Telework' })];

describe('pools of both providers', () => {
  it('are each read and steered by their own', async () => {
    const avd = new FakeDesktopProvider();
    const citrix = new FakeDesktopProvider();
    avd.addPool('azure', { hosts: ['h1'] });
    citrix.addPool('citrix', { hosts: ['h1'] });
    const provider = providerOfPool(() => POOLS, { avd: () => avd, citrix: () => citrix });

    await provider.startHost('azure', 'h1');
    await provider.setDrainMode('citrix', 'h1', true);
    const session = citrix.signIn('citrix', 'mori@example.jp', 'h1');
    await provider.disconnectSession('citrix', session);
    await provider.setBalance('azure', 'depth');

    assert.deepEqual(avd.calls, ['startHost azure h1', 'setBalance azure depth']);
    assert.deepEqual(citrix.calls, ['drain citrix h1', 'disconnectSession citrix mori@example.jp']);
  });

  it('need no Citrix where there is none of it', async () => {
    const avd = new FakeDesktopProvider();
    avd.addPool('azure', { hosts: ['h1'] });
    const provider = providerOfPool(() => POOLS.slice(0, 1), { avd: () => avd, citrix: () => assert.fail('opened') });

    assert.equal((await provider.readHostPool('azure', { sessions: false })).hosts.length, 1);
  });

  it('answer with the fault where a provider cannot be opened, and open it when it can', async () => {
    const citrix = new FakeDesktopProvider();
    citrix.addPool('citrix', { hosts: ['h1'] });
    let missing = true;
    const provider = providerOfPool(() => POOLS, {
      avd: () => new FakeDesktopProvider(),
      citrix: () => {
        if (missing) throw new Error('CITRIX_CLIENT_ID: is not set');
        return citrix;
      },
    });
    await assert.rejects(provider.readHostPool('citrix', { sessions: false }), /CITRIX_CLIENT_ID/);
    missing = false;

    await provider.startHost('citrix', 'h1');
  });

  it('give access in Entra or in Citrix, as each says', async () => {
    const [entra, citrix] = [new FakeAccessGroups(), new FakeAccessGroups()];
    const group = POOLS[0]!.group;
    entra.groups.set(group, new Set());
    citrix.groups.set('DG Telework', new Set());
    const access = accessOfPool(
      () => ({ pools: POOLS }),
      entra,
      () => citrix,
    );

    await access.add(group, ['a']);
    await access.add('DG Telework', ['b']);
    await access.remove('DG Telework', ['b']);

    assert.deepEqual(entra.calls, [`add ${group} a`]);
    assert.deepEqual(citrix.calls, ['add DG Telework b', 'remove DG Telework b']);
  });
});

desktopProviderContract('CitrixProvider beside another', async () => {
  const stage = await openFakeCitrixStage();
  const pools = [
    aPool({ id: 'azure' }),
    aCitrixPool({ id: 'pooled' }),
    aCitrixPool({ id: 'personal', kind: 'personal' }),
  ];
  const avd = new FakeDesktopProvider();
  return { ...stage, provider: providerOfPool(() => pools, { avd: () => avd, citrix: () => stage.provider }) };
});

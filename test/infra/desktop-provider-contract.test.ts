import { FakeDesktopProvider } from '../support/fakes/fake-desktop-provider.ts';
import { desktopProviderContract } from '../support/desktop-provider-contract.ts';
import { openFakeArmStage } from './avd/fake-arm-stage.ts';
import { openFakeCitrixStage } from './citrix/fake-citrix-stage.ts';

desktopProviderContract('the fake', () => {
  const provider = new FakeDesktopProvider();
  provider.addPool('pooled', { hosts: ['avd-01', 'avd-02', 'avd-03', 'avd-04'] });
  provider.addPool('personal', { hosts: ['pd-01'], balance: 'persistent', maxSessions: 1 });
  return Promise.resolve({
    provider,
    pooled: 'pooled',
    personal: 'personal',
    people: ['mori@example.jp', 'hara@example.jp'],
    settle: () => Promise.resolve(provider.settle()),
    minutePasses: () => Promise.resolve(),
    signIn: (upn, host) => Promise.resolve(provider.signIn('pooled', upn, host).host),
    failNext: (kind, options) => Promise.resolve(provider.failNext(kind, options)),
    close: () => Promise.resolve(),
  });
});

desktopProviderContract('AvdProvider', openFakeArmStage);

desktopProviderContract('CitrixProvider', openFakeCitrixStage);

desktopProviderContract('CitrixProvider whose power actions wait', async () => {
  const stage = await openFakeCitrixStage();
  stage.citrix.powerWaits = true;
  return stage;
});

import assert from 'node:assert/strict';
import { confirmHandOver, redeemLink } from '../../../flows/certificates/redeem-link.ts';
import type { Language } from '../../../flows/organisation.ts';
import { anOrganisation, idOf } from '../../support/builders.ts';
import { FakeAuthority } from '../../support/fakes/fake-authority.ts';
import { certificateSettings } from '../../flows/certificates/certificate-stage.ts';
import { type BotStage, cardOf, dataOf, type InvokeBody, openBot } from './bot-harness.ts';

const SAID: Record<Language, { ask: string; registered: RegExp; open: RegExp; fetched: RegExp; revoked: RegExp }> = {
  ja: {
    ask: '自分の機器を登録したい',
    registered: /登録しました。次に、その機器で証明書/,
    open: /9:30まで開けます/,
    fetched: /「居間のパソコン」の証明書が、今、受け取られました/,
    revoked: /証明書を止めました/,
  },
  en: {
    ask: 'I want to register my device, please show my devices',
    registered: /It is registered\. Next, please get its certificate/,
    open: /It opens until 9:30/,
    fetched: /The certificate for “居間のパソコン” was fetched just now/,
    revoked: /The certificate is revoked/,
  },
};

describe('conversations about devices', function () {
  this.timeout(20_000);
  const authority = new FakeAuthority();
  let bot: BotStage;
  before(async () => {
    bot = await openBot();
  });
  after(() => bot.close());
  beforeEach(async () => {
    authority.reset();
    bot.channel.reset();
    await bot.stage.reset(anOrganisation({ certificates: certificateSettings() }));
    bot.restart();
    await bot.stage.people('hanako', 'taro', 'officer');
    bot.stage.roles.set('ict', [idOf('officer')]);
    await bot.reachable('hanako', 'taro', 'officer');
  });

  const lastTo = (name: string) => cardOf(bot.channel.sentTo(name).at(-1));
  const shown = (answer: { body: InvokeBody }) => JSON.stringify(answer.body.value);
  const redeem = async (token: string) => {
    const redeemed = await redeemLink({ ...bot.stage.deps, authority }, token, { way: 'file' });
    assert.ok(redeemed.ok);
    await confirmHandOver(bot.stage.deps, redeemed.serial);
    await bot.deliver();
    return redeemed.serial;
  };
  const reasonOf = async (serial: string) => (await bot.stage.tx((tx) => tx.certificates.bySerial(serial)))?.reason;

  for (const language of ['ja', 'en'] as const)
    it(`lead from a sentence to a certificate, its passphrase, and its end in one tap (${language})`, async () => {
      const locale = { locale: language === 'ja' ? 'ja-JP' : 'en-GB' };
      const words = SAID[language];
      await bot.say('hanako', words.ask, locale);
      const form = {
        ...dataOf(lastTo('hanako'), 'device.register'),
        device: 'own-pc',
        label: '居間のパソコン',
        os: '',
      };

      const registered = await bot.press('hanako', 'device.register', form, locale);
      const link = await bot.press(
        'hanako',
        'device.certificate',
        dataOf(registered.body.value, 'device.certificate'),
        locale,
      );
      const token = /\/enrol\/([A-Za-z0-9_-]{43})"/.exec(shown(link))![1]!;
      const serial = await redeem(token);
      const told = lastTo('hanako');
      const revoked = await bot.press('hanako', 'device.revoke', dataOf(told, 'device.revoke'), locale);

      assert.match(shown(registered), words.registered);
      assert.match(shown(link), words.open);
      assert.match(JSON.stringify(told), words.fetched);
      assert.match(JSON.stringify(told), /"[a-z2-79]{4}(-[a-z2-79]{4}){3}"/);
      assert.match(shown(revoked), words.revoked);
      assert.equal(await reasonOf(serial), 'person');
    });

  it('let the ICT section admit a device, and nobody else', async () => {
    bot.stage.organisation = anOrganisation({ certificates: certificateSettings({ issue: 'ict' }) });
    await bot.press('hanako', 'device.register', { device: 'ipad', label: 'iPad', version: 0 });
    await bot.deliver();
    const data = dataOf(lastTo('officer'), 'device.admit');

    const refused = await bot.press('taro', 'device.admit', data);
    const admitted = await bot.press('officer', 'device.admit', data);
    await bot.deliver();

    assert.doesNotMatch(shown(refused), /iPad|hanako/);
    assert.match(shown(admitted), /The device is admitted/);
    assert.match(JSON.stringify(lastTo('hanako')), /Your device was admitted/);
    assert.ok(dataOf(lastTo('hanako'), 'device.certificate'));
  });

  it('refuse in one neutral sentence whoever presses for the device of another', async () => {
    await bot.press('hanako', 'device.register', { device: 'own-pc', label: 'mine', version: 0 });
    const [device] = await bot.stage.tx((tx) => tx.devices.ofPerson(idOf('hanako')));
    const data = { deviceId: device!.id, version: 0 };

    const answers = [];
    for (const verb of ['certificate', 'revoke', 'retire', 'admit', 'refuse'])
      answers.push(shown(await bot.press('taro', `device.${verb}`, data)));

    assert.equal(new Set(answers).size, 1);
    assert.doesNotMatch(answers[0]!, /mine|enrol/);
  });

  it('revoke what may be lost with the report, and say so to both', async () => {
    await bot.press('hanako', 'device.register', { device: 'own-pc', label: 'mine', version: 0 });
    await bot.say('hanako', 'my devices');
    const link = await bot.press('hanako', 'device.certificate', dataOf(lastTo('hanako'), 'device.certificate'));
    const serial = await redeem(/\/enrol\/([A-Za-z0-9_-]{43})"/.exec(shown(link))![1]!);
    await bot.say('hanako', 'I lost my laptop');
    const form = { ...dataOf(lastTo('hanako'), 'lost-device.report'), device: 'own' };

    const reported = await bot.press('hanako', 'lost-device.report', form);
    await bot.deliver();

    assert.match(shown(reported), /1 certificate was revoked: the lost device opens nothing any more/);
    assert.match(JSON.stringify(lastTo('officer')), /この人の証明書1枚は、もう止めてあります/);
    assert.equal(await reasonOf(serial), 'lost');
  });
});

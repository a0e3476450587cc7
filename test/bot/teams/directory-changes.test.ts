import assert from 'node:assert/strict';
import { lookAtDirectory } from '../../../flows/sync-directory.ts';
import { aDirectoryPerson, idOf } from '../../support/builders.ts';
import { openBot, type BotStage } from './bot-harness.ts';

describe('people who move, in chat', function () {
  this.timeout(60_000);
  let bot: BotStage;
  before(async () => {
    bot = await openBot();
  });
  after(() => bot.close());
  beforeEach(async () => {
    await bot.stage.reset();
    bot.channel.reset();
    bot.restart();
    await bot.stage.people('manager', 'next', ['hanako', { manager: 'manager' }]);
    await bot.reachable('manager', 'next', 'hanako');
    await look();
  });

  const look = () => lookAtDirectory({ ...bot.stage.deps, directory: bot.stage.directory });
  const hanakoIs = (manager: string) => {
    const { everybody } = bot.stage.directory;
    everybody.splice(
      everybody.findIndex(({ id }) => id === idOf('hanako')),
      1,
      aDirectoryPerson('hanako', { manager }),
    );
  };

  it('decides no more once another has become the manager, also where the last look lies back', async () => {
    const [booking] = await bot.stage.request('hanako');
    const data = { bookingId: booking!.id, version: booking!.version };
    hanakoIs('next');
    bot.stage.clock.forward(30);

    const refused = await bot.press('manager', 'approval.approve', data);

    assert.equal(refused.body.statusCode, 200);
    assert.equal((await bot.stage.booking(booking!.id)).status, 'pending');
    await bot.press('next', 'approval.approve', data);
    assert.equal((await bot.stage.booking(booking!.id)).status, 'approved');
  });

  it('decides as before where the directory does not answer', async () => {
    const [booking] = await bot.stage.request('hanako');
    bot.stage.clock.forward(30);
    bot.stage.directory.failNext('unavailable', { operation: 'person' });

    await bot.press('manager', 'approval.approve', { bookingId: booking!.id, version: booking!.version });

    assert.equal((await bot.stage.booking(booking!.id)).status, 'approved');
  });

  it('shows the new approver a card and takes the buttons from the former one’s', async () => {
    const [booking] = await bot.stage.request('hanako');
    await bot.deliver();
    assert.equal(bot.channel.sentTo('manager').length, 1);
    hanakoIs('next');
    await look();

    await bot.deliver();

    assert.match(JSON.stringify(bot.channel.sentTo('next')), new RegExp(`approval.approve.*${booking!.id}`));
    const updated = bot.channel.calls.filter((call) => call.what === 'update' && call.conversation === 'chat-manager');
    assert.equal(updated.length, 1);
    assert.doesNotMatch(JSON.stringify(updated), /approval\.approve/);
  });

  it('is told that the directory has them no more, and served again when it has', async () => {
    const { everybody } = bot.stage.directory;
    const [hanako] = everybody.splice(
      everybody.findIndex(({ id }) => id === idOf('hanako')),
      1,
    );
    await look();
    await bot.say('hanako', 'tomorrow at home');
    const [refusal] = bot.channel.sentTo('hanako');
    assert.equal(refusal?.activity.attachments, undefined);

    everybody.push(hanako!);
    await bot.say('hanako', 'tomorrow at home');

    assert.equal((await bot.stage.person('hanako')).goneAt, null);
    assert.ok(bot.channel.sentTo('hanako').at(-1)?.activity.attachments);
  });
});

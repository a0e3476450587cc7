import assert from 'node:assert/strict';
import type { Notice } from '../../../flows/notice.ts';
import { anOrganisation, at, idOf } from '../../support/builders.ts';
import { openBot, type BotStage } from './bot-harness.ts';

describe('messages in the quiet hours', () => {
  let bot: BotStage;
  before(async () => {
    bot = await openBot();
  });
  after(() => bot.close());
  beforeEach(async () => {
    await bot.stage.reset(anOrganisation({ quietHours: { from: '22:00', to: '05:00', daysOff: true } }));
    bot.channel.reset();
    bot.restart();
    await bot.stage.people(['hanako', { manager: 'manager' }], 'manager');
    await bot.reachable('hanako', 'manager');
  });

  const alerts = (name: string) => bot.channel.sentTo(name).map(({ activity }) => activity.channelData as unknown);
  const LOUD = { notification: { alert: true } };
  const fault: Notice = {
    kind: 'fault',
    fault: { code: 'pool-unreadable', subject: 'pool', detail: '', since: at('2026-12-01 23:00') },
  };

  it('stand in the chat without a toast, at night and on days off', async () => {
    for (const time of ['2026-12-01 23:00', '2026-12-05 12:00']) {
      bot.stage.clock.set(at(time));
      await bot.stage.request('hanako', { days: [time < '2026-12-05' ? '2026-12-02' : '2026-12-08'] });
      await bot.deliver();
    }

    assert.deepEqual(alerts('manager'), [undefined, undefined]);
  });

  it('raise a toast again in the morning', async () => {
    await bot.stage.request('hanako');

    await bot.deliver();

    assert.deepEqual(alerts('manager'), [LOUD]);
  });

  it('raise one all the same where they cannot wait', async () => {
    bot.stage.clock.set(at('2026-12-01 23:00'));
    await bot.stage.tx((tx) =>
      tx.outbox.add({ kind: 'tell', personId: idOf('manager'), notice: fault }, bot.stage.clock.now()),
    );

    await bot.deliver();

    assert.deepEqual(alerts('manager'), [LOUD]);
  });
});

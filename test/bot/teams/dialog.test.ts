import assert from 'node:assert/strict';
import { forDialog, withDialogs } from '../../../bot/teams/dialog.ts';
import { idOf } from '../../support/builders.ts';
import { cardOf, openBot, type BotStage } from './bot-harness.ts';

interface Task {
  task: { type: string; value: { title: string; card: { content: Element } } };
}
interface Element {
  type?: string;
  data?: Record<string, unknown>;
  [key: string]: unknown;
}

describe('the form in a dialog', function () {
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
    await bot.stage.people(['hanako', { manager: 'manager' }], 'manager');
    await bot.reachable('hanako', 'manager');
  });

  const invoke = (name: string, value: object) => bot.post(bot.activity('hanako', { type: 'invoke', name, value }));

  for (const [open, submit] of [
    ['task/fetch', 'task/submit'],
    ['composeExtension/fetchTask', 'composeExtension/submitAction'],
  ] as const)
    it(`opens, is filled in, checked and sent: ${open}`, async () => {
      const opened = (await invoke(open, { data: { msteams: { type: open } } })).body as unknown as Task;
      assert.equal(opened.task.type, 'continue');
      const form = submitOf(opened, 'booking.edit');

      const checked = (await invoke(submit, {
        data: { ...form, day: '2026-12-02', part: 'am', place: 'home', reason: '通院' },
      })) as { body: unknown };
      const send = submitOf(checked.body as Task, 'booking.confirm');
      const sent = (await invoke(submit, { data: send })).body as unknown as { task: { type: string; value: string } };

      assert.equal(sent.task.type, 'message');
      assert.match(sent.task.value, /\S/);
      const [booking] = await bot.stage.tx((tx) => tx.bookings.ofPerson(idOf('hanako'), bot.stage.clock.now(), 5));
      assert.deepEqual([booking?.day, booking?.part, booking?.place], ['2026-12-02', 'am', 'home']);
      await bot.deliver();
      assert.ok(JSON.stringify(cardOf(bot.channel.sentTo('hanako')[0])).includes('booking.cancel'));
    });

  it('says what is wrong in the same window and loses nothing', async () => {
    const opened = (await invoke('task/fetch', { data: {} })).body as unknown as Task;

    const again = (await invoke('task/submit', {
      data: { ...submitOf(opened, 'booking.edit'), day: '2026-13-45', reason: '通院' },
    })) as { body: unknown };

    assert.equal((again.body as Task).task.type, 'continue');
    assert.ok(submitOf(again.body as Task, 'booking.edit'));
  });

  it('is closed with one sentence for data that is none, or of somebody else', async () => {
    for (const data of [{}, { verb: 'booking.confirm' }, { verb: 'booking.confirm', draftId: idOf('x'), version: 1 }]) {
      const { status, body } = await invoke('task/submit', { data });

      assert.equal(status, 200);
      assert.equal((body as unknown as Task).task.type, 'message');
    }
  });

  it('has buttons of its own kind alone', () => {
    const card = forDialog({
      actions: [
        { type: 'Action.Execute', verb: 'a', title: 'A', data: { id: 1 } },
        { type: 'Action.ShowCard', card: { actions: [{ type: 'Action.Execute', verb: 'b', title: 'B', data: {} }] } },
      ],
    });

    assert.ok(!JSON.stringify(card).includes('Action.Execute'));
    assert.deepEqual((card as { actions: Element[] }).actions[0]!.data, { id: 1, verb: 'a' });
  });

  it('is offered by the form button where the channel has dialogs, and nowhere else', async () => {
    const button = { type: 'Action.Execute', verb: 'booking.form', title: 'Form', data: { version: 0 } };
    const other = { type: 'Action.Execute', verb: 'booking.cancel', title: 'Cancel', data: {} };

    const changed = withDialogs({ actions: [button, other] }) as unknown as { actions: Element[] };

    assert.equal(changed.actions[0]!.type, 'Action.Submit');
    assert.deepEqual(changed.actions[0]!.data?.['msteams'], { type: 'task/fetch' });
    assert.deepEqual(changed.actions[1], other);
    await bot.say('hanako', 'help');
    assert.ok(JSON.stringify(cardOf(bot.channel.sentTo('hanako')[0])).includes('Action.Execute'));
  });

  function submitOf(task: Task, verb: string): Record<string, unknown> {
    let found: Record<string, unknown> | undefined;
    JSON.stringify(task.task.value.card.content, (_key, value: Element | null) => {
      if (value?.type === 'Action.Submit' && value.data?.['verb'] === verb) found ??= value.data;
      return value;
    });
    assert.ok(found, `no ${verb} in ${JSON.stringify(task)}`);
    return found;
  }
});

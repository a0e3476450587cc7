import assert from 'node:assert/strict';
import { followMailboxes } from '../../../flows/calendar/follow-mailboxes.ts';
import type { MailboxDeps } from '../../../flows/calendar/mailbox-deps.ts';
import { at, idOf } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';
import { MailboxStage } from '../../support/mailbox-stage.ts';

const CHAT = {
  state: 'reachable' as const,
  serviceUrl: 'https://smba.example',
  conversationId: 'chat',
  userChannelId: '29:person',
  botChannelId: '28:zaitaku',
  channelId: 'msteams',
};

describe('a step over many Outlook calendars', () => {
  let stage: Stage;
  let outlook: MailboxStage;
  before(async () => {
    stage = await openStage();
    outlook = new MailboxStage(stage);
  });
  after(() => stage.database.close());
  beforeEach(() => outlook.reset());

  it('reads twenty at once, whoever has the nearest booking first, then whom the bot has a chat with', async () => {
    const names = Array.from({ length: 45 }, (_, n) => `person${String(n).padStart(2, '0')}`);
    await stage.people(...names, ['late', { manager: 'person00' }], ['soon', { manager: 'person00' }]);
    await stage.request('late', { days: ['2026-12-09'] });
    await stage.request('soon', { days: ['2026-12-03'] });
    await stage.tx((tx) => tx.conversations.save({ ...CHAT, personId: idOf('person40') }, stage.clock.now()));
    await outlook.people();

    await outlook.settle();

    assert.deepEqual(
      outlook.calendars.looks.map((look) => look.length),
      [20, 20, 7],
    );
    assert.deepEqual(
      outlook.calendars.looks[0]!.slice(0, 3),
      ['soon', 'late', 'person40'].map((name) => `${idOf(name)}*`),
    );
  });

  it('does not keep everything else waiting while Graph is slow to shake hands', async () => {
    await stage.people(...Array.from({ length: 25 }, (_, n) => `person${n}`));
    outlook.calendars.shakingHands = () => stage.clock.forward(1);
    await outlook.people();

    await outlook.step();

    assert.equal(outlook.calendars.subscriptionsHeld.size, 20);
    assert.equal(outlook.calendars.looks.flat().length, 20);
    outlook.calendars.shakingHands = null;
    await outlook.settle();
    assert.equal(outlook.calendars.subscriptionsHeld.size, 25);
    assert.equal(new Set(outlook.calendars.looks.flat()).size, 25);
  });

  it('follows two hundred in a step, subscriptions and readings twenty in a call', async () => {
    await stage.people(...Array.from({ length: 205 }, (_, n) => `person${n}`));
    await outlook.people();
    const transactions = countTransactions(outlook.deps);

    await followMailboxes(transactions.deps, 'looks');

    assert.deepEqual(
      outlook.calendars.asked,
      Array.from({ length: 10 }, () => 20),
    );
    assert.deepEqual(
      outlook.calendars.looks.map((look) => look.length),
      Array.from({ length: 10 }, () => 20),
    );
    // What is due and when to come again; for each twenty: intent, subscriptions, rows to look at, what was read.
    assert.equal(transactions.count(), 2 + 10 * 4);
  });

  it('renews in the nights, a part of them each, together with the look that comes then anyway', async () => {
    await stage.people(...Array.from({ length: 60 }, (_, n) => `person${n}`));
    await outlook.people();
    await outlook.settle();
    outlook.calendars.calls.length = 0;

    const renewed: number[] = [];
    for (const night of ['2026-12-02', '2026-12-03', '2026-12-04']) {
      stage.clock.set(at(`${night} 03:29`));
      await outlook.settle();
      stage.clock.set(at(`${night} 03:30`));
      const before = outlook.calendars.calls.length;
      await outlook.settle();
      renewed.push(outlook.calendars.calls.length - before);
    }

    assert.equal(new Set(outlook.calendars.calls).size, 60);
    for (const count of renewed) assert.ok(count >= 10, renewed.join());
  });

  it('waits for a writing of ours as long again as it lasts, not second by second', async () => {
    await stage.people(['hanako', { manager: 'ichiro' }], 'ichiro');
    await stage.request('hanako', { days: ['2026-12-09'] });
    await outlook.people();
    await stage.tx((tx) => tx.outbox.take(`calendar:${idOf('hanako')}`, stage.clock.now()));
    await outlook.settle();
    const waits: number[] = [];

    for (let n = 0; n < 8; n += 1) {
      const { lookAt } = (await outlook.mailbox('hanako'))!;
      waits.push((lookAt.getTime() - stage.clock.now().getTime()) / 1000);
      stage.clock.set(lookAt);
      await outlook.settle();
    }

    assert.deepEqual(waits, [1, 1, 2, 4, 8, 16, 32, 60]);
  });

  it('is not taken where nothing of any mailbox is due', async () => {
    await stage.people('hanako');
    await outlook.people();
    await outlook.settle();
    const { lookAt } = (await outlook.mailbox('hanako'))!;
    await stage.tx((tx) => tx.due.clear('mailboxes', 'looks', stage.clock.now()));
    stage.clock.forward(60);

    await outlook.people();

    const due = await stage.tx((tx) => tx.due.list(new Date('2100-01-01T00:00:00Z')));
    assert.deepEqual(
      due.filter(({ kind, subject }) => kind === 'mailboxes' && subject === 'looks').map((one) => one.at),
      [lookAt],
    );
  });
});

function countTransactions(deps: MailboxDeps) {
  let count = 0;
  const store = new Proxy(deps.store, {
    get: (target, name, receiver) => {
      if (name === 'transaction') count += 1;
      const value: unknown = Reflect.get(target, name, receiver);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return { deps: { ...deps, store }, count: () => count };
}

import assert from 'node:assert/strict';
import { answerMessage, LONGEST_MESSAGE } from '../../../flows/conversation/answer-message.ts';
import { showNotice } from '../../../flows/conversation/notice-view.ts';
import { showCancel, showConnect, showList } from '../../../flows/conversation/own-bookings.ts';
import { welcome } from '../../../flows/conversation/welcome.ts';
import { at, idOf } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';

describe('what a person is shown', () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.database.close());
  beforeEach(async () => {
    await stage.reset();
    await stage.people(['hanako', { manager: 'manager' }], ['taro', { manager: 'manager' }], 'manager');
  });

  const as = async <T>(
    name: string,
    show: (tx: Parameters<Parameters<Stage['tx']>[0]>[0], person: Awaited<ReturnType<Stage['person']>>) => Promise<T>,
  ) => {
    const person = await stage.person(name);
    return stage.tx((tx) => show(tx, person));
  };
  const say = (name: string, text: string) => as(name, (tx, person) => answerMessage(tx, stage.deps, person, text));

  it('is in the language of their last message, and an emoji changes none', async () => {
    assert.equal((await say('hanako', 'help')).language, 'en');
    assert.equal((await say('hanako', '👍')).language, 'en');
    assert.equal((await say('hanako', '一覧')).language, 'ja');
    assert.equal((await stage.person('hanako')).lastMessageLanguage, 'ja');
  });

  it('is a request for less after a message that is too long', async () => {
    const { view } = await say('hanako', 'x'.repeat(LONGEST_MESSAGE + 1));

    assert.equal(view.kind === 'sentence' && view.sentence, 'message-too-long');
  });

  it('are their own bookings and nobody else’s', async () => {
    const [mine] = await stage.request('hanako');
    await stage.request('taro', { days: ['2026-12-03'] });

    const list = await as('hanako', (tx, person) => showList(tx, stage.deps, person, {}));
    const cancel = await as('hanako', (tx, person) => showCancel(tx, stage.deps, person, ['2026-12-03']));

    assert.deepEqual(
      list.bookings.map((line) => line.bookingId),
      [mine!.id],
    );
    assert.deepEqual(cancel.bookings, []);
  });

  it('is the desktop that comes next, ready a little before its start', async () => {
    const bookings = await stage.request('hanako');
    const connect = () => as('hanako', (tx, person) => showConnect(tx, stage.deps, person));
    assert.equal((await connect()).readiness, 'none');
    await stage.decide('manager', bookings);

    assert.deepEqual([(await connect()).readiness, (await connect()).opensAt], ['waiting', at('2026-12-02 08:15')]);
    stage.clock.set(at('2026-12-02 08:15'));
    assert.equal((await connect()).readiness, 'ready');
    stage.clock.set(at('2026-12-02 17:15'));
    assert.equal((await connect()).readiness, 'none');
  });

  it('is promised no earlier than the notice where it was approved late', async () => {
    stage.clock.set(at('2026-12-02 08:00'));
    await stage.decide('manager', await stage.request('hanako'));

    const view = await as('hanako', (tx, person) => showConnect(tx, stage.deps, person));

    assert.deepEqual([view.readiness, view.opensAt], ['waiting', at('2026-12-02 09:30')]);
  });

  it('is no question to an approver whose answer is not needed any more, nor to anybody else', async () => {
    const bookings = await stage.request('hanako');
    const { requestId } = bookings[0]!;
    const shown = (name: string) =>
      as(name, (tx, person) => showNotice(tx, stage.deps, person, { kind: 'approval-request', requestId }));

    assert.equal((await shown('manager'))?.kind, 'approval');
    assert.equal(await shown('taro'), null);
    assert.equal(await shown('hanako'), null);
    await stage.decide('manager', bookings);
    assert.equal(await shown('manager'), null);
  });

  it('is the greeting once, and what waits for them each time it is not shown in that chat', async () => {
    await stage.request('hanako');
    const place = { serviceUrl: 'http://127.0.0.1/', conversationId: 'chat' };
    const greet = () => as('manager', (tx, person) => welcome(tx, stage.deps, person, place));

    assert.deepEqual(await greet(), {
      kind: 'sentence',
      sentence: 'welcome-approver',
      timeZone: stage.deps.organisation().timeZone,
    });
    assert.equal(await greet(), null);
    assert.ok((await stage.toldTo('manager')).length >= 2);
    assert.equal((await stage.tx((tx) => tx.bookings.waitingFor([idOf('manager')], 5))).length, 1);
  });
});

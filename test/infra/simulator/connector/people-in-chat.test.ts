import assert from 'node:assert/strict';
import { conversationIdOf, mriOf } from '../../../../infra/simulator/connector/chats.ts';
import { type ConnectorAlone, aCardMessage, call, startConnectorAlone } from '../../../support/connector-simulator.ts';
import { personId } from '../../../support/simulated-tenant.ts';

const manager = personId(1);
const path = `/${encodeURIComponent(conversationIdOf(manager))}/activities`;
const verbs = ['approval.approve', 'approval.reject'];
const decided = {
  statusCode: 200,
  type: 'application/vnd.microsoft.card.adaptive',
  value: { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: '承認済み' }] },
};
/** Lots of `planAnswer`: what is answered, when, how it is delivered, on which card, which comment. */
const approves = [0.5, 0.5, 0.5, 0.5, 0.5];

describe('simulated people in their chats', () => {
  let connector: ConnectorAlone;
  beforeEach(async () => {
    connector = await startConnectorAlone();
    connector.bot.answer = () => ({ status: 200, body: decided });
  });
  afterEach(() => connector.close());

  async function ask(lots: number[], card = aCardMessage(verbs)): Promise<string> {
    connector.host.lots = lots;
    const { body } = await call(connector, 'POST', path, card);
    return body.id as string;
  }

  /** The clock goes from one due instant to the next until nothing is left; answers what was delivered at each. */
  async function letTimePass(): Promise<number[]> {
    const delivered: number[] = [];
    for (let due = connector.state.nextDueAt(); due; due = connector.state.nextDueAt()) {
      assert.ok(due > connector.host.now || delivered.length === 0, 'time goes on');
      connector.host.now = due;
      delivered.push(await connector.state.carryOut());
    }
    return delivered;
  }

  it('lets an approver press approve, as Teams would send it', async () => {
    const id = await ask(approves);
    const asked = connector.host.now;
    const delivered = await letTimePass();

    assert.deepEqual(delivered, [1]);
    assert.ok(connector.host.now.getTime() - asked.getTime() >= 2 * 60_000);
    const [invoke] = connector.received;
    assert.equal(invoke?.['type'], 'invoke');
    assert.equal(invoke?.['name'], 'adaptiveCard/action');
    assert.equal(invoke?.['replyToId'], id);
    assert.equal(invoke?.['serviceUrl'], connector.serviceUrl);
    assert.deepEqual(invoke?.['from'], { id: mriOf(manager), name: '架空 1', aadObjectId: manager });
    assert.equal(invoke?.['conversation'].tenantId, '22222222-0000-4000-8000-000000000001');
    assert.equal(invoke?.['channelData'].tenant.id, '22222222-0000-4000-8000-000000000001');
    const action = { type: 'Action.Execute', verb: 'approval.approve', data: { bookingId: 'b1', version: 1 } };
    assert.deepEqual(invoke?.['value'], { action, trigger: 'manual' });
    assert.deepEqual(connector.state.chat(manager).activities.get(id)?.view, decided.value);
  });

  it('lets some reject with a comment and some never answer', async () => {
    await ask([0.05, 0.5, 0.5, 0.5, 0.5]);
    await letTimePass();
    await ask([0.01, 0.5, 0.5, 0.5, 0.5]);

    assert.equal(connector.received[0]?.['value'].action.verb, 'approval.reject');
    assert.ok(connector.received[0]?.['value'].action.data.comment.length > 3);
    assert.equal(connector.state.nextDueAt(), null);
  });

  it('lets some tap twice, and has some taps delivered twice', async () => {
    await ask([0.5, 0.5, 0.01, 0.5, 0.5]);
    await letTimePass();
    await ask([0.5, 0.5, 0.05, 0.5, 0.5]);
    await letTimePass();

    const ids = connector.received.map(({ id }) => id as string);
    assert.equal(ids.length, 4);
    assert.notEqual(ids[0], ids[1]);
    assert.equal(ids[2], ids[3]);
  });

  it('lets some tap the card that was replaced, and the new one after its answer', async () => {
    const id = await ask([0.5, 0.5, 0.5, 0.01, 0.5]);
    const version2 = aCardMessage(verbs, { bookingId: 'b1', version: 2 });
    await call(connector, 'PUT', `${path}/${id}`, version2);
    const fresh = { ...decided, value: version2['attachments'][0].content };
    connector.bot.answer = ({ value }) => ({ status: 200, body: value.action.data.version === 1 ? fresh : decided });
    await letTimePass();

    assert.deepEqual(
      connector.received.map(({ value }) => value.action.data.version),
      [1, 2],
    );
  });

  it('leaves a card alone that was decided or cancelled before its time', async () => {
    const id = await ask(approves);
    await call(connector, 'PUT', `${path}/${id}`, aCardMessage([]));

    const delivered = await letTimePass();

    assert.deepEqual(delivered, [0]);
    assert.deepEqual(connector.received, []);
  });

  it('tries again later where the bot fails, and gives up in the end', async () => {
    await ask(approves);
    connector.bot.answer = () => ({ status: 500 });

    const delivered = await letTimePass();

    assert.equal(delivered.length, 7);
    assert.equal(connector.received.length, 7);
  });

  it('never acts for who is played from outside, asked before or after', async () => {
    await ask(approves);
    connector.host.alone = false;
    const delivered = await letTimePass();
    await ask(approves);

    assert.deepEqual(delivered, [0]);
    assert.equal(connector.state.nextDueAt(), null);
    assert.deepEqual(connector.received, []);
  });

  it('lets a person write and press, and says where there is no such button', async () => {
    const { status } = await connector.state.say(manager, '明日在宅');
    await ask([0.01, 0.5, 0.5, 0.5, 0.5], aCardMessage(['booking.confirm'], { draftId: 'd1' }));
    const pressed = await connector.state.tap(manager, 'booking.confirm', { data: { place: 'home' } });
    const absent = await connector.state.tap(manager, 'booking.edit');

    assert.equal(status, 200);
    assert.equal(connector.received[0]?.['text'], '明日在宅');
    assert.equal(connector.received[0]?.['from'].aadObjectId, manager);
    assert.equal(pressed.status, 200);
    assert.deepEqual(connector.received[1]?.['value'].action.data, { draftId: 'd1', place: 'home' });
    assert.equal(absent.status, 404);
    assert.equal(connector.received.length, 2);
  });

  it('tells the bot of an installation', async () => {
    connector.state.setInstalled(manager, false);
    connector.state.setInstalled(manager, true);
    await letTimePass();

    assert.deepEqual(
      connector.received.map(({ type }) => type),
      ['conversationUpdate', 'installationUpdate'],
    );
    assert.equal(connector.received[1]?.['action'], 'add');
  });

  it('answers status 0 where nobody listens', async () => {
    const silent = await startConnectorAlone({ botUrl: 'http://127.0.0.1:9/api/messages' });

    const answer = await silent.state.say(manager, 'x');

    await silent.close();
    assert.deepEqual(answer, { status: 0, body: null });
  });
});

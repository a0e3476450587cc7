import assert from 'node:assert/strict';
import { CloudAdapter, ConfigurationBotFrameworkAuthentication, type ConversationReference } from 'botbuilder';
import { conversationIdOf, mriOf } from '../../../../infra/simulator/connector/chats.ts';
import { type ConnectorAlone, aCardMessage, call, startConnectorAlone } from '../../../support/connector-simulator.ts';
import { aTenantSetup, personId } from '../../../support/simulated-tenant.ts';

const tenantId = '22222222-0000-4000-8000-000000000001';
const creation = (id: string) => ({ isGroup: false, bot: { id: '28:zaitaku' }, members: [{ id }], tenantId });
const chatPath = (number: number) => `/${encodeURIComponent(conversationIdOf(personId(number)))}`;

describe('the simulated Bot Connector', () => {
  let connector: ConnectorAlone;
  beforeEach(async () => {
    const setup = aTenantSetup();
    const simulation = { ...setup.simulation, notInstalled: ['person5@kamakura.example'] };
    connector = await startConnectorAlone({ simulation });
  });
  afterEach(() => connector.close());

  it('opens a chat by object id or 29: id, the same each time', async () => {
    const first = await call(connector, 'POST', '', creation(personId(2)));
    const again = await call(connector, 'POST', '', creation(mriOf(personId(2))));

    assert.equal(first.status, 201);
    assert.equal(first.body.id, conversationIdOf(personId(2)));
    assert.equal(again.body.id, first.body.id);
  });

  it('keeps what is sent, replaced and deleted, and tells the tenant', async () => {
    const sent = await call(connector, 'POST', `${chatPath(2)}/activities`, { type: 'message', text: 'one' });
    const reply = await call(connector, 'POST', `${chatPath(2)}/activities/${sent.body.id}`, {
      type: 'message',
      text: 'two',
    });
    const replaced = await call(connector, 'PUT', `${chatPath(2)}/activities/${sent.body.id}`, {
      type: 'message',
      text: 'new',
    });
    const removed = await call(connector, 'DELETE', `${chatPath(2)}/activities/${reply.body.id}`);

    const [one, two] = [...connector.state.chat(personId(2)).activities.values()];
    assert.deepEqual([sent.status, replaced.status, removed.status], [201, 200, 200]);
    assert.deepEqual([one?.activity['text'], one?.versions, one?.deleted], ['new', 2, false]);
    assert.deepEqual([two?.activity['text'], two?.versions, two?.deleted], ['two', 1, true]);
    assert.deepEqual(
      connector.host.activities.map(({ personId: to, activity }) => [to, activity['text']]),
      [
        [personId(2), 'one'],
        [personId(2), 'two'],
        [personId(2), 'new'],
      ],
    );
  });

  it('takes typing without keeping it', async () => {
    const { status } = await call(connector, 'POST', `${chatPath(2)}/activities`, { type: 'typing' });

    assert.equal(status, 201);
    assert.equal(connector.state.chat(personId(2)).activities.size, 0);
  });

  it('tells who is in the chat', async () => {
    const members = await call(connector, 'GET', `${chatPath(2)}/members`);
    const paged = await call(connector, 'GET', `${chatPath(2)}/pagedmembers?pageSize=10`);
    const one = await call(connector, 'GET', `${chatPath(2)}/members/${encodeURIComponent(mriOf(personId(2)))}`);
    const other = await call(connector, 'GET', `${chatPath(2)}/members/${personId(3)}`);

    assert.equal(members.body[0].aadObjectId, personId(2));
    assert.deepEqual(paged.body.members, members.body);
    assert.equal(one.body.userPrincipalName, 'person2@kamakura.example');
    assert.equal(other.status, 404);
  });

  it('refuses as Teams does', async () => {
    connector.state.setBlocked(personId(6), true);
    const message = { type: 'message', text: 'x' };
    const long = { type: 'message', text: 'あ'.repeat(51_200) };
    const refusals: [number, string, string, string, unknown][] = [
      [403, 'ForbiddenOperationException', 'POST', '', creation(personId(5))],
      [403, 'BotNotInConversationRoster', 'POST', `${chatPath(5)}/activities`, message],
      [403, 'ConversationBlockedByUser', 'POST', '', creation(personId(6))],
      [403, 'ConversationBlockedByUser', 'POST', `${chatPath(6)}/activities`, message],
      [404, 'NotFound', 'POST', '', creation(personId(999))],
      [403, 'ForbiddenOperationException', 'POST', '', { ...creation(personId(2)), tenantId: personId(1) }],
      [400, 'BadSyntax', 'POST', '', { ...creation(personId(2)), members: [] }],
      [404, 'ConversationNotFound', 'POST', '/a:nobody/activities', message],
      [404, 'ActivityNotFoundInConversation', 'PUT', `${chatPath(2)}/activities/1`, message],
      [404, 'ActivityNotFoundInConversation', 'DELETE', `${chatPath(2)}/activities/1`, undefined],
      [413, 'MessageSizeTooBig', 'POST', `${chatPath(2)}/activities`, long],
      [400, 'BadSyntax', 'POST', `${chatPath(2)}/activities`, { text: 'no type' }],
    ];

    for (const [status, code, method, path, body] of refusals) {
      const answer = await call(connector, method, path, body);

      assert.deepEqual([answer.status, answer.body.error.code], [status, code], `${method} ${path}`);
      assert.ok(answer.body.error.message.length > 5);
    }
    assert.equal(connector.state.chat(personId(2)).activities.size, 0);
  });

  it('keeps of a long chat what is needed to replace and delete', async () => {
    const ids: string[] = [];
    for (let number = 0; number < 40; number += 1) {
      const { body } = await call(connector, 'POST', `${chatPath(2)}/activities`, {
        type: 'message',
        text: String(number),
      });
      ids.push(body.id);
    }
    const whole = [...connector.state.chat(personId(2)).activities.values()].filter(
      ({ activity }) => 'text' in activity,
    );

    const replaced = await call(connector, 'PUT', `${chatPath(2)}/activities/${ids[0]}`, {
      type: 'message',
      text: 'new',
    });

    assert.equal(whole.length, 30);
    assert.equal(replaced.status, 200);
    assert.equal(connector.state.chat(personId(2)).activities.get(ids[0] ?? '')?.activity['text'], 'new');
  });

  it('is the same after it was written and read', async () => {
    await call(connector, 'POST', `${chatPath(1)}/activities`, aCardMessage(['approval.approve', 'approval.reject']));
    connector.state.setBlocked(personId(6), true);
    const { setup, host, constructor } = connector.state;
    const text = JSON.stringify(connector.state);

    const read = (constructor as any).fromJSON(JSON.parse(text), setup, host);

    assert.equal(JSON.stringify(read), text);
    assert.deepEqual(read.chat(personId(1)), connector.state.chat(personId(1)));
    assert.deepEqual(read.nextDueAt(), connector.state.nextDueAt());
    assert.notEqual(read.nextDueAt(), null);
  });

  it('serves botbuilder: a chat opened, a card sent, replaced and the member read', async () => {
    const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
    let reference: Partial<ConversationReference> | undefined;
    let activityId = '';
    const parameters = creation(personId(3)) as never;

    await adapter.createConversationAsync('', 'msteams', connector.serviceUrl, '', parameters, async (context) => {
      reference = { ...(context.activity as any), conversation: context.activity.conversation };
      const sent = await context.sendActivity(aCardMessage(['booking.confirm']));
      activityId = sent?.id ?? '';
      await context.updateActivity({ ...aCardMessage([]), id: activityId });
    });

    const entry = connector.state.chat(personId(3)).activities.get(activityId);
    assert.equal(reference?.conversation?.id, conversationIdOf(personId(3)));
    assert.equal(entry?.versions, 2);
  });
});

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GraphState } from '../../../../infra/simulator/graph/graph-state.ts';
import { type GraphAlone, ask, judgeExchanges, startGraphAlone } from '../../../support/graph-simulator.ts';
import { POOL_GROUP, RecordingHost, aTenantSetup, personId } from '../../../support/simulated-tenant.ts';

describe('the state of the simulated Graph', () => {
  it('is the same after it was written and read', () => {
    const state = new GraphState(aTenantSetup(), new RecordingHost());
    const [start, end] = [new Date('2026-12-02T04:00:00Z'), new Date('2026-12-02T05:00:00Z')];
    const event = state.addEvent({ user: personId(2), subject: 'x', start, end, showAs: 'busy', categories: ['y'] });
    state.setMember(POOL_GROUP, personId(3), true);
    state.changePerson(personId(4), { department: '税務課' });
    state.changePerson(personId(5), null);
    state.setAppInstalled(personId(6), false);

    const text = JSON.stringify(state);
    const read = GraphState.fromJSON(JSON.parse(text), aTenantSetup(), new RecordingHost());

    assert.equal(JSON.stringify(read), text);
    assert.deepEqual(read.eventsOf(personId(2)), [event]);
    assert.equal(read.isMember(POOL_GROUP, personId(3)), true);
    assert.equal(read.people.get(personId(4)).department, '税務課');
    assert.equal(read.people.find(personId(5)), undefined);
    assert.equal(read.isAppInstalled(personId(6)), false);
    assert.equal(read.removeEvent(event.id), true);
  });

  it('founds the groups of the organisation with their members and without telling of them', () => {
    const setup = aTenantSetup();
    const group = {
      id: '77777777-0000-4000-8000-000000000001',
      displayName: 'ICT',
      members: [setup.people[1]?.upn ?? ''],
    };
    const host = new RecordingHost();

    const state = new GraphState({ ...setup, simulation: { ...setup.simulation, groups: [group] } }, host);

    assert.deepEqual(state.groups().find(({ id }) => id === group.id)?.members, [personId(2)]);
    assert.equal(
      state.groups().some(({ id }) => id === POOL_GROUP),
      true,
    );
    assert.deepEqual(host.memberships, []);
  });

  it('lets who leaves the organisation leave their groups', () => {
    const host = new RecordingHost();
    const state = new GraphState(aTenantSetup(), host);
    state.setMember(POOL_GROUP, personId(3), true);

    state.changePerson(personId(3), null);

    assert.equal(state.isMember(POOL_GROUP, personId(3)), false);
    assert.equal(host.memberships.at(-1)?.member, false);
  });
});

describe('subscriptions of the simulated Graph', () => {
  let graph: GraphAlone;
  let received: any[] = [];
  let answerWith = 202;
  const receiver = createServer((request, response) => {
    const token = new URL(request.url ?? '', 'http://x').searchParams.get('validationToken');
    let text = '';
    request.on('data', (part: Buffer) => (text += part.toString()));
    request.on('end', () => {
      if (token !== null) {
        response.writeHead(200, { 'content-type': 'text/plain' }).end(token);
        return;
      }
      received.push(...JSON.parse(text).value);
      response.writeHead(answerWith).end();
    });
  });
  after(() => judgeExchanges(graph.exchanges)).timeout(120_000);
  before(async () => {
    graph = await startGraphAlone();
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  });
  beforeEach(() => {
    received = [];
    answerWith = 202;
  });
  after(async () => {
    await graph.close();
    receiver.closeAllConnections();
    await new Promise((resolve) => receiver.close(resolve));
  });

  const url = () => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/notifications`;
  const subscription = (number: number, more: Record<string, unknown> = {}) => ({
    changeType: 'created,deleted',
    notificationUrl: url(),
    resource: `users/${personId(number)}/events`,
    expirationDateTime: new Date(graph.host.now.getTime() + 3 * 86_400_000).toISOString(),
    clientState: 'secret',
    ...more,
  });
  const write = (number: number) => {
    const at = { start: new Date('2026-12-02T04:00:00Z'), end: new Date('2026-12-02T05:00:00Z') };
    return graph.state.addEvent({ user: personId(number), subject: 'x', showAs: 'busy', categories: [], ...at });
  };

  it('shakes hands, notifies what was asked for, and repeats what was not taken', async () => {
    // The document wants https; a loopback receiver has none.
    const made = await ask(graph, 'POST', '/subscriptions', { body: subscription(2), record: false });
    write(2);
    write(3);
    const due = graph.state.nextDueAt();
    graph.host.now = due ?? graph.host.now;
    answerWith = 500;
    const first = await graph.state.carryOut();
    const later = graph.state.nextDueAt();
    answerWith = 202;
    graph.host.now = later ?? graph.host.now;
    const second = await graph.state.carryOut();

    assert.equal(made.status, 201);
    assert.equal(made.body.clientState, undefined);
    assert.deepEqual([first, second], [1, 1]);
    assert.ok((later?.getTime() ?? 0) > (due?.getTime() ?? 0));
    assert.equal(received.length, 2);
    assert.equal(received[0].clientState, 'secret');
    assert.equal(received[0].changeType, 'created');
    assert.equal(graph.state.nextDueAt(), null);
  });

  it('is renewed, listed and removed', async () => {
    const { body } = await ask(graph, 'POST', '/subscriptions', { body: subscription(4), record: false });
    const until = new Date(graph.host.now.getTime() + 5 * 86_400_000).toISOString();

    const path = `/subscriptions/${body.id}`;
    const renewed = await ask(graph, 'PATCH', path, { body: { expirationDateTime: until } });
    const removed = await ask(graph, 'DELETE', path);
    const gone = await ask(graph, 'GET', path);

    assert.equal(renewed.body.expirationDateTime, until);
    assert.deepEqual([removed.status, gone.status], [204, 404]);
  });

  it('refuses a receiver elsewhere, a life too long and a second one for the same', async () => {
    const wrong = [
      subscription(5, { notificationUrl: 'https://bot.example/notifications' }),
      subscription(5, { expirationDateTime: new Date(graph.host.now.getTime() + 8 * 86_400_000).toISOString() }),
      subscription(5, { resource: undefined }),
    ];
    for (const body of wrong) {
      assert.equal((await ask(graph, 'POST', '/subscriptions', { body, record: false })).status, 400);
    }
    await ask(graph, 'POST', '/subscriptions', { body: subscription(5), record: false });

    const again = await ask(graph, 'POST', '/subscriptions', { body: subscription(5), record: false });

    assert.equal(again.status, 409);
  });
});

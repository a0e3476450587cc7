import assert from 'node:assert/strict';
import { type GraphAlone, ask, judgeExchanges, startGraphAlone } from '../../../support/graph-simulator.ts';
import { POOL_GROUP, personId, somePeople } from '../../../support/simulated-tenant.ts';

const ref = (number: number) => `https://graph.microsoft.com/v1.0/directoryObjects/${personId(number)}`;

describe('groups of the simulated Graph', () => {
  const exchanges: GraphAlone['exchanges'] = [];
  let graph: GraphAlone;
  beforeEach(async () => {
    graph = await startGraphAlone(0, { people: somePeople(60) }, exchanges);
  });
  afterEach(() => graph.close());
  after(() => judgeExchanges(exchanges)).timeout(120_000);

  const add = (number: number) =>
    ask(graph, 'POST', `/groups/${POOL_GROUP}/members/$ref`, { body: { '@odata.id': ref(number) } });

  it('adds a member once and tells the tenant the instant', async () => {
    const first = await add(2);
    const again = await add(2);

    assert.equal(first.status, 204);
    assert.equal(again.status, 400);
    assert.match(again.body.error.message, /One or more added object references already exist/);
    const at = '2026-12-01T00:00:00.000Z';
    assert.deepEqual(graph.host.memberships, [{ groupId: POOL_GROUP, userId: personId(2), member: true, at }]);
  });

  it('removes a member once; who is none answers 404', async () => {
    await add(2);

    const first = await ask(graph, 'DELETE', `/groups/${POOL_GROUP}/members/${personId(2)}/$ref`);
    const again = await ask(graph, 'DELETE', `/groups/${POOL_GROUP}/members/${personId(2)}/$ref`);

    assert.equal(first.status, 204);
    assert.equal(again.status, 404);
    assert.equal(graph.state.isMember(POOL_GROUP, personId(2)), false);
  });

  it('never removes anything without $ref at the end', async () => {
    await add(2);

    const { status } = await ask(graph, 'DELETE', `/groups/${POOL_GROUP}/members/${personId(2)}`, { record: false });

    assert.equal(status, 403);
    assert.equal(graph.state.isMember(POOL_GROUP, personId(2)), true);
  });

  it('adds up to twenty with one PATCH, all or none', async () => {
    const patch = (numbers: number[]) =>
      ask(graph, 'PATCH', `/groups/${POOL_GROUP}`, { body: { 'members@odata.bind': numbers.map(ref) } });
    await add(3);

    const withMember = await patch([2, 3, 4]);
    const withStranger = await patch([2, 9999]);
    const tooMany = await patch(Array.from({ length: 21 }, (_, index) => index + 10));
    const nobody = graph.state.groups()[0]?.members;
    const fine = await patch(Array.from({ length: 20 }, (_, index) => index + 10));

    assert.deepEqual([withMember.status, withStranger.status, tooMany.status, fine.status], [400, 404, 400, 204]);
    assert.deepEqual(nobody, [personId(3)]);
    assert.equal(graph.state.groups()[0]?.members.length, 21);
  });

  it('pages members while others come and go, nobody twice and nobody lost', async () => {
    for (const number of [2, 4, 6, 8, 10]) await add(number);

    const first = await ask(graph, 'GET', `/groups/${POOL_GROUP}/members?$select=id&$top=2`);
    graph.state.setMember(POOL_GROUP, personId(2), false);
    const second = await ask(graph, 'GET', first.body['@odata.nextLink']);
    const third = await ask(graph, 'GET', second.body['@odata.nextLink']);

    const ids = [first, second, third].flatMap(({ body }) => body.value.map(({ id }: { id: string }) => id));
    assert.deepEqual(ids, [2, 4, 6, 8, 10].map(personId));
    assert.equal(first.body.value[0]['@odata.type'], '#microsoft.graph.user');
    assert.equal(third.body['@odata.nextLink'], undefined);
  });

  it('reaches people through groups within groups', async () => {
    const inner = '55555555-0000-4000-8000-000000000001';
    graph.state.groupBook.found(inner, 'inner', [personId(5)], graph.host.now);
    await ask(graph, 'POST', `/groups/${POOL_GROUP}/members/$ref`, {
      body: { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${inner}` },
    });

    const direct = await ask(graph, 'GET', `/groups/${POOL_GROUP}/members?$select=id`);
    const all = await ask(graph, 'GET', `/groups/${POOL_GROUP}/transitiveMembers/microsoft.graph.user?$select=id`);

    assert.deepEqual(direct.body.value, [{ '@odata.type': '#microsoft.graph.group', id: inner }]);
    assert.deepEqual(all.body.value, [{ id: personId(5) }]);
  });

  it('answers 404 for a group that is not there and 400 for a reference that is none', async () => {
    const path = '/groups/66666666-0000-4000-8000-000000000001/members';

    const unknown = await ask(graph, 'GET', path);
    const bad = await ask(graph, 'POST', `/groups/${POOL_GROUP}/members/$ref`, {
      body: { '@odata.id': personId(2) },
      record: false,
    });

    assert.equal(unknown.status, 404);
    assert.equal(bad.status, 400);
  });
});

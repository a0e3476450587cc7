import assert from 'node:assert/strict';
import { type GraphAlone, ask, judgeExchanges, startGraphAlone } from '../../../support/graph-simulator.ts';
import { POOL_GROUP, personId } from '../../../support/simulated-tenant.ts';

interface Item {
  id: string;
  status: number;
  headers: Record<string, string>;
  body?: any;
}

const adding = (id: string, number: number, more: Record<string, unknown> = {}) => ({
  id,
  method: 'POST',
  url: `/groups/${POOL_GROUP}/members/$ref`,
  headers: { 'Content-Type': 'application/json' },
  body: { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${personId(number)}` },
  ...more,
});

describe('$batch of the simulated Graph', () => {
  const exchanges: GraphAlone['exchanges'] = [];
  let graph: GraphAlone;
  beforeEach(async () => {
    graph = await startGraphAlone(0, {}, exchanges);
  });
  afterEach(() => graph.close());
  after(() => judgeExchanges(exchanges)).timeout(120_000);

  async function batch(requests: unknown[]): Promise<Map<string, Item>> {
    const { status, body } = await ask(graph, 'POST', '/$batch', { body: { requests } });
    assert.equal(status, 200);
    return new Map(body.responses.map((each: Item) => [each.id, each]));
  }

  it('answers each item on its own', async () => {
    const items = await batch([
      adding('a', 2),
      adding('b', 999),
      { id: 'c', method: 'GET', url: `/users/${personId(3)}?$select=id,department` },
    ]);

    assert.deepEqual(
      ['a', 'b', 'c'].map((id) => items.get(id)?.status),
      [204, 404, 200],
    );
    assert.equal(items.get('b')?.body.error.code, 'Request_ResourceNotFound');
    assert.equal(items.get('c')?.body.department, '情報政策課');
    assert.equal(graph.state.isMember(POOL_GROUP, personId(2)), true);
  });

  it('leaves out what depends on a failure', async () => {
    const items = await batch([
      adding('first', 2),
      adding('second', 3, { dependsOn: ['first'] }),
      adding('wrong', 999),
      adding('third', 4, { dependsOn: ['wrong'] }),
    ]);

    assert.equal(items.get('second')?.status, 204);
    assert.equal(items.get('third')?.status, 424);
    assert.equal(graph.state.isMember(POOL_GROUP, personId(4)), false);
  });

  it('throttles items one by one, with their own Retry-After', async () => {
    let calls = 0;
    graph.faults.next = () => (++calls === 2 ? { status: 429, headers: { 'Retry-After': '7' } } : null);

    const items = await batch([adding('a', 2), adding('b', 3), adding('c', 4)]);

    assert.deepEqual([items.get('a')?.status, items.get('b')?.status, items.get('c')?.status], [204, 429, 204]);
    assert.equal(items.get('b')?.headers['Retry-After'], '7');
    assert.equal(items.get('b')?.body.error.code, 'TooManyRequests');
    assert.equal(graph.state.isMember(POOL_GROUP, personId(3)), false);
  });

  it('throttles a call by itself as well', async () => {
    graph.faults.next = () => ({ status: 429, headers: { 'Retry-After': '7' } });

    const { status, headers, body } = await ask(graph, 'GET', '/organization');

    assert.equal(status, 429);
    assert.equal(headers.get('retry-after'), '7');
    assert.equal(body.error.code, 'TooManyRequests');
  });

  it('refuses a batch of more than twenty, with repeated ids, full addresses or bodies without a type', async () => {
    const wrong = [
      Array.from({ length: 21 }, (_, index) => adding(String(index), index + 1)),
      [adding('a', 2), adding('a', 3)],
      [adding('a', 2, { url: 'https://graph.microsoft.com/v1.0/organization' })],
      [adding('a', 2, { headers: {} })],
      [adding('a', 2, { dependsOn: ['b'] }), adding('b', 3, { dependsOn: ['a'] })],
    ];

    for (const requests of wrong) {
      const { status } = await ask(graph, 'POST', '/$batch', { body: { requests }, record: false });

      assert.equal(status, 400);
    }
    assert.deepEqual(graph.state.groups()[0]?.members, []);
  });
});

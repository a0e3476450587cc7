import assert from 'node:assert/strict';
import type { RunningSimulator } from '../../../infra/simulator/start-simulator.ts';
import { bootHosts, letIn, pooledGroup, startTown } from './small-city.ts';

describe('what people do and tests look at', () => {
  let simulator: RunningSimulator;

  beforeEach(async () => {
    simulator = await startTown();
  });

  afterEach(() => simulator.close());

  const person = (number: number) => simulator.tenant.setup.people[number]!;

  async function call(method: string, path: string, body?: unknown) {
    const response = await fetch(`${simulator.url}/simulator/${path}`, {
      method,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  }

  it('shows the whole tenant', async () => {
    letIn(simulator, pooledGroup, person(0).id);
    await bootHosts(simulator, 'shared', 'town-001');
    simulator.tenant.model.signIn(person(0).id, 'shared');
    simulator.tenant.model.assign('own', 'own-002', person(1).id);

    const { body } = await call('GET', 'state');

    assert.equal(body.now, '2026-12-01T21:15:00.000Z');
    assert.equal(body.timezone, 'Asia/Tokyo');
    assert.equal(body.people.length, 12);
    assert.deepEqual(Object.keys(body.people[0]), [
      'id',
      'displayName',
      'userPrincipalName',
      'department',
      'managerId',
    ]);
    assert.deepEqual(body.pools[0].hosts[0], {
      name: 'town-001',
      power: 'running',
      status: 'Available',
      allowNewSession: true,
      sessions: 1,
      assignedUser: null,
    });
    assert.equal(body.pools[1].hosts[1].assignedUser, person(1).upn);
    assert.deepEqual(body.sessions, [{ user: person(0).id, pool: 'shared', host: 'town-001', state: 'active' }]);
    const group = body.groups.find(({ id }: { id: string }) => id === pooledGroup);
    assert.deepEqual(group.members, [person(0).id]);
    assert.deepEqual(body.harm, { forcedLogoffs: 0, lostSessions: 0, refused: 0, waitedOver60s: 0 });
  });

  it('signs people in and out: 403 without access, 503 without room, the host otherwise', async () => {
    const [first, second] = [person(0), person(1)];
    const ask = (user: string, op: string) => call('POST', 'sessions', { user, op, pool: 'shared' });
    letIn(simulator, pooledGroup, first.id);

    const noRoom = await ask(first.id, 'on');
    await bootHosts(simulator, 'shared', 'town-001');
    const noAccess = await ask(second.id, 'on');
    const on = await ask(first.upn, 'on');
    const closed = await ask(first.id, 'disconnect');
    const back = await ask(first.id, 'on');
    const off = await ask(first.id, 'off');
    const again = await ask(first.id, 'off');

    assert.deepEqual([noRoom.status, noAccess.status], [503, 403]);
    for (const { status, body } of [on, closed, back, off])
      assert.deepEqual([status, body], [200, { host: 'town-001' }]);
    assert.equal(again.status, 404);
  });

  it('feels a membership made through the directory 15 to 60 minutes later', async () => {
    await bootHosts(simulator, 'shared', 'town-001');
    const ask = () => call('POST', 'sessions', { user: person(0).id, op: 'on', pool: 'shared' });
    const minutesOn = (minutes: number) =>
      simulator.tenant.advance(new Date(simulator.tenant.clock().getTime() + minutes * 60_000));
    simulator.tenant.graph.setMember(pooledGroup, person(0).id, true);

    await minutesOn(14);
    const early = await ask();
    await minutesOn(47);
    const later = await ask();

    assert.deepEqual([early.status, later.status], [403, 200]);
  });

  it('lets people write into their calendars, which tells nobody when to come', async () => {
    const event = {
      user: person(0).id,
      subject: '通院',
      start: '2026-12-02T09:00:00+09:00',
      end: '2026-12-02T10:00:00+09:00',
      showAs: 'workingElsewhere',
      categories: ['青'],
    };

    const made = await call('POST', 'events', event);
    const shown = (await call('GET', 'state')).body.events;
    const visits = simulator.tenant.people.visitsOf(person(0).id);
    const removed = await call('DELETE', `events/${encodeURIComponent(made.body.id)}`);
    const gone = await call('DELETE', `events/${encodeURIComponent(made.body.id)}`);

    assert.equal(made.status, 201);
    assert.deepEqual(shown, [
      {
        user: person(0).id,
        id: made.body.id,
        subject: '通院',
        start: '2026-12-02T00:00:00.000Z',
        end: '2026-12-02T01:00:00.000Z',
        showAs: 'workingElsewhere',
      },
    ]);
    assert.deepEqual(visits, []);
    assert.deepEqual([removed.status, gone.status], [204, 404]);
  });

  it('refuses bad input in one sentence that names the field', async () => {
    const user = person(0).id;
    const asked: [string, unknown, RegExp][] = [
      ['sessions', { user: 'nobody', op: 'on', pool: 'shared' }, /^user: /],
      ['sessions', { user, op: 'sideways', pool: 'shared' }, /^op: expected on, off or disconnect$/],
      ['sessions', { user, op: 'on', pool: 'elsewhere' }, /^pool: expected one of shared, own$/],
      ['sessions', { user, op: 'on', pool: 'shared', host: 'town-001' }, /^host: unknown field/],
      ['sessions', '{', /^body: expected JSON$/],
      ['sessions', [], /expected/],
      ['events', { user, start: '2026-12-02', end: '2026-12-03' }, /^start: expected an instant with its offset/],
      [
        'events',
        { user, start: '2026-12-02T10:00:00Z', end: '2026-12-02T09:00:00Z' },
        /^end: expected an instant after start$/,
      ],
      ['people', { behave: 'no' }, /^behave: expected true or false$/],
      ['faults', { service: 'moon', status: 429 }, /^service: expected arm, graph, citrix or connector$/],
      ['faults', { service: 'arm' }, /^status: expected/],
      ['faults', { service: 'arm', status: 200 }, /^status: expected a whole number from 400 to 599$/],
      ['faults', { service: 'arm', status: 429, rate: 2 }, /^rate: expected a number from 0 to 1$/],
    ];

    for (const [path, body, sentence] of asked) {
      const answer = await call('POST', path, body);
      assert.equal(answer.status, 400, JSON.stringify(body));
      assert.match(answer.body.error, sentence);
    }
  });

  it('serves its page and the desktop’s page', async () => {
    for (const [path, words] of [
      ['simulator/', '模擬テナント'],
      ['simulator/desktop?upn=x', '模擬デスクトップ'],
      ['simulator', '模擬テナント'],
    ]) {
      const response = await fetch(`${simulator.url}/${path}`);
      assert.equal(response.status, 200);
      assert.ok((await response.text()).includes(words!));
    }
  });

  describe('faults', () => {
    const listHosts = () =>
      fetch(
        `${simulator.url}/arm/subscriptions/5e0b7c92-3a4d-4f16-8b7e-91d2c6a0f4e5/resourceGroups/rg-town/providers/Microsoft.DesktopVirtualization/hostPools?api-version=2024-04-03`,
        { headers: { Authorization: 'Bearer x' } },
      );

    it('answer in the vendor’s shape, as often as asked for, and end', async () => {
      await call('POST', 'faults', { service: 'arm', status: 429, retryAfter: 2, count: 2 });
      await call('POST', 'faults', { service: 'graph', status: 503 });

      const first = await listHosts();
      const statuses = [first.status, (await listHosts()).status, (await listHosts()).status];
      const graph = await fetch(`${simulator.url}/graph/v1.0/users`, { headers: { Authorization: 'Bearer x' } });
      await call('POST', 'faults', {});
      const after = await fetch(`${simulator.url}/graph/v1.0/users`, { headers: { Authorization: 'Bearer x' } });

      assert.deepEqual(statuses, [429, 429, 200]);
      assert.equal(first.headers.get('retry-after'), '2');
      assert.equal(((await first.json()) as { error: { code: string } }).error.code, 'TooManyRequests');
      assert.deepEqual([graph.status, after.status], [503, 200]);
    });

    it('meet the share of requests that the rate says', async () => {
      await call('POST', 'faults', { service: 'arm', status: 500, rate: 0.3 });
      let met = 0;

      for (let number = 0; number < 200; number += 1) if ((await listHosts()).status === 500) met += 1;

      assert.ok(met > 35 && met < 90, String(met));
    });

    it('can do the work and lose the answer', async () => {
      await call('POST', 'faults', { service: 'arm', lostAnswer: true, count: 1 });
      const start = () =>
        fetch(
          `${simulator.url}/arm/subscriptions/5e0b7c92-3a4d-4f16-8b7e-91d2c6a0f4e5/resourceGroups/rg-town/providers/Microsoft.Compute/virtualMachines/town-001/start?api-version=2026-03-01`,
          { method: 'POST', headers: { Authorization: 'Bearer x' } },
        );

      await assert.rejects(start());
      const again = await start();

      assert.equal(simulator.tenant.model.host('shared', 'town-001')!.power, 'starting');
      assert.equal(again.status, 202);
    });
  });
});

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RunningSimulator } from '../../../infra/simulator/start-simulator.ts';
import { twinOf } from '../../../infra/simulator/graph/notify.ts';
import { startTown } from './small-city.ts';

describe('what happens to people’s calendars', () => {
  let simulator: RunningSimulator;
  let receiver: Server;
  const received: { path: string; value: Record<string, unknown> }[] = [];
  before(async () => {
    receiver = createServer((request, response) => {
      const url = new URL(request.url!, 'http://x');
      const token = url.searchParams.get('validationToken');
      let text = '';
      request.on('data', (chunk: Buffer) => void (text += chunk.toString()));
      request.on('end', () => {
        if (token === null)
          for (const value of (JSON.parse(text) as { value: Record<string, unknown>[] }).value)
            received.push({ path: url.pathname, value });
        response.writeHead(token === null ? 202 : 200, { 'content-type': 'text/plain' }).end(token ?? '');
      });
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
  });
  after(() => void receiver.close());
  beforeEach(async () => {
    received.length = 0;
    simulator = await startTown({
      botUrl: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/api/messages`,
    });
  });
  afterEach(() => simulator.close());

  const me = () => simulator.tenant.setup.people[0]!;
  async function call(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
    const response = await fetch(simulator.url + path, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  }
  const subscribe = async () => {
    const body = {
      changeType: 'created,updated,deleted',
      notificationUrl: 'https://zaitaku.example.jp/api/graph/notifications',
      lifecycleNotificationUrl: 'https://zaitaku.example.jp/api/graph/notifications',
      resource: `users/${me().id}/events`,
      expirationDateTime: new Date(simulator.tenant.clock().getTime() + 3_600_000).toISOString(),
      clientState: 'secret',
    };
    const answer = await call('POST', '/graph/v1.0/subscriptions', body, { authorization: 'Bearer x' });
    assert.equal(answer.status, 201);
  };
  const write = async (more: object = {}) => {
    const times = { start: '2026-12-03T08:30:00+09:00', end: '2026-12-03T17:15:00+09:00' };
    const answer = await call('POST', '/simulator/events', {
      user: me().upn,
      subject: 'テレワーク',
      ...times,
      ...more,
    });
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    return answer.body.id as string;
  };
  const pass = async (seconds: number) => {
    const to = new Date(simulator.tenant.clock().getTime() + seconds * 1000);
    while (simulator.tenant.clock() < to) await simulator.tenant.advance(to);
  };
  const fault = (notifications: string) => call('POST', '/simulator/faults', { service: 'graph', notifications });

  it('is told at the loopback twin of an https address', async () => {
    await subscribe();
    const id = await write();
    await pass(10);

    assert.deepEqual(
      received.map(({ path, value }) => [
        path,
        value['changeType'],
        value['clientState'],
        (value['resourceData'] as { id: string }).id,
      ]),
      [['/api/graph/notifications', 'created', 'secret', id]],
    );
  });

  it('is told to nobody outside this machine', () => {
    const bot = 'http://127.0.0.1:3978/api/messages';

    assert.equal(twinOf('https://zaitaku.example.jp/a?b=c', bot), 'http://127.0.0.1:3978/a?b=c');
    assert.equal(twinOf('http://127.0.0.1:9/a', bot), 'http://127.0.0.1:9/a');
    for (const address of ['http://zaitaku.example.jp/a', 'ftp://x/a', 'none'])
      assert.equal(twinOf(address, bot), null);
    assert.equal(twinOf('https://zaitaku.example.jp/a', 'https://elsewhere.example/'), null);
  });

  it('may be lost, told twice, or told late', async () => {
    await subscribe();
    await fault('lost');
    await write();
    await pass(200);
    assert.deepEqual(received, []);
    await call('POST', '/simulator/faults', {});
    await fault('doubled');
    await write();
    await pass(10);
    assert.equal(received.length, 2);
    await call('POST', '/simulator/faults', {});
    await call('POST', '/simulator/faults', { service: 'graph', notifications: 'reordered', count: 1 });
    const late = await write();
    const soon = await write();
    await pass(200);

    assert.deepEqual(
      received.slice(2).map(({ value }) => (value['resourceData'] as { id: string }).id),
      [soon, late],
    );
  });

  it('is told by Graph of the subscription itself', async () => {
    await subscribe();
    for (const op of ['reauthorizationRequired', 'missed', 'subscriptionRemoved'])
      assert.equal((await call('POST', '/simulator/mailboxes', { user: me().upn, op })).body.subscriptions, 1);
    await write();
    await pass(10);

    assert.deepEqual(
      received.map(({ value }) => [value['lifecycleEvent'], value['clientState']]),
      [
        ['reauthorizationRequired', 'secret'],
        ['missed', 'secret'],
        ['subscriptionRemoved', 'secret'],
      ],
    );
    assert.deepEqual(
      (await call('GET', '/graph/v1.0/subscriptions', undefined, { authorization: 'Bearer x' })).body.value,
      [],
    );
  });

  it('is what people do: write, move, take out of a series', async () => {
    const id = await write();
    const series = await write({
      recurrence: {
        pattern: { type: 'weekly', interval: 1, daysOfWeek: ['thursday'] },
        range: { type: 'numbered', startDate: '2026-12-03', numberOfOccurrences: 3 },
      },
    });
    const moved = await call('PATCH', `/simulator/events/${encodeURIComponent(id)}`, {
      start: '2026-12-04T08:30:00+09:00',
      end: '2026-12-04T12:00:00+09:00',
    });
    const window = 'startDateTime=2026-12-01T00:00:00Z&endDateTime=2027-01-01T00:00:00Z';
    const view = async () =>
      (
        await call('GET', `/graph/v1.0/users/${me().id}/calendarView?${window}&$top=50`, undefined, {
          authorization: 'Bearer x',
        })
      ).body.value as { id: string; type: string; start: { dateTime: string }; seriesMasterId: string | null }[];
    const before = await view();
    const occurrence = before.find(({ seriesMasterId }) => seriesMasterId === series)!;
    await call('DELETE', `/simulator/events/${encodeURIComponent(occurrence.id)}`);
    const after = await view();

    assert.equal(moved.body.end, '2026-12-04T03:00:00.000Z');
    assert.deepEqual(
      before.map(({ type, start }) => [type, start.dateTime.slice(0, 10)]),
      [
        ['occurrence', '2026-12-02'],
        ['singleInstance', '2026-12-03'],
        ['occurrence', '2026-12-09'],
        ['occurrence', '2026-12-16'],
      ],
    );
    assert.equal(after.length, 3);
    assert.ok(!after.some(({ id: one }) => one === occurrence.id));
  });

  it('is refused in one sentence where it is wrong', async () => {
    const wrong: [string, string, object, number][] = [
      ['PATCH', '/simulator/events/none', { subject: 'x' }, 404],
      ['POST', '/simulator/mailboxes', { user: me().upn, op: 'explode' }, 400],
      ['POST', '/simulator/mailboxes', { user: 'nobody', op: 'missed' }, 400],
      ['POST', '/simulator/faults', { service: 'arm', notifications: 'lost' }, 400],
      ['POST', '/simulator/faults', { service: 'graph', notifications: 'burnt' }, 400],
    ];

    for (const [method, path, body, status] of wrong) {
      const answer = await call(method, path, body);
      assert.equal(answer.status, status, path);
      assert.equal(typeof answer.body.error, 'string');
    }
  });
});

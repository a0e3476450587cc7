import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RunningSimulator } from '../../../infra/simulator/start-simulator.ts';
import { morning, startTown } from './small-city.ts';

/** A bot that accepts whatever comes. */
async function aBot(): Promise<{ server: Server; url: string; got: string[] }> {
  const got: string[] = [];
  const server = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => got.push(chunk.toString()));
    request.on('end', () => response.writeHead(202).end());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { server, got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages` };
}

describe('the coordinator’s way in', () => {
  let simulator: RunningSimulator;
  let bot: Awaited<ReturnType<typeof aBot>>;

  beforeEach(async () => {
    bot = await aBot();
    simulator = await startTown({ botUrl: bot.url });
  });

  afterEach(async () => {
    await simulator.close();
    bot.server.close();
  });

  async function call(method: string, path: string, body?: unknown) {
    const response = await fetch(`${simulator.url}/control/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  const after = (minutes: number) => new Date(morning.getTime() + minutes * 60_000).toISOString();

  it('freezes, moves and runs the clock', async () => {
    const standing = await call('GET', 'clock');
    const moved = await call('POST', 'clock/advance', { to: after(90) });
    const ran = await call('POST', 'clock/run');
    const refused = await call('POST', 'clock/advance', { to: after(200) });
    const running = await call('GET', 'clock');
    const frozen = await call('POST', 'clock/freeze');

    assert.deepEqual(standing.body, { now: after(0), running: false });
    assert.deepEqual(moved.body, { now: after(90), delivered: 0 });
    assert.ok(String(ran.body['now']) >= after(90));
    assert.equal(refused.status, 409);
    assert.equal(running.body['running'], true);
    assert.ok(String(frozen.body['now']) < after(91));
    assert.equal((await call('GET', 'clock')).body['running'], false);
  });

  it('refuses to move the clock back', async () => {
    const refused = await call('POST', 'clock/advance', { to: after(-1) });

    assert.equal(refused.status, 400);
    assert.match(String(refused.body['error']), /^to: expected no earlier than now/);
  });

  it('stops right after an instant at which the bot was sent something', async () => {
    const { id } = simulator.tenant.setup.people[0]!;
    simulator.tenant.connector.setInstalled(id, false);
    simulator.tenant.connector.setInstalled(id, true); // announced a second later

    const first = await call('POST', 'clock/advance', { to: after(30) });
    const rest = await call('POST', 'clock/advance', { to: after(30) });

    assert.equal(first.body['now'], new Date(morning.getTime() + 1000).toISOString());
    assert.ok(Number(first.body['delivered']) > 0);
    assert.ok(bot.got.length > 0);
    assert.deepEqual(rest.body, { now: after(30), delivered: 0 });
  });

  it('carries out hosts and people up to the instant reached', async () => {
    simulator.tenant.model.start('shared', 'town-001');

    await call('POST', 'clock/advance', { to: after(15) });

    assert.equal(simulator.tenant.model.host('shared', 'town-001')!.available, true);
  });

  it('starts and drains hosts by hand, as an administrator in the portal would', async () => {
    const started = await call('POST', 'host', { pool: 'shared', host: 'town-001', op: 'start' });
    await call('POST', 'host', { pool: 'shared', host: 'town-001', op: 'drain' });
    const unknown = await call('POST', 'host', { pool: 'shared', host: 'none', op: 'start' });

    assert.deepEqual(started.body, { power: 'starting' });
    assert.equal(simulator.tenant.model.host('shared', 'town-001')!.allowNewSession, false);
    assert.equal(unknown.status, 404);
  });

  it('leaves whoever is played from outside to themselves', async () => {
    const [first, second] = simulator.tenant.setup.people;
    simulator.tenant.setBehave(true);

    const known = await call('POST', 'outside', { personId: first!.id });
    const unknown = await call('POST', 'outside', { personId: 'nobody' });

    assert.deepEqual([known.body, unknown.body], [{ known: true }, { known: false }]);
    assert.equal(simulator.tenant.outside.has(first!.id), true);
    assert.equal(simulator.tenant.outside.has(second!.id), false);
  });
});

import assert from 'node:assert/strict';
import { createCredential } from '../../../infra/azure-credential.ts';
import { checkGraph } from '../../../infra/graph/check-graph.ts';
import type { CheckGraphOptions } from '../../../infra/graph/check-graph.ts';
import { startStillTenant } from '../simulated-stage.ts';
import type { RunningSimulator } from '../../../infra/simulator/start-simulator.ts';

describe('zaitaku check, Microsoft Graph', () => {
  let simulator: RunningSimulator;

  before(async () => {
    simulator = await startStillTenant();
  });

  after(() => simulator.close());

  afterEach(() => simulator.tenant.faults.clear());

  const tokenWith = (roles: string[]) => {
    const payload = Buffer.from(JSON.stringify({ roles })).toString('base64url');
    return {
      getToken: () => Promise.resolve({ token: `e30.${payload}.x`, expiresOnTimestamp: Date.now() + 3_600_000 }),
    };
  };
  const check = (options: Partial<CheckGraphOptions> = {}) =>
    checkGraph({
      organisation: simulator.tenant.organisation,
      credential: createCredential([simulator.url]),
      endpoint: `${simulator.url}/graph`,
      notificationUrl: 'https://bot.example.com/graph/notifications',
      now: simulator.tenant.clock(),
      ...options,
    });
  const faults = (lines: Awaited<ReturnType<typeof check>>) =>
    lines.filter(({ ok }) => ok !== true).map(({ what, ok }) => `${ok} ${what}`);

  it('finds nothing wrong with the tenant, and says what it could not test', async () => {
    const lines = await check();

    assert.deepEqual(faults(lines), ['warn application permissions']);
    assert.ok(lines.some(({ what }) => what.startsWith('calendar of ')));
    assert.ok(lines.some(({ what }) => what.startsWith('mailbox settings of ')));
    assert.equal(lines.filter(({ what }) => what.endsWith(': members')).length, 2);
  });

  it('reads from the token what is missing and what is too much', async () => {
    const lines = await check({
      credential: tokenWith(['User.Read.All', 'Calendars.ReadWrite', 'User.ReadWrite.All']),
    });

    assert.deepEqual(faults(lines), [
      'false application permission GroupMember.ReadWrite.All',
      'warn application permission MailboxSettings.Read',
      'warn application permissions beyond need',
    ]);
  });

  it('asks for the registration report only where second factors are looked at before a day', async () => {
    const organisation = structuredClone(simulator.tenant.organisation);
    organisation.readiness.gates = [{ id: 'second-factor', when: 'warn', daysAhead: 3 }];
    const roles = ['User.Read.All', 'GroupMember.ReadWrite.All', 'Calendars.ReadWrite', 'MailboxSettings.Read'];

    const off = await check({ credential: tokenWith(roles) });
    const on = await check({ credential: tokenWith(roles), organisation });

    assert.deepEqual(faults(off), []);
    assert.deepEqual(faults(on), ['false application permission AuditLog.Read.All']);
    assert.ok(on.some(({ what, ok }) => ok === true && what.startsWith('registration report')));
  });

  it('names a group that is not there and goes on', async () => {
    const organisation = structuredClone(simulator.tenant.organisation);
    organisation.pools[0]!.group = '0badc0de-0000-4000-8000-000000000000';

    const lines = await check({ organisation });

    assert.deepEqual(faults(lines), [
      `false group 0badc0de-0000-4000-8000-000000000000 (pool ${organisation.pools[0]!.id})`,
      'warn application permissions',
    ]);
  });

  it('tells which permission a refusal asks for', async () => {
    simulator.tenant.faults.add({ service: 'graph', status: 403, rate: 1, count: 1, path: '/users' });

    const line = (await check()).find(({ what }) => what === 'users');

    assert.equal(line?.ok, false);
    assert.match(line?.detail ?? '', /User\.Read\.All/);
  });
});

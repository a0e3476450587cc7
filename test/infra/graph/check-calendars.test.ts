import assert from 'node:assert/strict';
import { createCredential } from '../../../infra/azure-credential.ts';
import { checkGraph } from '../../../infra/graph/check-graph.ts';
import type { RunningSimulator } from '../../../infra/simulator/start-simulator.ts';
import { startStillTenant } from '../simulated-stage.ts';

describe('zaitaku check, Outlook calendars', () => {
  let simulator: RunningSimulator;
  before(async () => {
    simulator = await startStillTenant();
  });
  after(() => simulator.close());
  afterEach(() => simulator.tenant.faults.clear());

  const check = async (options: { outlook?: boolean; pilot?: boolean; notificationUrl?: string | null } = {}) => {
    const { organisation, setup } = simulator.tenant;
    const {
      outlook = true,
      pilot = true,
      notificationUrl = 'https://zaitaku.example.jp/api/graph/notifications',
    } = options;
    const people = [setup.people[0]!.upn.toLowerCase()];
    const lines = await checkGraph({
      organisation: {
        ...organisation,
        calendar: { ...organisation.calendar, outlook },
        participants: pilot ? { sections: [], jobTitles: [], people } : 'everyone',
      },
      credential: createCredential([simulator.url]),
      endpoint: `${simulator.url}/graph`,
      notificationUrl,
      now: simulator.tenant.clock(),
    });
    return lines
      .filter(({ what }) => what.startsWith('calendars'))
      .map(({ what, ok }) => [what.replace(/^calendars:? /, ''), ok]);
  };

  it('says nothing of calendars that are not read', async () => {
    assert.deepEqual(await check({ outlook: false }), []);
  });

  it('warns where the calendar of somebody who does not take part can be read too', async () => {
    assert.deepEqual(await check(), [
      ['notifications', true],
      ['of those who take part', true],
      ['of those who do not take part', 'warn'],
    ]);
  });

  it('finds the scope right where those are refused, and wrong where nobody can be read', async () => {
    const outside = simulator.tenant.setup.people.slice(1);
    for (const { id } of outside)
      simulator.tenant.faults.add({ service: 'graph', status: 403, rate: 1, path: `${id}/calendarView` });
    assert.deepEqual((await check()).at(-1), ['of those who do not take part', true]);
    simulator.tenant.faults.add({ service: 'graph', status: 403, rate: 1, path: 'calendarView' });

    assert.deepEqual((await check({ pilot: false })).at(-1), ['of those who take part', false]);
  });

  it('reads the calendar of each section that has one, and tells one that is not there from one that is refused', async () => {
    const { organisation, setup } = simulator.tenant;
    const [readable, refused] = setup.people.map(({ upn }) => upn);
    const out = { ...organisation.calendar.out, sections: { a: readable!, b: 'nobody@city.example', c: refused! } };
    simulator.tenant.faults.add({
      service: 'graph',
      status: 403,
      rate: 1,
      path: `${refused}/calendarView`,
    });

    const lines = await checkGraph({
      organisation: { ...organisation, calendar: { ...organisation.calendar, out } },
      credential: createCredential([simulator.url]),
      endpoint: `${simulator.url}/graph`,
      notificationUrl: null,
      now: simulator.tenant.clock(),
    });

    const found = lines.filter(({ what }) => what.startsWith('calendar of section'));
    assert.deepEqual(
      found.map(({ what, ok }) => [what, ok]),
      [
        [`calendar of section a, ${readable}`, true],
        ['calendar of section b, nobody@city.example', false],
        [`calendar of section c, ${refused}`, false],
      ],
    );
    assert.match(found[1]!.mend ?? '', /make the shared mailbox/);
    assert.match(found[2]!.mend ?? '', /RBAC for Applications/);
  });

  it('warns where notifications cannot come', async () => {
    assert.deepEqual((await check({ notificationUrl: null }))[0], ['notifications', 'warn']);
  });
});

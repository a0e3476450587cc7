import assert from 'node:assert/strict';
import { ADMINISTRATOR_TOKEN } from '../../infra/simulator/graph/administrator-routes.ts';
import { button, cardOf, TeamsClient, wordsOf } from '../support/teams-client.ts';
import {
  runZaitaku,
  startZaitakuProcess,
  zaitakuPlace,
  type ZaitakuPlace,
  type ZaitakuProcess,
} from '../support/zaitaku-process.ts';

interface State {
  tenantId: string;
  people: { id: string; displayName: string; department: string; managerId: string | null }[];
  groups: { members: string[] }[];
  events: { user: string }[];
}

describe('people who move, over HTTP: the directory changes while the bot runs', function () {
  this.timeout(180_000);
  let place: ZaitakuPlace;
  let zaitaku: ZaitakuProcess;
  let teams: TeamsClient;

  before(async () => {
    place = await zaitakuPlace();
    zaitaku = await startZaitakuProcess(place, ['--no-playground', '--fresh', '--now', '2026-12-01T10:00:00+09:00']);
    teams = await TeamsClient.open(zaitaku.url, (await look()).tenantId);
    await call('/simulator/people', { behave: false });
  });

  after(async () => {
    await teams?.close();
    await zaitaku?.stop();
    await place?.remove();
  });

  it('sends a waiting request to the new manager, and takes back what a leaver had', async () => {
    const { people } = await look();
    const staff = people.find(({ managerId }) => people.some((one) => one.id === managerId && one.managerId))!;
    const next = people.find(
      (one) => one.id !== staff.managerId && people.some(({ managerId }) => managerId === one.id),
    )!;
    for (const id of [staff.managerId!, next.id]) await teams.say(id, 'ヘルプ');
    await teams.say(staff.id, '明日、自宅でテレワークしたい');
    const proposal = await teams.see(staff.id, (one) => wordsOf(one).includes('booking.confirm'));
    await teams.press(staff.id, button(cardOf(proposal), 'booking.confirm'), {}, { replyToId: proposal.id });
    const former = await teams.see(staff.managerId!, (one) => wordsOf(one).includes('approval.approve'));
    const late = button(cardOf(former), 'approval.approve');
    const link = { '@odata.id': `https://graph.microsoft.com/v1.0/users/${next.id}` };
    await administer('PUT', `/users/${staff.id}/manager/$ref`, link);

    await call('/simulator/clock', { advance: 'PT16M' });

    const request = await teams.see(next.id, (one) => wordsOf(one).includes('approval.approve'));
    assert.ok(!wordsOf(former).includes('approval.approve'), 'the former manager’s card has lost its buttons');
    const refused = await teams.press(staff.managerId!, late, {}, { replyToId: former.id });
    assert.equal(refused.body.statusCode, 200);
    assert.equal((await bookings())[0]!['status'], 'pending');
    await teams.press(next.id, button(cardOf(request), 'approval.approve'), {}, { replyToId: request.id });
    await call('/simulator/clock', { now: '2026-12-02T08:00:00+09:00' });
    assert.ok(has(await look(), staff.id), 'a membership and an event before the start');
    await administer('PATCH', `/users/${staff.id}`, { accountEnabled: false });

    await call('/simulator/clock', { advance: 'PT16M' });

    assert.equal((await bookings())[0]!['status'], 'cancelled');
    assert.ok(!has(await look(), staff.id), 'neither membership nor event is left');
  });

  function has({ groups, events }: State, id: string): boolean {
    return groups.some(({ members }) => members.includes(id)) || events.some(({ user }) => user === id);
  }

  async function look(): Promise<State> {
    return (await (await fetch(`${zaitaku.url}/simulator/state`)).json()) as State;
  }

  async function call(path: string, body: object): Promise<void> {
    await post('POST', `${zaitaku.url}${path}`, body);
  }

  async function administer(method: string, path: string, body: object): Promise<void> {
    await post(method, `http://127.0.0.1:${place.env['SIMULATOR_PORT']}/graph/v1.0${path}`, body);
  }

  async function post(method: string, url: string, body: object): Promise<void> {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${ADMINISTRATOR_TOKEN}` };
    const response = await fetch(url, { method, headers, body: JSON.stringify(body) });
    assert.ok(response.ok, `${method} ${url}: ${response.status} ${await response.text()}`);
  }

  async function bookings(): Promise<Record<string, unknown>[]> {
    const { code, stdout, stderr } = await runZaitaku(place.env, ['bookings', '--json']);
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout) as Record<string, unknown>[];
  }
});

import assert from 'node:assert/strict';
import { button, cardOf, TeamsClient, wordsOf } from '../support/teams-client.ts';
import {
  runZaitaku,
  startZaitakuProcess,
  zaitakuPlace,
  type ZaitakuPlace,
  type ZaitakuProcess,
} from '../support/zaitaku-process.ts';

interface State {
  now: string;
  tenantId: string;
  people: {
    id: string;
    displayName: string;
    userPrincipalName: string;
    department: string;
    managerId: string | null;
  }[];
  pools: { id: string; kind: string; hosts: { name: string; power: string; status: string; sessions: number }[] }[];
  sessions: { user: string; host: string; state: string }[];
  groups: { id: string; displayName: string; members: string[] }[];
  events: { user: string; id: string; subject: string; start: string; end: string; showAs: string }[];
  harm: { forcedLogoffs: number; lostSessions: number; refused: number; waitedOver60s: number };
}

describe('the main job over HTTP: from a sentence to a desktop and back to nothing', function () {
  this.timeout(180_000);
  let place: ZaitakuPlace;
  let zaitaku: ZaitakuProcess;
  let teams: TeamsClient;
  let staff: State['people'][number];
  let managerId: string;

  before(async () => {
    place = await zaitakuPlace();
    zaitaku = await startZaitakuProcess(place, ['--no-playground', '--fresh', '--now', '2026-12-01T10:00:00+09:00']);
    const state = await look();
    teams = await TeamsClient.open(zaitaku.url, state.tenantId);
    staff = state.people.find(
      (one) => one.managerId && state.people.some((two) => two.id === one.managerId && two.managerId),
    )!;
    managerId = staff.managerId!;
    await call('/simulator/people', { behave: false });
  });

  after(async () => {
    await teams?.close();
    await zaitaku?.stop();
    await place?.remove();
  });

  it('understands, asks, approves, opens a desktop, and leaves nothing behind', async () => {
    await teams.say(managerId, 'ヘルプ');
    await teams.say(staff.id, '明日、自宅でテレワークしたい');
    const proposal = await teams.see(staff.id, (one) => wordsOf(one).includes('booking.confirm'));
    const confirm = button(cardOf(proposal), 'booking.confirm');

    const sent = await teams.press(staff.id, confirm, {}, { replyToId: proposal.id });
    assert.equal(sent.body.type, 'application/vnd.microsoft.card.adaptive');

    const request = await teams.see(managerId, (one) => wordsOf(one).includes('approval.approve'));
    assert.ok(wordsOf(cardOf(request)).includes(staff.displayName));
    const decided = await teams.press(
      managerId,
      button(cardOf(request), 'approval.approve'),
      {},
      { replyToId: request.id },
    );
    assert.equal(decided.body.statusCode, 200);
    assert.ok(!wordsOf(decided.body).includes('approval.approve'), 'a decided card has no buttons to decide');

    await call('/simulator/clock', { advance: 'PT1M' });
    const [booking] = await bookings();
    assert.equal(booking!['status'], 'approved');
    const event = (await look()).events.find((one) => one.user === staff.id);
    assert.equal(event?.showAs, 'workingElsewhere');

    await call('/simulator/clock', { now: '2026-12-02T08:25:00+09:00' });
    const morning = await look();
    assert.ok(
      morning.groups.some((group) => group.members.includes(staff.id)),
      'member of the group before the start',
    );
    const available = morning.pools.flatMap((pool) => pool.hosts).filter((host) => host.status === 'Available');
    assert.equal(available.length, 1);

    const signedIn = await call('/simulator/sessions', { user: staff.id, op: 'on' });
    assert.ok((signedIn as { host?: string }).host);

    await call('/simulator/clock', { now: '2026-12-02T17:20:00+09:00' });
    assert.equal((await look()).sessions.length, 1, 'nobody is thrown off at the end of their time');
    await call('/simulator/sessions', { user: staff.id, op: 'off' });

    const night = await call('/simulator/clock', { now: '2026-12-02T22:00:00+09:00' });
    assert.equal((night as { stillFailing: number }).stillFailing, 0);
    const end = await look();
    assert.ok(end.pools.flatMap((pool) => pool.hosts).every((host) => host.power === 'deallocated'));
    assert.ok(!end.groups.some((group) => group.members.includes(staff.id)), 'no membership after the window');
    assert.deepEqual(end.harm, { forcedLogoffs: 0, lostSessions: 0, refused: 0, waitedOver60s: 0 });
    assert.equal((await bookings())[0]!['status'], 'completed');
  });

  it('keeps an unbroken audit log', async () => {
    const { code, stdout, stderr } = await runZaitaku(place.env, ['audit', 'verify']);

    assert.equal(code, 0, stderr);
    assert.match(stdout, /unbroken/);
  });

  async function look(): Promise<State> {
    return (await (await fetch(`${zaitaku.url}/simulator/state`)).json()) as State;
  }

  async function call(path: string, body: object): Promise<unknown> {
    const response = await fetch(`${zaitaku.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer: unknown = await response.json();
    assert.equal(response.status, 200, JSON.stringify(answer));
    return answer;
  }

  async function bookings(): Promise<Record<string, unknown>[]> {
    const { code, stdout, stderr } = await runZaitaku(place.env, ['bookings', '--json']);
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout) as Record<string, unknown>[];
  }
});

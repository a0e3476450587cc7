import assert from 'node:assert/strict';
import { ADMINISTRATOR_TOKEN } from '../../../../infra/simulator/graph/administrator-routes.ts';
import type { KeptGraph } from '../../../../infra/simulator/graph/graph-state.ts';
import { type GraphAlone, ask, judgeExchanges, startGraphAlone } from '../../../support/graph-simulator.ts';
import { personId, somePeople } from '../../../support/simulated-tenant.ts';

describe('users of the simulated Graph', () => {
  let graph: GraphAlone;
  after(() => judgeExchanges(graph.exchanges)).timeout(120_000);
  before(async () => {
    graph = await startGraphAlone(0, { people: somePeople(250) });
  });
  after(async () => {
    await graph.close();
  });

  it('pages everybody with their manager, each once', async () => {
    const ids: string[] = [];
    let managed = 0;
    let next: string | undefined = '/users?$select=id,department&$expand=manager($select=id)&$top=100';
    while (next !== undefined) {
      const { body } = await ask(graph, 'GET', next);
      ids.push(...body.value.map(({ id }: { id: string }) => id));
      managed += body.value.filter(({ manager }: { manager?: { id: string } }) => manager?.id === personId(1)).length;
      next = body['@odata.nextLink'];
      if (next !== undefined) assert.match(next, /^https:\/\/graph\.microsoft\.com\/v1\.0\/users\?/);
    }

    assert.equal(ids.length, 250);
    assert.equal(new Set(ids).size, 250);
    assert.equal(managed, 249);
  });

  it('finds one by user principal name, in either case, and leaves department out unless it is selected', async () => {
    const usual = await ask(graph, 'GET', "/users?$filter=userPrincipalName eq 'PERSON5@kamakura.example'");
    const selected = await ask(graph, 'GET', '/users/person5@kamakura.example?$select=id,department');

    assert.equal(usual.body.value[0].id, personId(5));
    assert.equal('department' in usual.body.value[0], false);
    assert.equal(selected.body.department, '情報政策課');
  });

  it('filters by department and counts with ConsistencyLevel alone', async () => {
    const path = "/users?$filter=department eq '総務課'&$count=true&$top=10&$select=id";

    const refused = await ask(graph, 'GET', path);
    const counted = await ask(graph, 'GET', path, { headers: { ConsistencyLevel: 'eventual' } });

    assert.equal(refused.status, 400);
    assert.equal(refused.body.error.code, 'Request_UnsupportedQuery');
    assert.equal(counted.body['@odata.count'], 125);
  });

  it('answers 404 for the manager of who has none, and for somebody unknown', async () => {
    const head = await ask(graph, 'GET', `/users/${personId(1)}/manager`);
    const unknown = await ask(graph, 'GET', `/users/${personId(9999)}`);

    assert.equal(head.status, 404);
    assert.equal(unknown.status, 404);
    assert.equal(unknown.body.error.code, 'Request_ResourceNotFound');
    assert.match(unknown.body.error.message, new RegExp(personId(9999)));
  });

  it('refuses a property that users do not have, a page too large and a filter that is none', async () => {
    for (const path of ['/users?$select=departement', '/users?$top=1000', "/users?$filter=department equals 'x'"]) {
      const { status, body } = await ask(graph, 'GET', path, { record: false });

      assert.equal(status, 400, path);
      assert.ok(body.error.message.length > 10);
    }
  });

  it('asks for a token, and refuses writing to people', async () => {
    const anonymous = await ask(graph, 'GET', '/users', { headers: { authorization: '' }, record: false });
    const removed = await ask(graph, 'DELETE', `/users/${personId(2)}`);

    assert.equal(anonymous.status, 401);
    assert.equal(anonymous.body.error.code, 'InvalidAuthenticationToken');
    assert.equal(removed.status, 403);
    assert.notEqual(graph.state.people.find(personId(2)), undefined);
  });

  it('tells the language of a mailbox, and 404 where there is no mailbox', async () => {
    graph.state.setMailbox(personId(7), false);

    const english = await ask(graph, 'GET', `/users/${personId(10)}/mailboxSettings?$select=language`);
    const none = await ask(graph, 'GET', `/users/${personId(7)}/mailboxSettings`);

    assert.equal(english.body.language.locale, 'en-US');
    assert.equal(english.body.workingHours, undefined);
    assert.equal(none.status, 404);
    assert.equal(none.body.error.code, 'MailboxNotEnabledForRESTAPI');
  });

  it('goes on from a delta link with those alone who changed or left', async () => {
    const seen = new Set<string>();
    let { body } = await ask(graph, 'GET', '/users/delta?$select=id,displayName');
    for (;;) {
      for (const { id } of body.value) seen.add(id);
      if (body['@odata.nextLink'] === undefined) break;
      ({ body } = await ask(graph, 'GET', body['@odata.nextLink']));
    }
    graph.state.changePerson(personId(3), { displayName: '改姓 三' });
    graph.state.changePerson(personId(4), null);

    const later = await ask(graph, 'GET', body['@odata.deltaLink']);
    const quiet = await ask(graph, 'GET', later.body['@odata.deltaLink']);

    assert.equal(seen.size, 250);
    assert.deepEqual(later.body.value, [
      { id: personId(3), displayName: '改姓 三' },
      { id: personId(4), '@removed': { reason: 'changed' } },
    ]);
    assert.deepEqual(quiet.body.value, []);
  });

  it('lets administrators alone change people, and shows it in the next delta round', async () => {
    const headers = { authorization: `Bearer ${ADMINISTRATOR_TOKEN}` };
    const user = `/users/${personId(21)}`;
    const begun = await ask(graph, 'GET', '/users/delta?$select=id,jobTitle,accountEnabled,manager&$deltatoken=latest');
    const body = { jobTitle: '係長', department: '情報政策課' };
    const link = { '@odata.id': `https://graph.microsoft.com/v1.0/users/${personId(2)}` };

    assert.equal((await ask(graph, 'PATCH', user, { body })).status, 403);
    assert.equal((await ask(graph, 'PATCH', user, { body, headers })).status, 204);
    assert.equal((await ask(graph, 'PUT', `${user}/manager/$ref`, { body: link, headers })).status, 204);
    const off = { accountEnabled: false };
    assert.equal((await ask(graph, 'PATCH', `/users/${personId(22)}`, { body: off, headers })).status, 204);
    assert.equal((await ask(graph, 'DELETE', `/users/${personId(23)}/manager/$ref`, { headers })).status, 204);
    assert.equal((await ask(graph, 'DELETE', `/users/${personId(24)}`, { headers })).status, 204);

    // `manager@delta` is what Graph answers, but stands in none of its documents.
    const later = await ask(graph, 'GET', begun.body['@odata.deltaLink'], { record: false });
    assert.deepEqual(begun.body.value, []);
    assert.deepEqual(later.body.value, [
      {
        id: personId(21),
        jobTitle: '係長',
        accountEnabled: true,
        'manager@delta': [{ '@odata.type': '#microsoft.graph.user', id: personId(2) }],
      },
      {
        id: personId(22),
        jobTitle: '主事',
        accountEnabled: false,
        'manager@delta': [{ '@odata.type': '#microsoft.graph.user', id: personId(1) }],
      },
      { id: personId(23), jobTitle: '主事', accountEnabled: true },
      { id: personId(24), '@removed': { reason: 'changed' } },
    ]);
    assert.equal((await ask(graph, 'GET', `/users/${personId(24)}`)).status, 404);
    const shown = await ask(graph, 'GET', `${user}?$select=department,jobTitle`);
    assert.deepEqual([shown.body.department, shown.body.jobTitle], ['情報政策課', '係長']);
  });

  it('refuses an administrator’s nonsense', async () => {
    const headers = { authorization: `Bearer ${ADMINISTRATOR_TOKEN}` };
    const user = `/users/${personId(31)}`;
    const calls: [string, string, unknown, number][] = [
      ['PATCH', user, { jobTitel: '係長' }, 400],
      ['PATCH', user, { accountEnabled: 'no' }, 400],
      ['PATCH', `/users/${personId(9999)}`, { jobTitle: '係長' }, 404],
      ['PUT', `${user}/manager/$ref`, { '@odata.id': `https://graph.microsoft.com/v1.0/users/${personId(9999)}` }, 404],
      ['PUT', `${user}/manager/$ref`, {}, 400],
      ['PATCH', `${user}/mailboxSettings`, { automaticRepliesSetting: { status: 'sometimes' } }, 400],
    ];
    for (const [method, path, body, status] of calls)
      assert.equal((await ask(graph, method, path, { body, headers, record: false })).status, status, path);
  });

  it('forgets how far delta rounds had come, and answers 410', async () => {
    const begun = await ask(graph, 'GET', '/users/delta?$deltatoken=latest');
    graph.state.people.forgetChanges();

    const gone = await ask(graph, 'GET', begun.body['@odata.deltaLink'], { record: false });

    assert.equal(gone.status, 410);
    assert.equal(gone.body.error.code, 'syncStateNotFound');
    const again = await ask(graph, 'GET', '/users/delta?$deltatoken=latest');
    assert.equal((await ask(graph, 'GET', again.body['@odata.deltaLink'])).status, 200);
  });

  it('keeps a mailbox’s automatic replies, which its owner sets and the app may not', async () => {
    const path = `/users/${personId(32)}/mailboxSettings`;
    const headers = { authorization: `Bearer ${ADMINISTRATOR_TOKEN}` };
    const utc = (dateTime: string) => ({ dateTime, timeZone: 'UTC' });
    const scheduled = {
      status: 'scheduled',
      scheduledStartDateTime: utc('2026-12-01T00:00:00.0000000'),
      scheduledEndDateTime: utc('2026-12-05T08:15:00.0000000'),
    };
    const body = { automaticRepliesSetting: scheduled };
    const select = `${path}?$select=automaticRepliesSetting`;
    assert.equal((await ask(graph, 'GET', select)).body.automaticRepliesSetting.status, 'disabled');

    assert.equal((await ask(graph, 'PATCH', path, { body })).status, 403);
    assert.equal((await ask(graph, 'PATCH', path, { body, headers })).status, 200);

    const { automaticRepliesSetting } = (await ask(graph, 'GET', select)).body;
    assert.deepEqual({ ...automaticRepliesSetting, ...scheduled }, automaticRepliesSetting);
    const kept = JSON.parse(JSON.stringify(graph.state)) as KeptGraph;
    assert.deepEqual(kept.automaticReplies?.[personId(32)], automaticRepliesSetting);
  });

  it('serves the tenant, sign-in methods, the catalogue and installations', async () => {
    const organisation = await ask(graph, 'GET', '/organization');
    const methods = await ask(graph, 'GET', '/reports/authenticationMethods/userRegistrationDetails?$top=50');
    const apps = await ask(graph, 'GET', '/appCatalogs/teamsApps');
    graph.state.setAppInstalled(personId(8), false);
    const none = await ask(graph, 'GET', `/users/${personId(8)}/teamwork/installedApps`);
    const bind = `https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/${apps.body.value[0].id}`;
    const body = { 'teamsApp@odata.bind': bind };
    const installed = await ask(graph, 'POST', `/users/${personId(8)}/teamwork/installedApps`, { body });

    assert.equal(organisation.body.value[0].id, '22222222-0000-4000-8000-000000000001');
    assert.equal(methods.body.value.length, 50);
    assert.deepEqual(none.body.value, []);
    assert.equal(installed.status, 201);
    assert.equal(graph.state.isAppInstalled(personId(8)), true);
  });
});

import assert from 'node:assert/strict';
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

import assert from 'node:assert/strict';
import { citrixAddress } from '../../../infra/citrix/citrix-address.ts';
import { createCitrixCaller } from '../../../infra/citrix/citrix-caller.ts';
import { ProviderError } from '../../../flows/provider-error.ts';
import { SITE } from '../../support/fake-citrix.ts';
import { openFakeCitrixStage } from './fake-citrix-stage.ts';
import type { FakeCitrixStage } from './fake-citrix-stage.ts';

describe('Citrix on the wire', () => {
  let stage: FakeCitrixStage;

  beforeEach(async () => {
    stage = await openFakeCitrixStage();
  });

  afterEach(async () => {
    assert.deepEqual(stage.citrix.unusedFaults(), []);
    await stage.close();
  });

  const read = () => stage.provider.readHostPool('pooled', { sessions: false });
  const asked = () => stage.citrix.log().map((line) => line.replace('/citrix/cvad/manage', ''));
  const faultOf = async (call: Promise<unknown>) => {
    const error = await call.then(
      () => assert.fail('expected a ProviderError'),
      (caught: unknown) => caught,
    );
    assert.ok(error instanceof ProviderError, String(error));
    return error;
  };

  it('sends a token in Citrix’s own form, the customer, and the site that /me told', async () => {
    await read();

    const calls = stage.citrix.requests.filter(({ url }) => url.startsWith('/citrix/cvad/manage'));
    assert.ok(calls.length > 1);
    for (const { url, headers } of calls) {
      assert.equal(headers['authorization'], 'CwsAuth Bearer=token-1');
      assert.equal(headers['citrix-customerid'], 'inacity');
      assert.equal(headers['citrix-instanceid'], url.endsWith('/me') ? undefined : SITE);
    }
    assert.equal(asked().filter((line) => line === 'GET /me').length, 1);
    assert.equal(asked().filter((line) => line.includes('/tokens/')).length, 1);
  });

  it('asks for no site where it is set', async () => {
    await stage.again({ siteId: SITE }).readHostPool('pooled', { sessions: false });

    assert.ok(!asked().includes('GET /me'));
  });

  it('names the setting where /me tells of several sites', async () => {
    stage.citrix.sites.push({ Id: 'another', Name: 'Test' });

    const { kind, message } = await faultOf(read());

    assert.equal(kind, 'not-found');
    assert.match(message, /2 sites for customer inacity; set CITRIX_SITE_ID/);
  });

  it('keeps its token, and renews it once where it is refused, for changes too', async () => {
    await read();
    stage.citrix.good.clear();

    await stage.provider.setDrainMode('pooled', 'CTX-001', true);

    assert.deepEqual(stage.citrix.tokens, ['token-1', 'token-2']);
    assert.equal(stage.citrix.machines[0]?.InMaintenanceMode, true);
  });

  it('signs in to a site on premises by name and password', async () => {
    const provider = stage.again({ customerId: 'CitrixOnPremises' });

    assert.equal((await provider.readHostPool('pooled', { sessions: false })).hosts.length, 5);

    assert.equal(asked()[0], 'POST /tokens');
    assert.deepEqual(stage.citrix.tokens, ['token-1']);
    const wrong = stage.again({ customerId: 'CitrixOnPremises', client: { id: 'client', secret: 'old' } });
    assert.equal((await faultOf(wrong.readHostPool('pooled', { sessions: false }))).kind, 'denied');
  });

  it('asks for one token however many calls wait for it', async () => {
    await Promise.all([read(), read(), stage.provider.readHostPool('personal', { sessions: true })]);

    assert.deepEqual(stage.citrix.tokens, ['token-1']);
  });

  it('asks for a token again where the sign-in does not answer for a moment', async () => {
    stage.citrix.fail({ match: /^POST .*\/tokens/, status: 503 });

    assert.equal((await read()).hosts.length, 5);
  });

  it('looks once at what becomes of a machine’s start', async () => {
    stage.citrix.jobSteps = [{ Status: 'InProgress' }];

    await stage.provider.startHost('pooled', 'CTX-001');

    assert.equal(asked().filter((line) => line.includes('/Jobs/')).length, 1);
  });

  it('says denied, and what to look at, where no client of ours is known', async () => {
    const provider = stage.again({ client: { id: 'client', secret: 'old' } });

    const { kind, message } = await faultOf(provider.readHostPool('pooled', { sessions: false }));

    assert.equal(kind, 'denied');
    assert.match(message, /check CITRIX_CUSTOMER_ID, CITRIX_CLIENT_ID, CITRIX_CLIENT_SECRET/);
    assert.doesNotMatch(message, /old/);
  });

  it('says denied after a second refusal, and does not ask on', async () => {
    const denied = { status: 401, body: { type: 'Unauthorized', detail: 'no' } };
    stage.citrix.fail({ match: /Machines/, times: 2, ...denied });

    assert.equal((await faultOf(read())).kind, 'denied');
  });

  it('reads every page once, with the most that may be asked for', async () => {
    const { hosts } = await read();

    assert.equal(hosts.length, 5);
    const pages = stage.citrix.requests.map(({ url }) => url).filter((url) => url.includes('/Machines'));
    assert.equal(pages.length, 3);
    assert.ok(pages.every((url) => url.includes('/DeliveryGroups/DG%20Telework/Machines?limit=1000')));
    assert.deepEqual(
      pages.map((url) => /continuationToken=(\d+)/.exec(url)?.[1]),
      [undefined, '2', '4'],
    );
  });

  it('makes the same calls however many machines there are, and one list of sessions for pools read together', async () => {
    stage.citrix.pageSize = 1000;
    await read();
    const before = stage.citrix.requests.length;

    await Promise.all(['pooled', 'personal'].map((pool) => stage.provider.readHostPool(pool, { sessions: true })));

    assert.deepEqual(asked().slice(before).sort(), [
      'GET /DeliveryGroups/DG%20Personal',
      'GET /DeliveryGroups/DG%20Personal/Machines',
      'GET /DeliveryGroups/DG%20Telework',
      'GET /DeliveryGroups/DG%20Telework/Machines',
      'GET /Sessions',
    ]);
  });

  it('repeats a reading a little, and a change never', async () => {
    stage.citrix.fail({ match: /GET .*Machines/, status: 503 });
    stage.citrix.fail({ match: /GET .*Machines/, drop: true });
    await read();

    stage.citrix.fail({ match: /PATCH/, status: 503 });
    assert.equal((await faultOf(stage.provider.setDrainMode('pooled', 'CTX-001', true))).kind, 'unavailable');
    assert.equal(asked().filter((line) => line.startsWith('PATCH')).length, 1);
  });

  it('hands Retry-After on where Citrix sends it, and nothing where it does not', async () => {
    stage.citrix.fail({ match: /PATCH/, status: 429, headers: { 'Retry-After': '20' } });
    assert.equal((await faultOf(stage.provider.setDrainMode('pooled', 'CTX-001', true))).retryAfterMs, 20_000);

    stage.citrix.fail({ match: /PATCH/, status: 429 });
    const { kind, retryAfterMs } = await faultOf(stage.provider.setDrainMode('pooled', 'CTX-001', true));
    assert.equal(kind, 'throttled');
    assert.equal(retryAfterMs, undefined);
  });

  it('gives up on an answer that does not come', async () => {
    stage.citrix.fail({ match: /PATCH/, hang: true });
    const provider = stage.again({ patience: { timeoutMs: 200 } });

    assert.equal((await faultOf(provider.setDrainMode('pooled', 'CTX-001', true))).kind, 'unavailable');
  });

  it('says unavailable to a page that is no JSON, and to one that leads elsewhere', async () => {
    stage.citrix.fail({ match: /GET .*Machines/, times: 1, status: 200, body: 'signing in …' });
    assert.equal((await faultOf(read())).kind, 'unavailable');

    stage.citrix.fail({ match: /PATCH/, status: 302, headers: { Location: 'https://login.example' } });
    const { kind, message } = await faultOf(stage.provider.setDrainMode('pooled', 'CTX-001', true));
    assert.equal(kind, 'unavailable');
    assert.match(message, /CITRIX_ENDPOINT/);
  });

  for (const [status, kind] of [
    [400, 'invalid'],
    [403, 'denied'],
    [404, 'not-found'],
    [406, 'invalid'],
    [409, 'conflict'],
    [415, 'invalid'],
    [500, 'unavailable'],
  ] as const)
    it(`takes ${status} for ${kind} and names the delivery group`, async () => {
      stage.citrix.fail({ match: /PATCH/, status, body: { type: 'Told', detail: 'as ordered', parameters: [] } });

      const error = await faultOf(stage.provider.setBalance('pooled', 'depth'));

      assert.equal(error.kind, kind);
      assert.match(error.message, /^delivery group DG Telework: .*as ordered/);
    });

  it('goes by what has become of the job of a power action', async () => {
    const table = [
      ['HypervisorPermissionDenied', 'denied'],
      ['PowerActionInProgress', 'conflict'],
      ['UnknownMachine', 'not-found'],
      ['HypervisorNotContactable', 'unavailable'],
      ['InvalidArgument', 'invalid'],
    ] as const;
    for (const [ErrorCode, kind] of table) {
      stage.citrix.jobSteps = [{ Status: 'Failed', ErrorCode, ErrorString: 'in words' }];

      const error = await faultOf(
        stage.provider.startHost('pooled', `CTX-00${table.findIndex(([one]) => one === ErrorCode) + 1}`),
      );

      assert.equal(error.kind, kind);
      assert.match(error.message, /in words/);
    }
  });

  it('knows by its words that a cloud has no machine left', async () => {
    const ErrorString = 'AllocationFailed: We do not have sufficient capacity for the requested VM size.';
    stage.citrix.jobSteps = [{ Status: 'Failed', ErrorCode: 'UnknownError', ErrorString }];

    assert.equal((await faultOf(stage.provider.startHost('pooled', 'CTX-001'))).kind, 'exhausted');
  });

  it('leaves a power action that is under way to the next readings, also where its job cannot be looked at', async () => {
    stage.citrix.jobSteps = [{ Status: 'InProgress' }];
    await stage.provider.startHost('pooled', 'CTX-001');

    stage.citrix.fail({ match: /Jobs/, times: 3, status: 500 });
    await stage.provider.startHost('pooled', 'CTX-002');

    const { hosts } = await read();
    assert.deepEqual(
      hosts.slice(0, 3).map(({ power }) => power),
      ['starting', 'starting', 'deallocated'],
    );
  });

  it('finds a machine after a restart by one list', async () => {
    stage.citrix.pageSize = 1000;

    await stage.again({ siteId: SITE }).setDrainMode('pooled', 'CTX-003', true);

    assert.deepEqual(asked().slice(1), ['GET /DeliveryGroups/DG%20Telework/Machines', 'PATCH /Machines/3']);
  });
});

describe('where Citrix is reached', () => {
  const at = (endpoint: string, customer = 'inacity') => citrixAddress(endpoint, customer);

  it('adds the base path to a host, and takes one that is given', () => {
    assert.equal(at('https://api.cloud.com').api('/me', null), 'https://api.cloud.com/cvad/manage/me');
    assert.equal(
      at('https://ddc.ina.example/cvad/manage/', 'CitrixOnPremises').api('/Machines/1', 's'),
      'https://ddc.ina.example/cvad/manage/Machines/1',
    );
  });

  it('puts customer and site into the older base path, but not before the site is known', () => {
    const older = at('https://ddc.ina.example/citrix/orchestration/api', 'CitrixOnPremises');

    assert.equal(older.api('/me', null), 'https://ddc.ina.example/citrix/orchestration/api/me');
    assert.equal(
      older.api('/Machines/1', 'site 1'),
      'https://ddc.ina.example/citrix/orchestration/api/CitrixOnPremises/site%201/Machines/1',
    );
  });

  it('knows where tokens are asked for, in the cloud and on premises', () => {
    assert.equal(
      at('https://api.citrixcloud.jp').tokens,
      'https://api.citrixcloud.jp/cctrustoauth2/inacity/tokens/clients',
    );
    assert.equal(
      at('https://ddc/citrix/orchestration/api', 'citrixonpremises').tokens,
      'https://ddc/citrix/orchestration/api/tokens',
    );
    assert.equal(
      citrixAddress('https://api.cloud.com', 'a', 'https://api-eu.cloud.com/t').tokens,
      'https://api-eu.cloud.com/t',
    );
  });

  it('takes plain http on loopback addresses alone, for both addresses', () => {
    assert.ok(at('http://127.0.0.1:3979/citrix').loopback);
    assert.throws(() => at('http://ddc.ina.example'), /^Error: CITRIX_ENDPOINT: plain http/);
    assert.throws(
      () => citrixAddress('https://api.cloud.com', 'a', 'http://t.example'),
      /^Error: CITRIX_TOKEN_ENDPOINT: plain http/,
    );
  });

  it('sends no token away that is for loopback addresses', async () => {
    const caller = createCitrixCaller({
      endpoint: 'https://api.cloud.example',
      customerId: 'a',
      siteId: 's',
      client: null,
    });

    await assert.rejects(caller.get('/Machines'), /CITRIX_CLIENT_ID and CITRIX_CLIENT_SECRET are not set/);
  });
});

import assert from 'node:assert/strict';
import { checkCitrix } from '../../../infra/citrix/check-citrix.ts';
import type { CitrixPool } from '../../../flows/organisation.ts';
import { aCitrixPool, aMachine, openFakeCitrixStage } from './fake-citrix-stage.ts';
import type { FakeCitrixStage } from './fake-citrix-stage.ts';

const ENTRA = '00000000-0000-4000-8000-000000000001';

describe('zaitaku check, Citrix', () => {
  let stage: FakeCitrixStage;

  beforeEach(async () => {
    stage = await openFakeCitrixStage();
    stage.citrix.desktops.set('DG Telework', [
      { Id: 'd1', Enabled: true, IncludedUserFilterEnabled: true, IncludedUsers: [{ Oid: ENTRA, IsGroup: true }] },
    ]);
  });

  afterEach(() => stage.close());

  const aPool = (pool: Partial<CitrixPool> = {}) => aCitrixPool({ storeUrl: 'https://desktop.example', ...pool });
  const check = (pool = aPool(), options = {}) => checkCitrix({ pools: [pool], caller: stage.caller(options) });
  const faults = async (pool = aPool()) =>
    (await check(pool)).filter(({ ok }) => ok !== true).map(({ what, ok }) => `${ok} ${what}`);
  const UNTESTED = 'warn delivery group DG Telework: may be changed';

  it('finds nothing wrong where Citrix and configuration agree', async () => {
    assert.deepEqual(await faults(), [UNTESTED]);
  });

  it('changes nothing', async () => {
    await check();

    assert.ok(stage.citrix.requests.every(({ method, url }) => method === 'GET' || url.includes('/tokens/')));
  });

  it('reads the site’s sessions once for all its pools', async () => {
    await checkCitrix({ pools: [aPool(), aPool({ id: 'second' })], caller: stage.caller() });

    assert.equal(stage.citrix.requests.filter(({ url }) => url.includes('/Sessions?')).length, 1);
  });

  it('names each difference with its mend in both languages', async () => {
    Object.assign(stage.citrix.groups.get('DG Telework')!, {
      AutoScaleEnabled: true,
      InMaintenanceMode: true,
      LoadBalanceType: 'None',
    });
    stage.citrix.machines.push(aMachine({ Id: '9', Name: 'CITY\\OLD-1', PowerState: 'Unmanaged' }));
    stage.citrix.sessions.push({ Id: 's', machine: '9', State: 'Active' });
    stage.citrix.desktops.get('DG Telework')![0]!.IncludedUsers = [];

    assert.deepEqual(await faults(aPool({ storeUrl: null })), [
      'false delivery group DG Telework: native scaling',
      'false delivery group DG Telework: in use',
      'warn delivery group DG Telework: how people are spread',
      'false delivery group DG Telework: machines',
      'false delivery group DG Telework: power',
      'warn delivery group DG Telework: sessions',
      'warn delivery group DG Telework: who may use it',
      'warn delivery group DG Telework: address for people',
      UNTESTED,
    ]);
    const lines = await check();
    assert.ok(lines.every(({ ok, mend }) => (ok === true) === (mend === null)));
    assert.ok(lines.every(({ mend }) => mend === null || /[ぁ-ん].* \/ [A-Z]/.test(mend)));
  });

  it('asks nothing of Autoscale beside the shadow', async () => {
    stage.citrix.groups.get('DG Telework')!.AutoScaleEnabled = true;

    assert.deepEqual(await faults(aPool({ scaling: 'shadow' })), [UNTESTED]);
  });

  it('stops at a client that nobody knows', async () => {
    const lines = await check(aPool(), { client: { id: 'client', secret: 'old' } });

    assert.deepEqual(
      lines.map(({ ok, what }) => [ok, what]),
      [[false, 'Citrix: sign-in and site']],
    );
    assert.match(lines[0]?.mend ?? '', /API アクセス.*API Access/);
  });

  it('tells a place that cannot be reached, and a site that must be named, from a wrong client', async () => {
    stage.citrix.sites.push({ Id: 'another', Name: 'Test' });
    const several = await check();
    const nowhere = await check(aPool(), { endpoint: 'http://127.0.0.1:9' });

    assert.match(several[0]?.mend ?? '', /set CITRIX_SITE_ID/);
    assert.match(nowhere[0]?.mend ?? '', /reaches CITRIX_ENDPOINT and CITRIX_TOKEN_ENDPOINT/);
  });

  it('stops at a delivery group that is not there', async () => {
    const lines = await check(aPool({ deliveryGroup: 'DG Nowhere' }));

    assert.deepEqual(
      lines.map(({ ok }) => ok),
      [true, false],
    );
    assert.match(lines[1]?.detail ?? '', /compare deliveryGroup/);
  });

  it('warns of groups in a booked-only pool whose people are entered in Citrix', async () => {
    const pool = aPool({ access: 'delivery-group', group: 'DG Telework' });

    assert.ok((await faults(pool)).includes('warn delivery group DG Telework: who may use it'));
  });

  it('says that a delivery group is open to everybody', async () => {
    stage.citrix.desktops.clear();

    const line = (await check()).find(({ what }) => what.endsWith('who may use it'));

    assert.equal(line?.ok, false);
    assert.match(line?.detail ?? '', /everybody may use it; limit its desktops/);
  });
});

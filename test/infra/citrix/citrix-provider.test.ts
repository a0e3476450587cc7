import assert from 'node:assert/strict';
import { ProviderError } from '../../../flows/provider-error.ts';
import { openFakeCitrixStage } from './fake-citrix-stage.ts';
import type { FakeCitrixStage } from './fake-citrix-stage.ts';

describe('CitrixProvider', () => {
  let stage: FakeCitrixStage;

  beforeEach(async () => {
    stage = await openFakeCitrixStage();
  });

  afterEach(() => stage.close());

  const machine = (id: string) => stage.citrix.machines.find(({ Id }) => Id === id)!;
  const group = (name = 'DG Telework') => stage.citrix.groups.get(name)!;
  const read = () => stage.provider.readHostPool('pooled', { sessions: true });
  const posts = () =>
    stage.citrix
      .log()
      .flatMap((line) => (line.startsWith('POST /citrix') ? [line.replace('POST /citrix/cvad/manage', '')] : []));
  const faultOf = async (call: Promise<unknown>) => {
    const error = await call.then(
      () => assert.fail('expected a ProviderError'),
      (caught: unknown) => caught,
    );
    assert.ok(error instanceof ProviderError, String(error));
    return error;
  };

  it('leaves a delivery group alone that Citrix Autoscale steers, and one that is out of use', async () => {
    group().AutoScaleEnabled = true;
    assert.deepEqual((await read()).handsOff, {
      reason: 'native-autoscale',
      detail: 'Citrix Autoscale is enabled for delivery group DG Telework',
    });

    Object.assign(group(), { AutoScaleEnabled: false, InMaintenanceMode: true });
    assert.match((await read()).handsOff?.detail ?? '', /maintenance mode: nobody can connect/);
  });

  it('holds to the organisation’s number of sessions, for Citrix has none', async () => {
    assert.equal((await read()).maxSessions, 10);
  });

  it('reads machines of which hardly anything is told', async () => {
    stage.citrix.machines.splice(0, 5, { Id: '1', Name: 'CITY\\CTX-001', group: 'DG Telework' });

    const { hosts } = await read();

    assert.deepEqual(
      hosts.map(({ name, power, health }) => [name, power, health]),
      [['CTX-001', 'unknown', 'unknown']],
    );
  });

  it('shows sessions of its own machines alone', async () => {
    await stage.signIn('mori@example.jp', 'CTX-001');
    await stage.signIn('hara@example.jp', 'PD-001');

    assert.deepEqual(
      (await read()).sessions?.map(({ upn, host }) => [upn, host]),
      [['mori@example.jp', 'CTX-001']],
    );
  });

  it('resumes a machine that is suspended, and asks nothing of one that is coming up', async () => {
    machine('1').PowerState = 'Suspended';
    machine('2').PowerState = 'TurningOn';

    await stage.provider.startHost('pooled', 'CTX-001');
    await stage.provider.startHost('pooled', 'CTX-002');

    assert.deepEqual(posts(), ['/Machines/1/$resume']);
  });

  it('says what is to be mended where a machine cannot be switched on', async () => {
    machine('1').PowerState = 'Unmanaged';
    machine('2').PowerState = 'VirtualMachineNotFound';

    const unmanaged = await faultOf(stage.provider.startHost('pooled', 'CTX-001'));
    const gone = await faultOf(stage.provider.startHost('pooled', 'CTX-002'));

    assert.equal(unmanaged.kind, 'invalid');
    assert.match(unmanaged.message, /^machine DG Telework\/CTX-001: is not power managed; add it/);
    assert.match(gone.message, /its virtual machine is gone; remove it from Citrix/);
    assert.deepEqual(posts(), []);
  });

  for (const [what, arrange] of [
    [
      'has a session that the list had not',
      () => void stage.citrix.sessions.push({ Id: 's', machine: '1', State: 'Active' }),
    ],
    [
      'has a session that was disconnected',
      () => void stage.citrix.sessions.push({ Id: 's', machine: '1', State: 'Disconnected' }),
    ],
    ['has a session of somebody nobody can name', () => void stage.citrix.sessions.push({ Id: 's', machine: '1' })],
    ['has somebody signing in', () => void (machine('1').SessionsPending = 1)],
  ] as const)
    it(`leaves a machine on that ${what}`, async () => {
      Object.assign(machine('1'), { PowerState: 'On', RegistrationState: 'Registered' });
      await read();
      arrange();

      assert.equal((await faultOf(stage.provider.deallocateHost('pooled', 'CTX-001'))).kind, 'conflict');

      assert.equal(machine('1').PowerState, 'On');
      assert.deepEqual(posts(), []);
    });

  it('shuts down without force, and not a second time', async () => {
    Object.assign(machine('1'), { PowerState: 'On', RegistrationState: 'Registered' });

    await stage.provider.deallocateHost('pooled', 'CTX-001');
    await stage.provider.deallocateHost('pooled', 'CTX-001');
    await stage.provider.deallocateHost('pooled', 'CTX-002');

    assert.deepEqual(posts(), ['/Machines/1/$shutdown']);
    assert.ok(stage.citrix.requests.every(({ url }) => !url.includes('force')));
  });

  it('may be asked again for a start whose answer was lost', async () => {
    stage.citrix.powerWaits = true;
    stage.citrix.fail({ match: /\$start/, drop: true, afterWork: true });
    await faultOf(stage.provider.startHost('pooled', 'CTX-001'));

    await stage.provider.startHost('pooled', 'CTX-001');

    assert.deepEqual(posts(), ['/Machines/1/$start']);
  });

  it('gives a desktop whole, and sees who came first', async () => {
    stage.citrix.users.push({ Sid: 'S-1', SamName: 'CITY\\hara', PrincipalName: 'hara@example.jp' });
    await stage.provider.assignHost('personal', 'PD-001', 'hara@example.jp');
    assert.deepEqual(stage.citrix.requests.findLast(({ method }) => method === 'PATCH')?.body, {
      AssignedUsers: ['hara@example.jp'],
    });

    machine('6').AssignedUsers = [{ SamName: 'CITY\\mori' }];
    const { kind } = await faultOf(stage.provider.assignHost('personal', 'PD-001', 'hara@example.jp'));
    assert.equal(kind, 'conflict');
  });

  it('tells people in the session itself', async () => {
    await stage.signIn('mori@example.jp', 'CTX-001');
    const [session] = await stage.provider.readSessionsOfHost('pooled', 'CTX-001');

    await stage.provider.sendMessage('pooled', session!, 'お知らせ', '予約の時間が終わりました。');

    const { url, body } = stage.citrix.requests.at(-1)!;
    assert.match(url, /\/Sessions\/session-1\/\$sendMessage$/);
    assert.deepEqual(body, { Title: 'お知らせ', Text: '予約の時間が終わりました。', Style: 'Information' });
  });

  it('names the setting where the delivery group is not there', async () => {
    stage.citrix.groups.clear();

    const { kind, message } = await faultOf(read());

    assert.equal(kind, 'not-found');
    assert.match(message, /delivery group DG Telework.*compare deliveryGroup in the configuration/);
  });
});

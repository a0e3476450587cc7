import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommanderError } from 'commander';
import { certificatesCommand, type CertificateRow } from '../../../bot/commands/certificates.ts';
import { devicesCommand, type DeviceRow } from '../../../bot/commands/devices.ts';
import { keepCertificates, keepDevices, readAuthority } from '../../../bot/main/device-commands.ts';
import { UsageError } from '../../../bot/main/settings.ts';
import { idOf } from '../../support/builders.ts';
import { aCertificate, aDevice } from '../../support/certificate-builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';
import { runZaitaku } from '../../support/zaitaku-process.ts';

describe('devices and certificates as commands', function () {
  this.timeout(120_000);
  let stage: Stage;
  let env: NodeJS.ProcessEnv;
  let folder: string;
  before(async () => {
    stage = await openStage();
    folder = await mkdtemp(join(tmpdir(), 'zaitaku-devices-'));
    const ZAITAKU_AUDIT_KEY = stage.database.auditKey.toString('base64');
    const DATABASE_URL = stage.database.url;
    env = { ...process.env, NODE_OPTIONS: '', ZAITAKU_CONFIG: '', PORT: '1', DATABASE_URL, ZAITAKU_AUDIT_KEY };
  });
  after(async () => {
    await rm(folder, { recursive: true });
    await stage.database.close();
  });
  beforeEach(async () => {
    await stage.reset();
    await stage.people('hanako', 'taro');
  });

  /** In this process, which is faster; what becomes of the words before the command is tried below in one of its own. */
  const run = async (...args: string[]) => {
    const [name, ...rest] = args;
    const command =
      name === 'devices' ? devicesCommand(keepDevices) : certificatesCommand(keepCertificates, readAuthority);
    let [stdout, stderr] = ['', ''];
    for (const each of [command, ...command.commands])
      each.exitOverride().configureOutput({ writeErr: (text) => (stderr += text) });
    const [write, before] = [process.stdout.write.bind(process.stdout), { ...process.env }];
    process.stdout.write = (text) => ((stdout += String(text)), true);
    Object.assign(process.env, env);
    try {
      await command.parseAsync(rest, { from: 'user' });
      return { code: 0, stdout, stderr };
    } catch (error) {
      if (error instanceof UsageError) return { code: 2, stdout, stderr: `${error.message}\n` };
      return { code: (error as CommanderError).exitCode, stdout, stderr };
    } finally {
      process.stdout.write = write;
      for (const key of Object.keys(env)) if (!(key in before)) delete process.env[key];
      Object.assign(process.env, before);
    }
  };
  const rows = async (...args: string[]) => {
    const { code, stdout, stderr } = await run('devices', ...args, '--json');
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout) as DeviceRow[];
  };
  const file = async (name: string, text: string) => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };

  it('lend a PC from stock and take it back, with its certificates', async () => {
    assert.equal((await run('devices')).stdout, '機器の登録はありません。 / No devices.\n');
    const [added] = await rows('add', '--kind', 'lent-pc', '--label', 'M-012', '--os', 'Windows 11');
    const [lent] = await rows('lend', '--device', 'M-012', '--person', 'hanako@city.example');
    await stage.tx((tx) =>
      tx.certificates.add(
        aCertificate({
          serial: 'ab',
          deviceId: added!.id,
          personId: idOf('hanako'),
          notBefore: new Date('2020-01-01'),
          notAfter: new Date('2099-01-01'),
        }),
      ),
    );
    const twice = await run('devices', 'lend', '--device', 'M-012', '--person', 'taro@city.example');
    const list = await run('devices', '--person', 'hanako@city.example');
    const [returned] = await rows('return', '--device', added!.id);

    assert.deepEqual([added!.state, added!.person], ['in-stock', null]);
    assert.deepEqual([lent!.state, lent!.person], ['in-use', 'hanako@city.example']);
    assert.deepEqual(
      [twice.code, twice.stderr],
      [2, '--device: M-012 is not in stock; take it back first with zaitaku devices return\n'],
    );
    assert.match(
      list.stdout,
      /^lent-pc +in-use +hanako@city\.example {2}M-012 \(Windows 11\) {2}certificate until 2099-01-01/,
    );
    assert.deepEqual([returned!.state, returned!.person, returned!.certificateUntil], ['in-stock', null, null]);
    assert.equal((await stage.tx((tx) => tx.certificates.bySerial('ab')))?.reason, 'returned');
    assert.deepEqual(await stage.audit(added!.id), ['device-entered', 'device-lent', 'device-returned']);
  });

  it('enter devices from a list, all of it or none, and the same list again changes nothing', async () => {
    const list = await file(
      'd.csv',
      '\uFEFFkind,label,os,person\r\nlent-pc,M-1,,\r\noffice-pc,"D, 1",Windows 11,taro@city.example\r\n',
    );
    const wrong = await file('w.csv', 'kind,label,os,person\nlent-pc,M-9,,\noffice-pc,D-2,,nobody@city.example\n');

    const refused = await run('devices', 'import', '--file', wrong);
    const first = await run('devices', 'import', '--file', list);
    const again = await run('devices', 'import', '--file', list);
    const csv = await run('devices', '--csv');

    assert.deepEqual([refused.code, refused.stdout], [2, '']);
    assert.match(refused.stderr, /^--file: .*w\.csv: line 3: nobody is called nobody@city\.example/);
    assert.match(first.stdout, /^Entered: 2\. There already: 0\.\n/);
    assert.match(again.stdout, /^Entered: 0\. There already: 2\.\n/);
    assert.match(csv.stdout, /^\uFEFFid,kind,label,os,person,state,registeredAt,pledgedAt,certificateUntil\r\n/);
    assert.match(csv.stdout, /,lent-pc,M-1,,,in-stock,/);
    assert.match(csv.stdout, /,office-pc,"D, 1",Windows 11,taro@city\.example,in-use,/);
  });

  it('take in certificates of another authority, list and revoke them', async () => {
    await stage.tx((tx) => tx.devices.add(aDevice({ id: 'device', owner: idOf('hanako') })));
    const list = await file(
      'c.csv',
      'serial,person,notAfter,device\n0A:BC,hanako@city.example,2099-03-31,device\n1f,taro@city.example,2099-03-31T00:00:00+09:00,\n',
    );

    const imported = await run('certificates', 'import', '--file', list);
    const json = await run('certificates', '--person', 'hanako@city.example', '--json');
    const revoked = await run('certificates', 'revoke', '--serial', '0x0ABC', '--reason', 'lost');
    const again = await run('certificates', 'revoke', '--serial', '0abc');
    const all = await run('certificates');

    assert.equal(imported.stdout, 'Imported: 2. Known already: 0.\n');
    const [row] = JSON.parse(json.stdout) as CertificateRow[];
    assert.deepEqual(
      [row?.serial, row?.person, row?.device, row?.authority, row?.state],
      ['abc', 'hanako@city.example', 'device', 'external', 'handed-over'],
    );
    assert.match(revoked.stdout, /^Revoked: 1\. Closed before: 0\.\nabc {2}revoked \(lost\) {2}until 2099-03-31 /);
    assert.equal(again.stdout, 'Revoked: 0. Closed before: 1.\n');
    assert.match(all.stdout, /1f {2}handed-over {2}until 2099-03-30 {2}taro@city\.example {2}external/);
    assert.deepEqual(await stage.toldTo('hanako'), ['certificate-revoked']);
  });

  it('say in one line what cannot be meant', async () => {
    const bad = await file('bad.csv', 'serial,person,notAfter\nxyz,hanako@city.example,2099-01-01\n');
    const short = await file('short.csv', 'serial,person\n1,2\n');
    const answers = [];
    for (const args of [
      ['devices', 'add', '--kind', 'phone', '--label', 'x'],
      ['devices', 'add', '--kind', 'own-pc', '--label', 'x'],
      ['devices', 'return', '--device', 'nothing'],
      ['devices', 'import', '--file', join(folder, 'none.csv')],
      ['devices', '--person', 'nobody@city.example'],
      ['certificates', 'import', '--file', bad],
      ['certificates', 'import', '--file', short],
      ['certificates', 'revoke'],
      ['certificates', 'revoke', '--serial', 'zz'],
      ['certificates', 'authority'],
    ])
      answers.push(await run(...args));

    assert.deepEqual(
      answers.map(({ code, stdout, stderr }) => [code, stdout, stderr.trim().split('\n').length]),
      answers.map(() => [2, '', 1]),
    );
    const said = answers.map(({ stderr }) => stderr);
    assert.match(said[0]!, /^--kind: "phone" is no kind; expected office-pc, lent-pc, own-pc, ipad/);
    assert.match(said[1]!, /^--person: person is missing; only a lent-pc/);
    assert.match(said[2]!, /^--device: no device is called "nothing"/);
    assert.match(said[3]!, /there is no such file/);
    assert.match(said[5]!, /line 2: serial: "xyz" is no hexadecimal number/);
    assert.match(said[6]!, /line 1: the column notafter is missing/);
    assert.match(said[9]!, /certificates\.authority: not own/);
  });

  it('are found by their words, whose options are their own', async () => {
    const { code, stderr } = await runZaitaku(env, [
      'devices',
      'lend',
      '--device',
      'M-1',
      '--person',
      'hanako@city.example',
    ]);

    assert.deepEqual([code, stderr], [2, '--device: no device is called "M-1"; see zaitaku devices\n']);
  });
});

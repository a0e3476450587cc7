import assert from 'node:assert/strict';
import { reconcileHostPool } from '../../../flows/capacity/reconcile-host-pool.ts';
import { anOrganisation, aPool, at } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';
import { runZaitaku } from '../../support/zaitaku-process.ts';

describe('explain and maintenance as commands', function () {
  this.timeout(120_000);
  let stage: Stage;
  let env: NodeJS.ProcessEnv;
  before(async () => {
    // A pool of the city that the demo begins with.
    stage = await openStage({ organisation: anOrganisation({ pools: [aPool({ id: 'avd-pooled' })] }) });
    stage.provider.addPool('avd-pooled', { hosts: ['h1', 'h2'] });
    stage.clock.set(at('2025-12-02 08:10'));
    await reconcileHostPool({ ...stage.deps, provider: stage.provider }, 'avd-pooled');
    const ZAITAKU_AUDIT_KEY = stage.database.auditKey.toString('base64');
    const DATABASE_URL = stage.database.url;
    env = { ...process.env, NODE_OPTIONS: '', ZAITAKU_CONFIG: '', PORT: '1', DATABASE_URL, ZAITAKU_AUDIT_KEY };
  });
  after(() => stage.database.close());

  const run = (...args: string[]) => runZaitaku(env, args);

  it('explain prints text and JSON, and names in one line what cannot be meant', async () => {
    const pool = ['explain', '--pool', 'avd-pooled'];
    const [text, json, host] = await Promise.all([
      run(...pool, '--at', '2025-12-02T08:10'),
      run(...pool, '--at', '2025-12-01T23:10:00Z', '--json'),
      run(...pool, '--at', '2025-12-02T08:10', '--host', 'H1'),
    ]);
    const wrong = await Promise.all([
      run('explain', '--pool', 'nowhere'),
      run(...pool, '--at', 'yesterday'),
      run(...pool, '--at', '2999-12-02T08:10'),
      run(...pool, '--host', 'h9'),
    ]);

    assert.equal(text.code, 0, text.stderr);
    assert.match(text.stdout, /^Pool avd-pooled at 2025-12-02 08:10:00 \(Asia\/Tokyo\)\n[^]*\n {2}hosts {5}0 open, /);
    const { round } = JSON.parse(json.stdout) as { round: { at: string; figures: { hosts: { startable: number } } } };
    assert.deepEqual([round.at, round.figures.hosts.startable], ['2025-12-01T23:10:00.000Z', 2]);
    assert.match(host.stdout, /^Host h1 of pool avd-pooled on 2025-12-02 /);
    assert.deepEqual(
      wrong.map(({ code, stdout, stderr }) => [code, stdout, stderr.trim().split('\n').length]),
      wrong.map(() => [2, '', 1]),
    );
    assert.deepEqual(
      wrong.map(({ stderr }) => stderr.slice(0, stderr.indexOf(':'))),
      ['--pool', '--at', '--at', '--host'],
    );
  });

  it('maintenance marks, lists and gives back, and names in one line what cannot be meant', async () => {
    const pool = ['maintenance', '--pool', 'avd-pooled'];
    const empty = await run(...pool);
    const unknown = await run(...pool, '--mark', 'patches', '--hosts', 'h1,h9');
    const marked = await run(...pool, '--mark', 'patches', '--json');
    const due = await stage.tx((tx) => tx.due.stands('capacity', 'avd-pooled', new Date('9000-01-01')));
    const [done, notMarked] = [await run(...pool, '--done', 'h1'), await run(...pool, '--done', 'h1')];
    const list = await run(...pool, '--list');

    assert.deepEqual([empty.code, empty.stdout], [0, '保守中のホストはありません。 / No host is in maintenance.\n']);
    assert.deepEqual([unknown.code, unknown.stderr], [2, '--hosts: avd-pooled has no h9; expected some of h1, h2\n']);
    const answer = JSON.parse(marked.stdout) as { marked: string[]; hosts: { host: string; state: string }[] };
    assert.deepEqual(
      [answer.marked, answer.hosts.map(({ state }) => state)],
      [
        ['h1', 'h2'],
        ['waiting', 'waiting'],
      ],
    );
    assert.equal(due, true);
    assert.match(done.stdout, /^Given back to service: h1\n/);
    assert.deepEqual(
      [notMarked.code, notMarked.stderr],
      [2, '--done: not marked in avd-pooled: h1; expected some of h2\n'],
    );
    assert.match(list.stdout, /^h1 {2}done .*\nh2 {2}waiting {3}in service until the next look; "patches", marked /);
  });
});

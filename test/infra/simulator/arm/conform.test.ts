import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bootHosts, letIn, personalGroup, pooledGroup, startTown } from '../small-city.ts';
import { ArmCaller, avd, group, machines, pool } from './arm-caller.ts';
import { itWhere } from '../../../support/it-where.ts';

const checker = process.env['CONFORM_DIR'] ?? '';

describe('the simulated Resource Manager beside the official documents', () => {
  itWhere(
    checker !== '',
    'answers every operation that it knows in a shape that the documents contain',
    async function () {
      this.timeout(60_000);
      const folder = mkdtempSync(join(tmpdir(), 'zaitaku-conform-'));
      const simulator = await startTown();
      const arm = new ArmCaller(simulator.url);
      const [first, second, third] = simulator.tenant.setup.people;
      letIn(simulator, pooledGroup, first!.id, second!.id);
      letIn(simulator, personalGroup, third!.id);
      try {
        await everyOperation();
        arm.write(join(folder, 'arm.jsonl'));

        const judged = spawnSync(process.execPath, [
          join(checker, 'check-log.mjs'),
          join(folder, 'arm.jsonl'),
          '--quiet',
        ]);

        assert.equal(judged.status, 0, judged.stdout.toString());
      } finally {
        await simulator.close();
        rmSync(folder, { recursive: true });
      }

      async function everyOperation(): Promise<void> {
        const subscription = group.replace(/\/resourceGroups.*/, '');
        await arm.call('GET', pool);
        await arm.call('GET', `${avd}/hostPools`);
        await arm.call('GET', `${subscription}/providers/Microsoft.DesktopVirtualization/hostPools`);
        await arm.call('PATCH', pool, { body: { properties: { loadBalancerType: 'DepthFirst' } } });
        simulator.tenant.arm.scalingPlans.push({ name: 'plan', pools: { shared: true } });
        await arm.call('GET', `${pool}/scalingPlans`);
        for (const kind of ['applicationGroups', 'workspaces']) {
          await arm.call('GET', `${avd}/${kind}`);
          await arm.call('GET', `${subscription}/providers/Microsoft.DesktopVirtualization/${kind}`);
        }
        await arm.call('GET', `${avd}/applicationGroups/hp-shared-dag`);
        const hosts = await arm.call('GET', `${pool}/sessionHosts`);
        await arm.follow(hosts.body.nextLink);
        await arm.call('GET', `${pool}/sessionHosts`, {
          query: { pageSize: '10', initialSkip: '3', isDescending: 'true' },
        });
        const started = await arm.call('POST', `${machines}/town-001/start`);
        for (const header of ['Azure-AsyncOperation', 'Location']) await arm.follow(started.headers.get(header)!);
        await arm.call('POST', `${machines}/own-001/start`);
        await bootHosts(simulator, 'shared');
        for (const header of ['Azure-AsyncOperation', 'Location']) await arm.follow(started.headers.get(header)!);
        await arm.call('PATCH', `${avd}/hostPools/hp-own/sessionHosts/own-001`, {
          body: { properties: { assignedUser: third!.upn } },
        });
        await arm.call('GET', `${avd}/hostPools/hp-own/sessionHosts`);
        for (const { id } of [first!, second!]) simulator.tenant.model.signIn(id, 'shared');
        await bootHosts(simulator, 'shared');
        const sessions = await arm.call('GET', `${pool}/userSessions`);
        assert.equal(sessions.body.value.length, 2);
        await arm.call('GET', `${pool}/userSessions`, {
          query: { $filter: `userPrincipalName eq '${first!.upn}' and sessionState eq 'Active'` },
        });
        const paged = await arm.call('GET', `${pool}/userSessions`, { query: { pageSize: '1' } });
        await arm.follow(paged.body.nextLink);
        const ofHost = `${pool}/sessionHosts/town-001/userSessions`;
        await arm.call('GET', ofHost);
        await arm.call('GET', `${ofHost}/1`);
        await arm.call('POST', `${ofHost}/1/sendMessage`, {
          body: { messageTitle: 'おしらせ', messageBody: '終わりの時間です' },
        });
        await arm.call('POST', `${ofHost}/1/disconnect`);
        await arm.call('DELETE', `${ofHost}/1`, { query: { force: 'true' } });
        await arm.call('DELETE', `${ofHost}/1`);
        await arm.call('GET', `${ofHost}/1`);
        await arm.call('PATCH', `${pool}/sessionHosts/town-001`, { body: { properties: { allowNewSession: false } } });
        await arm.call('GET', `${pool}/sessionHosts/town-001`);
        const all = await arm.call('GET', `${subscription}/providers/Microsoft.Compute/virtualMachines`, {
          query: { statusOnly: 'true' },
        });
        await arm.follow(all.body.nextLink);
        await arm.call('GET', machines);
        await arm.call('GET', `${machines}/town-001`, { query: { $expand: 'instanceView' } });
        await arm.call('GET', `${machines}/town-001/instanceView`);
        simulator.tenant.model.host('shared', 'town-003')!.nextBoot = 'failed';
        const failing = await arm.call('POST', `${machines}/town-003/start`);
        await bootHosts(simulator, 'shared');
        for (const header of ['Azure-AsyncOperation', 'Location']) await arm.follow(failing.headers.get(header)!);
        await arm.call('GET', `${machines}/town-003/instanceView`);
        for (const act of ['restart', 'powerOff', 'deallocate', 'start'])
          await arm.call('POST', `${machines}/town-001/${act}`);
        const scope = `${avd}/applicationGroups/hp-shared-dag`;
        const assignments = `${scope}/providers/Microsoft.Authorization/roleAssignments`;
        await arm.call('GET', assignments, { query: { $filter: 'atScope()' } });
        await arm.call('GET', assignments, { query: { $filter: `principalId eq '${pooledGroup}'` } });
        await arm.call('GET', `${pool}/sessionHosts/nobody`);
        simulator.tenant.faults.add({ service: 'arm', status: 429, retryAfter: 2, rate: 1, count: 1 });
        await arm.call('GET', `${pool}/sessionHosts`);
      }
    },
  );
});

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { itWhere } from '../../../support/it-where.ts';
import { bootHosts, citrixTown, letIn, personalGroup, pooledGroup, startTown, townSimulation } from '../small-city.ts';
import { CitrixCaller } from './citrix-caller.ts';

const checker = process.env['CONFORM_DIR'] ?? '';

describe('the simulated Citrix beside the document rebuilt from Citrix’s client', () => {
  itWhere(
    checker !== '',
    'answers every operation that it knows in a shape that the document contains',
    async function () {
      this.timeout(60_000);
      const folder = mkdtempSync(join(tmpdir(), 'zaitaku-conform-'));
      const simulator = await startTown({ organisation: { organisation: citrixTown, simulation: townSimulation } });
      const citrix = new CitrixCaller(simulator.url);
      const [first, second, third] = simulator.tenant.setup.people;
      letIn(simulator, pooledGroup, first!.id, second!.id);
      letIn(simulator, personalGroup, third!.id);
      try {
        await citrix.signIn();
        await everyOperation();
        citrix.write(join(folder, 'citrix.jsonl'));

        const judged = spawnSync(process.execPath, [
          join(checker, 'check-log.mjs'),
          join(folder, 'citrix.jsonl'),
          '--quiet',
        ]);

        assert.equal(judged.status, 0, judged.stdout.toString());
      } finally {
        await simulator.close();
        rmSync(folder, { recursive: true });
      }

      async function everyOperation(): Promise<void> {
        const group = '/DeliveryGroups/DG%20shared';
        await citrix.call('GET', '/me');
        await citrix.call('GET', '/Identity/Users', { query: { user: first!.upn, userType: 'User', provider: 'All' } });
        for (const list of ['Machines', 'MachinesV2', 'Sessions', 'SessionsV2', 'DeliveryGroups', 'DeliveryGroupsV2'])
          await citrix.call('GET', `/${list}`);
        const page = await citrix.call('GET', '/Machines', {
          query: { limit: '10', sessionSupport: 'MultiSession', fields: 'Name,PowerState' },
        });
        await citrix.call('GET', '/Machines', { query: { continuationToken: page.body.ContinuationToken } });
        await citrix.call('GET', '/DeliveryGroups', { query: { fields: 'Name' } });
        await citrix.call('GET', group);
        await citrix.call('GET', group, { query: { fields: 'Name,AutoScaleEnabled' } });
        await citrix.call('GET', `${group}/Machines`, { query: { limit: '5' } });
        const [desktop] = (await citrix.call('GET', `${group}/Desktops`)).body.Items;
        const included = { IncludedUserFilterEnabled: true, IncludedUsers: [pooledGroup, first!.upn] };
        await citrix.call('PATCH', group, {
          body: { SimpleAccessPolicy: included, Desktops: [{ Id: desktop.Id, ...included, MaxDesktops: 1 }] },
        });
        await citrix.call('PATCH', group, { body: { LoadBalanceType: 'Vertical', InMaintenanceMode: true } });
        await citrix.call('PATCH', group, { body: { InMaintenanceMode: false } });
        const started = await citrix.call('POST', '/Machines/town-001/$start', { query: { async: 'true' } });
        await citrix.call('GET', citrix.jobOf(started));
        await citrix.call('POST', '/Machines/town-002/$start', { query: { detailResponseRequired: 'false' } });
        await bootHosts(simulator, 'shared', 'town-003');
        await citrix.call('GET', citrix.jobOf(started));
        // Results of jobs are left out: the rebuilt document calls them a string, because the client does not read them.
        await citrix.call('GET', '/Jobs');
        await citrix.call('PATCH', '/Machines/own-001', {
          body: { AssignedUsers: [`TOWN\\${third!.upn.split('@')[0]}`] },
        });
        await citrix.call('PATCH', '/Machines/town-003', {
          body: { InMaintenanceMode: true },
          query: { async: 'true' },
        });
        for (const { id } of [first!, second!]) simulator.tenant.model.signIn(id, 'shared');
        await bootHosts(simulator, 'shared');
        await citrix.call('GET', '/Machines/town-001');
        const sessions = (await citrix.call('GET', '/Sessions')).body.Items;
        assert.equal(sessions.length, 2);
        const [one, other] = sessions.map(({ Id }: { Id: string }) => `/Sessions/${Id}`);
        await citrix.call('GET', one);
        await citrix.call('GET', one, { query: { fields: 'State,User' } });
        await citrix.call('GET', '/Machines/town-001/Sessions', { query: { fields: 'State' } });
        await citrix.call('POST', `${one}/$sendMessage`, {
          body: { Title: 'おしらせ', Text: '時間です', Style: 'Information' },
        });
        await citrix.call('POST', `${one}/$disconnect`);
        await citrix.call('POST', `${one}/$logoff`);
        await citrix.call('POST', `${other}/$logoff`, { query: { async: 'true' } });
        await citrix.call('POST', '/Machines/town-001/$disconnect');
        await citrix.call('POST', '/Machines/town-001/$logoff');
        await citrix.call('POST', '/Machines/town-001/$reboot', { query: { force: 'true' } });
        await citrix.call('POST', '/Machines/town-002/$shutdown', { query: { delay: '60' } });
        await citrix.call('POST', '/Machines/town-003/$shutdown');
        simulator.tenant.model.host('shared', 'town-004')!.nextBoot = 'failed';
        await citrix.call('POST', '/Machines/town-004/$start');
        await bootHosts(simulator, 'shared');
        await citrix.call('GET', '/Machines');
        await citrix.call('POST', '/Machines/town-005/$reboot');
        await citrix.call('GET', '/Machines/nothing');
        simulator.tenant.faults.add({ service: 'citrix', status: 429, retryAfter: 2, rate: 1, count: 1 });
        await citrix.call('GET', '/Machines');
      }
    },
  );
});

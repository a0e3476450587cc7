import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeptFile } from '../../../infra/simulator/kept-file.ts';
import { SimulatedClock } from '../../../infra/simulator/simulated-clock.ts';
import { SimulatorStartError } from '../../../infra/simulator/start-simulator.ts';
import { bootHosts, letIn, morning, pooledGroup, startTown } from './small-city.ts';

describe('the tenant’s clock', () => {
  it('keeps pace with the machine while it runs and moves only by hand while it stands', () => {
    let machine = 5000;
    const clock = new SimulatedClock(morning, () => machine);

    clock.run();
    machine += 1500;
    assert.equal(clock.now().getTime() - morning.getTime(), 1500);
    assert.throws(() => clock.moveTo(morning));
    clock.freeze();
    machine += 1500;
    assert.equal(clock.now().getTime() - morning.getTime(), 1500);
    clock.moveTo(new Date(morning.getTime() + 9000));
    clock.moveTo(morning);

    assert.equal(clock.now().getTime() - morning.getTime(), 9000);
  });
});

describe('the tenant’s state', () => {
  let dataDir: string;

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'zaitaku-tenant-'));
  });

  afterEach(() => rmSync(dataDir, { recursive: true }));

  it('is there again after the process ended, with its clock, as if no time had passed', async () => {
    const first = await startTown({ dataDir });
    const { id } = first.tenant.setup.people[0]!;
    letIn(first, pooledGroup, id);
    await bootHosts(first, 'shared', 'town-001');
    first.tenant.model.signIn(id, 'shared');
    first.tenant.playFromOutside(id);
    const before = JSON.parse(JSON.stringify(first.tenant)) as unknown;
    await first.close();

    const second = await startTown({ dataDir, now: undefined });
    const after = JSON.parse(JSON.stringify(second.tenant)) as unknown;
    await second.close();

    assert.deepEqual(after, before);
  });

  it('is written by a signal at once', async () => {
    const simulator = await startTown({ dataDir });

    simulator.tenant.model.start('shared', 'town-001');
    simulator.save();

    const kept = KeptFile.read(join(dataDir, 'simulator', 'state.json')) as {
      model: { pools: { shared: { hosts: { power: string }[] } } };
    };
    assert.equal(kept.model.pools.shared.hosts[0]!.power, 'starting');
    await simulator.close();
  });

  it('refuses an earlier clock unless it begins anew', async () => {
    const earlier = new Date(morning.getTime() - 60_000);
    await (await startTown({ dataDir })).close();

    await assert.rejects(startTown({ dataDir, now: earlier }), (error: Error) => {
      assert.ok(error instanceof SimulatorStartError);
      assert.match(error.message, /^--now 2026-12-01T20:59:00.000Z: earlier than the kept clock .*--fresh$/);
      return true;
    });
    const fresh = await startTown({ dataDir, now: earlier, fresh: true });
    assert.deepEqual(fresh.tenant.clock(), earlier);
    await fresh.close();
  });

  it('says when the kept file is broken or another organisation’s', async () => {
    await (await startTown({ dataDir })).close();
    const file = join(dataDir, 'simulator', 'state.json');
    writeFileSync(file, JSON.stringify({ version: 1, organisation: 'village', now: morning }));
    await assert.rejects(startTown({ dataDir }), /tenant of village, not of town/);
    writeFileSync(file, '{"version":');
    await assert.rejects(startTown({ dataDir }), /cannot be read; start with --fresh/);
  });
});

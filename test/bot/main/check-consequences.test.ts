import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CheckLine } from '../../../bot/commands/check.ts';
import { consequenceLines } from '../../../bot/main/check-consequences.ts';
import { noteSettings } from '../../../flows/settings/note-settings.ts';
import { NO_TEXTS } from '../../../flows/booking/booking.ts';
import { loadOrganisation } from '../../../infra/organisations/load-organisation.ts';
import { aBooking, anOrganisation, aPool, at, idOf, someRules } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';
import { freePorts, runZaitaku } from '../../support/zaitaku-process.ts';

const KAMAKURA = new URL('../../../infra/organisations/kamakura.yaml', import.meta.url).pathname;

describe('what another configuration would change', () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.database.close());
  beforeEach(async () => {
    await stage.reset();
    await stage.people('hanako', 'taro', 'jiro', 'saburo', 'shiro');
  });

  const book = (name: string, day: string, more: Parameters<typeof aBooking>[0] = {}) =>
    stage.tx((tx) =>
      tx.bookings.add(
        [
          aBooking({
            id: idOf(`${name} ${day}`),
            requestId: idOf(`${name} ${day}`),
            personId: idOf(name),
            day,
            ...more,
          }),
        ],
        NO_TEXTS,
      ),
    );
  const lines = (organisation = stage.organisation) =>
    consequenceLines(stage.database.store, organisation, stage.clock.now());
  const shown = ({ what, ok, detail }: CheckLine) => `${String(ok)} ${what}: ${detail}`;

  it('is nothing where nothing changes', async () => {
    await noteSettings(stage.deps);
    await book('hanako', '2026-12-02');

    assert.deepEqual((await lines()).map(shown), [
      'true settings: the same as those in force',
      'true existing bookings under this configuration: 1 held, all of them could be asked for under it',
    ]);
  });

  it('is a line for each setting and each kind of consequence, with how many, whom, and the mend', async () => {
    await noteSettings(stage.deps);
    for (const name of ['hanako', 'taro', 'jiro', 'saburo'])
      await book(name, '2026-12-02', { createdAt: at('2026-11-02 09:00') });
    await book('hanako', '2026-12-03');
    await book('shiro', '2026-12-07', { poolId: 'gone' });
    const rules = someRules({ daysPerWeek: 1, stops: [], forbiddenWeekdays: ['WE'] });

    const found = await lines(anOrganisation({ rules, pools: [aPool({ licences: 3 })] }));

    assert.deepEqual(found.map(shown), [
      'true setting pools[pool].licences: null → 3',
      'true setting rules.daysPerWeek: 3 → 1',
      'true setting rules.forbiddenWeekdays: [] → ["WE"]',
      'true setting rules.stops: ["days-per-week","days-per-month","days-per-year","horizon","part","place","device","closure"] → []',
      'false bookings under this configuration, stop pool-gone: 1 of 6 could not be asked for any more: shiro@city.example 2026-12-07',
      `false bookings under this configuration, stop no-seat: 1 of 6 could not be asked for any more: ${lastOf()}@city.example 2026-12-02`,
      `warn bookings under this configuration, beyond weekday: 4 of 6 would take the approver's word: ${firstThree()}, …`,
      "warn bookings under this configuration, beyond days-per-week: 1 of 6 would take the approver's word: hanako@city.example 2026-12-03",
    ]);
    assert.ok(found.every(({ ok, mend }) => ok === true || mend !== null));

    /** Those asked for at the same instant stand in the order of their ids. */
    function inOrder() {
      return ['hanako', 'taro', 'jiro', 'saburo'].sort((a, b) =>
        idOf(`${a} 2026-12-02`) < idOf(`${b} 2026-12-02`) ? -1 : 1,
      );
    }
    function lastOf() {
      return inOrder()[3];
    }
    function firstThree() {
      return inOrder()
        .slice(0, 3)
        .map((name) => `${name}@city.example 2026-12-02`)
        .join(', ');
    }
  });

  it('says that nothing was in force before the first start, and counts what has been in this week’s limit', async () => {
    stage.clock.set(at('2026-12-03 09:00'));
    await book('hanako', '2026-12-01', { status: 'completed' });
    await book('hanako', '2026-12-04');

    const found = await lines(anOrganisation({ rules: someRules({ daysPerWeek: 1 }) }));

    assert.equal(shown(found[0]!), 'true settings: none were in force yet');
    assert.match(shown(found[1]!), /^false .*stop days-per-week: 1 of 1 .*hanako@city.example 2026-12-04$/);
  });

  it('changes nothing', async () => {
    await noteSettings(stage.deps);
    await book('hanako', '2026-12-02', { poolId: 'gone' });
    const before = [await stage.audit(), await stage.outbox(), await stage.booking(idOf('hanako 2026-12-02'))];

    await lines(anOrganisation({ rules: someRules({ daysPerWeek: 1 }) }));

    assert.deepEqual(
      [await stage.audit(), await stage.outbox(), await stage.booking(idOf('hanako 2026-12-02'))],
      before,
    );
  });

  it('is what the command says of a changed file', async function () {
    this.timeout(60_000);
    const folder = mkdtempSync(join(tmpdir(), 'zaitaku-check-'));
    const file = join(folder, 'kamakura.yaml');
    const text = readFileSync(KAMAKURA, 'utf8');
    const { organisation } = loadOrganisation(KAMAKURA);
    const pool = organisation.pools[0]!.id;
    stage.organisation = organisation;
    await noteSettings(stage.deps);
    const soon = new Date(Date.now() + 7 * 24 * 60 * 60_000).toISOString().slice(0, 10);
    await book('hanako', soon, { poolId: pool });
    writeFileSync(file, text.replace(/^( +daysPerWeek:) \d+/m, '$1 1').replaceAll(`id: ${pool}\n`, 'id: another\n'));
    const [port, simulatorPort] = await freePorts(2);
    const env = {
      ...process.env,
      NODE_OPTIONS: '',
      ZAITAKU_CONFIG: '',
      DATA_DIR: folder,
      DATABASE_URL: stage.database.url,
      PORT: `${port}`,
      SIMULATOR_PORT: `${simulatorPort}`,
    };

    const { code, stdout, stderr } = await runZaitaku(env, ['check', '--config', file, '--json']);

    rmSync(folder, { recursive: true, force: true });
    assert.equal(code, 1, stderr);
    const found = (JSON.parse(stdout) as CheckLine[]).map(shown);
    const changed = found.filter((line) => line.startsWith('true setting ')).map((line) => line.split(': ')[0]);
    assert.deepEqual(changed, [
      'true setting pools[another]',
      `true setting pools[${pool}]`,
      'true setting rules.daysPerWeek',
    ]);
    const gone = `false bookings under this configuration, stop pool-gone: 1 of 1 could not be asked for any more: hanako@city.example ${soon}`;
    assert.ok(found.includes(gone), found.join('\n'));
  });
});

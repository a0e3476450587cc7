import assert from 'node:assert/strict';
import { noteSettings } from '../../../flows/settings/note-settings.ts';
import { anOrganisation, someRules } from '../../support/builders.ts';
import { loadOrganisation } from '../../../infra/organisations/load-organisation.ts';
import { verifyAudit } from '../../../infra/store/verify-audit.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';

describe('settings taken over', () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.database.close());
  beforeEach(() => stage.reset());

  const entries = async () =>
    (
      await stage.database.owner.query<{ kind: string; facts: { paths: string[] }; details: unknown }>(
        'SELECT kind, facts, details FROM audit_entry JOIN audit_personal USING (seq) ORDER BY seq',
      )
    ).rows;

  it('are in the audit log the first time, and not again while nothing changes', async () => {
    const first = await noteSettings(stage.deps);
    const second = await noteSettings(stage.deps);

    assert.deepEqual([first, second], [[], []]);
    assert.deepEqual(await entries(), [
      { kind: 'settings-first-seen', facts: { paths: [] }, details: { changed: [] } },
    ]);
  });

  it('of the shipped city are the same when they come back from the database', async () => {
    stage.organisation = loadOrganisation('kamakura').organisation;
    await noteSettings(stage.deps);

    assert.deepEqual(await noteSettings(stage.deps), []);
  });

  it('are in the audit log with each change: paths in the chain, values beside it', async () => {
    await noteSettings(stage.deps);
    const ict = { people: ['officer@city.example'], groups: [] };
    stage.organisation = anOrganisation({
      rules: someRules({ daysPerWeek: 2 }),
      roles: { ...stage.organisation.roles, ict },
    });

    const changed = await noteSettings(stage.deps);
    await noteSettings(stage.deps);

    const [, entry, ...more] = await entries();
    assert.deepEqual(
      changed.map(({ path }) => path),
      ['roles.ict.people', 'rules.daysPerWeek'],
    );
    assert.deepEqual(
      [entry?.kind, entry?.facts, more],
      ['settings-changed', { paths: changed.map((one) => one.path) }, []],
    );
    assert.ok(!JSON.stringify(entry?.facts).includes('officer'));
    assert.deepEqual(entry?.details, {
      changed: [
        { path: 'roles.ict.people', from: [], to: ['officer@city.example'] },
        { path: 'rules.daysPerWeek', from: 3, to: 2 },
      ],
    });
    const verdict = await verifyAudit({ db: stage.database.db, key: stage.database.auditKey });
    assert.deepEqual(verdict, { ok: true, entries: 2 });
  });
});

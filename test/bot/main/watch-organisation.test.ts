import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openZaitaku } from '../../../bot/main/open-zaitaku.ts';
import { watchOrganisation } from '../../../bot/main/watch-organisation.ts';
import type { Role } from '../../../flows/organisation.ts';
import { organisationText } from '../../infra/organisations/organisation-text.ts';
import { aDirectoryPerson } from '../../support/builders.ts';
import { FakeCalendarReader } from '../../support/fakes/fake-calendar-reader.ts';
import { FakeFeedReader } from '../../support/fakes/fake-feed-reader.ts';
import { FakeLicenceDetails } from '../../support/fakes/fake-licence-details.ts';
import { FakeOpenWays, FakeSecondFactors } from '../../support/fakes/fake-readiness.ts';
import { FakeAuthority } from '../../support/fakes/fake-authority.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';

describe('the organisation’s file while running', function () {
  this.timeout(20_000);
  let stage: Stage;
  let folder: string;
  let file: string;
  before(async () => {
    stage = await openStage();
    folder = mkdtempSync(join(tmpdir(), 'zaitaku-watch-'));
  });
  after(async () => {
    rmSync(folder, { recursive: true, force: true });
    await stage.database.close();
  });
  beforeEach(async () => {
    await stage.reset();
    file = join(folder, `${Math.random()}.yaml`);
    writeFileSync(file, organisationText());
  });

  /** The product over a watched file, armed; `change` writes it and waits until it is taken over, or refused. */
  const open = async () => {
    const said: string[] = [];
    let heard = (): void => undefined;
    const log = {
      info: () => undefined,
      error: ({ line }: { line: string }) => {
        said.push(line);
        heard();
      },
    };
    const watched = watchOrganisation(file, log as never);
    const { database, clock, directory, groups, calendar, provider } = stage;
    const zaitaku = openZaitaku({
      store: database.store,
      clock,
      organisation: watched.current,
      outside: {
        directory,
        groups,
        calendar,
        calendars: new FakeCalendarReader(),
        provider,
        licenceDetails: new FakeLicenceDetails(),
        secondFactors: new FakeSecondFactors(),
        ways: new FakeOpenWays(),
        organisationCalendar: new FakeFeedReader(),
        feedReader: new FakeFeedReader(),
      },
      authority: new FakeAuthority(),
      publicUrl: 'http://127.0.0.1:3978',
      notificationUrl: null,
      appId: '',
      defaultServiceUrl: 'http://127.0.0.1:1',
      keepHouse: () => Promise.resolve(clock.now()),
      writeAuditHead: () => Promise.resolve(),
      log: stage.log,
    });
    await zaitaku.arm();
    watched.onChange(() => void zaitaku.takeOverSettings().then(() => heard()));
    const change = async (text: string) => {
      const done = new Promise<void>((resolve) => (heard = resolve));
      writeFileSync(file, text);
      await done;
    };
    return { watched, zaitaku, said, change };
  };
  const withRole = (role: Role, zaitaku: ReturnType<typeof openZaitaku>) => zaitaku.deps.roles.peopleWith(role);
  const dueKinds = async () =>
    new Set((await stage.tx((tx) => tx.due.list(stage.clock.now()))).map(({ kind, subject }) => `${kind} ${subject}`));

  it('is taken over when it changes: in force, in the audit log, roles and pools looked at again', async () => {
    const ann = { ...aDirectoryPerson('ann'), upn: 'officer.ann@town.example' };
    const bob = { ...aDirectoryPerson('bob'), upn: 'officer.bob@town.example' };
    stage.directory.everybody.push(ann, bob);
    await stage.tx((tx) => tx.people.saveFromDirectory([ann, bob], stage.clock.now()));
    const { watched, zaitaku, change } = await open();
    const before = [withRole('ict', zaitaku), await stage.audit()];
    await stage.database.owner.query('DELETE FROM due');

    await change(organisationText(['daysPerWeek: 4', 'daysPerWeek: 2'], ['officer.ann@', 'officer.bob@']));
    watched.close();

    assert.deepEqual(before, [[ann.id], ['settings-first-seen']]);
    assert.equal(watched.current().rules.daysPerWeek, 2);
    assert.deepEqual(withRole('ict', zaitaku), [bob.id]);
    assert.deepEqual(await stage.audit(), ['settings-first-seen', 'settings-changed']);
    const due = await dueKinds();
    for (const kind of ['access', 'sessions', 'capacity', 'waitlist']) assert.ok(due.has(`${kind} shared`), kind);
  });

  it('stays as it was where the new one is wrong, or somebody else’s', async () => {
    const { watched, said, change } = await open();

    await change(organisationText(['daysPerWeek: 4', 'daysPerWeek: 9']));
    await change(organisationText(['id: town', 'id: city']));
    watched.close();

    assert.equal(watched.current().rules.daysPerWeek, 4);
    assert.match(said[0]!, /rules\.daysPerWeek/);
    assert.match(said.at(-1)!, /id and tenantId cannot change while running/);
    assert.deepEqual(await stage.audit(), ['settings-first-seen']);
  });

  it('tells of a change that came before anybody asked to be told', async () => {
    const log = { info: () => changed(), error: () => undefined };
    let changed = (): void => undefined;
    const watched = watchOrganisation(file, log as never);
    const read = new Promise<void>((resolve) => (changed = resolve));
    writeFileSync(file, organisationText(['daysPerWeek: 4', 'daysPerWeek: 2']));
    await read;
    let told = 0;

    watched.onChange(() => (told += 1));
    watched.close();

    assert.equal(told, 1);
  });
});

import assert from 'node:assert/strict';
import { allowListText, isWholeList } from '../../../flows/gateway/allow-list-text.ts';
import { followAllowList, isAllowListRight } from '../../../flows/gateway/follow-allow-list.ts';
import { ALLOW_LIST } from '../../../flows/gateway/gateway-due.ts';
import { aGateway, anOrganisation, at, idOf } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';
import { booked, certified, FakeAllowListFile } from '../../support/gateway-stage.ts';

describe('the gateway’s file', () => {
  let stage: Stage;
  let file: FakeAllowListFile;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.database.close());
  beforeEach(async () => {
    file = new FakeAllowListFile();
    await stage.reset(anOrganisation({ gateway: aGateway({ file: '/gateway/allow.map' }) }));
    await stage.people('hanako', 'officer');
    stage.roles.set('ict', [idOf('officer')]);
    await certified(stage, 'hanako', { serial: 'a1b2' });
  });

  const follow = () => followAllowList({ ...stage.deps, allowListFile: file });
  const isRight = () => isAllowListRight({ ...stage.deps, allowListFile: file });
  const settled = () => stage.tx((tx) => tx.due.set('gateway', ALLOW_LIST, null));
  const wrong = 'no list of ours\n';

  it('is written with what is booked, whole, and again at each edge and each hour', async () => {
    await booked(stage, 'hanako');

    assert.deepEqual(await follow(), at('2026-12-01 10:00'));
    assert.ok(isWholeList(file.text!) && file.text!.includes('hanako@city.example a1b2'));

    stage.clock.set(at('2026-12-02 08:10'));
    assert.deepEqual(await follow(), at('2026-12-02 08:30'));
    stage.clock.set(at('2026-12-02 17:15'));
    await follow();
    assert.ok(!file.text!.includes('a1b2'), 'what is over is gone');
  });

  it('is due after every change of a booking that grants something', async () => {
    const booking = await booked(stage, 'hanako');
    await follow();
    await settled();

    await stage.cancel('hanako', booking);

    assert.ok(await stage.tx((tx) => tx.due.stands('gateway', ALLOW_LIST, stage.clock.now())));
    await follow();
    assert.ok(!file.text!.includes('a1b2'));
  });

  it('is no matter of an organisation without one', async () => {
    for (const gateway of [null, aGateway()]) {
      stage.organisation = anOrganisation({ gateway });
      assert.equal(await follow(), null);
      assert.ok(await isRight());
    }
    assert.equal(file.writes, 0);
  });

  it('that cannot be written is told to the ICT section at once, once a day, and tried again', async () => {
    for (const _ of [1, 2]) {
      file.failure = new Error('/gateway/allow.map cannot be written (ENOSPC)');
      await assert.rejects(follow(), /ENOSPC/);
    }

    assert.deepEqual(await stage.toldTo('officer'), ['fault']);
    await follow();
    assert.ok(isWholeList(file.text!));
  });

  it('is right as it was written, also some hours later', async () => {
    await booked(stage, 'hanako');
    await follow();
    await settled();

    assert.ok(await isRight());
    stage.clock.set(at('2026-12-02 07:45'));
    assert.ok(await isRight());
  });

  it('is wrong when it is missing, cut off, altered, or of another day', async () => {
    await booked(stage, 'hanako');
    await follow();
    await settled();
    const old = file.text!;
    stage.clock.set(at('2026-12-02 09:00'));

    for (const text of [null, '', old.slice(0, -20), old.replace('a1b2', 'a1b3'), wrong]) {
      file.text = text;
      assert.ok(!(await isRight()), String(text).slice(0, 40));
    }
    file.text = old;
    assert.ok(await isRight());
    await booked(stage, 'officer', { day: '2026-12-02' });
    await certified(stage, 'officer', { serial: 'c3' });
    assert.ok(!(await isRight()), 'somebody is missing in it');
    file.text = allowListText({ asOf: stage.clock.now(), until: at('2026-12-03 12:00'), entries: [] });
    assert.ok(!(await isRight()), 'an empty one');
  });

  it('that is about to be written is no fault', async () => {
    await booked(stage, 'hanako');
    await stage.tx((tx) => tx.due.noLaterThan('gateway', ALLOW_LIST, stage.clock.now()));
    file.text = wrong;

    assert.ok(await isRight());
  });
});

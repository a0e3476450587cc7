import assert from 'node:assert/strict';
import { FreshStanding } from '../../../flows/approval/fresh-standing.ts';
import type { Booking } from '../../../flows/booking/booking.ts';
import { lookAtDirectory } from '../../../flows/sync-directory.ts';
import { aDirectoryPerson, idOf } from '../../support/builders.ts';
import { FakeDirectory } from '../../support/fakes/fake-directory.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';

describe('the standing of whoever decides', function () {
  this.timeout(60_000);
  let stage: Stage;
  let standing: FreshStanding;
  let booking: Booking;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.database.close());
  beforeEach(async () => {
    await stage.reset();
    await stage.people('manager', 'next', ['hanako', { manager: 'manager' }]);
    await look();
    [booking] = (await stage.request('hanako')) as [Booking];
    standing = new FreshStanding({ ...stage.deps, directory: stage.directory });
  });

  const look = () => lookAtDirectory({ ...stage.deps, directory: stage.directory });
  const hanakoIs = (manager: string) => {
    const { everybody } = stage.directory;
    everybody.splice(
      everybody.findIndex(({ id }) => id === idOf('hanako')),
      1,
      aDirectoryPerson('hanako', { manager }),
    );
  };
  const approvers = async () => (await stage.booking(booking.id)).approverIds;

  it('is what the store knows while the directory was looked at within a quarter of an hour', async () => {
    hanakoIs('next');
    stage.clock.forward(15);

    await standing.before([booking.id]);

    assert.deepEqual(await approvers(), [idOf('manager')]);
  });

  it('is asked of the directory where the last look lies further back', async () => {
    hanakoIs('next');
    stage.clock.forward(16);

    await standing.before([booking.id]);

    assert.deepEqual(await approvers(), [idOf('next')]);
    assert.deepEqual(await stage.toldTo('next'), ['approval-request']);
  });

  it('goes to a manager whom nobody here knew yet', async () => {
    stage.directory.everybody.push(aDirectoryPerson('newcomer'));
    hanakoIs('newcomer');
    stage.clock.forward(16);

    await standing.before([booking.id]);

    assert.deepEqual(await approvers(), [idOf('newcomer')]);
  });

  it('leaves nothing to decide where the requester is gone', async () => {
    stage.directory.everybody.pop();
    stage.clock.forward(16);

    await standing.before([booking.id]);

    assert.equal((await stage.booking(booking.id)).status, 'cancelled');
  });

  it('is what the store knows where the directory fails', async () => {
    hanakoIs('next');
    stage.clock.forward(16);
    stage.directory.failNext('unavailable');

    await standing.before([booking.id]);

    assert.deepEqual(await approvers(), [idOf('manager')]);
  });

  it('is waited for less than a second, and not asked for again at once', async () => {
    let asked = 0;
    const silent = Object.assign(new FakeDirectory(), {
      person: () => {
        asked += 1;
        return new Promise<null>(() => undefined);
      },
    });
    standing = new FreshStanding({ ...stage.deps, directory: silent });
    stage.clock.forward(16);
    const began = performance.now();

    await standing.before([booking.id]);
    await standing.before([booking.id]);

    assert.ok(performance.now() - began < 2_500);
    assert.equal(asked, 1);
    assert.deepEqual(await approvers(), [idOf('manager')]);
    stage.clock.forward(1);
    await standing.before([booking.id]);
    assert.equal(asked, 2);
  });

  it('asks nobody for no booking, and for one that is none', async () => {
    stage.clock.forward(16);
    stage.directory.failNext('unavailable');

    await standing.before([]);
    await standing.before([idOf('no booking')]);

    await assert.rejects(stage.directory.person(idOf('hanako')));
  });
});

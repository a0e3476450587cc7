import assert from 'node:assert/strict';
import { HOLDING } from '../../../flows/booking/booking.ts';
import { followWaitlist } from '../../../flows/waitlist/promote-waiting.ts';
import { someRules } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';
import { join } from '../waitlist/line-stage.ts';
import { allBookings, faultsOf, twoPools } from './overflow-stage.ts';

const AT_ONCE = 30;

describe('thirty people for the last three seats of a pool and two of the one that it overflows to', function () {
  this.timeout(60_000);
  let stage: Stage;
  before(async () => {
    stage = await openStage({ connections: AT_ONCE });
  });
  after(() => stage.database.close());
  beforeEach(async () => {
    await stage.reset(twoPools([3, 2], { rules: someRules({ within: 'automatic' }) }));
    await stage.people(...names.map((name) => [name, { manager: 'manager' }] as [string, object]), 'manager');
  });

  const names = Array.from({ length: AT_ONCE }, (_, index) => `person${index}`);
  const taken = async () => {
    const held = (await allBookings(stage)).filter(({ status }) => HOLDING.includes(status));
    return ['pool', 'spare'].map((id) => held.filter(({ poolId }) => poolId === id).length);
  };

  it('are five who are approved, three here and two there', async () => {
    const drafts = await Promise.all(names.map((name) => stage.propose(name)));

    await Promise.all(names.map((name, index) => stage.confirm(name, drafts[index]!)));

    const all = await allBookings(stage);
    assert.deepEqual([all.length, await taken()], [5, [3, 2]]);
    assert.equal(new Set(all.map(({ personId }) => personId)).size, 5);
    assert.deepEqual(faultsOf(all, stage.organisation), []);
  });

  it('never end in two pools on one day, whatever each of them presses at once', async () => {
    stage.organisation = twoPools([12, 12], { rules: someRules({ within: 'automatic' }) });
    const parts = ['am', 'pm'] as const;
    const wishes = names.flatMap((name) => parts.map((part) => ({ name, part })));
    const drafts = await Promise.all(wishes.map(({ name, part }) => stage.propose(name, { part })));

    await Promise.all(wishes.map(({ name }, index) => stage.confirm(name, drafts[index]!)));

    const all = await allBookings(stage);
    assert.deepEqual(faultsOf(all, stage.organisation), []);
    assert.ok(all.length >= 24, `${all.length} halves of 48 taken`);
  });

  it('are decided at once with others in both lines, and all seats of both go to those who wait', async () => {
    const held = [];
    for (const name of names.slice(0, 5)) held.push((await stage.request(name))[0]!);
    const line = [];
    for (const name of names.slice(5, 15)) line.push(await join(stage, name));
    const drafts = await Promise.all(names.slice(15).map((name) => stage.propose(name)));

    await Promise.all([
      ...held.map((booking, index) => stage.cancel(names[index]!, booking)),
      ...names.slice(15).map((name, index) => stage.confirm(name, drafts[index]!)),
      ...['pool', 'spare', 'pool', 'spare'].map((poolId) => followWaitlist(stage.deps, poolId)),
    ]);
    for (const poolId of ['pool', 'spare']) await followWaitlist(stage.deps, poolId);

    const all = await allBookings(stage);
    assert.deepEqual(faultsOf(all, stage.organisation), []);
    assert.deepEqual(await taken(), [3, 2]);
    const seated = all.filter(({ status }) => HOLDING.includes(status)).map(({ id }) => id);
    assert.deepEqual(new Set(seated), new Set(line.slice(0, 5).map(({ id }) => id)), 'the first five in line');
  });
});

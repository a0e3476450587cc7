import assert from 'node:assert/strict';
import { planAccess } from '../../../flows/access/plan-access.ts';
import { addMinutes } from '../../../flows/minutes.ts';
import { aGrant, aWindow, idOf, NOW } from '../../support/builders.ts';

const open = [aWindow()];
const hanako = idOf('hanako');
const nothing = { fresh: [], add: [], remove: [], forget: [], retryAt: null };

describe('planning memberships', () => {
  it('reads the group first for who is newly entitled', () => {
    assert.deepEqual(planAccess(open, [], NOW), { ...nothing, fresh: [hanako] });
  });

  it('leaves alone who is in and should be, and who is nobody’s business', () => {
    assert.deepEqual(planAccess(open, [aGrant({ state: 'member' })], NOW), nothing);
    assert.deepEqual(planAccess([aWindow({ from: addMinutes(NOW, 1) })], [], NOW), nothing);
  });

  it('never removes a standing member, and forgets them when their window closes', () => {
    assert.deepEqual(planAccess(open, [aGrant({ state: 'standing' })], NOW), nothing);
    assert.deepEqual(planAccess([], [aGrant({ state: 'standing' })], NOW), { ...nothing, forget: [hanako] });
  });

  it('removes when the window closes, also who is only being added: the call may have been made', () => {
    for (const state of ['member', 'adding'] as const) {
      const plan = planAccess([], [aGrant({ state, attempts: 3, failingSince: NOW })], NOW);

      assert.deepEqual(plan.remove, [aGrant({ state: 'removing', nextAttemptAt: NOW })]);
    }
  });

  it('adds again who is being removed when their window opens again', () => {
    const plan = planAccess(open, [aGrant({ state: 'removing', attempts: 2, failingSince: NOW })], NOW);

    assert.deepEqual(plan.add, [aGrant()]);
  });

  it('tries again at the time set and not before', () => {
    const waiting = aGrant({ attempts: 2, nextAttemptAt: addMinutes(NOW, 5), failingSince: NOW });

    assert.deepEqual(planAccess(open, [waiting], NOW), { ...nothing, retryAt: addMinutes(NOW, 5) });
    assert.deepEqual(planAccess(open, [waiting], addMinutes(NOW, 5)), { ...nothing, add: [waiting] });
  });

  it('does not wait for a try set by a clock that has been put back since', () => {
    const week = aGrant({ attempts: 1, nextAttemptAt: addMinutes(NOW, 7 * 24 * 60), failingSince: NOW });

    assert.deepEqual(planAccess(open, [week], NOW).add, [week]);
  });
});

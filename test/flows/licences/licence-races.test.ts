import assert from 'node:assert/strict';
import { confirmBooking } from '../../../flows/booking/confirm-booking.ts';
import { followWaitlist } from '../../../flows/waitlist/promote-waiting.ts';
import type { View } from '../../../flows/views.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';
import { ledger, mostLent } from './ledger-stage.ts';
import { aConcurrent, aLicensed, aUserLicence, twoPools } from './licence-builders.ts';
import { at } from '../../support/builders.ts';

const AT_ONCE = 20;
const DAY = '2026-12-02';
const names = Array.from({ length: AT_ONCE }, (_, index) => `person${index}`);

describe('twenty connections at once, for three licences that two pools share', function () {
  this.timeout(60_000);
  let stage: Stage;
  before(async () => {
    stage = await openStage({ connections: AT_ONCE });
  });
  after(() => stage.database.close());

  for (const [kind, licence] of [
    ['concurrent', aConcurrent({ count: 3, pools: ['parks', 'roads'] })],
    ['user', aUserLicence({ count: 3, pools: ['parks', 'roads'] })],
  ] as const)
    describe(`of the kind ${kind}`, () => {
      beforeEach(async () => {
        const { pools, sections } = twoPools();
        await stage.reset(aLicensed([licence], pools, { sections }));
        const of = (index: number) => ({ manager: 'manager', department: index % 2 ? 'Roads' : 'Parks' });
        await stage.people(...names.map((name, index) => [name, of(index)] as [string, object]), 'manager');
      });

      it('three win, and the others are told before anything is sent', async () => {
        const drafts = await Promise.all(names.map((name) => stage.propose(name)));

        const views = await Promise.all(names.map((name, index) => stage.confirm(name, drafts[index]!)));

        assert.equal(sent(views), 3);
        const told = views.filter((view) => view.kind === 'proposal');
        assert.equal(told.length, AT_ONCE - 3);
        for (const view of told) {
          const verdict = view.days[0]?.verdict;
          assert.equal(verdict && !verdict.ok && verdict.refusal, 'no-seat');
          // Where all are bound to people, no other time of these months is free: the way out is the line.
          if (kind === 'concurrent') assert.ok(view.alternatives.length > 0, 'another time is offered');
        }
      });

      it('those who come too late wait in line, and each licence that comes back goes to one of them', async () => {
        const first = await Promise.all(names.slice(0, 3).map((name) => stage.request(name)));
        const late = names.slice(3);
        const drafts = await Promise.all(late.map((name) => stage.propose(name)));
        const waiting = await Promise.all(late.map((name, index) => wait(stage, name, drafts[index]!)));
        assert.equal(sent(waiting), late.length);

        await Promise.all([
          stage.cancel('person0', first[0]![0]!),
          stage.cancel('person1', first[1]![0]!),
          followWaitlist(stage.deps, 'parks'),
          followWaitlist(stage.deps, 'roads'),
        ]);
        await followWaitlist(stage.deps, 'parks');
        await followWaitlist(stage.deps, 'roads');

        const all = await stage.tx((tx) => tx.bookings.between(DAY, DAY, null));
        const count = (status: string) => all.filter((one) => one.status === status).length;
        assert.deepEqual([count('pending'), count('waitlisted')], [3, late.length - 2]);
      });

      it('are lent to three, and never to a fourth', async () => {
        const drafts = await Promise.all(names.map((name) => stage.propose(name)));
        await Promise.all(names.map((name, index) => stage.confirm(name, drafts[index]!)));
        const all = await stage.tx((tx) => tx.bookings.between(DAY, DAY, null));
        await Promise.all(all.map((booking) => stage.decide('manager', [booking])));

        for (const time of ['08:30', '12:00', '17:15']) {
          stage.clock.set(at(`${DAY} ${time}`));
          await Promise.all([stage.advance(), stage.advance(), stage.advance()]);
        }

        const lines = await ledger(stage);
        assert.deepEqual([lines.length, mostLent(lines, licence.id)], [3, 3]);
        assert.ok(lines.every(({ why }) => why === 'completed'));
      });
    });
});

function sent(views: View[]): number {
  return views.filter((view) => view.kind === 'request').length;
}

async function wait(stage: Stage, name: string, draft: { draftId: string; version: number }): Promise<View> {
  const person = await stage.person(name);
  return stage.tx((tx) =>
    confirmBooking(tx, stage.deps, person, { draftId: draft.draftId, version: draft.version, wait: true }),
  );
}

import assert from 'node:assert/strict';
import type { Booking } from '../../../flows/booking/booking.ts';
import { followWaitlist } from '../../../flows/waitlist/promote-waiting.ts';
import { idOf } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';
import { join } from '../waitlist/line-stage.ts';
import { aCity, begin, booked, comes, follow, press, round, stateOf, takenAt, until } from './no-show-stage.ts';

/** Each race is run so often: what comes first differs from run to run. */
const RUNS = 6;

describe('a seat on its way back, and what happens at the same moment', function () {
  this.timeout(120_000);
  let stage: Stage;
  before(async () => {
    stage = await openStage({ connections: 12 });
  });
  after(() => stage.database.close());

  async function morning(): Promise<Booking> {
    await begin(stage, aCity({ licences: 1 }), 'hanako', 'taro', 'jiro');
    return booked(stage, 'hanako');
  }
  const kinds = (booking: Booking) => stage.audit(booking.id);

  for (let run = 0; run < RUNS; run += 1) {
    it(`a sign-in that a round sees (${run + 1})`, async () => {
      const booking = await morning();
      await until(stage, '10:30');

      await Promise.all([
        follow(stage),
        (async () => {
          comes(stage, 'hanako');
          await round(stage);
        })(),
      ]);
      const { status } = await stage.booking(booking.id);
      await follow(stage);
      await stage.access();

      const after = await stage.booking(booking.id);
      assert.ok(status === 'active' || (await kinds(booking)).includes('booking-come-after-all'));
      assert.deepEqual([after.status, after.seatHeld], ['active', true]);
      assert.deepEqual(stage.members(), [idOf('hanako')]);
      assert.equal(await takenAt(stage, '11:00'), 1);
    });

    it(`a cancellation (${run + 1})`, async () => {
      const booking = await morning();
      await until(stage, '10:30');

      await Promise.all([stage.cancel('hanako', booking), follow(stage), follow(stage)]);

      const told = (await kinds(booking)).filter((kind) => kind === 'booking-cancelled' || kind === 'booking-no-show');
      assert.equal(told.length, 1, told.join());
      assert.equal(await takenAt(stage, '11:00'), 0);
    });

    it(`two taps that take it again, and another look (${run + 1})`, async () => {
      const booking = await morning();
      await until(stage, '10:30');
      await follow(stage);
      const card = await stage.booking(booking.id);

      const [first, second] = await Promise.all([
        press(stage, 'hanako', card),
        press(stage, 'hanako', card),
        follow(stage),
      ]);

      assert.deepEqual(
        [first, second].map((view) => stateOf(view)),
        ['again', 'again'],
      );
      assert.equal((await kinds(booking)).filter((kind) => kind === 'booking-taken-again').length, 1);
      assert.equal((await stage.booking(booking.id)).version, card.version + 1);
      assert.equal(await takenAt(stage, '11:00'), 1);
    });

    it(`those in line, a newcomer and its own person: one has it (${run + 1})`, async () => {
      const booking = await morning();
      await join(stage, 'taro');
      await until(stage, '10:30');
      await follow(stage);
      const card = await stage.booking(booking.id);
      const draft = await stage.propose('jiro', { days: ['2026-12-02'], part: 'pm' });

      const [view] = await Promise.all([
        press(stage, 'hanako', card),
        followWaitlist(stage.deps, 'pool'),
        followWaitlist(stage.deps, 'pool'),
        stage.confirm('jiro', draft),
      ]);

      assert.equal(stateOf(view), 'no-room');
      assert.equal(await takenAt(stage, '14:00'), 1);
      assert.deepEqual((await stage.toldTo('taro')).slice(-1), ['seat-offered']);
    });
  }
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { HOLDING, type Booking } from '../../../flows/booking/booking.ts';
import { confirmBooking } from '../../../flows/booking/confirm-booking.ts';
import { proposeChange } from '../../../flows/booking/propose-change.ts';
import { followWaitlist } from '../../../flows/waitlist/promote-waiting.ts';
import { idOf, someApprovals, someRules } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';
import { allBookings, faultsOf, twoPools } from './overflow-stage.ts';

const STAFF = ['hanako', 'taro', 'jiro', 'saburo'];
const DAYS = ['2026-12-02', '2026-12-03'];

const who = fc.constantFrom(...STAFF);
const day = fc.constantFrom(...DAYS);
const part = fc.constantFrom('full' as const, 'am' as const, 'pm' as const);
const which = fc.nat(20);
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('book' as const), who, day, part }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('change' as const), who, day, to: day, part }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('approve' as const), which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('cancel' as const), which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('ask-lines' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.constantFrom(30, 90, 300) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

describe('two pools under random commands', () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.database.close());

  it('never hold a seat too many or a person in two pools on one day, and leave no seat while somebody waits', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 20 }), fc.boolean(), async (steps, automatic) => {
        const rules = someRules({ daysPerWeek: 5, within: automatic ? 'automatic' : 'approver' });
        await stage.reset(twoPools([1, 1], { rules, approvals: someApprovals({ holdHours: 2 }) }));
        await stage.people(...STAFF.map((name) => [name, { manager: 'manager' }] as [string, object]), 'manager');
        let before = new Map<string, Booking>();
        for (const one of steps) {
          await take(one);
          const all = await allBookings(stage);
          assert.deepEqual(faultsOf(all, stage.organisation), [], JSON.stringify(one));
          for (const now of all) neverMovedWithoutNeed(before.get(now.id), now);
          before = new Map(all.map((now) => [now.id, now]));
        }
        await nobodyWaitsBesideAFreeSeat();
      }),
      { numRuns: 10 },
    );
  }).timeout(120_000);

  async function take(one: Step): Promise<void> {
    const all = await allBookings(stage);
    if (one.do === 'wait') {
      stage.clock.forward(one.minutes);
      await stage.advance();
    } else if (one.do === 'ask-lines') {
      for (const poolId of ['spare', 'pool']) await followWaitlist(stage.deps, poolId);
    } else if (one.do === 'book') {
      await send(one.who, await stage.propose(one.who, { days: [one.day], part: one.part }));
    } else if (one.do === 'change') {
      const person = await stage.person(one.who);
      const words = {
        intent: 'change' as const,
        days: [one.day],
        to_days: [one.to],
        part: one.part,
        language: 'en' as const,
      };
      const view = await stage.tx((tx) => proposeChange(tx, stage.deps, person, words));
      if (view.kind === 'proposal') await send(one.who, view);
    } else {
      const booking = all[one.which % (all.length || 1)];
      if (!booking) return;
      const name = STAFF.find((candidate) => idOf(candidate) === booking.personId)!;
      await (one.do === 'cancel' ? stage.cancel(name, booking) : stage.decide('manager', [booking]));
    }
  }

  async function send(name: string, { draftId, version }: { draftId: string; version: number }): Promise<void> {
    const person = await stage.person(name);
    await stage.tx((tx) => confirmBooking(tx, stage.deps, person, { draftId, version, wait: true }));
  }

  /** A seat that is held is in the same pool for as long as it is. */
  function neverMovedWithoutNeed(before: Booking | undefined, now: Booking): void {
    const held = (one: Booking) => HOLDING.includes(one.status) && one.seatHeld;
    if (before && held(before) && held(now)) assert.equal(now.poolId, before.poolId);
  }

  async function nobodyWaitsBesideAFreeSeat(): Promise<void> {
    for (const poolId of ['spare', 'pool']) await followWaitlist(stage.deps, poolId);
    const all = await allBookings(stage);
    const seated = all.filter(({ status, seatHeld }) => HOLDING.includes(status) && seatHeld);
    const holding = all.filter(({ status }) => HOLDING.includes(status));
    const now = stage.clock.now();
    for (const one of all.filter(
      ({ status, replacesId, endsAt }) => status === 'waitlisted' && replacesId === null && endsAt > now,
    )) {
      if (holding.some((other) => other.personId === one.personId && other.day === one.day)) continue;
      const taken = ['pool', 'spare'].map((poolId) =>
        seated.some((other) => other.poolId === poolId && other.startsAt < one.endsAt && one.startsAt < other.endsAt),
      );
      // The rest of a day that has begun may be too short to be ready for.
      if (one.startsAt > now) assert.deepEqual(taken, [true, true], `${one.day} ${one.part} waits beside a free seat`);
    }
  }
});

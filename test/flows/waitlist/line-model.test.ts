import assert from 'node:assert/strict';
import fc from 'fast-check';
import { HOLDING, type Booking, type BookingPart } from '../../../flows/booking/booking.ts';
import { seatsOf, type Pool } from '../../../flows/organisation.ts';
import { touch } from '../../../flows/waitlist/waiting-line.ts';
import { anOrganisation, aPool, idOf, someApprovals } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';
import { answerOffer, askTheLine, join } from './line-stage.ts';

const STAFF = ['a', 'b', 'c', 'd', 'e', 'f'];
const PRIORITY: Record<string, number> = { a: 5, b: 5, c: 1, d: 5, e: 1, f: 9 };

type Step =
  | { do: 'join'; who: string; part: BookingPart }
  | { do: 'cancel' | 'approve' | 'reject' | 'take' | 'decline'; which: number }
  | { do: 'wait'; minutes: number }
  | { do: 'seats'; seats: number };

const part = fc.constantFrom<BookingPart>('full', 'am', 'pm');
/** Several hold halves and whole days, and several wait. */
const crowd: fc.Arbitrary<Step[]> = fc
  .tuple(fc.shuffledSubarray(STAFF, { minLength: 5 }), fc.array(part, { minLength: 6, maxLength: 6 }))
  .map(([people, parts]) => people.map((who, nth) => ({ do: 'join', who, part: parts[nth]! })));

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('join' as const),
      who: fc.constantFrom(...STAFF),
      part: part,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'cancel' as const,
        'cancel' as const,
        'approve' as const,
        'reject' as const,
        'take' as const,
        'decline' as const,
      ),
      which: fc.nat(20),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.constantFrom(20, 60, 300, 900) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('seats' as const), seats: fc.integer({ min: 1, max: 3 }) }) },
);

describe('a waiting line under random commands', () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.database.close());

  const organisationWith = (seats: number) =>
    anOrganisation({
      pools: [aPool({ licences: seats })],
      approvals: someApprovals({ holdHours: 2 }),
      profiles: Object.entries(PRIORITY).map(([name, priority]) => ({
        id: name,
        for: { sections: [], jobTitles: [], people: [`${name}@city.example`] },
        rules: { priority },
      })),
    });

  it('keeps the seats’ cap, promotes nobody out of turn, loses nobody, and leaves no seat that somebody waits for', async () => {
    await fc.assert(
      fc.asyncProperty(crowd, fc.array(step, { minLength: 4, maxLength: 16 }), async (first, steps) => {
        await stage.reset(organisationWith(1));
        await stage.people(...STAFF.map((name) => [name, { manager: 'manager' }] as [string, object]), 'manager');
        let most = 1;
        for (const one of [...first, ...steps]) {
          if (one.do === 'seats') most = Math.max(most, one.seats);
          await take(one);
          const before = await all();
          await askTheLine(stage);
          const after = await all();
          assert.equal(after.length, before.length, 'nobody is lost');
          checkPass(before, after, stage.organisation.pools[0]!, most);
        }
      }),
      { numRuns: 15 },
    );
  }).timeout(180_000);

  const all = () => stage.tx((tx) => tx.bookings.between(null, null, null));

  async function take(one: Step): Promise<void> {
    if (one.do === 'seats') return void (stage.organisation = organisationWith(one.seats));
    if (one.do === 'wait') {
      stage.clock.forward(one.minutes);
      await stage.advance();
      assert.equal(await stage.advance(), 0, 'nothing stays due');
      return;
    }
    if (one.do === 'join') {
      // Whoever has the time already, or comes when it is over, is told so: nothing is sent.
      await join(stage, one.who, { part: one.part }).catch((error: Error) => assert.match(error.message, /^not sent/));
      return;
    }
    const open = (await all()).filter(({ status }) => HOLDING.includes(status) || status === 'waitlisted');
    const booking = open[one.which % (open.length || 1)];
    if (!booking) return;
    const name = STAFF.find((who) => idOf(who) === booking.personId)!;
    if (one.do === 'cancel') await stage.cancel(name, booking);
    else if (one.do === 'take' || one.do === 'decline') await answerOffer(stage, name, one.do, booking);
    else await stage.decide('manager', [booking], one.do === 'approve' ? 'approved' : 'rejected');
  }

  /** What one look at the line may have done. A cap that was lowered keeps what is held, and gives nothing more. */
  function checkPass(before: Booking[], after: Booking[], pool: Pool, most: number): void {
    const seats = seatsOf(pool);
    const now = stage.clock.now();
    const moved = after.filter(
      (one) => one.status !== 'waitlisted' && before.find(({ id }) => id === one.id)?.status === 'waitlisted',
    );
    const held = after.filter((one) => HOLDING.includes(one.status) && one.seatHeld);
    const takenAt = (instant: Date, bookings: Booking[]) =>
      bookings.filter((one) => one.startsAt <= instant && instant < one.endsAt).length;
    const fullest = (time: Booking, bookings: Booking[]) =>
      Math.max(
        ...[time, ...bookings.filter((one) => touch(one, time))].map((one) =>
          takenAt(new Date(Math.max(one.startsAt.getTime(), time.startsAt.getTime(), now.getTime())), bookings),
        ),
      );
    for (const one of held) assert.ok(fullest(one, held) <= most, 'no more than the seats');
    for (const one of moved) assert.ok(fullest(one, held) <= seats, 'nobody is given a seat that is not there');
    const waiting = after.filter((one) => one.status === 'waitlisted' && one.endsAt > now);
    for (const one of waiting) {
      // Who holds that time otherwise meanwhile cannot use the seat, nor whose desktop would not be ready in time.
      const other = after.some(
        (two) => two.personId === one.personId && HOLDING.includes(two.status) && touch(two, one),
      );
      const late = now.getTime() + pool.noticeMinutes * 60_000 >= one.endsAt.getTime();
      if (other || late) continue;
      const passed = moved.filter((two) => turn(two, one) > 0);
      const without = held.filter((two) => !passed.includes(two));
      assert.ok(fullest(one, without) >= seats, `${nameOf(one)} could have had it before ${passed.map(nameOf).join()}`);
    }
  }

  const nameOf = (one: Booking) => STAFF.find((who) => idOf(who) === one.personId) ?? '?';
  const turn = (a: Booking, b: Booking) =>
    PRIORITY[nameOf(a)]! - PRIORITY[nameOf(b)]! ||
    a.createdAt.getTime() - b.createdAt.getTime() ||
    (a.id < b.id ? -1 : 1);
});

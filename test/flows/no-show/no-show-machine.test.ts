import assert from 'node:assert/strict';
import fc from 'fast-check';
import { HOLDING, type Booking, type BookingStatus } from '../../../flows/booking/booking.ts';
import { canTakeAgain } from '../../../flows/no-show/no-show.ts';
import { seatsOf } from '../../../flows/organisation.ts';
import { idOf } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';
import {
  aCity,
  begin,
  booked,
  comes,
  DAY,
  follow,
  leaves,
  mostHeld,
  press,
  round,
  stateOf,
  until,
} from './no-show-stage.ts';

const STAFF = ['hanako', 'taro', 'jiro'];
/** The arrows of booking.ts for a booking that was approved. */
const ARROWS: Record<BookingStatus, BookingStatus[]> = {
  pending: [],
  waitlisted: [],
  approved: ['active', 'cancelled'],
  active: ['no-show', 'completed', 'cancelled'],
  'no-show': ['active'],
  rejected: [],
  cancelled: [],
  expired: [],
  completed: [],
};

const who = fc.constantFrom(...STAFF);
type Step =
  | { do: 'comes' | 'leaves' | 'cancel' | 'books'; who: string }
  | { do: 'press'; who: string; older: boolean }
  | { do: 'wait'; minutes: number }
  | { do: 'look' };
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.constantFrom(10, 30, 60, 120) }) },
  { weight: 4, arbitrary: fc.constant({ do: 'look' as const }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('press' as const), who, older: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('comes' as const, 'leaves' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('cancel' as const, 'books' as const), who }) },
);

/** Each arrow is tried in every run, whatever chance brings besides. */
const LIFE: Step[] = [
  { do: 'wait', minutes: 10 },
  { do: 'look' },
  { do: 'press', who: 'hanako', older: false },
  { do: 'wait', minutes: 120 },
  { do: 'wait', minutes: 120 },
  { do: 'look' },
  { do: 'comes', who: 'hanako' },
  { do: 'look' },
  { do: 'cancel', who: 'hanako' },
];
const END: Step[] = [
  { do: 'comes', who: 'hanako' },
  { do: 'wait', minutes: 120 },
  { do: 'look' },
  { do: 'wait', minutes: 480 },
];

describe('return, take again, come, cancel and end, in any order', function () {
  this.timeout(120_000);
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.database.close());

  it('keep every rule at every step', async () => {
    const reached = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 16 }), async (steps) => {
        await begin(stage, aCity({ licences: 2 }), ...STAFF);
        await booked(stage, 'hanako');
        await booked(stage, 'taro', { part: 'pm' });
        await until(stage, '10:20');
        const model = new Model(stage);
        await model.remember();
        for (const one of steps) {
          await model.take(one);
          await model.check(one, reached);
        }
      }),
      { numRuns: 15, examples: [[LIFE], [END]] },
    );
    for (const arrow of ['active no-show', 'no-show active', 'active completed', 'active cancelled'])
      assert.ok(reached.has(arrow), `${arrow} was tried`);
  });
});

class Model {
  private readonly stage: Stage;
  private before = new Map<string, Booking>();
  private readonly there = new Set<string>();
  private auditsBefore = 0;

  constructor(stage: Stage) {
    this.stage = stage;
  }

  async take(one: Step): Promise<void> {
    const { stage } = this;
    if (one.do === 'wait') {
      const to = new Date(stage.clock.now().getTime() + one.minutes * 60_000);
      await until(stage, to.toISOString() > `${DAY}T10:00` ? '19:00' : local(to));
    } else if (one.do === 'look') {
      await follow(stage);
    } else if (one.do === 'comes' && !this.there.has(one.who)) {
      comes(stage, one.who);
      this.there.add(one.who);
    } else if (one.do === 'leaves' && this.there.has(one.who)) {
      leaves(stage, one.who);
      this.there.delete(one.who);
      await round(stage);
    } else if (one.do === 'cancel') {
      const booking = this.of(one.who).find(({ status }) => HOLDING.includes(status));
      if (booking) await stage.cancel(one.who, booking);
    } else if (one.do === 'books') {
      const draft = await stage.propose(one.who, { days: [DAY], part: 'pm' });
      await stage.confirm(one.who, draft);
    } else if (one.do === 'press') {
      await this.press(one);
    }
  }

  private async press({ who: name, older }: { who: string; older: boolean }): Promise<void> {
    const { stage } = this;
    const booking = this.of(name).at(-1);
    if (!booking) return;
    const now = stage.clock.now();
    const may = canTakeAgain(booking, now) && !older;

    const state = stateOf(await press(stage, name, { ...booking, version: booking.version - (older ? 1 : 0) }));

    if (now >= booking.endsAt) assert.equal(state, 'over');
    else if (booking.status === 'active') assert.equal(state, 'again');
    else if (may) assert.ok(['again', 'no-room', 'booked-otherwise'].includes(state), state);
    else assert.ok(['returned', 'request'].includes(state), state);
  }

  private of(name: string): Booking[] {
    return [...this.before.values()].filter(({ personId }) => personId === idOf(name));
  }

  async remember(): Promise<void> {
    const all = await this.stage.tx((tx) => tx.bookings.between(DAY, DAY, null));
    this.before = new Map(all.map((one) => [one.id, one]));
    this.auditsBefore = (await this.stage.audit()).length;
  }

  async check(one: Step, reached: Set<string>): Promise<void> {
    const { stage } = this;
    const now = stage.clock.now();
    const all = await stage.tx((tx) => tx.bookings.between(DAY, DAY, null));
    for (const after of all) {
      const before = this.before.get(after.id);
      if (!before || before.status === after.status) continue;
      reached.add(`${before.status} ${after.status}`);
      if (before.status !== 'pending') this.checkMove(one, before, after);
    }
    await this.checkCaps(all, now);
    const audits = await stage.audit();
    const moved = all.filter((after) => this.before.get(after.id)?.status !== after.status);
    assert.ok(audits.length - this.auditsBefore >= moved.length, 'an audit entry for each change');
    await stage.access();
    for (const member of stage.members()) {
      const theirs = all.filter(({ personId }) => personId === member);
      assert.ok(
        theirs.some(({ status }) => ['approved', 'active', 'completed'].includes(status)),
        'access without a booking',
      );
    }
    const active = all.filter(({ status }) => status === 'active').map(({ personId }) => personId);
    assert.deepEqual(
      active.filter((id) => !stage.members().includes(id)),
      [],
      'a booking without access',
    );
    await this.remember();
  }

  private checkMove(one: Step, before: Booking, after: Booking): void {
    const steps = one.do === 'wait' ? ['active', 'completed', 'expired'] : ARROWS[before.status];
    assert.ok(steps.includes(after.status), `${before.status} became ${after.status} by ${one.do}`);
    assert.ok(after.startsAt < after.endsAt && after.endsAt.getTime() === before.endsAt.getTime());
    if (after.status === 'no-show') {
      assert.equal(one.do, 'look', 'time alone takes nothing');
      assert.ok(
        ![...this.there].some((name) => idOf(name) === after.personId),
        'somebody who is there lost their seat',
      );
    }
  }

  private async checkCaps(all: Booking[], now: Date): Promise<void> {
    const seats = seatsOf(this.stage.organisation.pools[0]!);
    assert.ok((await mostHeld(this.stage)) <= seats, 'no more than the seats, at any time');
    for (const name of STAFF) {
      const theirs = all.filter((one) => one.personId === idOf(name) && HOLDING.includes(one.status));
      const on = theirs.filter(({ startsAt, endsAt }) => startsAt <= now && now < endsAt);
      assert.ok(on.length <= 1, `${name} holds two`);
    }
  }
}

/** `13:40`: an instant as it is in Japan. */
function local(instant: Date): string {
  return new Date(instant.getTime() + 9 * 3_600_000).toISOString().slice(11, 16);
}

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { HOLDING, type Booking } from '../../../flows/booking/booking.ts';
import { confirmBooking } from '../../../flows/booking/confirm-booking.ts';
import { followNoShows } from '../../../flows/no-show/follow-no-shows.ts';
import { heldBy, mostHolders } from '../../../flows/licences/held.ts';
import type { CountedLicence } from '../../../flows/licences/licence.ts';
import { takeAgain } from '../../../flows/no-show/take-again.ts';
import { followWaitlist } from '../../../flows/waitlist/promote-waiting.ts';
import { reconcileHostPool } from '../../../flows/capacity/reconcile-host-pool.ts';
import { aPool, at, idOf, someRules } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';
import { ledger, mostLent } from './ledger-stage.ts';
import { aConcurrent, aLicensed, aUserLicence, twoPools } from './licence-builders.ts';

const DAY = '2026-12-02';
const STAFF = ['hanako', 'taro', 'jiro', 'ken', 'mari'];
const COUNT = 2;
const POOLS = ['parks', 'roads', 'spare'];

const who = fc.constantFrom(...STAFF);
const part = fc.constantFrom('full' as const, 'am' as const, 'pm' as const);
type Step =
  | { do: 'book' | 'wait in line'; who: string; part: 'full' | 'am' | 'pm' }
  | { do: 'decide' | 'cancel' | 'take again'; who: string }
  | { do: 'line' | 'no-show' }
  | { do: 'time'; minutes: number };
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom('book' as const, 'wait in line' as const), who, part }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('decide' as const, 'cancel' as const), who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('take again' as const), who }) },
  { weight: 2, arbitrary: fc.constantFrom({ do: 'line' as const }, { do: 'no-show' as const }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('time' as const), minutes: fc.constantFrom(60, 120, 180) }) },
);

/** Half days in both pools and the spare one, a return with its waiting line, and the end of the day. */
const LIFE: Step[] = [
  { do: 'book', who: 'hanako', part: 'am' },
  { do: 'book', who: 'ken', part: 'am' },
  { do: 'wait in line', who: 'taro', part: 'full' },
  { do: 'book', who: 'mari', part: 'pm' },
  { do: 'time', minutes: 180 },
  { do: 'no-show' },
  { do: 'line' },
  { do: 'take again', who: 'hanako' },
  { do: 'cancel', who: 'ken' },
  { do: 'line' },
  { do: 'time', minutes: 180 },
  { do: 'time', minutes: 180 },
  { do: 'time', minutes: 180 },
];

/** A day given back after it has begun, and somebody else's afternoon. */
const GIVEN_BACK: Step[] = [
  { do: 'book', who: 'jiro', part: 'full' },
  { do: 'time', minutes: 120 },
  { do: 'cancel', who: 'jiro' },
  { do: 'book', who: 'mari', part: 'pm' },
  { do: 'time', minutes: 180 },
  { do: 'time', minutes: 180 },
  { do: 'time', minutes: 180 },
];

describe('two licences that three pools share, whatever people do', function () {
  this.timeout(180_000);
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.database.close());

  for (const licence of [
    aConcurrent({ count: COUNT, pools: POOLS }),
    aUserLicence({ count: COUNT, pools: POOLS, lockDays: 1 }),
  ])
    it(`of the kind ${licence.kind} are never held by three, and the ledger says who has them`, async () => {
      const ends = new Set<string | null>();
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 18 }), async (steps) => {
          await begin(stage, licence);
          for (const one of steps) {
            await take(stage, one);
            await check(stage, licence);
          }
          for (const { why } of await ledger(stage)) ends.add(why);
        }),
        { numRuns: 8, examples: [[LIFE], [GIVEN_BACK]] },
      );
      for (const why of ['no-show', 'cancelled', 'completed']) assert.ok(ends.has(why), `none was ${why}`);
    });
});

async function begin(stage: Stage, licence: CountedLicence): Promise<void> {
  const noShow = { afterMinutes: 60 };
  const { pools, sections } = twoPools({ overflow: 'spare', noShow }, { overflow: 'spare', noShow });
  const spare = aPool({ id: 'spare', group: 'spare', for: { everyone: false, sections: [], people: [] } });
  const rules = someRules({ within: 'automatic', daysPerWeek: null });
  await stage.reset(aLicensed([licence], [...pools, spare], { sections, rules }));
  for (const id of POOLS)
    stage.provider.addPool(id, {
      hosts: [{ name: 'avd-001', power: 'running', health: 'available' }],
      maxSessions: 10,
    });
  const department = (name: string) => (['ken', 'mari'].includes(name) ? 'Roads' : 'Parks');
  await stage.people(
    ...STAFF.map((name) => [name, { manager: 'manager', department: department(name) }] as [string, object]),
    'manager',
  );
  stage.clock.set(at(`${DAY} 07:00`));
  await round(stage);
}

async function round(stage: Stage): Promise<void> {
  for (const id of POOLS) await reconcileHostPool({ ...stage.deps, provider: stage.provider }, id);
}

async function take(stage: Stage, one: Step): Promise<void> {
  if (one.do === 'time') {
    for (let minutes = 0; minutes < one.minutes; minutes += 10) {
      stage.clock.forward(10);
      await stage.advance();
      await round(stage);
    }
  } else if (one.do === 'line') {
    for (const id of POOLS) await followWaitlist(stage.deps, id);
  } else if (one.do === 'no-show') {
    for (const id of POOLS) await followNoShows({ ...stage.deps, provider: stage.provider }, id);
  } else if ('part' in one) {
    const { draftId, version } = await stage.propose(one.who, { days: [DAY], part: one.part });
    const person = await stage.person(one.who);
    const wait = one.do === 'wait in line';
    await stage.tx((tx) => confirmBooking(tx, stage.deps, person, { draftId, version, wait }));
  } else if ('who' in one) {
    const own = (await all(stage)).filter(({ personId }) => personId === idOf(one.who));
    if (one.do === 'decide') {
      const pending = own.filter(({ status }) => status === 'pending');
      if (pending.length > 0) await stage.decide('manager', pending);
    } else if (one.do === 'cancel') {
      const held = own.find(({ status }) => HOLDING.includes(status) || status === 'waitlisted');
      if (held) await stage.cancel(one.who, held);
    } else {
      const back = own.find(({ status }) => status === 'no-show');
      const person = await stage.person(one.who);
      const { id = '', version = 0 } = back ?? {};
      if (back) await stage.tx((tx) => takeAgain(tx, stage.deps, person, { bookingId: id, version }));
    }
  }
}

function all(stage: Stage): Promise<Booking[]> {
  return stage.tx((tx) => tx.bookings.between(null, null, null));
}

async function check(stage: Stage, licence: CountedLicence): Promise<void> {
  const bookings = await all(stage);
  const seated = bookings.filter(({ status, seatHeld }) => HOLDING.includes(status) && seatHeld);
  const lines = await ledger(stage);
  const span = { from: at('2026-12-01 00:00'), to: at('2026-12-10 00:00') };
  const booked = seated.map((one) => heldBy(licence, { holder: one.personId, from: one.startsAt, to: one.endsAt }));
  const bound = lines.map(({ person: holder, from, until, returned, lockedUntil }) =>
    returned ? { holder, from, to: lockedUntil ?? returned } : heldBy(licence, { holder, from, to: until! }),
  );
  assert.ok(mostHolders([...booked, ...bound], span) <= COUNT, 'more hold one than there are');
  assert.ok(mostLent(lines, licence.id) <= COUNT, 'more are lent than there are');
  const open = lines.filter(({ returned }) => returned === null).map(({ booking }) => booking);
  const active = seated.filter(({ status }) => status === 'active').map(({ id }) => id);
  assert.deepEqual(new Set(open), new Set(active), 'whoever is at it has one, and nobody else');
  const entries = await stage.audit(licence.id);
  assert.equal(entries.filter((kind) => kind === 'licence-lent').length, lines.length);
  assert.equal(entries.filter((kind) => kind === 'licence-returned').length, lines.length - open.length);
}

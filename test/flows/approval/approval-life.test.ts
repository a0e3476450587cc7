import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AbsentApprovers } from '../../../flows/approval/absent-approver.ts';
import { placeOf } from '../../../flows/approval/decide-approval.ts';
import { standsInFor } from '../../../flows/approval/deputies.ts';
import { followUpRequest } from '../../../flows/approval/follow-up-request.ts';
import { subjectOf } from '../../../flows/approval/follow-up.ts';
import { sayDeputy } from '../../../flows/approval/say-deputy.ts';
import type { Booking } from '../../../flows/booking/booking.ts';
import type { Organisation } from '../../../flows/organisation.ts';
import type { ApproverStep } from '../../../flows/rules/rules.ts';
import { anOrganisation, aPool, idOf, someApprovals, someRules } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';

const PEOPLE = ['hanako', 'taro', 'manager', 'head', 'second', 'director', 'ict1', 'ict2', 'stranger'] as const;
const DAYS = ['2026-12-08', '2026-12-09'];
const SEATS = 1;
/** Standing deputies: none; somebody of no other part; and two who have a part at another step of the same request. */
const STANDING = [null, ['manager', 'second'], ['manager', 'head'], ['head', 'manager']] as const;
type Standing = (typeof STANDING)[number];

/** One thing that somebody does; numbers choose among what there is. */
type Act =
  | { kind: 'request'; who: string; days: string[] }
  | {
      kind: 'decide';
      taps: { who: string | number; booking: number; verdict: 'approved' | 'rejected'; stale: boolean }[];
    }
  | { kind: 'cancel'; booking: number }
  /** What was held for too long is given back. */
  | { kind: 'give-back'; booking: number }
  | { kind: 'deputy'; of: string; to: string }
  | { kind: 'away'; who: string; on: boolean }
  | { kind: 'up'; what: 'remind' | 'escalate' | 'expire'; booking: number }
  | { kind: 'limit'; daysPerWeek: number };

const who = fc.constantFrom(...PEOPLE);
const tap = fc.record({
  // As a rule one of those who have a say, by number; now and then anybody.
  who: fc.oneof({ weight: 4, arbitrary: fc.nat(9) }, { weight: 1, arbitrary: who }),
  booking: fc.nat(20),
  verdict: fc.constantFrom('approved' as const, 'approved' as const, 'rejected' as const),
  stale: fc.integer({ min: 0, max: 5 }).map((one) => one === 0),
});
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('request' as const),
      who: fc.constantFrom('hanako', 'taro', 'manager', 'second'),
      days: fc.uniqueArray(fc.constantFrom(...DAYS), { minLength: 1, maxLength: 2 }).map((days) => days.sort()),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('decide' as const), taps: fc.array(tap, { minLength: 1, maxLength: 5 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel' as const), booking: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('give-back' as const), booking: fc.nat(20) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('deputy' as const),
      of: fc.constantFrom('manager', 'head', 'director'),
      to: fc.constantFrom('second', 'taro', 'head', 'manager', 'hanako'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('away' as const),
      who: fc.constantFrom('manager', 'head'),
      on: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('up' as const),
      what: fc.constantFrom('remind' as const, 'escalate' as const, 'escalate' as const, 'expire' as const),
      booking: fc.nat(20),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('limit' as const), daysPerWeek: fc.integer({ min: 1, max: 3 }) }),
  },
);
const STEPS: ApproverStep[][] = [
  ['manager'],
  ['manager', 'section-head'],
  ['section-head', 'ict'],
  ['manager', 'section-head', 'ict'],
];

describe('the life of approvals', () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage({ connections: 8 });
  });
  after(() => stage.database.close());

  function city(steps: ApproverStep[], standing: Standing, daysPerWeek = 3): Organisation {
    const deputies = standing
      ? [{ approver: `${standing[0]}@city.example`, deputy: `${standing[1]}@city.example` }]
      : [];
    const names = { ja: '公園課', en: 'Parks' };
    return anOrganisation({
      rules: someRules({ steps, daysPerWeek }),
      approvals: someApprovals({ deputies, escalateAfterHours: 8, expireAfterHours: 16 }),
      pools: [aPool({ licences: SEATS })],
      sections: [{ id: 'parks', department: 'Parks', name: names, head: 'head@city.example', deputy: null }],
    });
  }

  const bookings = () => stage.tx((tx) => tx.bookings.between(null, null, null));

  /** Those who may decide a booking at this moment, by what the store says of approvers and deputies. */
  async function entitled(booking: Booking): Promise<Set<string>> {
    const found = new Set<string>();
    for (const name of PEOPLE) {
      const person = await stage.person(name);
      const instead = await stage.tx((tx) => standsInFor(tx, stage.deps, person));
      if (person.id !== booking.personId && placeOf(booking, person.id, instead)) found.add(person.id);
    }
    return found;
  }

  async function decide(taps: Extract<Act, { kind: 'decide' }>['taps']): Promise<void> {
    const before = await bookings();
    if (before.length === 0) return;
    const open = before.filter((one) => one.status === 'pending');
    const may = new Map<string, Set<string>>();
    const chosen: { who: string; booking: Booking; verdict: 'approved' | 'rejected'; stale: boolean }[] = [];
    for (const one of taps) {
      const from = open.length > 0 && one.booking % 4 > 0 ? open : before;
      const booking = from[one.booking % from.length]!;
      const able = may.get(booking.id) ?? (await entitled(booking));
      may.set(booking.id, able);
      const names = PEOPLE.filter((name) => able.has(idOf(name)));
      const name = typeof one.who === 'string' ? one.who : (names[one.who % Math.max(1, names.length)] ?? 'stranger');
      chosen.push({ ...one, who: name, booking });
    }

    const views = await Promise.all(
      chosen.map(({ who: name, booking, verdict, stale }) =>
        stage.decide(name, [{ id: booking.id, version: stale ? booking.version - 1 : booking.version }], verdict),
      ),
    );

    for (const { booking } of chosen) {
      const after = await stage.booking(booking.id);
      const changed = after.version !== booking.version;
      const own = chosen
        .map((one, index) => ({ ...one, view: views[index]! }))
        .filter((one) => one.booking.id === booking.id);
      const valid = own.filter((one) => !one.stale && may.get(booking.id)!.has(idOf(one.who)));
      assert.ok(!changed || valid.length > 0, 'nobody else, and no old card, decides');
      if (booking.status !== 'pending') assert.deepEqual(after, booking, 'what is decided stays so');
      else if (!changed)
        for (const { view, verdict } of valid) {
          const refused = view.kind === 'approval' && view.refused.length > 0;
          const spokeBefore = view.kind === 'approval' && view.problem === 'not-approver';
          assert.ok((verdict === 'approved' && refused) || spokeBefore, `a decision was lost: ${JSON.stringify(view)}`);
        }
    }
  }

  async function carryOut(one: Act, steps: ApproverStep[], standing: Standing): Promise<void> {
    const all = await bookings();
    switch (one.kind) {
      case 'request': {
        const draft = await stage.propose(one.who, { days: one.days });
        await stage.confirm(one.who, draft);
        return;
      }
      case 'decide':
        return decide(one.taps);
      case 'cancel': {
        const booking = all[one.booking % Math.max(1, all.length)];
        const owner = PEOPLE.find((name) => idOf(name) === booking?.personId);
        if (booking && owner) await stage.cancel(owner, booking);
        return;
      }
      case 'give-back':
        return giveBack(
          one.booking,
          all.filter(({ status }) => status === 'pending'),
        );
      case 'deputy': {
        const person = await stage.person(one.of);
        await stage.tx((tx) => sayDeputy(tx, stage.deps, person, { days: ['2026-12-01', '2026-12-31'], for: one.to }));
        return;
      }
      case 'away': {
        stage.directory.replies.set(idOf(one.who), { on: one.on, from: null, to: null });
        await new AbsentApprovers({ ...stage.deps, directory: stage.directory }).look(idOf(one.who));
        return;
      }
      case 'up': {
        const booking = all[one.booking % Math.max(1, all.length)];
        if (!booking) return;
        const subject = subjectOf(booking.requestId, one.what);
        await stage.tx((tx) => tx.due.set('reminder', subject, stage.clock.now()));
        await Promise.all([followUpRequest(stage.deps, subject), followUpRequest(stage.deps, subject)]);
        return;
      }
      case 'limit':
        stage.organisation = city(steps, standing, one.daysPerWeek);
    }
  }

  async function giveBack(chosen: number, pending: Booking[]): Promise<void> {
    const booking = pending[chosen % Math.max(1, pending.length)];
    if (!booking) return;
    await stage.tx(async (tx) => {
      const [locked] = await tx.bookings.lock([booking.id]);
      if (locked?.status === 'pending') await tx.bookings.save({ ...locked, seatHeld: false });
    });
  }

  /** What holds at every moment. */
  async function check(): Promise<void> {
    const { rows } = await stage.database.owner.query<{ kind: string; done_by: string; subject: string; facts: Facts }>(
      "SELECT kind, done_by, subject, facts FROM audit_entry WHERE kind IN ('booking-decided', 'booking-step-decided') ORDER BY seq",
    );
    for (const booking of await bookings()) {
      const own = rows.filter((row) => row.subject === booking.id);
      const last = own.filter((row) => row.kind === 'booking-decided');
      assert.ok(last.length <= 1, 'decided twice');
      const steps = own.map((row) => row.facts.step);
      assert.equal(new Set(steps).size, steps.length, 'one decision a step');
      const spoken = own.map((row) => row.done_by);
      assert.equal(new Set(spoken).size, spoken.length, 'nobody speaks twice about one booking');
      assert.ok(!spoken.includes(booking.personId), 'never on their own request');
      if (last[0]) {
        assert.equal(booking.decidedBy, last[0].done_by);
        assert.equal(booking.decidedFor, last[0].facts.decidedFor);
      } else assert.equal(booking.decidedBy, null);
      if (booking.status === 'approved') assert.ok(booking.seatHeld);
      assert.ok(!booking.approverIds.includes(booking.personId));
    }
    const seats = await stage.database.owner.query<{ taken: number }>('SELECT max(taken) AS taken FROM pool_half_hour');
    assert.ok((seats.rows[0]?.taken ?? 0) <= SEATS, 'more seats than there are');
  }

  interface Facts {
    step: number;
    decidedFor: string | null;
  }

  it('loses no decision, takes none twice, and none from whom it does not belong to', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...STEPS),
        fc.constantFrom(...STANDING),
        fc.array(act, { minLength: 10, maxLength: 20, size: 'max' }),
        async (steps, standing, acts) => {
          await stage.reset(city(steps, standing));
          await stage.people(
            ['hanako', { manager: 'manager' }],
            ['taro', { manager: 'manager' }],
            ['second', { manager: 'manager' }],
            ['manager', { manager: 'director' }],
            ['head', { manager: 'director' }],
            'director',
            ['ict1', { department: 'ICT' }],
            ['ict2', { department: 'ICT' }],
            ['stranger', { department: 'Roads' }],
          );
          stage.roles.set('ict', [idOf('ict1'), idOf('ict2')]);
          for (const one of acts) {
            await carryOut(one, steps, standing);
            await check();
          }
        },
      ),
      { numRuns: Number(process.env.LIVES ?? 12) },
    );
  }).timeout(240_000);
});

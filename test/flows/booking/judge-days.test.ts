import assert from 'node:assert/strict';
import { judgeDays, type JudgeFacts } from '../../../flows/booking/judge-days.ts';
import { NO_WISH, type AskedDay, type Wish } from '../../../flows/booking/proposal.ts';
import type { Organisation, Pool } from '../../../flows/organisation.ts';
import { aBooking, anOrganisation, aPool, asked, at, idOf, NOW } from '../../support/builders.ts';

function someFacts(facts: Partial<JudgeFacts> = {}): JudgeFacts {
  return {
    held: [],
    counted: [],
    replaced: [],
    seatsTaken: [{}],
    section: { people: 0, away: [] },
    emergency: false,
    ...facts,
  };
}

const OK = { ok: true, readyAt: null, beyond: [], automatic: false, preferred: true };

function judge(
  days: AskedDay[],
  options: {
    facts?: Partial<JudgeFacts>;
    organisation?: Organisation;
    pool?: Pool | null;
    overflow?: Pool[];
    wish?: Partial<Wish>;
    now?: Date;
  } = {},
) {
  const facts = someFacts({ seatsTaken: days.map(() => ({})), ...options.facts });
  const { organisation = anOrganisation(), pool = aPool(), overflow = [], now = NOW } = options;
  const pools = { usual: pool, tried: pool ? [pool, ...overflow] : [] };
  const context = { organisation, rules: organisation.rules, pools, now };
  return judgeDays(days, { ...NO_WISH, ...options.wish }, facts, context).map((day) => day.verdict);
}

const refusalOf = (verdict: ReturnType<typeof judge>[number] | undefined) =>
  verdict?.ok !== false ? 'ok' : verdict.refusal === 'rule' ? verdict.reason.rule : verdict.refusal;

describe('judging the days of a request', () => {
  it('takes a day on which everything fits', () => {
    assert.deepEqual(judge([asked()]), [OK]);
  });

  it('refuses yesterday, also where its week is this one', () => {
    assert.deepEqual(judge([asked('2026-11-30')]), [{ ok: false, refusal: 'past' }]);
  });

  it('takes the last day of the horizon and refuses the one after it', () => {
    assert.deepEqual(judge([asked('2027-12-01')]).map(refusalOf), ['ok']);
    assert.deepEqual(judge([asked('2027-12-02')]), [
      { ok: false, refusal: 'rule', reason: { rule: 'horizon', limit: 365 } },
    ]);
  });

  it('books the rest of a day that has begun, and says from when it is ready', () => {
    const now = at('2026-12-02 10:00');

    const organisation = anOrganisation();

    const pools = { usual: aPool(), tried: [aPool()] };
    const context = { organisation, rules: organisation.rules, pools, now };
    const [day] = judgeDays([asked()], NO_WISH, someFacts(), context);

    assert.deepEqual(day, {
      day: '2026-12-02',
      part: 'full',
      startsAt: now,
      endsAt: at('2026-12-02 17:15'),
      poolId: 'pool',
      replaces: null,
      seatInReplaced: false,
      verdict: { ...OK, readyAt: at('2026-12-02 11:30') },
    });
  });

  it('promises readiness at the start up to the notice, and not a minute later', () => {
    assert.deepEqual(judge([asked()], { now: at('2026-12-02 07:00') }), [OK]);
    assert.deepEqual(judge([asked()], { now: at('2026-12-02 07:01') }), [{ ...OK, readyAt: at('2026-12-02 08:31') }]);
  });

  it('refuses a day that is over, at its very end already', () => {
    assert.deepEqual(judge([asked('2026-12-01')], { now: at('2026-12-01 17:14') }).map(refusalOf), ['ok']);
    assert.deepEqual(judge([asked('2026-12-01')], { now: at('2026-12-01 17:15') }).map(refusalOf), ['over']);
  });

  it('refuses hours that end when or before they begin', () => {
    const hours = (from: string, to: string | null) => asked('2026-12-02', { part: 'hours', from, to });

    const verdicts = judge([hours('13:00', '13:00'), hours('15:00', '13:00'), hours('18:00', null)]);

    assert.deepEqual(verdicts.map(refusalOf), ['empty-time', 'empty-time', 'empty-time']);
  });

  it('refuses what overlaps a held booking and takes what touches it', () => {
    const morning = aBooking({ part: 'am' });

    const verdicts = judge([asked('2026-12-02', { part: 'am' })], { facts: { held: [morning] } });
    const after = judge([asked('2026-12-02', { part: 'hours', from: '12:00', to: '17:15' })], {
      facts: { held: [morning], counted: [morning] },
    });

    assert.deepEqual(verdicts, [{ ok: false, refusal: 'overlap', bookingId: idOf('booking') }]);
    assert.deepEqual(after.map(refusalOf), ['ok']);
  });

  it('keeps a day of a person in one pool', () => {
    const elsewhere = aBooking({ part: 'am', poolId: 'other' });

    const verdicts = judge([asked('2026-12-02', { part: 'pm' })], { facts: { held: [elsewhere] } });

    assert.deepEqual(verdicts, [{ ok: false, refusal: 'other-pool-that-day' }]);
  });

  it('counts the days of one request against the limit of the week', () => {
    const days = ['2026-12-07', '2026-12-08', '2026-12-09', '2026-12-10', '2026-12-14'].map((day) => asked(day));

    const verdicts = judge(days);

    assert.deepEqual(verdicts.map(refusalOf), ['ok', 'ok', 'ok', 'days-per-week', 'ok']);
    assert.deepEqual(verdicts[3], {
      ok: false,
      refusal: 'rule',
      reason: { rule: 'days-per-week', limit: 3, held: ['2026-12-07', '2026-12-08', '2026-12-09'] },
    });
  });

  it('counts a second half of a day that is held already as no further day', () => {
    const counted = ['2026-12-02', '2026-12-03', '2026-12-04'].map((day) => aBooking({ day, part: 'am' }));

    const verdicts = judge([asked('2026-12-02', { part: 'pm' }), asked('2026-12-05')], { facts: { counted } });

    assert.deepEqual(verdicts.map(refusalOf), ['ok', 'days-per-week']);
  });

  it('refuses a refused day no place in the week', () => {
    const facts: Partial<JudgeFacts> = { seatsTaken: [{ pool: 4 }, {}, {}, {}] };

    const verdicts = judge(
      ['2026-12-07', '2026-12-08', '2026-12-09', '2026-12-10'].map((day) => asked(day)),
      { facts },
    );

    assert.deepEqual(verdicts.map(refusalOf), ['no-seat', 'ok', 'ok', 'ok']);
  });

  it('gives the last seat and no more; licences may be fewer than seats', () => {
    assert.deepEqual(judge([asked()], { facts: { seatsTaken: [{ pool: 3 }] } }).map(refusalOf), ['ok']);
    assert.deepEqual(judge([asked()], { facts: { seatsTaken: [{ pool: 4 }] } }), [
      { ok: false, refusal: 'no-seat', seats: 4 },
    ]);
    assert.deepEqual(judge([asked()], { facts: { seatsTaken: [{ pool: 1 }] }, pool: aPool({ licences: 1 }) }), [
      { ok: false, refusal: 'no-seat', seats: 1 },
    ]);
  });

  describe('where the pool overflows to another', () => {
    const overflow = [aPool({ id: 'spare', name: { ja: '予備', en: 'Spare' }, licences: 2 })];
    const placed = (days: AskedDay[], facts: Partial<JudgeFacts>) => {
      const pools = { usual: aPool(), tried: [aPool(), ...overflow] };
      const organisation = anOrganisation();
      const context = { organisation, rules: organisation.rules, pools, now: NOW };
      return judgeDays(days, NO_WISH, someFacts({ seatsTaken: days.map(() => ({})), ...facts }), context).map(
        ({ poolId, verdict }) => [poolId, refusalOf(verdict)],
      );
    };

    it('takes the usual one while it has room, then the other, and both full are full', () => {
      assert.deepEqual(placed([asked()], { seatsTaken: [{ pool: 3 }] }), [['pool', 'ok']]);
      assert.deepEqual(placed([asked()], { seatsTaken: [{ pool: 4, spare: 1 }] }), [['spare', 'ok']]);
      assert.deepEqual(placed([asked()], { seatsTaken: [{ pool: 4, spare: 2 }] }), [['pool', 'no-seat']]);
      assert.deepEqual(judge([asked()], { overflow, facts: { seatsTaken: [{ pool: 4, spare: 2 }] } }), [
        { ok: false, refusal: 'no-seat', seats: 6 },
      ]);
    });

    it('keeps the second half of a day in the pool of the first, and is full where that is', () => {
      const days = [asked('2026-12-02', { part: 'am' }), asked('2026-12-02', { part: 'pm' })];

      assert.deepEqual(placed(days, { seatsTaken: [{ pool: 4 }, {}] }), [
        ['spare', 'ok'],
        ['spare', 'ok'],
      ]);
      const [, second] = judge(days, { overflow, facts: { seatsTaken: [{}, { pool: 4 }] } });
      assert.deepEqual(second, { ok: false, refusal: 'no-seat', seats: 4, onlyIn: aPool().name });
    });

    it('keeps a change in its pool where that has room, and takes the first with room where not', () => {
      const old = aBooking({ poolId: 'spare', status: 'approved' });
      const change = [asked('2026-12-03', { replaces: old.id })];

      assert.deepEqual(placed(change, { replaced: [old] }), [['spare', 'ok']]);
      assert.deepEqual(placed(change, { replaced: [old], seatsTaken: [{ spare: 2 }] }), [['pool', 'ok']]);
    });
  });

  it('refuses who has no pool', () => {
    assert.deepEqual(judge([asked()], { pool: null }), [{ ok: false, refusal: 'no-pool' }]);
  });

  it('changes nothing that it was given', () => {
    const facts = someFacts({ counted: [aBooking({ day: '2026-11-30' })] });

    judge([asked(), asked('2026-12-03')], { facts });

    assert.deepEqual(facts, someFacts({ counted: [aBooking({ day: '2026-11-30' })] }));
  });
});

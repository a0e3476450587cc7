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
    seatsTaken: [0],
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
    wish?: Partial<Wish>;
    now?: Date;
  } = {},
) {
  const facts = someFacts({ seatsTaken: days.map(() => 0), ...options.facts });
  const { organisation = anOrganisation(), pool = aPool(), now = NOW } = options;
  const context = { organisation, rules: organisation.rules, pool, now };
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

    const context = { organisation, rules: organisation.rules, pool: aPool(), now };
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
    const facts = { seatsTaken: [4, 0, 0, 0] };

    const verdicts = judge(
      ['2026-12-07', '2026-12-08', '2026-12-09', '2026-12-10'].map((day) => asked(day)),
      { facts },
    );

    assert.deepEqual(verdicts.map(refusalOf), ['no-seat', 'ok', 'ok', 'ok']);
  });

  it('gives the last seat and no more; licences may be fewer than seats', () => {
    assert.deepEqual(judge([asked()], { facts: { seatsTaken: [3] } }).map(refusalOf), ['ok']);
    assert.deepEqual(judge([asked()], { facts: { seatsTaken: [4] } }), [{ ok: false, refusal: 'no-seat', seats: 4 }]);
    assert.deepEqual(judge([asked()], { facts: { seatsTaken: [1] }, pool: aPool({ licences: 1 }) }), [
      { ok: false, refusal: 'no-seat', seats: 1 },
    ]);
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

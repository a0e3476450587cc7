import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decideApproval } from '../../../flows/approval/decide-approval.ts';
import { findApprovers, findStandIns, type ApproverFacts } from '../../../flows/approval/find-approvers.ts';
import type { BookingStatus } from '../../../flows/booking/booking.ts';
import { aBooking, at, idOf, NOW } from '../../support/builders.ts';

const MANAGER = idOf('manager');
const approve = { by: MANAGER, verdict: 'approved' as const, version: 1 };

describe('deciding on a booking', () => {
  it('approves', () => {
    assert.deepEqual(decideApproval(aBooking(), approve, NOW), {
      ok: true,
      booking: aBooking({ status: 'approved', decidedBy: MANAGER, decidedAt: NOW, version: 2 }),
      decidedFor: null,
    });
  });

  it('rejects, also after the start, and leaves the times alone', () => {
    const now = at('2026-12-02 10:00');

    const outcome = decideApproval(aBooking(), { ...approve, verdict: 'rejected' }, now);

    assert.deepEqual(outcome, {
      ok: true,
      booking: aBooking({ status: 'rejected', decidedBy: MANAGER, decidedAt: now, version: 2 }),
      decidedFor: null,
    });
  });

  it('goes on to the next step where there is one, and ends there where it is refused', () => {
    const booking = aBooking({ steps: ['manager', 'section-head'] });
    const next = { step: 1, approverIds: [idOf('head')] };

    const passed = decideApproval(booking, { ...approve, next }, NOW);
    const refused = decideApproval(booking, { ...approve, verdict: 'rejected', next }, NOW);

    assert.deepEqual(passed, { ok: true, booking: { ...booking, ...next, version: 2 }, decidedFor: null });
    assert.equal(refused.ok && refused.booking.status, 'rejected');
  });

  it('takes the word of who stands in for an approver, with both names', () => {
    const outcome = decideApproval(aBooking(), { ...approve, by: idOf('deputy'), standsInFor: [MANAGER] }, NOW);

    assert.ok(outcome.ok);
    assert.deepEqual([outcome.booking.decidedBy, outcome.booking.decidedFor], [idOf('deputy'), MANAGER]);
  });

  it('does not take the word of who stands in for somebody else, nor of who asked in the person’s place', () => {
    const booking = aBooking({ requestedBy: idOf('secretary') });

    const stranger = decideApproval(booking, { ...approve, by: idOf('x'), standsInFor: [idOf('other')] }, NOW);
    const secretary = decideApproval(booking, { ...approve, by: idOf('secretary'), standsInFor: [MANAGER] }, NOW);

    assert.deepEqual(stranger, { ok: false, refusal: 'not-approver' });
    assert.deepEqual(secretary, { ok: false, refusal: 'own-request' });
  });

  it('decides nothing that waits for a seat, or for its person to take one', () => {
    for (const booking of [aBooking({ status: 'waitlisted' }), aBooking({ offeredUntil: at('2026-12-01 10:00') })])
      assert.deepEqual(decideApproval(booking, approve, NOW), { ok: false, refusal: 'no-seat-yet' });
  });

  it('gives the rest of the day after the start', () => {
    const now = at('2026-12-02 10:00');

    const outcome = decideApproval(aBooking(), approve, now);

    assert.deepEqual(outcome.ok && [outcome.booking.status, outcome.booking.startsAt], ['active', now]);
  });

  it('gives nothing at the end', () => {
    assert.deepEqual(decideApproval(aBooking(), approve, at('2026-12-02 17:15')), { ok: false, refusal: 'over' });
  });

  it('refuses the requester, even where the request names them as approver', () => {
    const booking = aBooking({ approverIds: [idOf('hanako')] });

    const outcome = decideApproval(booking, { ...approve, by: idOf('hanako') }, NOW);

    assert.deepEqual(outcome, { ok: false, refusal: 'own-request' });
  });

  it('refuses a stranger before it says anything of the state', () => {
    const outcome = decideApproval(aBooking({ status: 'cancelled' }), { ...approve, by: idOf('stranger') }, NOW);

    assert.deepEqual(outcome, { ok: false, refusal: 'not-approver' });
  });

  it('refuses an older card', () => {
    assert.deepEqual(decideApproval(aBooking({ version: 2 }), approve, NOW), { ok: false, refusal: 'changed-since' });
  });

  it('decides nothing twice, whatever the state, verdict and version', () => {
    const states: BookingStatus[] = ['approved', 'rejected', 'cancelled', 'expired', 'active', 'completed', 'no-show'];
    fc.assert(
      fc.property(
        fc.constantFrom(...states),
        fc.constantFrom('approved' as const, 'rejected' as const),
        fc.integer({ min: 0, max: 4 }),
        (status, verdict, version) => {
          assert.equal(decideApproval(aBooking({ status }), { by: MANAGER, verdict, version }, NOW).ok, false);
        },
      ),
    );
  });
});

const facts = (one: Partial<ApproverFacts> = {}): ApproverFacts => ({
  requester: 'me',
  manager: 'manager',
  sectionHead: 'head',
  ict: ['ict1', 'ict2'],
  ...one,
});

describe('who decides', () => {
  it('is the manager, else the section’s head, else the ICT section, else nobody', () => {
    assert.deepEqual(findApprovers(facts()), { ids: ['manager'], by: 'manager' });
    assert.deepEqual(findApprovers(facts({ manager: null })), { ids: ['head'], by: 'section-head' });
    assert.deepEqual(findApprovers(facts({ manager: null, sectionHead: null })), { ids: ['ict1', 'ict2'], by: 'ict' });
    assert.deepEqual(findApprovers(facts({ manager: null, sectionHead: null, ict: [] })), { ids: [], by: 'nobody' });
  });

  it('is the next in line where the chain ends at the requester', () => {
    assert.deepEqual(findApprovers(facts({ manager: 'me' })), { ids: ['head'], by: 'section-head' });
    assert.deepEqual(findApprovers(facts({ manager: null, sectionHead: 'me' })), { ids: ['ict1', 'ict2'], by: 'ict' });
    assert.deepEqual(findApprovers(facts({ manager: null, sectionHead: null, ict: ['me', 'ict2'] })).ids, ['ict2']);
  });

  it('is whom the organisation names instead of approvers who cannot be reached', () => {
    assert.deepEqual(findStandIns(facts(), ['manager'], 'section-head'), { ids: ['head'], by: 'section-head' });
    assert.deepEqual(findStandIns(facts(), ['manager'], 'ict'), { ids: ['ict1', 'ict2'], by: 'ict' });
    assert.deepEqual(findStandIns(facts(), ['manager', 'head'], 'section-head').by, 'ict');
    assert.deepEqual(findStandIns(facts(), ['manager', 'ict1'], 'ict').ids, ['ict2']);
    assert.deepEqual(findStandIns(facts({ ict: ['me'] }), ['manager', 'head'], 'ict'), { ids: [], by: 'nobody' });
  });

  it('is never the requester nor one who cannot be reached', () => {
    const person = fc.constantFrom<string>('me', 'manager', 'head', 'ict1', 'ict2');
    const someone = fc.option(person);
    fc.assert(
      fc.property(
        fc.record({
          requester: fc.constant('me'),
          manager: someone,
          sectionHead: someone,
          ict: fc.uniqueArray(person),
        }),
        fc.uniqueArray(person),
        fc.constantFrom('section-head' as const, 'ict' as const),
        (known, unreachable, fallback) => {
          assert.ok(!findApprovers(known).ids.includes('me'));
          const { ids } = findStandIns(known, unreachable, fallback);
          assert.ok(!ids.includes('me') && !ids.some((id) => unreachable.includes(id)));
        },
      ),
    );
  });
});

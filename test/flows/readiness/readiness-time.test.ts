import assert from 'node:assert/strict';
import fc from 'fast-check';
import { addMinutes } from '../../../flows/minutes.ts';
import { findingOf, type GateReason, type GateResult } from '../../../flows/readiness/gates.ts';
import type { GateId, GateWhen } from '../../../flows/readiness/readiness-settings.ts';
import { reminderDue } from '../../../flows/readiness/readiness-time.ts';
import { anOrganisation, at } from '../../support/builders.ts';
import { withGates } from './gate-builders.ts';

/** Wednesday; three working days before it is Friday, 27 November, one before it Tuesday. */
const DAY = '2026-12-02';
const AHEAD = at('2026-11-27 08:30');
const EVE = at('2026-12-01 08:30');

const organisation = anOrganisation({
  readiness: withGates({ 'second-factor': 'block', 'gateway-otp': 'warn', 'no-saving': 'warn' }, true),
});

function finding(gate: GateId, reason: GateReason, standing: Exclude<GateWhen, 'off'>): GateResult {
  const { owner, mend } = findingOf(reason);
  return { gate, standing, reason, mend, owner };
}

const FACTOR = finding('second-factor', 'no-second-factor', 'block');
const nothing = { toldAheadAt: null, toldEveAt: null, results: [] as GateResult[] };
const due = (
  now: Date,
  {
    before = nothing,
    unready = [FACTOR],
    bookedAt = at('2026-11-20 10:00'),
  }: {
    before?: typeof nothing | { toldAheadAt: Date | null; toldEveAt: Date | null; results: GateResult[] } | null;
    unready?: GateResult[];
    bookedAt?: Date;
  } = {},
) => reminderDue(organisation, before, { day: DAY, unready, bookedAt, now });

describe('when a person is told what is missing', () => {
  it('is as work begins three working days before, and on the working day before', () => {
    assert.equal(due(addMinutes(AHEAD, -1)), null);
    assert.equal(due(AHEAD), 'ahead');
    assert.equal(due(addMinutes(EVE, -1), { before: { ...nothing, toldAheadAt: AHEAD, results: [FACTOR] } }), null);
    assert.equal(due(EVE, { before: { ...nothing, toldAheadAt: AHEAD, results: [FACTOR] } }), 'eve');
  });

  it('is not again for who saw it as they booked', () => {
    assert.equal(due(at('2026-11-30 10:00'), { bookedAt: at('2026-11-30 09:00') }), null);
    assert.equal(due(at('2026-12-01 10:00'), { before: null, bookedAt: at('2026-12-01 09:00') }), null);
  });

  it('is at once for what begins to keep them out after the last time', () => {
    const told = { toldAheadAt: AHEAD, toldEveAt: null, results: [] };

    assert.equal(due(at('2026-12-02 07:00'), { before: { ...told, toldEveAt: EVE } }), 'eve');
    assert.equal(due(at('2026-12-02 07:00'), { before: { ...told, toldEveAt: EVE, results: [FACTOR] } }), null);
  });

  it('is never for what only the ICT section can see to, as long as it keeps nobody out', () => {
    const unknown = finding('gateway-otp', 'otp-unknown', 'warn');
    const ways = finding('no-saving', 'ways-open', 'warn');

    assert.equal(due(EVE, { unready: [unknown, ways] }), null);
    assert.equal(due(EVE, { unready: [finding('no-saving', 'ways-open', 'block')] }), 'eve');
  });

  it('is not for an officer’s word that is still to come', () => {
    assert.equal(due(EVE, { unready: [finding('officer', 'officer-not-yet', 'block')] }), null);
  });

  it('is twice at most while nothing else turns red', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 600 }), { minLength: 1, maxLength: 60 }), (pauses) => {
        let now = at('2026-11-24 00:00');
        let before = { ...nothing };
        const told: string[] = [];
        for (const pause of pauses) {
          now = addMinutes(now, pause);
          const reminder = due(now, { before });
          if (reminder) told.push(reminder);
          before = {
            toldAheadAt: reminder === 'ahead' ? now : before.toldAheadAt,
            toldEveAt: reminder === 'eve' ? now : before.toldEveAt,
            results: [FACTOR],
          } as typeof nothing;
        }
        assert.ok(told.join() === '' || ['ahead', 'eve', 'ahead,eve'].includes(told.join()), told.join());
        if (now >= EVE) assert.equal(told.at(-1), 'eve');
      }),
    );
  });
});

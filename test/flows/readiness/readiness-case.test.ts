import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findingOf, type GateReason, type GateResult } from '../../../flows/readiness/gates.ts';
import {
  afterLook,
  askedOfOfficer,
  decideCase,
  newCase,
  type ReadinessCase,
} from '../../../flows/readiness/readiness-case.ts';
import type { GateId } from '../../../flows/readiness/readiness-settings.ts';
import { idOf, NOW } from '../../support/builders.ts';

const DAY = '2026-12-02';

function finding(gate: GateId, reason: GateReason, standing: 'warn' | 'block'): GateResult {
  const { owner, mend } = findingOf(reason);
  return { gate, standing, reason, mend, owner };
}

const FACTOR = finding('second-factor', 'no-second-factor', 'block');
const OTP = finding('gateway-otp', 'no-otp', 'warn');
const WAYS = finding('no-saving', 'ways-open', 'block');
const OFFICER = finding('officer', 'officer-not-yet', 'block');
const DEVICE = finding('device', 'certificate-expired', 'block');

function look(before: ReadinessCase | null, unready: GateResult[], at: { eve?: boolean; ahead?: boolean } = {}) {
  const { eve = true, ahead = true } = at;
  return afterLook(before, { personId: idOf('hanako'), day: DAY, unready, eve, ahead, now: NOW });
}

function decided(found: ReadinessCase, verdict: 'confirmed' | 'declined', words: string | null = 'because') {
  const outcome = decideCase(found, { by: 'officer', verdict, version: found.version, words }, NOW, '2026-12-01');
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return outcome.case;
}

describe('a person’s day on which something is not green', () => {
  it('is not kept while everything is green', () => {
    assert.equal(look(null, []), null);
  });

  it('comes to an officer on the working day before, and not sooner', () => {
    const ahead = look(null, [FACTOR], { eve: false });
    const eve = look(ahead, [FACTOR]);

    assert.deepEqual([ahead?.state, ahead?.blocked, ahead?.openedAt], ['noted', true, null]);
    assert.deepEqual([eve?.state, eve?.openedAt], ['open', NOW]);
  });

  it('comes to no officer for a warning, or for what holds for the whole pool', () => {
    assert.equal(look(null, [OTP])?.state, 'noted');
    assert.equal(look(null, [WAYS])?.state, 'noted');
    assert.equal(look(null, [WAYS])?.blocked, true);
  });

  it('comes to the officer who has to confirm as soon as nothing else is in the way, some days ahead', () => {
    assert.equal(look(null, [OFFICER], { eve: false })?.state, 'open');
    assert.equal(look(null, [OFFICER], { eve: false, ahead: false })?.state, 'noted');
    assert.equal(look(null, [OFFICER, FACTOR], { eve: false })?.state, 'noted');
    assert.equal(look(null, [OFFICER, FACTOR])?.state, 'open');
  });

  it('is closed by itself when the gate turns green', () => {
    const open = look(null, [FACTOR]);

    assert.deepEqual([look(open, [])?.state, look(open, [])?.blocked], ['closed', false]);
    assert.equal(look(decided(open!, 'declined'), [])?.state, 'closed');
  });

  it('is asked anew when another gate turns red after a confirmation', () => {
    const confirmed = decided(look(null, [FACTOR])!, 'confirmed', null);

    assert.equal(look(confirmed, [])?.state, 'confirmed');
    assert.equal(look(confirmed, [DEVICE])?.state, 'open');
  });

  it('is decided as the card showed it: an older card decides nothing', () => {
    const shown = look(null, [FACTOR])!;
    const now = look(shown, [FACTOR, DEVICE])!;

    const outcome = decideCase(
      now,
      { by: 'officer', verdict: 'confirmed', version: shown.version, words: null },
      NOW,
      DAY,
    );

    assert.deepEqual(outcome, { ok: false, refusal: 'changed-since' });
  });

  it('takes words to decline, and none to confirm', () => {
    const open = look(null, [FACTOR])!;
    const command = { by: 'officer', version: open.version, words: null };

    assert.deepEqual(decideCase(open, { ...command, verdict: 'declined' }, NOW, DAY), {
      ok: false,
      refusal: 'words-missing',
    });
    assert.deepEqual(decided(open, 'confirmed', null).decidedGates, ['second-factor']);
  });

  it('can be let pass after a decline, and not be declined after it was let pass', () => {
    const open = look(null, [FACTOR])!;

    assert.equal(decided(decided(open, 'declined'), 'confirmed').state, 'confirmed');
    const late = decideCase(
      decided(open, 'confirmed'),
      { by: 'officer', verdict: 'declined', version: open.version + 1, words: 'no' },
      NOW,
      DAY,
    );
    assert.deepEqual(late, { ok: false, refusal: 'closed' });
  });

  it('is decided no more when the day is over', () => {
    const open = look(null, [FACTOR])!;

    const outcome = decideCase(
      open,
      { by: 'o', verdict: 'confirmed', version: open.version, words: null },
      NOW,
      '2026-12-03',
    );

    assert.deepEqual(outcome, { ok: false, refusal: 'over' });
  });

  it('holds its promises in any order of looks and decisions', () => {
    const findings = fc.subarray([FACTOR, OTP, WAYS, OFFICER, DEVICE]);
    const step = fc.oneof(
      fc.record({ do: fc.constant('look' as const), unready: findings, eve: fc.boolean() }),
      fc.record({ do: fc.constantFrom('confirmed' as const, 'declined' as const) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let found: ReadinessCase = newCase(idOf('hanako'), DAY);
        for (const one of steps) {
          const before = found;
          if (one.do === 'look') {
            // What an officer let pass is green at every look.
            const passed = found.state === 'declined' ? [] : found.decidedGates;
            const unready = one.unready.filter(({ gate }) => !passed.includes(gate));
            found = look(found, unready, { eve: one.eve })!;
            assert.deepEqual(look(found, unready, { eve: one.eve }), found, 'repeating changes nothing');
            assert.equal(
              found.blocked,
              unready.some(({ standing }) => standing === 'block'),
            );
            if (found.state === 'open' && before.state !== 'open') assert.ok(askedOfOfficer(unready).length > 0);
            if (unready.length === 0) assert.ok(['closed', 'confirmed'].includes(found.state), found.state);
          } else {
            const command = { by: 'o', verdict: one.do, version: found.version, words: 'words' };
            const outcome = decideCase(found, command, NOW, DAY);
            if (outcome.ok) found = outcome.case;
            assert.equal(
              outcome.ok,
              before.state === 'open' || (before.state === 'declined' && one.do === 'confirmed'),
            );
          }
        }
      }),
    );
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { firstFollowUps, nextStep, type FollowUp, type FollowUpSettings } from '../../../flows/approval/follow-up.ts';
import { SNOOZES, snoozedUntil } from '../../../flows/approval/snooze.ts';
import { inWorkingHours } from '../../../flows/approval/working-time.ts';
import { addMinutes } from '../../../flows/minutes.ts';
import { anOrganisation, at, someApprovals } from '../../support/builders.ts';

const settings = (approvals = {}): FollowUpSettings => anOrganisation({ approvals: someApprovals(approvals) });
const hours = fc.option(fc.integer({ min: 1, max: 40 }), { nil: null });
/** Any minute of a year of the city, nights, weekends and the turn of the year among them. */
const moment = fc.integer({ min: 0, max: 365 * 24 * 60 }).map((minutes) => addMinutes(at('2026-06-01 00:00'), minutes));

describe('what an undecided request comes up for', () => {
  it('is counted in working time: over lunch, night, weekend, holiday and closed days', () => {
    const first = firstFollowUps(settings({ remindAfterHours: 4, escalateAfterHours: 8 }), at('2026-12-04 16:15'));

    assert.deepEqual(first.remind, at('2026-12-07 11:30'));
    assert.deepEqual(first.escalate, at('2026-12-07 16:30'));
    assert.equal(first.expire, null);
    const closed = anOrganisation({
      closures: [{ from: '2026-12-07', to: '2026-12-07', name: { ja: '創立記念日', en: 'Foundation day' } }],
    });
    assert.deepEqual(firstFollowUps(closed, at('2026-12-04 16:15')).remind, at('2026-12-08 11:30'));
  });

  it('waits for working time where it comes up outside of it', () => {
    const step = nextStep('remind', settings(), at('2026-12-05 22:00'));

    assert.deepEqual(step, { act: false, at: at('2026-12-07 08:30') });
  });

  it('is done in working time alone, reminders at least so many working hours apart, the rest once and in time', () => {
    fc.assert(
      fc.property(
        moment,
        fc.integer({ min: 1, max: 16 }),
        hours,
        hours,
        fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 60, maxLength: 60 }),
        (asked, remindAfterHours, escalateAfterHours, expireAfterHours, lateness) => {
          const own = settings({ remindAfterHours, escalateAfterHours, expireAfterHours });
          const due = new Map(Object.entries(firstFollowUps(own, asked)) as [FollowUp, Date | null][]);
          const done: { what: FollowUp; at: Date }[] = [];
          for (const late of lateness) {
            const [what, standing] = [...due].filter(([, one]) => one).sort((a, b) => +a[1]! - +b[1]!)[0]!;
            // The bot comes to it late now and then.
            const now = addMinutes(standing!, late % 7 === 0 ? late : 0);
            const step = nextStep(what, own, now);
            assert.ok(step.at === null || step.at > now, 'never the same instant again');
            due.set(what, step.at);
            if (!step.act) continue;
            assert.deepEqual(inWorkingHours(own, now, 0), now, 'in working time');
            done.push({ what, at: now });
            if (what === 'expire') break;
          }
          const times = (what: FollowUp) => done.filter((one) => one.what === what).map((one) => one.at);
          for (const [index, reminded] of times('remind').entries()) {
            const before = times('remind')[index - 1] ?? asked;
            assert.ok(reminded >= inWorkingHours(own, before, remindAfterHours));
          }
          for (const [what, after] of [
            ['escalate', escalateAfterHours],
            ['expire', expireAfterHours],
          ] as const) {
            assert.ok(times(what).length <= (after === null ? 0 : 1));
            for (const one of times(what)) assert.ok(one >= inWorkingHours(own, asked, after!));
          }
        },
      ),
      { numRuns: 50 },
    );
  }).timeout(60_000);
});

describe('putting a reminder off', () => {
  const organisation = anOrganisation();

  it('is a working hour, the next working morning, or mornings later', () => {
    const friday = at('2026-12-04 16:45');

    assert.deepEqual(
      SNOOZES.map((snooze) => snoozedUntil(snooze, organisation, friday)),
      [at('2026-12-07 09:00'), at('2026-12-07 08:30'), at('2026-12-09 08:30'), at('2026-12-11 08:30')],
    );
  });

  it('comes up when work goes on, where the hour is over just as work stops', () => {
    const minutes = ['2026-12-03 11:00', '2026-12-04 16:15'];

    assert.deepEqual(
      minutes.map((minute) => snoozedUntil('hour', organisation, at(minute))),
      [at('2026-12-03 13:00'), at('2026-12-07 08:30')],
    );
  });

  it('ends later than now, in working time', () => {
    fc.assert(
      fc.property(moment, fc.constantFrom(...SNOOZES), (now, snooze) => {
        const until = snoozedUntil(snooze, organisation, now);

        assert.ok(until > now);
        assert.deepEqual(inWorkingHours(organisation, until, 0), until);
      }),
      { numRuns: 200 },
    );
  });
});

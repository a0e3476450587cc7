import assert from 'node:assert/strict';
import fc from 'fast-check';
import { keptDays, keptSince } from '../../../bot/main/kept-since.ts';
import { anOrganisation, at } from '../../support/builders.ts';

describe('for how long records are kept', () => {
  it('is what the organisation says, counted back from now, days by its own calendar', () => {
    const keepDays = { reasons: 10, contacts: 1, workingTimes: 3, conversations: 2, audit: 20, feedback: 5, visits: 7 };

    // Eight in the evening of the day before in UTC.
    const limits = keptSince(anOrganisation({ keepDays }), at('2026-12-31 05:00'));

    assert.deepEqual(limits, {
      conversations: at('2026-12-29 05:00'),
      warnings: at('2026-12-01 05:00'),
      journal: at('2026-10-02 05:00'),
      reasons: at('2026-12-21 05:00'),
      contacts: at('2026-12-30 05:00'),
      workingTimes: '2026-12-28',
      feedback: at('2026-12-26 05:00'),
      visits: at('2026-12-24 05:00'),
      deputies: '2026-11-30',
      links: at('2026-12-31 05:00'),
      audit: at('2026-12-11 05:00'),
    });
  });

  it('is never before something that the page promises to keep', () => {
    const days = fc.integer({ min: 1, max: 36_500 });
    const keep = fc.record({
      reasons: days,
      contacts: days,
      workingTimes: days,
      conversations: days,
      audit: days,
      feedback: days,
      visits: days,
    });
    fc.assert(
      fc.property(
        keep,
        fc.date({ min: at('2026-01-01 00:00'), max: at('2030-01-01 00:00'), noInvalidDate: true }),
        (keepDays, now) => {
          const organisation = anOrganisation({ keepDays });
          const promised = keptDays(organisation);
          const limits = keptSince(organisation, now);

          for (const kind of ['reasons', 'contacts', 'conversations', 'audit', 'feedback', 'visits'] as const)
            assert.equal((now.getTime() - limits[kind].getTime()) / 86_400_000, promised[kind]);
        },
      ),
    );
  });
});

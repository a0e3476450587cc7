import assert from 'node:assert/strict';
import fc from 'fast-check';
import { feedbackReport } from '../../../flows/feedback/feedback-report.ts';
import type { GivenFeedback } from '../../../flows/feedback/feedback-store.ts';

const said = (personId: string, day: string, score: number, line: string | null = null): GivenFeedback => ({
  personId,
  day,
  score,
  line,
});

describe('the feedback report', () => {
  it('counts by score and week, with averages', () => {
    const report = feedbackReport([
      said('a', '2026-12-02', 5),
      said('b', '2026-12-06', 4),
      said('a', '2026-12-07', 1, '遅い'),
    ]);

    assert.deepEqual(report, {
      answers: 3,
      people: 2,
      average: 3.33,
      scores: [1, 0, 0, 1, 1],
      weeks: [
        { monday: '2026-11-30', answers: 2, average: 4.5, scores: [0, 0, 0, 1, 1] },
        { monday: '2026-12-07', answers: 1, average: 1, scores: [1, 0, 0, 0, 0] },
      ],
      lines: null,
    });
  });

  it('shows lines from the third person on, however often two have answered', () => {
    const two = [said('a', '2026-12-02', 2, 'one'), said('b', '2026-12-02', 1, 'two'), said('a', '2026-12-03', 1, 'b')];

    assert.equal(feedbackReport(two).lines, null);
    assert.deepEqual(feedbackReport([...two, said('c', '2026-12-02', 5)]).lines, [
      { score: 1, line: 'b' },
      { score: 1, line: 'two' },
      { score: 2, line: 'one' },
    ]);
  });

  it('is the same in whatever order people answered, and names nobody', () => {
    const given = fc.record({
      personId: fc.constantFrom('person-a', 'person-b', 'person-c', 'person-d'),
      day: fc.constantFrom('2026-12-02', '2026-12-07', '2026-12-20', '2027-01-03'),
      score: fc.integer({ min: 1, max: 5 }),
      line: fc.option(fc.constantFrom('良い', '遅い', 'fine')),
    });
    fc.assert(
      fc.property(fc.array(given, { maxLength: 20 }), (all) => {
        const report = feedbackReport(all);

        assert.deepEqual(feedbackReport([...all].reverse()), report);
        assert.ok(!JSON.stringify(report).includes('person-'));
        assert.equal(
          report.scores.reduce((sum, count) => sum + count, 0),
          all.length,
        );
        assert.equal(
          report.weeks.reduce((sum, week) => sum + week.answers, 0),
          all.length,
        );
        assert.equal(report.lines === null, new Set(all.map((one) => one.personId)).size < 3);
      }),
    );
  });
});

import assert from 'node:assert/strict';
import { catchUp } from './outage.ts';

describe('an outage of a day', () => {
  it('is caught up within the limits: forty calendars, Graph throttling', async () => {
    const report = await catchUp({ people: 40, edits: 60, throttleEvery: 5 });

    assert.deepEqual([report.mailboxes, report.wrong, report.mostOfOne], [40, 0, 1]);
    assert.ok(report.throttled > 0);
    assert.ok(report.mostAtOnce <= 8);
  }).timeout(60_000);

  const many = Number(process.env['OUTAGE_PEOPLE'] ?? 0);
  if (many > 0)
    it(`is caught up within the limits: ${many} calendars`, async () => {
      for (const throttleEvery of [0, 10]) {
        const report = await catchUp({ people: many, edits: many, throttleEvery });

        process.stdout.write(`${JSON.stringify({ throttleEvery, ...report })}\n`);
        assert.deepEqual([report.wrong, report.mostOfOne], [0, 1]);
      }
    }).timeout(600_000);
});

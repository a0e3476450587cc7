import assert from 'node:assert/strict';
import { catchUp } from './outage.ts';

describe('an outage of a day', () => {
  it('is caught up within the limits: forty calendars, Graph throttling', async () => {
    const report = await catchUp({ people: 40, edits: 60, throttleEvery: 5 });

    assert.deepEqual([report.mailboxes, report.wrong, report.mostOfOne], [40, 0, 1]);
    assert.ok(report.throttled > 0);
    assert.ok(report.mostAtOnce <= 8);
  }).timeout(60_000);
});

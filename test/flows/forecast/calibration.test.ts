import assert from 'node:assert/strict';
import { calibrate } from '../../support/forecast-calibration.ts';
import { organisations } from '../../bench/capacity/organisations.ts';
import { tuningOrganisations } from '../../bench/capacity/tuning-organisations.ts';

/** Eight of ten half hours shall lie within the range at the least. Counts are whole: somewhat more do. */
const LEAST = 0.8;
const MOST = 0.98;

describe('the forecast against simulated days', function () {
  this.timeout(120_000);
  const kinds = [...organisations, ...tuningOrganisations];

  for (const id of ['office-50', 'half-days', 'call-centre', 'university', 'open-pool', 'tune-agency'])
    for (const daysAhead of [1, 3])
      it(`has at least eight of ten half hours of ${id} within its range ${daysAhead} days ahead`, () => {
        const kind = kinds.find((one) => one.id === id)!;

        const { within, mistake, halfHours, width } = calibrate(kind, 11, daysAhead);

        assert.ok(halfHours > 100);
        assert.ok(within >= LEAST && within <= MOST, `${within} within`);
        assert.ok(Math.abs(mistake) < 0.08, `wrong by ${mistake} of the peak`);
        assert.ok(width < 0.6, `${width} of the peak wide`);
      });

  it('gets surer as the day comes nearer', () => {
    const kind = kinds.find((one) => one.id === 'half-days')!;

    const [week, day] = [calibrate(kind, 11, 6), calibrate(kind, 11, 1)];

    assert.ok(day.width < week.width / 2, `${day.width} after ${week.width}`);
  });
});

import assert from 'node:assert/strict';
import { overlaps, restOf, timeAsked } from '../../../flows/booking/booked-time.ts';
import { anOrganisation, asked, at, TOKYO } from '../../support/builders.ts';

const { workingHours } = anOrganisation();
const times = (part: Parameters<typeof asked>[1], zone = TOKYO) =>
  timeAsked(asked('2026-12-02', part), workingHours, zone);

describe('the time that an asked day stands for', () => {
  it('is the working day, its morning or its afternoon', () => {
    assert.deepEqual(times({}), { startsAt: at('2026-12-02 08:30'), endsAt: at('2026-12-02 17:15') });
    assert.deepEqual(times({ part: 'half' }), times({}));
    assert.deepEqual(times({ part: 'am' }), { startsAt: at('2026-12-02 08:30'), endsAt: at('2026-12-02 12:00') });
    assert.deepEqual(times({ part: 'pm' }), { startsAt: at('2026-12-02 13:00'), endsAt: at('2026-12-02 17:15') });
  });

  it('takes the working day where hours have no beginning or no end', () => {
    assert.deepEqual(times({ part: 'hours', from: '13:00' }).endsAt, at('2026-12-02 17:15'));
    assert.deepEqual(times({ part: 'hours', to: '10:00' }).startsAt, at('2026-12-02 08:30'));
  });

  it('is in the organisation’s zone, whatever the machine’s is', () => {
    assert.equal(times({}, 'Europe/Berlin').startsAt.toISOString(), '2026-12-02T07:30:00.000Z');
    assert.equal(times({}, 'America/New_York').startsAt.toISOString(), '2026-12-02T13:30:00.000Z');
  });

  it('is the rest of it once begun', () => {
    const now = at('2026-12-02 10:07');

    assert.deepEqual(restOf(times({}), now), { startsAt: now, endsAt: at('2026-12-02 17:15') });
    assert.deepEqual(restOf(times({}), at('2026-12-01 10:07')), times({}));
  });

  it('is half-open: what touches does not overlap', () => {
    const noon = at('2026-12-02 12:00');

    assert.equal(overlaps(times({ part: 'am' }), { startsAt: noon, endsAt: at('2026-12-02 13:00') }), false);
    assert.equal(overlaps(times({}), times({ part: 'pm' })), true);
  });
});

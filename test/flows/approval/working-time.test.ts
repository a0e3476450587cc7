import assert from 'node:assert/strict';
import fc from 'fast-check';
import { addWorkingHours } from '../../../flows/approval/working-time.ts';
import { anOrganisation, at, TOKYO } from '../../support/builders.ts';

const { workingHours } = anOrganisation();
const after = (from: string, hours: number) => addWorkingHours(at(from), hours, workingHours, TOKYO);

describe('working hours after an instant', () => {
  it('leave out lunch, nights, week-ends, holidays and the turn of the year', () => {
    assert.deepEqual(after('2026-12-01 09:00', 2), at('2026-12-01 11:00'));
    assert.deepEqual(after('2026-12-01 09:00', 4), at('2026-12-01 14:00'));
    assert.deepEqual(after('2026-12-01 16:15', 2), at('2026-12-02 09:30'));
    assert.deepEqual(after('2026-12-04 17:00', 1), at('2026-12-07 09:15'));
    assert.deepEqual(after('2026-12-28 17:15', 1), at('2027-01-04 09:30'));
    assert.deepEqual(after('2026-05-01 17:15', 1), at('2026-05-07 09:30'));
  });

  it('begin with the working day where it has not begun', () => {
    assert.deepEqual(after('2026-12-01 03:00', 1), at('2026-12-01 09:30'));
    assert.deepEqual(after('2026-12-05 12:00', 0), at('2026-12-07 08:30'));
  });

  it('may end exactly with the morning or the day', () => {
    assert.deepEqual(after('2026-12-01 08:30', 3.5), at('2026-12-01 12:00'));
    assert.deepEqual(after('2026-12-01 13:00', 4.25), at('2026-12-01 17:15'));
  });

  it('never go back, and more hours never come earlier', () => {
    fc.assert(
      fc.property(
        fc.date({ min: at('2026-01-01 00:00'), max: at('2027-12-31 00:00'), noInvalidDate: true }),
        fc.integer({ min: 0, max: 40 }),
        fc.constantFrom('Asia/Tokyo', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'),
        (from, hours, zone) => {
          const reached = addWorkingHours(from, hours, workingHours, zone);

          assert.ok(reached >= from);
          assert.ok(addWorkingHours(from, hours + 1, workingHours, zone) > reached);
        },
      ),
    );
  });
});

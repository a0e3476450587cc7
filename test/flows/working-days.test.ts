import assert from 'node:assert/strict';
import {
  addWorkingDays,
  dayFrom,
  firstWorkingDayOfMonth,
  isWorkingDay,
  lastWorkingDayOfMonth,
  workingDaysBetween,
  workingDaysFrom,
} from '../../flows/working-days.ts';

describe('working days', () => {
  it('are Monday to Friday without public holidays and the turn of the year', () => {
    const free = ['2026-12-05', '2026-12-06', '2026-11-23', '2027-03-22', '2026-12-29', '2026-12-31', '2027-01-03'];
    const working = ['2026-12-04', '2026-12-28', '2027-01-04', '2026-11-24'];

    assert.deepEqual(free.filter(isWorkingDay), []);
    assert.deepEqual(working.filter(isWorkingDay), working);
  });

  it('are counted over the turn of the year', () => {
    assert.deepEqual(workingDaysBetween('2026-12-25', '2027-01-05'), [
      '2026-12-25',
      '2026-12-28',
      '2027-01-04',
      '2027-01-05',
    ]);
    assert.deepEqual(workingDaysFrom('2026-12-26', 2), ['2026-12-28', '2027-01-04']);
    assert.equal(addWorkingDays('2026-12-28', 1), '2027-01-04');
    assert.equal(addWorkingDays('2027-01-04', -1), '2026-12-28');
  });

  it('begin and end a month', () => {
    assert.equal(firstWorkingDayOfMonth(2027, 1), '2027-01-04');
    assert.equal(lastWorkingDayOfMonth(2026, 12), '2026-12-28');
    assert.equal(lastWorkingDayOfMonth(2027, 2), '2027-02-26');
  });

  it('come from dates that the calendar has', () => {
    assert.equal(dayFrom(2028, 2, 29), '2028-02-29');
    assert.equal(dayFrom(2027, 2, 29), undefined);
    assert.equal(dayFrom(2027, 13, 1), undefined);
  });
});

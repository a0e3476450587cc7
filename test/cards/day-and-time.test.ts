import assert from 'node:assert/strict';
import {
  formatDay,
  formatInstant,
  formatMonth,
  formatShortDay,
  formatTimes,
  inputTime,
  localDayOf,
  yearsDiffer,
} from '../../cards/day-and-time.ts';

describe('days and times on cards', () => {
  it('write a day with its weekday in both languages, whatever the machine’s zone', () => {
    assert.equal(formatDay('2026-12-02', 'ja'), '12月2日(水)');
    assert.equal(formatDay('2026-12-02', 'en'), 'Wed 2 Dec');
    assert.equal(formatDay('2027-01-01', 'ja', true), '2027年1月1日(金)');
    assert.equal(formatDay('2028-02-29', 'en', true), 'Tue 29 Feb 2028');
  });

  it('write days in passing and months in both languages', () => {
    assert.equal(formatShortDay('2026-12-02', 'ja'), '12/2');
    assert.equal(formatShortDay('2026-12-02', 'en'), '2 Dec');
    assert.equal(formatMonth('2026-12-02', 'ja'), '12月');
    assert.equal(formatMonth('2027-01-06', 'ja', true), '2027年1月');
    assert.equal(formatMonth('2026-09-30', 'en', true), 'September 2026');
  });

  it('write times in the zone of the view', () => {
    const start = new Date('2026-12-01T23:30:00Z');
    const end = new Date('2026-12-02T08:15:00Z');

    assert.equal(formatTimes(start, end, 'Asia/Tokyo'), '8:30-17:15');
    assert.equal(formatTimes(start, end, 'America/St_Johns'), '20:00-4:45');
    assert.equal(localDayOf(start, 'Asia/Tokyo'), '2026-12-02');
    assert.equal(localDayOf(start, 'UTC'), '2026-12-01');
  });

  it('end a day at 24:00', () => {
    assert.equal(
      formatTimes(new Date('2026-12-02T08:00:00Z'), new Date('2026-12-02T15:00:00Z'), 'Asia/Tokyo'),
      '17:00-24:00',
    );
  });

  it('name the day of an instant only where it is another one', () => {
    const at = new Date('2026-12-02T22:00:00Z');

    assert.equal(formatInstant(at, 'Asia/Tokyo', 'ja', '2026-12-03'), '7:00');
    assert.equal(formatInstant(at, 'Asia/Tokyo', 'ja', '2026-12-02'), '12月3日(木) 7:00');
    assert.equal(formatInstant(at, 'Asia/Tokyo', 'en', null), 'Thu 3 Dec 7:00');
  });

  it('give time inputs the form that they take', () => {
    assert.equal(inputTime(new Date('2026-12-01T23:30:00Z'), 'Asia/Tokyo'), '08:30');
    assert.equal(inputTime(new Date('2026-12-01T15:00:00Z'), 'Asia/Tokyo'), '00:00');
  });

  it('show years where days lie in several, or not in this one', () => {
    assert.equal(yearsDiffer(['2026-12-02', '2026-12-04']), false);
    assert.equal(yearsDiffer(['2026-12-02', '2027-01-06']), true);
    assert.equal(yearsDiffer(['2027-01-06'], '2026-11-24'), true);
    assert.equal(yearsDiffer([], '2026-11-24'), false);
  });
});

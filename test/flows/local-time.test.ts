import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  addDays,
  instantOf,
  instantSaid,
  isRealDay,
  isWallTime,
  localDayOf,
  mondayOf,
  wallTimeOf,
  weekdayOf,
} from '../../flows/local-time.ts';

const ZONES = [
  'Asia/Tokyo',
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Apia',
];
const zone = fc.constantFrom(...ZONES);
const instant = fc
  .date({ min: new Date('2024-01-01'), max: new Date('2032-01-01'), noInvalidDate: true })
  .map((date) => new Date(Math.floor(date.getTime() / 60_000) * 60_000));
const day = instant.map((date) => date.toISOString().slice(0, 10));
const minutes = fc
  .nat(1439)
  .map((all) => `${String(Math.floor(all / 60)).padStart(2, '0')}:${String(all % 60).padStart(2, '0')}`);

describe('local days and times', () => {
  it('are the zone’s, not the machine’s', () => {
    const late = new Date('2026-12-01T15:30:00Z');

    assert.equal(localDayOf(late, 'Asia/Tokyo'), '2026-12-02');
    assert.equal(wallTimeOf(late, 'Asia/Tokyo'), '00:30');
    assert.equal(localDayOf(late, 'America/New_York'), '2026-12-01');
    assert.deepEqual(instantOf('2026-12-02', '00:30', 'Asia/Tokyo'), late);
  });

  it('agree with what Intl shows, in every zone', () => {
    fc.assert(
      fc.property(instant, zone, (at, timeZone) => {
        const parts = new Intl.DateTimeFormat('sv-SE', {
          timeZone,
          year: 'numeric',
          month: '2-digit',
          day: '2-digit',
          hour: '2-digit',
          minute: '2-digit',
        }).format(at);
        assert.equal(`${localDayOf(at, timeZone)} ${wallTimeOf(at, timeZone)}`, parts);
      }),
    );
  });

  it('come back from the instant they name, unless clocks were put forward over them', () => {
    fc.assert(
      fc.property(day, minutes, zone, (local, time, timeZone) => {
        const at = instantOf(local, time, timeZone);
        const back = `${localDayOf(at, timeZone)} ${wallTimeOf(at, timeZone)}`;
        if (back === `${local} ${time}`) {
          const earlier = new Date(at.getTime() - 3_600_000);
          assert.notEqual(
            `${localDayOf(earlier, timeZone)} ${wallTimeOf(earlier, timeZone)}`,
            back,
            'the first of two',
          );
        } else assert.ok(back > `${local} ${time}`, `${local} ${time} in ${timeZone} became ${back}`);
      }),
      { numRuns: 400 },
    );
  });

  it('are put forward with the clocks, and are the first of two', () => {
    assert.equal(instantOf('2026-03-29', '02:30', 'Europe/Berlin').toISOString(), '2026-03-29T01:30:00.000Z');
    assert.equal(instantOf('2026-10-25', '02:30', 'Europe/Berlin').toISOString(), '2026-10-25T00:30:00.000Z');
  });

  it('are found at every hour around the changes of clocks', () => {
    for (const timeZone of ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'])
      for (const change of ['2026-03-08', '2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25', '2026-11-01'])
        for (let hour = -48; hour < 48; hour += 1) {
          const at = new Date(Date.parse(change) + hour * 3_600_000);
          const back = instantOf(localDayOf(at, timeZone), wallTimeOf(at, timeZone), timeZone);
          assert.ok(back <= at && at.getTime() - back.getTime() <= 3_600_000, `${at.toISOString()} in ${timeZone}`);
          assert.equal(wallTimeOf(back, timeZone), wallTimeOf(at, timeZone));
        }
  });

  it('order instants as their days, and working time never turns round', () => {
    fc.assert(
      fc.property(day, zone, (local, timeZone) => {
        const noon = instantOf(local, '12:00', timeZone);
        assert.ok(instantOf(local, '08:30', timeZone) < noon && noon < instantOf(local, '17:15', timeZone));
        assert.ok(instantOf(addDays(local, 1), '00:00', timeZone) > noon);
      }),
    );
  });

  it('count days and weeks by the calendar alone', () => {
    assert.equal(addDays('2026-12-31', 1), '2027-01-01');
    assert.equal(addDays('2028-03-01', -1), '2028-02-29');
    fc.assert(
      fc.property(day, fc.integer({ min: -800, max: 800 }), (local, days) => {
        assert.equal(addDays(addDays(local, days), -days), local);
        assert.equal(weekdayOf(mondayOf(local)), 1);
        assert.ok(mondayOf(local) <= local && local < addDays(mondayOf(local), 7));
      }),
    );
  });

  it('tell real days and times from others', () => {
    for (const text of [
      '2026-02-29',
      '2026-13-01',
      '2026-00-10',
      '2026-1-2',
      '2026-12-02 ',
      '',
      '٢٠٢٦-١٢-٠٢',
      '0000-01-01',
      "2026-12-02'; --",
    ])
      assert.equal(isRealDay(text), false, text);
    for (const text of ['24:00', '8:30', '12:60', '12:00:00', '', '１２:００', '12:00\n'])
      assert.equal(isWallTime(text), false, JSON.stringify(text));
    assert.ok(isRealDay('2028-02-29') && isRealDay('9999-12-31') && isWallTime('00:00') && isWallTime('23:59'));
  });

  it('are read as ISO writes them: with an offset, or in the zone’s own time', () => {
    const said = (text: string) => instantSaid(text, 'Asia/Tokyo')?.toISOString() ?? null;

    assert.deepEqual(
      [
        '2026-12-02T08:05',
        '2026-12-02 08:05:07',
        '2026-12-02T08:05+09:00',
        '2026-12-01T23:05Z',
        '2026-12-02T08:05:07.5+0900',
      ].map(said),
      ['23:05:00.000', '23:05:07.000', '23:05:00.000', '23:05:00.000', '23:05:07.500'].map(
        (time) => `2026-12-01T${time}Z`,
      ),
    );
    for (const wrong of [
      '',
      '2026-12-02',
      '08:05',
      '2026-02-30T08:05',
      '2026-12-02T24:05',
      '2026-12-02T08:05:61',
      'now',
      '2026-12-02T08:05+99:99',
    ])
      assert.equal(said(wrong), null, wrong);
    fc.assert(
      fc.property(instant, zone, (at, timeZone) => {
        assert.deepEqual(instantSaid(at.toISOString(), timeZone), at);
        assert.deepEqual(instantSaid(at.toISOString().replace('Z', '+00:00'), timeZone), at);
      }),
    );
  });
});

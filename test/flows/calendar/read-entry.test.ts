import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CalendarEntry } from '../../../flows/calendar/calendar-entry.ts';
import { readEntry } from '../../../flows/calendar/read-entry.ts';
import { partSaid } from '../../../flows/calendar/subject-words.ts';
import { addDays } from '../../../flows/local-time.ts';
import { isDayOff } from '../../../flows/office-days.ts';
import { anOrganisation, at } from '../../support/builders.ts';
import { anEntry } from './calendar-stage.ts';

const settings = anOrganisation({
  calendar: {
    ...anOrganisation().calendar,
    telework: {
      words: ['テレワーク', '在宅勤務', '在宅', 'telework', 'working from home', 'wfh'],
      categories: ['Telework'],
      workingElsewhere: false,
    },
    absence: { words: ['休暇', '年休', 'leave', 'vacation'], outOfOffice: true },
  },
});
const read = (entry: Partial<CalendarEntry> & Parameters<typeof anEntry>[0], more = settings) =>
  readEntry(anEntry(entry), more);
const partsOf = (entry: Parameters<typeof anEntry>[0]) => {
  const says = read(entry ?? {});
  return 'days' in says
    ? says.days.map(({ day, part, from, to }) => [day, part, from, to].filter(Boolean).join(' '))
    : [];
};

describe('an entry of a calendar', () => {
  it('says telework where that is all that it says', () => {
    for (const subject of [
      'テレワーク',
      'テレワーク',
      '【テレワーク】',
      '在宅勤務',
      '在宅勤務(終日)',
      '在宅',
      '午前在宅',
      '在宅勤務 午前',
      'テレワーク 9:00-12:00',
      'テレワーク予定',
      'テレワークの日',
      'TELEWORK',
      'telework',
      'WFH',
      'WFH (morning)',
      'Working from home today',
      "I'm working from home",
      '[WFH] all day',
    ])
      assert.equal(read({ subject }).kind, 'telework', subject);
  });

  it('only looks like it where it says more, asks, quotes, or is somebody else’s', () => {
    for (const subject of [
      'テレワーク推進会議',
      'テレワーク規程の改正',
      '在宅勤務?',
      '在宅勤務?',
      'テレワークかも',
      'テレワーク(仮)',
      '「テレワーク」',
      '佐藤さん 在宅勤務',
      'RE: テレワーク',
      'telework committee',
      'WFH?',
      'maybe wfh',
      'Taro WFH',
    ])
      assert.equal(read({ subject }).kind, 'looks-like', subject);
    assert.equal(read({ invited: true }).kind, 'looks-like');
    assert.equal(read({ showAs: 'tentative' }).kind, 'looks-like');
  });

  it('says nothing of it where it is another matter or is called off', () => {
    for (const subject of [
      '',
      '定例会議',
      '在宅勤務 中止',
      'テレワークなし',
      'Canceled: Telework',
      'no wfh today',
      'wfhx',
      '住宅課と打ち合わせ',
      '在宅介護支援センター会議',
    ])
      assert.equal(read({ subject }).kind, 'none', subject);
    assert.equal(read({ subject: '年休', invited: true }).kind, 'none');
  });

  it('is known by its category and, where the organisation says so, by the state shown', () => {
    const elsewhere = {
      ...settings,
      calendar: { ...settings.calendar, telework: { ...settings.calendar.telework, workingElsewhere: true } },
    };
    assert.equal(read({ subject: '資料作成', categories: ['TELEWORK'] }).kind, 'telework');
    assert.equal(read({ subject: '資料作成', showAs: 'workingElsewhere' }).kind, 'none');
    assert.equal(read({ subject: '資料作成', showAs: 'workingElsewhere' }, elsewhere).kind, 'telework');
    assert.equal(read({ subject: 'テレワーク 中止', categories: ['Telework'] }).kind, 'none');
  });

  it('of whole days means the part that its words name', () => {
    for (const [subject, part] of [
      ['在宅勤務(午前)', 'am'],
      ['【午後】テレワーク', 'pm'],
      ['Telework PM', 'pm'],
      ['wfh morning', 'am'],
      ['在宅 13:00-17:15', 'pm'],
      ['在宅勤務 8時半～17時15分', 'full'],
      ['在宅勤務 10時から15時', 'hours 10:00 15:00'],
      ['在宅勤務', 'full'],
      ['午後在宅・午前在宅', 'full'],
    ])
      assert.deepEqual(partsOf({ subject: subject! }), [`2026-12-02 ${part}`], subject);
    assert.deepEqual(partsOf({ subject: '在宅勤務 午前', until: '2026-12-03' }), ['2026-12-02 am', '2026-12-03 am']);
    assert.deepEqual(partsOf({ subject: '在宅勤務 午前', from: '2026-12-02 13:00', to: '2026-12-02 17:15' }), [
      '2026-12-02 pm',
    ]);
  });

  it('of whole days that says half a day, and not which, is asked about', () => {
    assert.equal(read({ subject: '在宅勤務 半日' }).kind, 'looks-like');
    assert.equal(read({ subject: '在宅勤務 半日(午前)' }).kind, 'telework');
  });

  it('says that its person is away for the half that it names', () => {
    const time = (subject: string) => {
      const says = read({ subject });
      return 'startsAt' in says ? [says.startsAt, says.endsAt] : [];
    };

    assert.deepEqual(time('年休'), [at('2026-12-02 00:00'), at('2026-12-03 00:00')]);
    assert.deepEqual(time('午前年休'), [at('2026-12-02 00:00'), at('2026-12-02 12:00')]);
    assert.deepEqual(time('年休(午後)'), [at('2026-12-02 13:00'), at('2026-12-03 00:00')]);
    assert.deepEqual(time('休暇 13:00-15:00'), [at('2026-12-02 13:00'), at('2026-12-02 15:00')]);
  });

  it('counts whatever state it shows', () => {
    for (const showAs of ['free', 'busy', 'oof', 'unknown'] as const)
      assert.equal(read({ subject: '在宅勤務', showAs }).kind, 'telework', showAs);
  });

  it('says that its person is away', () => {
    assert.equal(read({ subject: '休暇' }).kind, 'absence');
    assert.equal(read({ subject: '出張', showAs: 'oof' }).kind, 'absence');
    assert.equal(read({ subject: '佐藤さん休暇' }).kind, 'none');
    assert.equal(read({ subject: '休暇 取り消し' }).kind, 'none');
  });

  it('stands for the part of the working day that it fits, drawn in half hours', () => {
    assert.deepEqual(partsOf({}), ['2026-12-02 full']);
    assert.deepEqual(partsOf({ from: '2026-12-02 08:30', to: '2026-12-02 17:00' }), ['2026-12-02 full']);
    assert.deepEqual(partsOf({ from: '2026-12-02 08:30', to: '2026-12-02 17:30' }), ['2026-12-02 full']);
    assert.deepEqual(partsOf({ from: '2026-12-02 09:00', to: '2026-12-02 12:00' }), ['2026-12-02 am']);
    assert.deepEqual(partsOf({ from: '2026-12-02 13:00', to: '2026-12-02 17:00' }), ['2026-12-02 pm']);
    assert.deepEqual(partsOf({ from: '2026-12-02 10:00', to: '2026-12-02 15:00' }), ['2026-12-02 hours 10:00 15:00']);
    assert.deepEqual(partsOf({ from: '2026-12-02 19:00', to: '2026-12-02 21:00' }), ['2026-12-02 hours 19:00 21:00']);
  });

  it('has a part for each of several days, the first and last as their hours say', () => {
    assert.deepEqual(partsOf({ from: '2026-12-02 13:00', to: '2026-12-04 12:00' }), [
      '2026-12-02 pm',
      '2026-12-03 full',
      '2026-12-04 am',
    ]);
  });

  it('is of the day on which it begins where it runs over midnight', () => {
    assert.deepEqual(partsOf({ from: '2026-12-02 22:00', to: '2026-12-03 02:00' }), ['2026-12-02 hours 22:00 23:59']);
  });

  it('leaves days off out of several days and of a series, and keeps a single one', () => {
    assert.deepEqual(partsOf({ day: '2026-12-03', until: '2026-12-07' }), [
      '2026-12-03 full',
      '2026-12-04 full',
      '2026-12-07 full',
    ]);
    assert.deepEqual(partsOf({ day: '2026-12-05' }), ['2026-12-05 full']);
    assert.deepEqual(partsOf({ day: '2026-12-05', series: 's' }), []);
  });

  const subject = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc
      .array(
        fc.constantFrom('テレワーク', 'wfh', '在宅勤務', '会議', '?', '中止', '休暇', ' ', '午前', '(', '佐藤', 'no'),
        { maxLength: 6 },
      )
      .map((words) => words.join('')),
  );
  const any = fc
    .record({
      subject,
      categories: fc.array(fc.constantFrom('Telework', 'telework', '赤'), { maxLength: 2 }),
      showAs: fc.constantFrom<CalendarEntry['showAs'][]>(
        'free',
        'tentative',
        'busy',
        'oof',
        'workingElsewhere',
        'unknown',
      ),
      start: fc.integer({ min: 0, max: 4 * 24 * 4 }),
      length: fc.integer({ min: -4, max: 10 * 24 * 4 }),
      allDay: fc.boolean(),
      invited: fc.boolean(),
      series: fc.constantFrom(null, 's'),
    })
    .map(({ start, length, allDay, ...entry }) => {
      const midnight = anEntry().startsAt.getTime();
      const quarter = 15 * 60_000;
      const day = 96 * quarter;
      const from = allDay ? Math.floor(start / 96) * day : start * quarter;
      const lasts = allDay ? Math.ceil(length / 96) * day : length * quarter;
      return anEntry({
        ...entry,
        allDay,
        startsAt: new Date(midnight + from),
        endsAt: new Date(midnight + from + lasts),
      });
    });

  it('is read in some way whatever it says, its days ascending, each once, within its time', () => {
    fc.assert(
      fc.property(any, (entry) => {
        const says = readEntry(entry, settings);

        if (says.kind === 'none') return;
        const days = says.days.map(({ day }) => day);
        assert.ok(days.length > 0);
        assert.deepEqual(days, [...new Set(days)].sort());
        for (const one of says.days) {
          assert.equal(one.part === 'hours', one.from !== null && one.to !== null);
          if (one.part === 'hours' && entry.endsAt > entry.startsAt)
            assert.ok(one.from! < one.to!, JSON.stringify(one));
          if (days.length > 1 || entry.series) assert.ok(!isDayOff(one.day, settings));
          if (entry.allDay && partSaid(entry.subject) === null) assert.equal(one.part, 'full');
        }
        const last = new Date(Math.max(entry.endsAt.getTime() - 1, entry.startsAt.getTime()) + 9 * 3_600_000);
        assert.ok(days.at(-1)! <= last.toISOString().slice(0, 10));
        assert.ok(days[0]! >= addDays('2026-12-02', 0));
      }),
      { numRuns: 2_000 },
    );
  });

  it('of somebody else, or in doubt, never counts as said clearly', () => {
    fc.assert(
      fc.property(any, (entry) => {
        const { kind } = readEntry(entry, settings);

        if (kind === 'telework' && entry.categories.every((one) => one === '赤'))
          assert.ok(!entry.invited && entry.showAs !== 'tentative' && !/[??]|中止/.test(entry.subject));
      }),
      { numRuns: 2_000 },
    );
  });

  it('means the same in full and half width, in capitals or not', () => {
    fc.assert(
      fc.property(any, (entry) => {
        const wide = entry.subject.replaceAll(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));

        assert.deepEqual(readEntry({ ...entry, subject: wide }, settings), readEntry(entry, settings));
        assert.equal(
          readEntry({ ...entry, subject: entry.subject.toUpperCase() }, settings).kind === 'none',
          readEntry(entry, settings).kind === 'none',
        );
      }),
      { numRuns: 1_000 },
    );
  });
});

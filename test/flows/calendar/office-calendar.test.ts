import assert from 'node:assert/strict';
import fc from 'fast-check';
import { inWorkingHours } from '../../../flows/approval/working-time.ts';
import { localQuarter } from '../../../flows/capacity/local-quarter.ts';
import { officeDaysOf, withOfficeDays } from '../../../flows/calendar/office-calendar.ts';
import { addDays, instantOf } from '../../../flows/local-time.ts';
import { addOfficeDays, isDayOff, officeDaysBetween } from '../../../flows/office-days.ts';
import { isWorkingDay } from '../../../flows/working-days.ts';
import { anOrganisation, at, OFFICE_WORDS_SAID, TOKYO } from '../../support/builders.ts';
import { anEntry } from '../../support/fakes/fake-feed-reader.ts';

const ORGANISATION = anOrganisation();
const day = (number: number) => `2026-12-${String(number).padStart(2, '0')}`;
const allDay = (number: number, subject: string, more = {}) =>
  anEntry({
    key: `${number} ${subject}`,
    subject,
    startsAt: instantOf(day(number), '00:00', TOKYO),
    endsAt: instantOf(addDays(day(number), 1), '00:00', TOKYO),
    ...more,
  });
const read = (...entries: ReturnType<typeof anEntry>[]) => officeDaysOf(entries, OFFICE_WORDS_SAID, ORGANISATION);
const kindOf = (subject: string, more = {}) => {
  const [found] = read(allDay(2, subject, more)).days;
  return found ? `${found.kind}${found.half ? ` ${found.half}` : ''}` : null;
};

describe("what an entry of the organisation's calendar means", () => {
  for (const [subject, meant] of [
    ['庁舎工事のため閉庁', 'closure'],
    ['Office closed', 'closure'],
    ['午後閉庁', 'closure pm'],
    ['閉庁（午前）', 'closure am'],
    ['ｃｌｏｓｅｄ', 'closure'],
    ['振替勤務日', 'worked'],
    ['衆議院議員総選挙', 'election'],
    ['新任職員研修', 'training'],
    ['緊急事態', 'emergency'],
    ['緊急参集の研修', 'training'],
    ['庁議', null],
  ] as const)
    it(`${subject}: ${meant ?? 'nothing'}`, () => assert.equal(kindOf(subject), meant));

  it('is said by a category as well', () => assert.equal(kindOf('市長選', { categories: ['選挙'] }), 'election'));

  it('closes the halves that its times cover, and none for an hour', () => {
    const timed = (from: string, to: string) =>
      kindOf('閉庁', { allDay: false, startsAt: at(`2026-12-02 ${from}`), endsAt: at(`2026-12-02 ${to}`) });

    assert.equal(timed('08:30', '17:15'), 'closure');
    assert.equal(timed('08:00', '12:00'), 'closure am');
    assert.equal(timed('13:00', '17:15'), 'closure pm');
    assert.equal(timed('10:00', '11:00'), null);
  });
});

describe("the organisation with its calendar's days", () => {
  const organisation = withOfficeDays(
    ORGANISATION,
    read(allDay(2, '閉庁'), allDay(4, '午後閉庁'), allDay(5, '振替勤務'), allDay(8, '研修')).days,
  );

  it('counts working hours on worked days, and not in closed days and halves', () => {
    // Of Friday, 4 December, the morning is worked; so is Saturday.
    assert.deepEqual(inWorkingHours(organisation, at('2026-12-04 11:00'), 1), at('2026-12-04 12:00'));
    assert.deepEqual(inWorkingHours(organisation, at('2026-12-04 11:00'), 2), at('2026-12-05 09:30'));
    assert.deepEqual(inWorkingHours(organisation, at('2026-12-01 17:00'), 1), at('2026-12-03 09:15'));
  });

  it('counts days of work by them', () => {
    assert.equal(addOfficeDays('2026-12-03', -1, organisation), '2026-12-01');
    assert.equal(addOfficeDays('2026-12-04', 1, organisation), '2026-12-05');
  });

  it('tells the planner the kind of each day, and which say nothing of others', () => {
    const { timeZone, closures, workedDays, specialDays } = organisation;
    const calendar = { timeZone, holidays: null, closures, workedDays, specialDays };
    const told = (number: number) => {
      const { kind, unlike } = localQuarter(instantOf(day(number), '10:00', TOKYO).getTime(), calendar);
      return `${kind}${unlike ? ' unlike' : ''}`;
    };

    assert.deepEqual([1, 2, 4, 5, 6, 8].map(told), ['work', 'free', 'work', 'work', 'free', 'work unlike']);
  });

  it('has a day off where the week or a closure says so, unless it is worked', () => {
    const days = fc.uniqueArray(fc.integer({ min: 1, max: 28 }), { maxLength: 10 });
    fc.assert(
      fc.property(days, days, (closed, worked) => {
        const found = withOfficeDays(
          ORGANISATION,
          read(...closed.map((one) => allDay(one, '閉庁')), ...worked.map((one) => allDay(one, '振替勤務'))).days,
        );

        const open = new Set(officeDaysBetween(day(1), day(28), found));
        for (let one = 1; one <= 28; one += 1) {
          const works = !closed.includes(one) && (isWorkingDay(day(one)) || worked.includes(one));
          assert.equal(open.has(day(one)), works, day(one));
          assert.equal(isDayOff(day(one), found), !works);
        }
      }),
    );
  });

  it('ends its search where nobody ever works', () => {
    const never = { closures: [{ from: '2020-01-01', to: '2040-12-31', name: { ja: '閉', en: 'x' } }], workedDays: [] };

    assert.ok(addOfficeDays('2026-12-02', 1, never) > '2028-01-01');
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { timeAsked } from '../../../flows/booking/booked-time.ts';
import type { AskedDay, RuleReason } from '../../../flows/booking/proposal.ts';
import { addDays } from '../../../flows/local-time.ts';
import type { Organisation } from '../../../flows/organisation.ts';
import { daysUsed, weekOf } from '../../../flows/rules/counted-days.ts';
import type { Rules } from '../../../flows/rules/rules.ts';
import { touchedRules, type DayInQuestion } from '../../../flows/rules/touched-rules.ts';
import { isWorkingDay } from '../../../flows/working-days.ts';
import { aBooking, anOrganisation, asked, at, idOf, NOW, someRules } from '../../support/builders.ts';

interface Situation {
  rules?: Partial<Rules>;
  organisation?: Partial<Organisation>;
  wish?: Partial<DayInQuestion['wish']>;
  counted?: DayInQuestion['counted'];
  section?: DayInQuestion['section'];
  now?: Date;
}

/** What a day touches under rules that limit nothing but what is named. */
function touched(day: AskedDay, situation: Situation = {}): RuleReason[] {
  const organisation = anOrganisation(situation.organisation);
  const rules = someRules({ daysPerWeek: null, ...situation.rules });
  const question: DayInQuestion = {
    asked: day,
    time: timeAsked(day, organisation.workingHours, organisation.timeZone),
    wish: { place: null, device: null, ...situation.wish },
    counted: situation.counted ?? [],
    section: situation.section ?? { people: 9, away: [] },
  };
  return touchedRules(question, rules, organisation, situation.now ?? NOW);
}

const touchedIds = (...given: Parameters<typeof touched>) => touched(...given).map(({ rule }) => rule);
const booked = (day: string, part: 'full' | 'am' | 'pm' = 'full') => aBooking({ day, part });
const away = (name: string, day = '2026-12-02', part: 'full' | 'am' | 'pm' = 'full') => ({
  personId: idOf(name),
  ...timeAsked(asked(day, { part }), anOrganisation().workingHours, 'Asia/Tokyo'),
});

describe('the rules of a profile', () => {
  it('touch nothing where nothing is limited', () => {
    assert.deepEqual(touched(asked()), []);
  });

  describe('on how often', () => {
    it('count a week from Monday to Sunday', () => {
      const counted = [booked('2026-11-30'), booked('2026-12-01'), booked('2026-11-29')];

      assert.deepEqual(touchedIds(asked(), { rules: { daysPerWeek: 3 }, counted }), []);
      assert.deepEqual(touched(asked(), { rules: { daysPerWeek: 2 }, counted }), [
        { rule: 'days-per-week', limit: 2, held: ['2026-11-30', '2026-12-01'] },
      ]);
    });

    it('count a month by the calendar and a year from its first month', () => {
      const counted = [booked('2026-12-31'), booked('2026-11-30'), booked('2026-04-01'), booked('2026-03-31')];

      assert.deepEqual(touchedIds(asked(), { rules: { daysPerMonth: 2 }, counted }), []);
      assert.deepEqual(touchedIds(asked(), { rules: { daysPerMonth: 1 }, counted }), ['days-per-month']);
      assert.deepEqual(touchedIds(asked(), { rules: { daysPerYear: 4 }, counted }), []);
      assert.deepEqual(touched(asked(), { rules: { daysPerYear: 3 }, counted }), [
        { rule: 'days-per-year', limit: 3, held: ['2026-04-01', '2026-11-30', '2026-12-31'] },
      ]);
      assert.deepEqual(touchedIds(asked(), { rules: { daysPerYear: 4, yearBegins: 1 }, counted }), ['days-per-year']);
    });

    it('count a half as the organisation says', () => {
      const counted = [booked('2026-11-30', 'am'), booked('2026-12-01', 'pm')];
      const half = asked('2026-12-02', { part: 'am' });

      assert.deepEqual(touchedIds(half, { rules: { daysPerWeek: 2, halfCounts: 'whole' }, counted }), [
        'days-per-week',
      ]);
      assert.deepEqual(touchedIds(half, { rules: { daysPerWeek: 2, halfCounts: 'half' }, counted }), []);
      assert.deepEqual(touchedIds(asked(), { rules: { daysPerWeek: 1, halfCounts: 'half' }, counted }), [
        'days-per-week',
      ]);
    });

    it('take hours of at most half the working time for a half', () => {
      const hours = (from: string, to: string) => asked('2026-12-02', { part: 'hours', from, to });
      const rules = { daysPerWeek: 1, halfCounts: 'half' as const };
      const counted = [booked('2026-12-01', 'am')];

      assert.deepEqual(touchedIds(hours('13:00', '16:52'), { rules, counted }), []);
      assert.deepEqual(touchedIds(hours('13:00', '17:15'), { rules, counted }), ['days-per-week']);
    });

    it('let the second half of a day that counts whole cost nothing', () => {
      const counted = [booked('2026-12-02', 'am')];

      assert.deepEqual(touchedIds(asked('2026-12-02', { part: 'pm' }), { rules: { daysPerWeek: 1 }, counted }), []);
    });

    it('keep working days for the office, fewer of them in a week with a holiday', () => {
      const counted = [booked('2026-11-30'), booked('2026-12-01')];

      assert.deepEqual(touchedIds(asked(), { rules: { officeDaysPerWeek: 2 }, counted }), []);
      assert.deepEqual(touchedIds(asked(), { rules: { officeDaysPerWeek: 3 }, counted }), ['office-days']);
      // 23 November is a public holiday: four days are left, of which four cannot be in the office with one at home.
      assert.deepEqual(touchedIds(asked('2026-11-25'), { rules: { officeDaysPerWeek: 4 } }), ['office-days']);
      assert.deepEqual(touchedIds(asked('2026-11-25'), { rules: { officeDaysPerWeek: 3 } }), []);
    });
  });

  describe('on when', () => {
    it('ask for so many working days of notice, up to an hour of that day', () => {
      // Tuesday, 1 December, 9:00. One working day before Wednesday is Tuesday; two before Thursday as well.
      const lead = (workingDays: number, until: string | null) => ({ rules: { lead: { workingDays, until } } });

      assert.deepEqual(touchedIds(asked('2026-12-02'), lead(1, null)), []);
      assert.deepEqual(touchedIds(asked('2026-12-02'), lead(1, '08:59')), ['lead-time']);
      assert.deepEqual(touchedIds(asked('2026-12-02'), lead(1, '09:01')), []);
      assert.deepEqual(touchedIds(asked('2026-12-02'), lead(2, null)), ['lead-time']);
      assert.deepEqual(touchedIds(asked('2026-12-01'), lead(0, null)), []);
      assert.deepEqual(touchedIds(asked('2026-12-01'), lead(1, null)), ['lead-time']);
      // Friday to Monday is one working day.
      assert.deepEqual(touchedIds(asked('2026-12-07'), { ...lead(1, '17:15'), now: at('2026-12-04 17:00') }), []);
    });

    it('know the horizon, weekdays, days off, closed and forbidden days', () => {
      const span = (from: string, to: string) => [{ from, to, name: { ja: '選挙', en: 'Election' } }];

      assert.deepEqual(touched(asked('2027-12-02')), [{ rule: 'horizon', limit: 365 }]);
      assert.deepEqual(touchedIds(asked(), { rules: { forbiddenWeekdays: ['WE'] } }), ['weekday']);
      assert.deepEqual(touchedIds(asked(), { rules: { forbiddenWeekdays: ['TU', 'TH'] } }), []);
      assert.deepEqual(touchedIds(asked('2026-12-05'), { rules: { daysOff: false } }), ['day-off']);
      assert.deepEqual(touchedIds(asked('2026-12-29'), { rules: { daysOff: false } }), ['day-off']);
      assert.deepEqual(touchedIds(asked(), { organisation: { closures: span('2026-12-01', '2026-12-02') } }), [
        'closure',
      ]);
      assert.deepEqual(touchedIds(asked(), { rules: { forbiddenDays: span('2026-12-02', '2026-12-02') } }), [
        'forbidden-day',
      ]);
      assert.deepEqual(touchedIds(asked(), { rules: { forbiddenDays: span('2026-12-03', '2026-12-04') } }), []);
    });

    it('know the parts that may be booked', () => {
      assert.deepEqual(touchedIds(asked(), { rules: { parts: ['am', 'pm'] } }), ['part']);
      assert.deepEqual(touchedIds(asked('2026-12-02', { part: 'am' }), { rules: { parts: ['am', 'pm'] } }), []);
    });

    it('know quiet hours, also across midnight', () => {
      const organisation = { quietHours: { from: '22:00', to: '05:00', daysOff: true } };
      const hours = (from: string, to: string) => asked('2026-12-02', { part: 'hours', from, to });

      assert.deepEqual(touchedIds(hours('17:00', '22:00'), { organisation }), []);
      assert.deepEqual(touchedIds(hours('17:00', '22:01'), { organisation }), ['quiet-hours']);
      assert.deepEqual(touchedIds(hours('04:59', '08:00'), { organisation }), ['quiet-hours']);
      assert.deepEqual(touchedIds(hours('05:00', '08:00'), { organisation }), []);
    });
  });

  describe('on where and with what', () => {
    it('know places and devices, and ask for neither', () => {
      const rules = { places: ['home' as const], devices: ['own' as const] };

      assert.deepEqual(touchedIds(asked(), { rules }), []);
      assert.deepEqual(touchedIds(asked(), { rules, wish: { place: 'field' } }), ['place']);
      assert.deepEqual(touchedIds(asked(), { rules, wish: { device: 'mobile-pc' } }), ['device']);
    });

    it('send everything of those who are excluded to their head', () => {
      assert.deepEqual(touchedIds(asked(), { rules: { excluded: true } }), ['excluded']);
    });
  });

  describe('on who else', () => {
    it('count people of the section away at the same moment, not on the same day', () => {
      const section = { people: 9, away: [away('taro', '2026-12-02', 'am'), away('jiro', '2026-12-02', 'pm')] };
      const rules = { mostAway: { people: 2, percent: null } };

      assert.deepEqual(touchedIds(asked(), { rules, section }), []);
      assert.deepEqual(touched(asked(), { rules: { mostAway: { people: 1, percent: null } }, section }), [
        { rule: 'most-away', limit: 1, away: 1 },
      ]);
    });

    it('take a share of the whole section, and of a very small one still one', () => {
      const rules = { mostAway: { people: null, percent: 30 } };

      assert.deepEqual(touchedIds(asked(), { rules, section: { people: 9, away: [away('a'), away('b')] } }), []);
      assert.deepEqual(
        touchedIds(asked(), { rules, section: { people: 9, away: [away('a'), away('b'), away('c')] } }),
        ['most-away'],
      );
      assert.deepEqual(touchedIds(asked(), { rules, section: { people: 1, away: [] } }), []);
    });

    it('keep the counter by time of day', () => {
      const rules = { counter: [{ from: '09:00', to: '12:00', people: 3 }] };
      const section = { people: 4, away: [away('a')] };

      assert.deepEqual(touchedIds(asked(), { rules, section }), []);
      assert.deepEqual(touched(asked(), { rules, section: { people: 3, away: [away('a')] } }), [
        { rule: 'counter', from: '09:00', to: '12:00', people: 3 },
      ]);
      assert.deepEqual(
        touchedIds(asked('2026-12-02', { part: 'pm' }), { rules, section: { people: 3, away: [away('a')] } }),
        [],
      );
    });
  });

  it('never let a week hold more than its limit, and never refuse within it', () => {
    const day = fc.integer({ min: 0, max: 20 }).map((days) => addDays('2026-11-23', days));
    const part = fc.constantFrom('full' as const, 'am' as const, 'pm' as const);
    fc.assert(
      fc.property(
        fc.array(fc.record({ day, part }), { maxLength: 12 }),
        fc.integer({ min: 0, max: 5 }),
        fc.constantFrom('whole' as const, 'half' as const),
        (wishes, daysPerWeek, halfCounts) => {
          const organisation = anOrganisation();
          const kept: ReturnType<typeof booked>[] = [];
          for (const wish of wishes) {
            const week = weekOf(wish.day);
            const rules = { daysPerWeek, halfCounts };
            const over = touchedIds(asked(wish.day, { part: wish.part }), { rules, counted: kept });
            const next = [...kept, booked(wish.day, wish.part)];
            const { used } = daysUsed(next, week, organisation.workingHours, halfCounts);
            const before = daysUsed(kept, week, organisation.workingHours, halfCounts);
            assert.equal(over.length > 0, used > daysPerWeek && used > before.used);
            if (over.length === 0) kept.push(next.at(-1)!);
          }
          for (const one of kept) {
            const { used } = daysUsed(kept, weekOf(one.day), organisation.workingHours, halfCounts);
            assert.ok(used <= daysPerWeek);
          }
        },
      ),
    );
  });

  it('never leave the counter with fewer people than it needs, whoever asks in which order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('full' as const, 'am' as const, 'pm' as const), { maxLength: 10 }),
        fc.integer({ min: 1, max: 6 }),
        (parts, people) => {
          const rules = { counter: [{ from: '09:00', to: '16:00', people }] };
          const gone: ReturnType<typeof away>[] = [];
          parts.forEach((part, index) => {
            const section = { people: 9, away: gone };
            if (touched(asked('2026-12-02', { part }), { rules, section }).length === 0)
              gone.push(away(`person ${index}`, '2026-12-02', part));
          });
          for (const instant of [at('2026-12-02 09:00'), at('2026-12-02 15:59')]) {
            const missing = gone.filter((one) => one.startsAt <= instant && instant < one.endsAt).length;
            assert.ok(10 - missing >= people);
          }
        },
      ),
    );
  });

  it('touch a limit on a working day alone where it is about the office', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), (days) => {
        const day = addDays('2026-12-01', days);
        const rules = { mostAway: { people: 0, percent: null }, counter: [{ from: '08:30', to: '17:15', people: 99 }] };
        const expected = isWorkingDay(day) ? ['most-away', 'counter'] : [];

        assert.deepEqual(
          touchedIds(asked(day), { rules: { ...rules, horizonDays: 500 } }).filter((one) => one !== 'horizon'),
          expected,
        );
      }),
    );
  });
});

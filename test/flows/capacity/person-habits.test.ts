import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Expected } from '../../../flows/capacity/known-people.ts';
import {
  agePeople,
  habitsOf,
  keptHabits,
  noHabits,
  noteLeaving,
  noteOffset,
  noteShow,
  showRate,
  usualOverrun,
  usualShift,
  type PeopleHabits,
  type Who,
} from '../../../flows/capacity/person-habits.ts';
import { PoolPicture } from '../../../flows/capacity/pool-picture.ts';
import { at, bookingsOf } from './capacity-builders.ts';

describe('what is known of people', () => {
  it('thinks of somebody new as of their section', () => {
    const habits = noHabits();
    for (let day = 0; day < 100; day++) {
      noteShow(habits, { upn: `a${day % 10}@x`, section: 'tax' }, day % 2 === 0);
      noteShow(habits, { upn: `b${day % 10}@x`, section: 'works' }, true);
    }

    const [tax, works] = ['tax', 'works'].map((section) => showRate(habits, { upn: 'new@x', section }));
    const nowhere = showRate(habits, { upn: 'new@x', section: null });

    assert.ok(tax! < nowhere && nowhere < works!, `${tax} ${nowhere} ${works}`);
  });

  it('lets a person’s own days outweigh the section’s', () => {
    const habits = noHabits();
    for (let day = 0; day < 40; day++) {
      for (const upn of ['b@x', 'c@x', 'd@x']) noteShow(habits, { upn, section: 'tax' }, false);
      noteShow(habits, { upn: 'a@x', section: 'tax' }, true);
    }

    assert.ok(showRate(habits, { upn: 'a@x', section: 'tax' }) > 0.6);
    assert.ok(showRate(habits, { upn: 'b@x', section: 'tax' }) < 0.2);
  });

  it('is the same however many come a day, though who stayed away is counted after all others', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 100 }), fc.integer({ min: 1, max: 9 }), (hundreds, away) => {
        const habits = noHabits();
        for (let day = 0; day < 8; day++) {
          for (let one = 0; one < hundreds * 100; one++) {
            noteShow(habits, { upn: `p${one}@x`, section: 's' }, one < hundreds * (100 - away));
          }
          agePeople(habits);
        }

        for (const section of ['s', null]) {
          const show = showRate(habits, { upn: 'new@x', section });
          assert.ok(Math.abs(show - (1 - away / 100)) < 0.01, `${show} with ${away} of 100 away`);
        }
      }),
      { numRuns: 10 },
    );
  });

  it('says how people alike are on average, not to the nearest step', () => {
    const picture = new PoolPicture({ timeZone: 'Etc/UTC', holidays: null });
    const bookings = bookingsOf(200);
    bookings.forEach(({ upn }, index) => {
      for (let day = 0; day < 20; day++) {
        noteShow(picture.learned.people, { upn, section: null }, day % 20 >= index % 3);
        noteOffset(picture.learned.people, { upn, section: null }, index % 5);
      }
    });

    for (const booking of bookings) picture.book(booking, at('06:00').getTime());

    const groups = [...picture.expected.values()];
    const average = (of: (group: Expected) => number) =>
      groups.reduce((sum, group) => sum + group.count * of(group), 0) / bookings.length;
    const own = (of: (habits: PeopleHabits, who: Who) => number) =>
      bookings.reduce((sum, { upn }) => sum + of(picture.learned.people, { upn, section: null }), 0) / bookings.length;
    assert.ok(groups.length < 10);
    assert.ok(Math.abs(average(({ show }) => show) - own(showRate)) < 1e-9);
    assert.ok(Math.abs(average(({ shift }) => shift) - own(usualShift)) < 1e-9);
  });

  it('stays within bounds whatever was seen, and is the same after being kept', () => {
    const who = fc.record({ upn: fc.constantFrom('a@x', 'b@x'), section: fc.constantFrom('s', 't', null) });
    const seen = fc.tuple(who, fc.boolean(), fc.double({ min: -1e6, max: 1e6, noNaN: true }));
    fc.assert(
      fc.property(fc.array(seen, { maxLength: 300 }), (all) => {
        const habits = noHabits();
        for (const [person, came, minutes] of all) {
          noteShow(habits, person, came);
          noteOffset(habits, person, minutes);
          noteLeaving(habits, person, minutes);
        }
        const again = habitsOf(JSON.parse(JSON.stringify(keptHabits(habits))));

        for (const [person] of all) {
          const figures = (of: typeof habits) => [
            showRate(of, person),
            usualShift(of, person),
            usualOverrun(of, person),
          ];
          const [show, shift, over] = figures(habits);
          assert.ok(show! >= 0.04 && show! <= 0.995);
          assert.ok(Math.abs(shift!) <= 45);
          assert.ok(over! >= -120 && over! <= 180);
          assert.deepEqual(figures(again), figures(habits));
        }
      }),
    );
  });
});

import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  habitsOf,
  keptHabits,
  noHabits,
  noteLeaving,
  noteOffset,
  noteShow,
  showRate,
  usualOverrun,
  usualShift,
} from '../../../flows/capacity/person-habits.ts';

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

import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { arrivalCurves, LATEST, noteArrival, type ArrivalHabits } from '../../../flows/capacity/arrival-habits.ts';
import { dayShift, noteDay, shifted, usualShifts } from '../../../flows/capacity/day-shift.ts';

const curves = arrivalCurves([{}], ['full']);
const curve = curves.get('full')!;

/** So many people, evenly along the usual curve, so many minutes later than it. */
function comeLater(people: number, minutes: number): ArrivalHabits {
  const come: ArrivalHabits = {};
  for (let one = 0; one < people; one++) {
    const index = curve.findIndex((share) => share >= (one + 0.5) / people);
    noteArrival(come, 'full', index - 90 - 0.5 + minutes);
  }
  return come;
}

const someCome = fc.array(fc.record({ at: fc.integer({ min: -100, max: 300 }), count: fc.nat(3000) }), {
  maxLength: 8,
});
const someAwaited = fc.array(
  fc.record({
    kind: fc.constantFrom('full', 'am'),
    minutes: fc.integer({ min: -89, max: LATEST - 1 }),
    count: fc.integer({ min: 1, max: 5000 }),
    show: fc.double({ min: 0.04, max: 0.995, noNaN: true }),
  }),
  { maxLength: 5 },
);

describe('the shift of a day', () => {
  it('is not known before anybody has come or should have', () => {
    const { mean, deviation } = dayShift(curves, {}, [], usualShifts());

    assert.ok(Math.abs(mean) < 0.5 && deviation > 2, `${mean} and ${deviation}`);
  });

  it('is what people show, the surer the more they are', () => {
    fc.assert(
      fc.property(fc.integer({ min: -6, max: 3 }), fc.integer({ min: 30, max: 300 }), (minutes, people) => {
        const few = dayShift(curves, comeLater(people, minutes), [], usualShifts());
        const many = dayShift(curves, comeLater(people * 10, minutes), [], usualShifts());

        assert.ok(Math.abs(many.mean - minutes) < 0.8, `${many.mean} for ${minutes}`);
        assert.ok(Math.abs(few.mean) <= Math.abs(minutes) + 2.5 * few.deviation);
        assert.ok(many.deviation < few.deviation, `${many.deviation} of many, ${few.deviation} of few`);
      }),
    );
  });

  it('is later the longer people stay away', () => {
    const after = (minutes: number) =>
      dayShift(curves, {}, [{ kind: 'full', minutes, count: 40, show: 0.95 }], usualShifts()).mean;

    assert.ok(after(-60) < after(-25) && after(-25) < after(-10), `${after(-60)}, ${after(-25)}, ${after(-10)}`);
  });

  it('is always a law of chances, and so is every curve moved by it', () => {
    fc.assert(
      fc.property(someCome, someAwaited, (arrivals, awaited) => {
        const come: ArrivalHabits = {};
        for (const { at, count } of arrivals) {
          noteArrival(come, 'full', at);
          come['full'] = come['full']!.map((one) => one * Math.max(1, count));
        }
        const kinds = arrivalCurves([{}], ['full', 'am']);

        const shift = dayShift(kinds, come, awaited, usualShifts());
        const moved = shifted(curve, shift);

        assert.ok(Math.abs(shift.chances.reduce((sum, one) => sum + one, 0) - 1) < 1e-9);
        assert.ok(shift.mean >= -8 && shift.mean <= 4 && shift.deviation >= 0);
        moved.forEach((share, index) => assert.ok(share >= (moved[index - 1] ?? 0) - 1e-9 && share <= 1 + 1e-9));
        assert.ok(moved.at(-1)! > 0.999);
      }),
    );
  });

  it('is thought possible as far as days differed before', () => {
    const [alike, unlike] = [usualShifts(), usualShifts()];
    for (let day = 0; day < 40; day++) {
      noteDay(alike, dayShift(curves, comeLater(400, 0), [], alike));
      noteDay(unlike, dayShift(curves, comeLater(400, day % 2 === 0 ? -6 : 3), [], unlike));
    }

    const [steady, restless] = [alike, unlike].map((shifts) => dayShift(curves, {}, [], shifts).deviation);

    assert.ok(steady! < 1.6 && restless! > 2.5, `${steady} and ${restless}`);
  });
});

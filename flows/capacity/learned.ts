import { ageArrivals, type ArrivalHabits } from './arrival-habits.ts';
import { ageComingBack, usualComingBack, type ComingBack } from './coming-back.ts';
import { usualShifts, type DayShifts } from './day-shift.ts';
import { ageEndings, usualEndings, type Endings } from './endings.ts';
import { agePeople, habitsOf, noHabits, type KeptHabits, type PeopleHabits } from './person-habits.ts';
import { ageReturning, nobodyReturned, type Returning } from './returning.ts';
import { noWalkIns, type WalkIns } from './walk-ins.ts';

/** What the planner has learned of a pool's people. JSON. */
export interface Learned {
  arrivals: ArrivalHabits;
  dayShifts: DayShifts;
  people: PeopleHabits;
  walkIns: WalkIns;
  returning: Returning;
  endings: Endings;
  comingBack: ComingBack;
  /** Local day (number) up to which it was aged. */
  day: number;
}

/** The same as it is kept. */
export type KeptLearned = Omit<Learned, 'people'> & { people: KeptHabits };

/** Of a new pool: priors alone. */
export function nothingLearned(): Learned {
  return {
    arrivals: {},
    dayShifts: usualShifts(),
    people: noHabits(),
    walkIns: noWalkIns(),
    returning: nobodyReturned(),
    endings: usualEndings(),
    comingBack: usualComingBack(),
    day: 0,
  };
}

export function learnedOf({ people, ...rest }: KeptLearned): Learned {
  return { ...structuredClone(rest), people: habitsOf(people) };
}

/** A day is over: what is older counts less. */
export function ageLearned({ arrivals, people, returning, endings, comingBack }: Learned): void {
  ageArrivals(arrivals);
  agePeople(people);
  ageReturning(returning);
  ageEndings(endings);
  ageComingBack(comingBack);
}

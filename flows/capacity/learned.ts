import type { ArrivalHabits } from './arrival-habits.ts';
import { usualComingBack, type ComingBack } from './coming-back.ts';
import { usualEndings, type Endings } from './endings.ts';
import { habitsOf, noHabits, type KeptHabits, type PeopleHabits } from './person-habits.ts';
import { nobodyReturned, type Returning } from './returning.ts';
import { noWalkIns, type WalkIns } from './walk-ins.ts';

/** What the planner has learned of a pool's people. JSON. */
export interface Learned {
  arrivals: ArrivalHabits;
  people: PeopleHabits;
  walkIns: WalkIns;
  returning: Returning;
  endings: Endings;
  comingBack: ComingBack;
  /** Local day (number) up to which it was aged. */
  day: number;
}

/** The same as it is kept. What is absent was not yet learned when it was written. */
export type KeptLearned = Omit<Learned, 'people' | 'endings' | 'comingBack'> & {
  people: KeptHabits;
  endings?: Endings;
  comingBack?: ComingBack;
};

/** Of a new pool: priors alone. */
export function nothingLearned(): Learned {
  return {
    arrivals: {},
    people: noHabits(),
    walkIns: noWalkIns(),
    returning: nobodyReturned(),
    endings: usualEndings(),
    comingBack: usualComingBack(),
    day: 0,
  };
}

export function learnedOf({ people, ...rest }: KeptLearned): Learned {
  return { endings: usualEndings(), comingBack: usualComingBack(), ...structuredClone(rest), people: habitsOf(people) };
}

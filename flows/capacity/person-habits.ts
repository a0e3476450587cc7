/**
 * What is known of single people, drawn towards all of them: do they come, how early or late, how long do they stay
 * beyond the booked end. [days booked, days come, arrivals, minutes late in all, departures, minutes over in all]
 */
export type PersonHabits = [number, number, number, number, number, number];

export interface PeopleHabits {
  all: PersonHabits;
  people: Map<string, PersonHabits>;
}

/** The same as JSON. */
export interface KeptHabits {
  all: PersonHabits;
  people: [upn: string, habits: PersonHabits][];
}

/** A person's own days weigh against this many of everybody's. */
const SHOW_WEIGHT = 8;
const SHIFT_WEIGHT = 8;
const OVER_WEIGHT = 4;
/** Days that are remembered of a person, and of all. */
const REMEMBERED = 20;
const REMEMBERED_OF_ALL = 4000;
/** Before anything is known: one in twenty does not come; who stays, stays some minutes. */
const PRIOR_ALL: PersonHabits = [40, 38, 10, 0, 10, 60];
/** Shares and minutes are grouped, so that people alike are counted together. */
const SHOW_STEP = 0.08;
const SHIFT_STEP = 5;
const MOST_SHIFT = 45;

export function noHabits(): PeopleHabits {
  return { all: [...PRIOR_ALL], people: new Map() };
}

export function habitsOf(kept: KeptHabits): PeopleHabits {
  return { all: [...kept.all], people: new Map(kept.people.map(([upn, one]) => [upn, [...one]])) };
}

export function keptHabits({ all, people }: PeopleHabits): KeptHabits {
  return { all, people: [...people] };
}

export function noteShow(habits: PeopleHabits, upn: string, came: boolean): void {
  for (const one of bothOf(habits, upn)) {
    one[0] += 1;
    one[1] += came ? 1 : 0;
    forget(one, 0, 1, one === habits.all ? REMEMBERED_OF_ALL : REMEMBERED);
  }
}

/** `late`: minutes after the booked start, as they came. */
export function noteOffset(habits: PeopleHabits, upn: string, late: number): void {
  const bounded = Math.max(-90, Math.min(60, late));
  for (const one of bothOf(habits, upn)) {
    one[2] += 1;
    one[3] += bounded;
    forget(one, 2, 3, one === habits.all ? REMEMBERED_OF_ALL : REMEMBERED);
  }
}

/** `over`: minutes after the booked end at which their session ended. */
export function noteLeaving(habits: PeopleHabits, upn: string, over: number): void {
  const bounded = Math.max(-120, Math.min(180, over));
  for (const one of bothOf(habits, upn)) {
    one[4] += 1;
    one[5] += bounded;
    forget(one, 4, 5, one === habits.all ? REMEMBERED_OF_ALL : REMEMBERED);
  }
}

/** Chance that a person with a booking comes; in steps. */
export function showRate({ all, people }: PeopleHabits, upn: string): number {
  const mean = all[1] / all[0];
  const [days, come] = people.get(upn) ?? [0, 0];
  const rate = (come + SHOW_WEIGHT * mean) / (days + SHOW_WEIGHT);
  return Math.min(0.995, Math.max(0.04, Math.round(rate / SHOW_STEP) * SHOW_STEP + (rate > 0.96 ? -0.01 : 0)));
}

/** Minutes that a person comes later than the others usually do; in steps. */
export function usualShift({ all, people }: PeopleHabits, upn: string): number {
  const known = people.get(upn);
  if (known === undefined || known[2] < 3) return 0;
  const shift = ((known[3] / known[2] - all[3] / all[2]) * known[2]) / (known[2] + SHIFT_WEIGHT);
  return Math.max(-MOST_SHIFT, Math.min(MOST_SHIFT, Math.round(shift / SHIFT_STEP) * SHIFT_STEP));
}

/** Minutes after the booked end at which a person usually leaves. */
export function usualOverrun({ all, people }: PeopleHabits, upn: string): number {
  const known = people.get(upn);
  const mean = all[5] / all[4];
  if (known === undefined) return mean;
  return (known[5] + OVER_WEIGHT * mean) / (known[4] + OVER_WEIGHT);
}

function bothOf(habits: PeopleHabits, upn: string): [PersonHabits, PersonHabits] {
  let own = habits.people.get(upn);
  if (own === undefined) habits.people.set(upn, (own = [0, 0, 0, 0, 0, 0]));
  return [habits.all, own];
}

function forget(one: PersonHabits, count: number, sum: number, remembered: number): void {
  if (one[count]! <= remembered) return;
  const keep = remembered / one[count]!;
  one[count]! *= keep;
  one[sum]! *= keep;
}

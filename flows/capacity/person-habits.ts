import { keptShare } from './ageing.ts';

/**
 * What is known of single people, drawn towards their section, and that towards all of them: do they come, how early or late, how long do they stay
 * beyond the booked end. [days booked, days come, arrivals, minutes late in all, departures, minutes over in all]
 */
export type PersonHabits = [number, number, number, number, number, number];

export interface PeopleHabits {
  all: PersonHabits;
  /** By section: who is new in one is thought to do as the others there, also after the change of staff in April. */
  sections: Map<string, PersonHabits>;
  people: Map<string, PersonHabits>;
}

/** Somebody with a booking: UPN in lower case, and their section where it is known. */
export interface Who {
  upn: string;
  section: string | null;
}

/** The same as JSON. */
export interface KeptHabits {
  all: PersonHabits;
  sections?: [section: string, habits: PersonHabits][];
  people: [upn: string, habits: PersonHabits][];
}

/** A person's own days weigh against this many of everybody's. */
const SHOW_WEIGHT = 8;
const SHIFT_WEIGHT = 8;
const OVER_WEIGHT = 4;
/** Days that are remembered of a person. */
const REMEMBERED = 20;
/** A section's days weigh against this many of everybody's. */
const SECTION_WEIGHT = 25;
/** Before anything is known: one in twenty does not come; who stays, stays some minutes. */
const PRIOR_ALL: PersonHabits = [40, 38, 10, 0, 10, 60];
/** People whose chances and minutes differ by less are counted together. */
const SHOW_STEP = 0.08;
const SHIFT_STEP = 5;
const MOST_SHIFT = 45;

export function noHabits(): PeopleHabits {
  return { all: [...PRIOR_ALL], sections: new Map(), people: new Map() };
}

export function habitsOf(kept: KeptHabits): PeopleHabits {
  const mapOf = (list: [string, PersonHabits][]) =>
    new Map(list.map(([key, one]): [string, PersonHabits] => [key, [...one]]));
  return { all: [...kept.all], sections: mapOf(kept.sections ?? []), people: mapOf(kept.people) };
}

export function keptHabits({ all, sections, people }: PeopleHabits): KeptHabits {
  return { all, sections: [...sections], people: [...people] };
}

export function noteShow(habits: PeopleHabits, who: Who, came: boolean): void {
  note(habits, who, 0, came ? 1 : 0);
}

/** `late`: minutes after the booked start, as they came. */
export function noteOffset(habits: PeopleHabits, who: Who, late: number): void {
  note(habits, who, 2, Math.max(-90, Math.min(60, late)));
}

/** `over`: minutes after the booked end at which their session ended. */
export function noteLeaving(habits: PeopleHabits, who: Who, over: number): void {
  note(habits, who, 4, Math.max(-120, Math.min(180, over)));
}

/** Chance that a person with a booking comes. */
export function showRate(habits: PeopleHabits, who: Who): number {
  return Math.min(0.995, Math.max(0.04, drawn(habits, who, 0, SHOW_WEIGHT)));
}

/** Minutes that a person comes later than the others usually do. */
export function usualShift(habits: PeopleHabits, who: Who): number {
  if ((habits.people.get(who.upn)?.[2] ?? 0) < 3) return 0;
  const shift = drawn(habits, who, 2, SHIFT_WEIGHT) - mean(habits.all, 2);
  return Math.max(-MOST_SHIFT, Math.min(MOST_SHIFT, shift));
}

/** The same text for people alike enough to be counted together. */
export function alike(chance: number, shift: number): string {
  return `${Math.round(chance / SHOW_STEP)} ${Math.round(shift / SHIFT_STEP)}`;
}

/** A day is over: what is older counts less. What is known of one person is aged by their own days. */
export function agePeople({ all, sections }: PeopleHabits): void {
  for (const one of [all, ...sections.values()])
    for (const count of COUNTS) {
      const kept = keptShare(one[count], PRIOR_ALL[count]);
      one[count] *= kept;
      one[count + 1]! *= kept;
    }
}

/** Minutes after the booked end at which a person usually leaves. */
export function usualOverrun(habits: PeopleHabits, who: Who): number {
  return drawn(habits, who, 4, OVER_WEIGHT);
}

/** Where a count of [days, days come, arrivals, minutes late, departures, minutes over] stands; its sum is the next. */
type Count = 0 | 2 | 4;
const COUNTS = [0, 2, 4] as const;

function mean(habits: PersonHabits, count: Count): number {
  return habits[count + 1]! / habits[count];
}

/** A person's mean, drawn towards the section's, and that towards everybody's. */
function drawn({ all, sections, people }: PeopleHabits, { upn, section }: Who, count: Count, weight: number): number {
  const known = section === null ? undefined : sections.get(section);
  const towards = drawnTo(known, count, mean(all, count), SECTION_WEIGHT);
  return drawnTo(people.get(upn), count, towards, weight);
}

function drawnTo(habits: PersonHabits | undefined, count: Count, towards: number, weight: number): number {
  return habits === undefined ? towards : (habits[count + 1]! + weight * towards) / (habits[count] + weight);
}

function note(habits: PeopleHabits, { upn, section }: Who, count: Count, value: number): void {
  const own = entryOf(habits.people, upn);
  for (const one of [habits.all, ...(section === null ? [] : [entryOf(habits.sections, section)]), own]) {
    one[count] += 1;
    one[count + 1]! += value;
  }
  if (own[count] <= REMEMBERED) return;
  const keep = REMEMBERED / own[count];
  own[count] *= keep;
  own[count + 1]! *= keep;
}

function entryOf(entries: Map<string, PersonHabits>, key: string): PersonHabits {
  let own = entries.get(key);
  if (own === undefined) entries.set(key, (own = [0, 0, 0, 0, 0, 0]));
  return own;
}

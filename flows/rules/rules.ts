import type { BookingPart, Place } from '../booking/booking.ts';
import type { LocalDay, Localised, WallTime } from '../organisation.ts';

/** Rules that a booking may touch. What lies beyond one of them is refused where it is among `stops`, and goes to the approver where it is not. */
export const RULE_IDS = [
  'days-per-week',
  'days-per-month',
  'days-per-year',
  'office-days',
  'lead-time',
  'horizon',
  'part',
  'weekday',
  'forbidden-day',
  'day-off',
  'closure',
  'quiet-hours',
  'most-away',
  'counter',
  'place',
  'device',
  'excluded',
] as const;
export type RuleId = (typeof RULE_IDS)[number];

/** RFC 5545's names. */
export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type WeekdayName = (typeof WEEKDAYS)[number];

/** On what a person works that day. `own` and `lent` reach a virtual desktop; `mobile-pc` and `office-pc` need none. */
export const DEVICES = ['own', 'lent', 'mobile-pc', 'office-pc'] as const;
export type Device = (typeof DEVICES)[number];

/** True where the device needs a virtual desktop: a seat, a licence, a membership. */
export function needsDesktop(device: Device | null): boolean {
  return device !== 'mobile-pc' && device !== 'office-pc';
}

/**
 * Who decides at one step of an approval: the manager from the directory, the manager's manager, the section's head, the
 * ICT section, or one person by UPN.
 */
export type ApproverStep = 'manager' | 'managers-manager' | 'section-head' | 'ict' | `${string}@${string}`;

/** Days in a row, both ends included. */
export interface DaySpan {
  from: LocalDay;
  to: LocalDay;
  name: Localised;
}

/** Days on which the offices are closed; with `half`, in the mornings or afternoons alone. */
export interface Closure extends DaySpan {
  half?: 'am' | 'pm';
}

/** Days on which people work as usual, but come, go and book unlike other days. */
export interface SpecialDay extends DaySpan {
  kind: 'election' | 'training';
}

/** What a person may book, as their profiles say. `null` is no limit. */
export interface Rules {
  daysPerWeek: number | null;
  daysPerMonth: number | null;
  /** From April to March, as the public sector counts, or by calendar year: `yearBegins` is the month. */
  daysPerYear: number | null;
  yearBegins: number;
  /** What a booked half counts in these limits: a whole day, or half of one. */
  halfCounts: 'whole' | 'half';
  /** Working days of a week that must be left for the office. */
  officeDaysPerWeek: number | null;
  /** Asked so many working days before at the latest; 0 is the same day. `until`: by this time of that day. */
  lead: { workingDays: number; until: WallTime | null };
  /** How many days ahead a booking may lie. */
  horizonDays: number;
  /** Days that one message or form may name at most; a repetition may have `daysPerSeries`. */
  daysPerRequest: number;
  daysPerSeries: number;
  parts: BookingPart[];
  forbiddenWeekdays: WeekdayName[];
  preferredWeekdays: WeekdayName[];
  forbiddenDays: DaySpan[];
  /** Whether weekends, public holidays and the turn of the year may be booked without asking. */
  daysOff: boolean;
  /** The most people of the section away at the same time: a number, a share of them in percent, or both. */
  mostAway: { people: number | null; percent: number | null };
  /** People of the section who must be in the office, by time of day. */
  counter: { from: WallTime; to: WallTime; people: number }[];
  places: Place[];
  devices: Device[];
  /** Telework is not meant for these people; it takes the approver's word. */
  excluded: boolean;
  /** What lies within all rules: approved at once, or sent to the approver. */
  within: 'automatic' | 'approver';
  stops: RuleId[];
  /** Who decides, one after the other. */
  steps: ApproverStep[];
  /** The smaller comes first from the waiting list. */
  priority: number;
}

/** For whom a profile holds. Empty lists name nobody. */
export interface ProfileFor {
  sections: string[];
  jobTitles: string[];
  people: string[];
}

/** Differences from the organisation's rules for some of its people. */
export interface Profile {
  id: string;
  for: ProfileFor;
  rules: Partial<Rules>;
}

/** A network beside the internet: LGWAN, reached from a desktop alone, and the My Number network, never reached from outside. */
export const ZONES = ['lgwan', 'my-number'] as const;
export type Zone = (typeof ZONES)[number];

/** A task that people may name. One that may not be done remotely is a stop that nobody can lift. */
export interface Task {
  id: string;
  name: Localised;
  remote: boolean;
  /** The network that it needs, or null. */
  zone: Zone | null;
  /** Words of a reason that give the task away. */
  words: string[];
}

import type { LocalDay, Localised, WallTime } from '../organisation.ts';
import type { Language } from '../organisation.ts';
import type { Device, WeekdayName } from '../rules/rules.ts';
import type { BookingPart, Place } from './booking.ts';

/** One day as asked for: what was understood, before the rules are asked. Wall-clock times with `hours` alone. */
export interface AskedDay {
  day: LocalDay;
  /** `half`: half a day, and the person is asked which. */
  part: BookingPart | 'half';
  from: string | null;
  to: string | null;
  /** The booking that this day takes the place of. */
  replaces?: string;
}

/** What somebody asks for beside the days. */
export interface Wish {
  place: Place | null;
  device: Device | null;
  /** The pool asked for, where the person may use several; null for the first. */
  poolId: string | null;
  reason: string | null;
  /** Id of a category of reasons. */
  category: string | null;
  /** Id of a task. */
  task: string | null;
  contact: string | null;
  material: string | null;
}

export const NO_WISH: Wish = {
  place: null,
  device: null,
  poolId: null,
  reason: null,
  category: null,
  task: null,
  contact: null,
  material: null,
};

/** A request before it is sent. Kept on the server; the card carries its id and version. */
export interface ProposalDraft extends Wish {
  id: string;
  /** Who writes. */
  personId: string;
  /** For whom, where that is somebody else. */
  forPersonId: string | null;
  /** Who may be meant, until the writer has chosen: nothing can be sent before. */
  forChoices: string[];
  /** A booking opened for change: the form is shown. */
  changing: boolean;
  asked: AskedDay[];
  /** The part and hours that were said without a day; they go to the day that is chosen. */
  times: Omit<AskedDay, 'day'> | null;
  /** The days come from a repetition. */
  series: boolean;
  /** Which of the asked days the card last offered to send, in the order asked. */
  offered: boolean[];
  /** Which of them the card promised to have ready at their start, and to be approved by the rule. */
  onTime: boolean[];
  automatic: boolean[];
  /** Said beside the days: what was left out of what was asked. */
  notes: ProposalNote[];
  /** Words of the message that look like a day and were not understood. */
  notUnderstood: string | null;
  language: Language;
  createdAt: Date;
  version: number;
  /** Set once sent: the request that it became. */
  requestId: string | null;
  discarded: boolean;
  /** It came of entries of the person's calendar. */
  calendar?: FromCalendar;
}

/** What a draft that came of a calendar is known by, beside its days. */
export interface FromCalendar {
  /** The entries say telework, or only look like it. */
  sure: boolean;
  /** The subjects of the entries, where they only look like it: the card quotes them. */
  subjects: string[];
  /** The days as they were last put together from the entries: others are the person's own hand. */
  composed: AskedDay[];
  /** Days whose bookings went back with the same change of the calendar. */
  takenBack: LocalDay[];
  /** The entries have changed or gone before anybody answered. */
  withdrawn: boolean;
}

export type ProposalNote =
  /** A repetition without an end: days up to the horizon, or as many as one series may have, are offered. */
  | 'series-cut'
  /** Occurrences on weekends, holidays and closed days are not offered. */
  | 'days-off-left-out'
  /** The calendar of whoever it is for says that they are away at one of these times. */
  | 'away'
  /** More days were named than one request may have; the rest was left out. */
  | 'too-many-days'
  /** The same days as the week before are offered. */
  | 'as-last-week'
  /** There was nothing last week to repeat. */
  | 'nothing-last-week'
  /** The calendar has more days than one request may have: the card for these follows. */
  | 'more-in-calendar'
  /** The person named, for whom it would be, is not known or may not be booked for by the writer. */
  | 'for-unknown'
  | 'for-not-allowed';

/** A rule of the person's profile that a day touches, with what the sentence needs. Each has words in both languages. */
export type RuleReason =
  | { rule: 'days-per-week' | 'days-per-month' | 'days-per-year'; limit: number; held: LocalDay[] }
  | { rule: 'office-days'; limit: number }
  | { rule: 'lead-time'; workingDays: number; until: WallTime | null }
  | { rule: 'horizon'; limit: number }
  | { rule: 'part'; parts: BookingPart[] }
  | { rule: 'weekday'; weekday: WeekdayName }
  | { rule: 'forbidden-day' | 'closure'; name: Localised }
  | { rule: 'day-off' }
  | { rule: 'quiet-hours'; from: WallTime; to: WallTime }
  | { rule: 'most-away'; limit: number; away: number }
  | { rule: 'counter'; from: WallTime; to: WallTime; people: number }
  | { rule: 'place'; places: Place[] }
  | { rule: 'device'; devices: Device[] }
  | { rule: 'excluded' };

/** Why a day cannot be had, whatever anybody says; or a rule that the organisation has made a stop. */
export type Refusal =
  | { refusal: 'past' | 'over' | 'empty-time' | 'no-pool' | 'other-pool-that-day' }
  | { refusal: 'overlap'; bookingId: string }
  /** `onlyIn`: another pool might have room, but the person has this one on that day already. */
  | { refusal: 'no-seat'; seats: number; onlyIn?: Localised }
  | { refusal: 'task'; task: Localised }
  | { refusal: 'rule'; reason: RuleReason };

/** What the rules say to one day. Each refusal has a sentence in both languages that says what to do next. */
export type DayVerdict =
  /**
   * `readyAt`: later than the start where the pool's notice is not kept. `beyond`: what takes the approver's word.
   * `automatic`: within all rules, and these are decided by the organisation's written rule. `preferred`: false where
   * the organisation would rather have another weekday.
   */
  | { ok: true; readyAt: Date | null; beyond: RuleReason[]; automatic: boolean; preferred: boolean }
  | ({ ok: false } & Refusal);

/** One day judged: times as they would be booked. */
export interface JudgedDay {
  day: LocalDay;
  part: BookingPart;
  startsAt: Date;
  endsAt: Date;
  poolId: string | null;
  /** The booking whose place it would take, and whether the same hours of the same pool are its seat. */
  replaces: string | null;
  seatInReplaced: boolean;
  verdict: DayVerdict;
}

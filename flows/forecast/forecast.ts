import type { LocalDay, Localised } from '../organisation.ts';

/** What is expected, and what one morning in ten lies below and above. */
export interface Range {
  expected: number;
  low: number;
  high: number;
}

/** What can be had of a pool. */
export interface Supply {
  /** Hosts that the provider has shown lately, at most as many as the organisation's file names. */
  hosts: number;
  maxSessions: number;
  licences: number | null;
  /** Sessions at once that hosts and licences allow. */
  seats: number;
}

export interface HalfHour {
  at: Date;
  /** People whose booked time touches it, approved. */
  booked: number;
  /** Sessions at its fullest moment; those left open by their people hold a place as well. */
  sessions: Range;
  /** Session hosts for them, as far as they can be had. */
  hosts: Range;
  yen: number;
}

/** A day on which more is wanted than can be had. */
export interface Shortage {
  /** `likely`: by what is expected, or because people wait for a seat already. `possible`: one day in ten. */
  certainty: 'likely' | 'possible';
  limit: 'hosts' | 'licences';
  startsAt: Date;
  endsAt: Date;
  /** Places missing at the worst moment, by the upper end of the range or the number of those who wait. */
  missing: number;
  /** Bookings on the waiting list of the day. */
  waiting: number;
  /** Each of these mends it. Hosts and licences: as many more, both where both are given. */
  mend: { hosts: number; licences: number; move: { day: LocalDay; people: number } | null };
}

export interface DayForecast {
  day: LocalDay;
  /** What the organisation calls the day, a public holiday, or both. */
  holiday: Localised | null;
  /** The offices are closed. */
  closed: boolean;
  /** They are closed in the morning or in the afternoon alone. */
  half: 'am' | 'pm' | null;
  /** Bookings that begin on the day: approved, undecided, on the waiting list; and how many are still to be made. */
  booked: number;
  pending: number;
  waiting: number;
  stillToCome: number;
  halfHours: HalfHour[];
  /** Its fullest half hour. */
  peak: HalfHour;
  /** Hosts on, times hours: half an hour before and after they are needed too. */
  hostHours: Range;
  yen: number;
  shortage: Shortage | null;
}

export interface PoolForecast {
  pool: string;
  name: Localised;
  kind: 'pooled' | 'personal';
  supply: Supply;
  /** Yen for an hour of one host. */
  hostHourYen: number;
  days: DayForecast[];
}

import type { LocalDay } from '../organisation.ts';

/** Seats by half hour and days by week. Rows are locked in one fixed order: (pool, half hour) ascending, then (person, week). */
export interface CapStore {
  /**
   * Locks the caps that bookings with these times touch and tells what is taken, this person's week included.
   * Weeks are named by their Monday.
   */
  lock(asked: CapRequest): Promise<CapState>;
  /** The same without locks, for showing. */
  look(asked: CapRequest): Promise<CapState>;
}

export interface CapRequest {
  personId: string;
  /** Times that need a seat. */
  seats: CapSeat[];
  /** Mondays of the weeks asked for. */
  weeks: LocalDay[];
  /** Further rows to lock: `section/ID/DAY`, `year/PERSON/YEAR`. */
  keys?: string[];
}

export interface CapSeat {
  poolId: string;
  startsAt: Date;
  endsAt: Date;
  /** A time whose seat, in its own pool, counts as free. */
  without?: { poolId: string | null; startsAt: Date; endsAt: Date };
  /** Pools whose seats are counted beside this one's, instant by instant. */
  together?: readonly string[];
}

export interface CapState {
  /** The most seats taken at any instant of each asked time, in the order asked. */
  taken: number[];
  /** Ids of the licences of which none is free for it, in the order asked; left out where none are counted. */
  licencesShort?: string[][];
}

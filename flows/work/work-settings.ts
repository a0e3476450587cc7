import type { WallTime } from '../organisation.ts';

/** How working time is recorded. Wall times are in the organisation's zone. */
export const WORK_SETTINGS: { dayEndsAt: WallTime; correctionDays: number } = {
  /** A day's work may go on over midnight until this time of the next day; then a missing finish counts as forgotten. */
  dayEndsAt: '05:00',
  /** Days after a day during which the person corrects its record themselves. */
  correctionDays: 31,
};

/** Entries of one day's record at most: far beyond any real day, and bounds its card. */
export const MOST_ENTRIES = 80;

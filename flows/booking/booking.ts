import type { LocalDay } from '../organisation.ts';

/**
 * States and moves of a booking:
 *
 *   pending ──approve──▶ approved ──start──▶ active ──end──▶ completed
 *      │  └──approve after the start──────────▲ │
 *      ├─reject─▶ rejected       │cancel        │cancel (the rest of the day)
 *      ├─cancel─▶ cancelled ◀────┴──────────────┘
 *      └─end─▶ expired
 *
 * `waitlisted` and `no-show` are reserved names; nothing leads there yet.
 */
export type BookingStatus =
  'pending' | 'waitlisted' | 'approved' | 'rejected' | 'cancelled' | 'expired' | 'active' | 'completed' | 'no-show';

/** States in which a booking holds its time, its seat and its day of the week's allowance. */
export const HOLDING: readonly BookingStatus[] = ['pending', 'approved', 'active'];

export type BookingPart = 'full' | 'am' | 'pm' | 'hours';
export type Place = 'home' | 'satellite' | 'field';

/** One telework day or part of a day. Times are instants, half-open: [startsAt, endsAt). */
export interface Booking {
  id: string;
  /** Bookings asked for together. */
  requestId: string;
  personId: string;
  day: LocalDay;
  part: BookingPart;
  startsAt: Date;
  endsAt: Date;
  status: BookingStatus;
  /** Pool of desktops, or null for a day that needs none. */
  poolId: string | null;
  place: Place | null;
  /** Entra object ids of those who may decide. Never the requester. */
  approverIds: string[];
  decidedBy: string | null;
  decidedAt: Date | null;
  createdAt: Date;
  /** Grows by one with every change that a person makes; a card of an older version decides nothing. */
  version: number;
}

/** Free text of a booking. Kept apart, so that it can be deleted when its time is over. */
export interface BookingTexts {
  reason: string | null;
  comment: string | null;
}

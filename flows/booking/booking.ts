import type { LocalDay } from '../organisation.ts';
import type { ApproverStep, Device } from '../rules/rules.ts';
import type { RuleReason } from './proposal.ts';

/**
 * States and moves of a booking:
 *
 *   waitlisted ──a seat returns──▶ pending or approved
 *      pending ──approve, or the rule itself──▶ approved ──start──▶ active ──end──▶ completed
 *      │  └──approve after the start─────────────────▲ │
 *      ├─reject─▶ rejected              │cancel        │cancel (the rest of the day)
 *      ├─cancel─▶ cancelled ◀───────────┴──────────────┘
 *      └─end, or the limit for decisions─▶ expired
 *     active ──not used──▶ no-show ──taken again, or seen at a desktop──▶ active
 *
 * A pending booking gives its seat back when `holdUntil` has passed and still waits for its decision. One that was
 * approved without a seat to be had goes to the waiting list, decided. A booking that nobody uses gives its seat back and
 * is `no-show` until its person has it again for the rest of its time, or for good.
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
  device: Device | null;
  /** Who asked for it, where that is not the person themselves. */
  requestedBy: string | null;
  /** Asked for as a repetition: its days share the request. */
  series: boolean;
  /** The booking that this one takes the place of once it is approved. */
  replacesId: string | null;
  /** What it lies beyond; its approver decides knowing it. */
  beyond: RuleReason[];
  /** Who decides, one after the other, and which of them is asked now. */
  steps: ApproverStep[];
  step: number;
  /** Entra object ids of those who may decide at this step. Never the requester. */
  approverIds: string[];
  /** A person, or `rule` where the organisation's written rule decided. */
  decidedBy: string | null;
  /** The approver in whose place they decided (代決). */
  decidedFor: string | null;
  decidedAt: Date | null;
  /** False: a pending booking that has given its seat back, or an active one whose seat went to others before its person came. */
  seatHeld: boolean;
  /** When a pending booking gives its seat back; null never. */
  holdUntil: Date | null;
  /** A place from the waiting list that the person has to take by then: nobody decides it before. */
  offeredUntil: Date | null;
  createdAt: Date;
  /** Grows by one with every change that a person makes; a card of an older version decides nothing. */
  version: number;
}

/** Private words of a booking. Kept apart, so that they can be deleted when their time is over. */
export interface BookingTexts {
  /** Seen by the approver alone. */
  reason: string | null;
  /** Id of a category of reasons. Seen by the approver alone. */
  category: string | null;
  /** Where the person is reached that day. */
  contact: string | null;
  /** What is taken home. */
  material: string | null;
  /** The approver's. */
  comment: string | null;
}

export const NO_TEXTS: BookingTexts = { reason: null, category: null, contact: null, material: null, comment: null };

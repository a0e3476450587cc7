import type { LocalDay } from '../organisation.ts';
import type { Language } from '../organisation.ts';
import type { BookingPart, Place } from './booking.ts';

/** One day as asked for: what was understood, before the rules are asked. Wall-clock times with `hours` alone. */
export interface AskedDay {
  day: LocalDay;
  /** `half`: half a day, and the person is asked which. */
  part: BookingPart | 'half';
  from: string | null;
  to: string | null;
}

/** A request before it is sent. Kept on the server; the card carries its id and version. */
export interface ProposalDraft {
  id: string;
  personId: string;
  asked: AskedDay[];
  /** Which of the asked days the card last offered to send, in the order asked. */
  offered: boolean[];
  /** Which of them the card promised to have ready at their start. Older drafts do not say. */
  onTime?: boolean[];
  place: Place | null;
  reason: string | null;
  /** Said beside the days: what was left out of what was asked. */
  notes: ProposalNote[];
  language: Language;
  createdAt: Date;
  version: number;
  /** Set once sent: the request that it became. */
  requestId: string | null;
  discarded: boolean;
}

export type ProposalNote =
  /** A repetition was understood; only its first day is offered. */
  | 'series-first-day-only'
  /** More days were named than one request may have; the rest was left out. */
  | 'too-many-days';

/** What the rules say to one day. Each refusal has a sentence in both languages that says what to do next. */
export type DayVerdict =
  /** `readyAt`: later than the start where the pool's notice is not kept. */
  | { ok: true; readyAt: Date | null }
  | { ok: false; refusal: 'past' | 'over' }
  | { ok: false; refusal: 'beyond-horizon'; horizonDays: number }
  | { ok: false; refusal: 'no-seat'; seats: number }
  | { ok: false; refusal: 'overlap'; bookingId: string }
  | { ok: false; refusal: 'other-pool-that-day' }
  | { ok: false; refusal: 'days-per-week'; limit: number; held: LocalDay[] }
  | { ok: false; refusal: 'empty-time' }
  | { ok: false; refusal: 'no-pool' };

/** One day judged: times as they would be booked. */
export interface JudgedDay {
  day: LocalDay;
  part: BookingPart;
  startsAt: Date;
  endsAt: Date;
  poolId: string | null;
  verdict: DayVerdict;
}

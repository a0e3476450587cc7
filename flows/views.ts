/** What cards show. Made by flows from the stored state, rendered by cards/ in the viewer's language. Times are instants; zone beside them. */
import type { Booking, BookingPart, BookingStatus, Place } from './booking/booking.ts';
import type { JudgedDay, ProposalNote } from './booking/proposal.ts';
import type { LocalDay, Localised } from './organisation.ts';
import type { Fault } from './store.ts';

interface InZone {
  timeZone: string;
}

/** The draft: what was understood, what the rules say, one button to send. */
export interface ProposalView extends InZone {
  kind: 'proposal';
  draftId: string;
  version: number;
  days: (JudgedDay & { poolName: Localised | null })[];
  /** Nothing is understood of the day: the card asks for it. `today` bounds the date input. */
  missingDay: boolean;
  /** Half a day was asked for, but not which half: the card shows the choice of am or pm directly, with the days as understood. */
  missingPart: boolean;
  today: LocalDay;
  lastDay: LocalDay;
  part: BookingPart;
  place: Place | null;
  reason: string | null;
  notes: ProposalNote[];
  /** `discarded`: thrown away by the person, the card says so and has no buttons. */
  state: 'open' | 'discarded';
  /** Sentences shown on top after a press: why it could not be sent as it stands. */
  problem: 'nothing-bookable' | 'changed-meanwhile' | 'day-missing' | 'bad-day' | 'bad-hours' | null;
}

export interface BookingLine {
  bookingId: string;
  version: number;
  day: LocalDay;
  part: BookingPart;
  startsAt: Date;
  endsAt: Date;
  status: BookingStatus;
  place: Place | null;
  poolName: Localised | null;
  /** From when the desktop is ready, where later than the start. */
  readyAt: Date | null;
  decidedByName: string | null;
  comment: string | null;
  canCancel: boolean;
}

/** The requester's card of a request, kept up to date in place. */
export interface RequestView extends InZone {
  kind: 'request';
  requestId: string;
  bookings: BookingLine[];
  reason: string | null;
  approverNames: string[];
  /** Set while the approver cannot be reached in Teams: to whom it went instead. */
  reroutedTo: string[] | null;
  connectUrl: string | null;
}

/** The approver's card. */
export interface ApprovalView extends InZone {
  kind: 'approval';
  requestId: string;
  requesterName: string;
  /** The section's name, or what the directory calls it where the organisation's file does not know it. */
  department: Localised | null;
  bookings: (BookingLine & {
    /** Others of the section who are away from the office that day. */
    othersOut: { count: number; ofPeople: number; names: string[] };
    /** Seats of the pool still free at the fullest moment of that time, or null where no pool is needed. */
    seatsLeft: number | null;
    seats: number | null;
  })[];
  reason: string | null;
  canDecide: boolean;
  reminder: boolean;
  /** A sentence on top after a press that did nothing: why. */
  problem: DecisionRefusal | null;
}

export type DecisionRefusal =
  'own-request' | 'not-approver' | 'already-decided' | 'changed-since' | 'cancelled' | 'over';

export interface ListView extends InZone {
  kind: 'list';
  /** At most one page. */
  bookings: BookingLine[];
  /** Only this day was asked for. */
  day: LocalDay | null;
  more: number;
}

export interface CancelView extends InZone {
  kind: 'cancel';
  /** Bookings that the words fit; each has its button. */
  bookings: BookingLine[];
  days: LocalDay[];
}

export interface ConnectView extends InZone {
  kind: 'connect';
  connectUrl: string;
  /** The booking that is on or comes next, or null. */
  next: BookingLine | null;
  /** `ready`: sign in now. `waiting`: from `opensAt`. `none`: nothing booked. `no-pool`: that day needs no desktop. */
  readiness: 'ready' | 'waiting' | 'none' | 'no-pool';
  opensAt: Date | null;
}

export interface HelpView {
  kind: 'help';
  /** Shown after a message that was not understood. */
  notUnderstood: boolean;
  /** What the message asked that the bot cannot do yet. */
  notYet: boolean;
}

export interface SentenceView extends InZone {
  kind: 'sentence';
  sentence:
    | 'neutral-refusal'
    | 'not-in-directory'
    | 'message-too-long'
    | 'edited-message'
    | 'welcome'
    | 'try-again'
    | 'nothing-waiting';
}

/** A short notice to the requester beside the updated card, or a warning, or a fault to the ICT section. */
export interface NoticeView extends InZone {
  kind: 'notice';
  notice:
    | { kind: 'decision'; bookings: BookingLine[]; byName: string }
    | { kind: 'approver-unreachable'; approverNames: string[]; nowWith: string[] }
    | { kind: 'no-approver'; requesterName: string }
    | { kind: 'cancelled'; requesterName: string; bookings: BookingLine[] }
    | { kind: 'expired'; bookings: BookingLine[] }
    | { kind: 'no-personal-desktop'; booking: BookingLine }
    | { kind: 'session-warning'; booking: BookingLine; minutesLeft: number; atEnd: 'leave' | 'disconnect' | 'log-off' }
    | { kind: 'fault'; fault: Fault; subjectName: string };
}

export type View =
  | ProposalView
  | RequestView
  | ApprovalView
  | ListView
  | CancelView
  | ConnectView
  | HelpView
  | SentenceView
  | NoticeView;

export type { Booking };

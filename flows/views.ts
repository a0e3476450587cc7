/** What cards show. Made by flows from the stored state, rendered by cards/ in the viewer's language. Times are instants; zone beside them. */
import type { ApprovalNoticeView } from './approval/approval-notices.ts';
import type { ApprovalView, DecisionRefusal } from './approval/approval-view.ts';
import type { DeputyView } from './approval/deputy-view.ts';
import type { QuestionView } from './approval/question-view.ts';
import type { WaitingView } from './approval/waiting-view.ts';
import type { StillWantedView } from './calendar/still-wanted.ts';
import type { Alternative } from './booking/alternatives.ts';
import type { Booking, BookingPart, BookingStatus, Place } from './booking/booking.ts';
import type { FromCalendar, JudgedDay, ProposalNote, RuleReason, Wish } from './booking/proposal.ts';
import type { CalendarQuestionView } from './calendar/edit-question.ts';
import type { CalendarGoneView } from './calendar/calendar-gone.ts';
import type { FeedsView } from './calendar/keep-feeds.ts';
import type { AllowanceView } from './conversation/show-allowance.ts';
import type { CertificateLinkView } from './certificates/certificate-link.ts';
import type { CertificateNoticeView, DeviceAskedView } from './devices/device-notices.ts';
import type { DevicesView } from './devices/show-devices.ts';
import type { FeedbackView } from './feedback/feedback.ts';
import type { ShortDaysView } from './forecast/short-days-view.ts';
import type { PledgeView } from './registration/pledge.ts';
import type { RecordsView } from './records/record-link.ts';
import type { TeamView } from './conversation/show-team.ts';
import type { LocalDay, Localised } from './organisation.ts';
import type { GateResult } from './readiness/gates.ts';
import type { ReadinessCaseView, ReadinessView } from './readiness/readiness-view.ts';
import type { Allowance } from './rules/allowance.ts';
import type { Device } from './rules/rules.ts';
import type { WorkState } from './work/work-record.ts';
import type { Fault } from './notice.ts';
import type { EmergencyToldView, EmergencyView } from './emergency/emergency-view.ts';
import type { LostDeviceView } from './lost-device/lost-device-view.ts';
import type { MaintenanceNews } from './maintenance/follow-maintenance.ts';
import type { PermissionMended } from './permission/check-permission.ts';
import type { NoShowView } from './no-show/no-show-view.ts';
import type { WaitlistView } from './waitlist/waitlist-view.ts';
import type { WorkView } from './work/work-view.ts';

interface InZone {
  timeZone: string;
}

/** The draft: what was understood, what the rules say, one button to send. */
export interface ProposalView extends InZone, Wish {
  kind: 'proposal';
  draftId: string;
  version: number;
  /** `insteadOf`: the person's usual pool, where the seat is in one that it overflows to. */
  days: (JudgedDay & { poolName: Localised | null; insteadOf: Localised | null })[];
  /** Nothing is understood of the day: the card asks for it. `today` bounds the date input. */
  missingDay: boolean;
  /** Where it is: the next days that could be asked for, as buttons. */
  likelyDays: LocalDay[];
  /** Half a day was asked for, but not which half: the card shows the choice of am or pm directly, with the days as understood. */
  missingPart: boolean;
  today: LocalDay;
  lastDay: LocalDay;
  part: BookingPart;
  /** For whom it is, where that is not the person who writes. */
  forName: string | null;
  /** Who may be meant by the name said: the card asks before anything can be sent. */
  forChoices: { id: string; name: string; department: string | null }[];
  /** A booking was opened for change: the form is shown. */
  changing: boolean;
  /** What the form offers; an input with fewer than two choices is left out. */
  choices: {
    places: Place[];
    devices: Device[];
    parts: BookingPart[];
    pools: { id: string; name: Localised }[];
    categories: { id: string; name: Localised }[];
    tasks: { id: string; name: Localised }[];
  };
  /** Free times instead of the first day that is full. */
  alternatives: Alternative[];
  /** What is left in the week, month and year of the first day. */
  allowance: Allowance[];
  /** What would not be green for the days that can be had. */
  unready: GateResult[];
  /** An emergency is on: caps are lifted, approval is automatic. */
  emergency: boolean;
  series: boolean;
  notes: ProposalNote[];
  /** Words that look like a day and were not understood. */
  notUnderstood: string | null;
  /** `discarded`: thrown away by the person, the card says so and has no buttons. */
  state: 'open' | 'discarded';
  /** It came of the person's calendar. */
  calendar?: Omit<FromCalendar, 'composed'>;
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
  device: Device | null;
  poolName: Localised | null;
  /** The person's usual pool, where the seat is in one that it overflows to. */
  insteadOf: Localised | null;
  /** Part of a repetition. */
  series: boolean;
  /** It takes the place of another booking once it is approved. */
  replaces: { day: LocalDay; part: BookingPart; startsAt: Date; endsAt: Date } | null;
  /** Rules that it lies beyond. */
  beyond: RuleReason[];
  /** Still undecided, and its seat has gone back: it is looked for again at the decision. */
  seatReturned: boolean;
  /** On the waiting list: 1 for whoever comes next among those who wait for the same time. */
  waitingPlace: number | null;
  /** A place from the waiting list to be taken by then, or null. */
  offeredUntil: Date | null;
  /** Decided by the organisation's written rule. */
  byRule: boolean;
  /** The approver in whose place it was decided (代決). */
  decidedForName: string | null;
  /** From when the desktop is ready, where later than the start. */
  readyAt: Date | null;
  decidedByName: string | null;
  comment: string | null;
  canCancel: boolean;
  /** Its seat has gone back unused, and its time is not over. */
  canTakeAgain: boolean;
  /** What is not green before its day. */
  unready: GateResult[];
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

/** A day in the month's picture. */
export interface MonthDay {
  day: LocalDay;
  /** False for the days of other months that fill up a week. */
  inMonth: boolean;
  today: boolean;
  /** Weekend, public holiday, turn of the year. */
  off: boolean;
  booked: { part: BookingPart; status: BookingStatus }[];
}

export interface ListView extends InZone {
  kind: 'list';
  /** `2026-12`. */
  month: string;
  /** The month at a glance, weeks from Monday; empty where days were asked for. */
  weeks: MonthDay[][];
  /** One page. */
  bookings: BookingLine[];
  /** Only this day was asked for. */
  day: LocalDay | null;
  page: number;
  pages: number;
  /** Bookings ahead after this month. */
  elsewhere: number;
}

export interface CancelView extends InZone {
  kind: 'cancel';
  /** Which booking to give back, or to change. */
  purpose: 'cancel' | 'change';
  /** Bookings that the words fit; each has its button. */
  bookings: BookingLine[];
  days: LocalDay[];
}

export interface ConnectView extends InZone {
  kind: 'connect';
  connectUrl: string;
  /** The booking that is on or comes next, or null. */
  next: BookingLine | null;
  /** Where its desktop is; null where it needs none. */
  poolId: string | null;
  /** `ready`: sign in now. `waiting`: from `opensAt`. `none`: nothing booked. `no-pool`: that day needs no desktop. */
  readiness: 'ready' | 'waiting' | 'none' | 'no-pool';
  opensAt: Date | null;
  /** The record of today's work, where there is a booking today that gives it a place. */
  work: { day: LocalDay; state: WorkState; version: number } | null;
}

export interface HelpView {
  kind: 'help';
  /** Shown after a message that was not understood. */
  notUnderstood: boolean;
}

export interface SentenceView extends InZone {
  kind: 'sentence';
  sentence:
    | 'neutral-refusal'
    | 'not-in-directory'
    | 'message-too-long'
    | 'edited-message'
    | 'welcome'
    | 'welcome-approver'
    | 'try-again'
    | 'nothing-waiting'
    | 'emergency-not-entitled'
    | 'cancelled'
    | 'not-changeable'
    | 'not-participating'
    | 'pledge-missing'
    | 'thanks';
}

/** A short notice to the requester beside the updated card, or a warning, or a fault to the ICT section. */
export interface NoticeView extends InZone {
  kind: 'notice';
  notice:
    | { kind: 'decision'; bookings: BookingLine[]; byName: string }
    | { kind: 'approver-unreachable'; approverNames: string[]; nowWith: string[] }
    | { kind: 'no-approver'; requesterName: string }
    | { kind: 'booked-for-you'; byName: string; bookings: BookingLine[] }
    | { kind: 'cancelled'; requesterName: string; bookings: BookingLine[] }
    | { kind: 'expired'; bookings: BookingLine[] }
    | { kind: 'no-personal-desktop'; booking: BookingLine }
    | { kind: 'session-warning'; booking: BookingLine; minutesLeft: number; atEnd: 'leave' | 'disconnect' | 'log-off' }
    | { kind: 'fault'; fault: Fault; subjectName: string }
    | MaintenanceView
    | PermissionMendedView;
}

/** What people could do was not what they were booked for, and is mended. */
export type PermissionMendedView = Omit<PermissionMended, 'pools'> & {
  pools: { poolName: Localised; letIn: number; putOut: number }[];
};

/** Hosts of a pool that are ready to be worked on, or wanted back. */
export type MaintenanceView = MaintenanceNews & { poolName: Localised };

export type View =
  | ProposalView
  | RequestView
  | ApprovalView
  | ApprovalNoticeView
  | WaitingView
  | QuestionView
  | DeputyView
  | ListView
  | CancelView
  | ConnectView
  | HelpView
  | AllowanceView
  | FeedbackView
  | PledgeView
  | RecordsView
  | DevicesView
  | DeviceAskedView
  | CertificateLinkView
  | CertificateNoticeView
  | TeamView
  | SentenceView
  | WorkView
  | WaitlistView
  | StillWantedView
  | NoShowView
  | EmergencyView
  | EmergencyToldView
  | LostDeviceView
  | ReadinessView
  | ReadinessCaseView
  | ShortDaysView
  | CalendarQuestionView
  | FeedsView
  | CalendarGoneView
  | NoticeView;

export type { ApprovalView, Booking, DecisionRefusal };

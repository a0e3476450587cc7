import type { BookingPart, BookingStatus, Place } from '../../flows/booking/booking.ts';
import type { Device } from '../../flows/rules/rules.ts';
import type { Fault } from '../../flows/notice.ts';
import type { ConnectView, NoticeView, SentenceView, View } from '../../flows/views.ts';
import type { ProposalText } from './proposal.ts';

/**
 * Every word that the cards say, in one language. A missing key is a type error. People's words come in made plain
 * already. `days`, `day`, `time` and `at` are written out by day-and-time.ts.
 */
export interface CardText {
  parts: Record<BookingPart, string>;
  places: Record<Place, string>;
  devices: Record<Device, string>;
  statuses: Record<BookingStatus, string>;
  noDesktop: string;
  /** The desktop of a booking, where it is not the usual one. */
  desktopInstead(pool: string, usual: string): string;
  colon: string;
  /** Between equals in a line: `終日・自宅`. */
  dot: string;
  /** Between names or days. */
  comma: string;
  names(names: readonly string[], more: number): string;
  moreDays(count: number): string;
  reason: string;
  comment: string;
  readyAt(at: string): string;
  /** Mark of a booking that is part of a repetition. */
  series: string;
  /** Mark of what the organisation's written rule decided. */
  byRule: string;
  /** Who decided in whose place; honorifics included. */
  actingFor(by: string, forName: string): string;
  /** A change: the booking whose place it takes, written out. */
  replaces: Record<'will' | 'did', (booking: string) => string>;
  seatReturned: string;
  offeredUntil(at: string): string;
  /** Of many days: how many. */
  dayCount(count: number): string;

  proposal: ProposalText;

  request: {
    titles: Record<BookingStatus | 'mixed' | 'by-rule', string>;
    waitingFor(names: string): string;
    waitingForNobodyYet: string;
    rerouted(from: string, to: string): string;
    /** `by` comes in as `decider` or `actingFor` writes it. */
    decided: Record<'approved' | 'rejected', (by: string) => string>;
    decider(name: string): string;
    /** What to do next, where a whole request ended that way. */
    next: Partial<Record<BookingStatus, string>>;
    connect: string;
    cancel: string;
    /** Of a booking whose time has begun. */
    cancelRest: string;
    /** Of one day among several. */
    cancelDay(day: string): string;
    /** Of one that waits for a seat. */
    leaveWaiting: string;
    leaveWaitingDay(day: string): string;
    /** Where there are too many days for a button each. */
    cancelByWords(day: string): string;
  };

  list: {
    title: string;
    titleDay(day: string): string;
    empty: string;
    emptyDay(day: string): string;
    form: string;
  };

  cancel: {
    title: string;
    titleNone: string;
    choose: string;
    none: string;
    noneOn(days: string): string;
    notCancellable: string;
  };

  connect: {
    title: string;
    readiness: Record<ConnectView['readiness'], string>;
    opensAt(at: string): string;
    next: string;
    open: string;
    how: string;
  };

  help: {
    title: string;
    notUnderstood: string;
    intro: string;
    examples: readonly { what: string; say: readonly string[] }[];
    form: string;
  };

  sentences: Record<SentenceView['sentence'], string>;

  notices: {
    /** `by` as `request.decider` writes it; null where the written rule decided. */
    decided(status: BookingStatus, days: string, by: string | null): string;
    bookedForYou(by: string, days: string): string;
    bookedForYouNext: Record<'approved' | 'pending', string>;
    desktopOnTime: string;
    commentOf(by: string, comment: string): string;
    approverUnreachable(names: string, nowWith: string | null): string;
    noApprover(requester: string): string;
    cancelled(requester: string, days: string): string;
    expired(days: string): string;
    noPersonalDesktop(day: string): string;
    sessionWarning: Record<'leave' | 'disconnect' | 'log-off', (time: string, minutes: number) => string>;
    fault(what: string, subject: string, since: string, detail: string | null, mend: string): string;
    faults: Record<Fault['code'], { what: string; mend: string }>;
  };

  /** For the toast of a phone's locked screen: no names, days or reasons. */
  summaries: Record<Exclude<View['kind'], 'notice' | OwnSummaries>, string> & {
    notices: Record<NoticeView['notice']['kind'], string>;
    decisions: Record<'approved' | 'rejected', string>;
  };
}

/** Views whose toasts stand with the other words of their topic. */
export type OwnSummaries =
  | 'waitlist'
  | 'calendar-gone'
  | 'no-show'
  | 'still-wanted'
  | 'emergency'
  | 'emergency-told'
  | 'lost-device'
  | 'readiness'
  | 'readiness-case'
  | 'approval'
  | 'approval-notice'
  | 'waiting'
  | 'question'
  | 'deputy'
  | 'short-days'
  | 'devices'
  | 'device-asked'
  | 'certificate-link'
  | 'calendar-question'
  | 'feeds'
  | 'certificate-notice';

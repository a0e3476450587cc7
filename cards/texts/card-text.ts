import type { BookingPart, BookingStatus, Place } from '../../flows/booking/booking.ts';
import type { DayVerdict, ProposalNote } from '../../flows/booking/proposal.ts';
import type { Fault } from '../../flows/store.ts';
import type { ConnectView, DecisionRefusal, NoticeView, ProposalView, SentenceView, View } from '../../flows/views.ts';

type Refused = Extract<DayVerdict, { ok: false }>;

/**
 * What a refusal's sentence is made of, beside its kind; days are written out already.
 * Values that a refusal does not have are 0 or empty.
 */
export interface RefusalFacts {
  horizonDays: number;
  seats: number;
  limit: number;
  held: string;
  /** It clashes with another day of the same request, not with a booking. */
  inRequest: boolean;
}

/**
 * Every word that the cards say, in one language. A missing key is a type error. People's words come in made plain
 * already. `days`, `day`, `time` and `at` are written out by day-and-time.ts.
 */
export interface CardText {
  parts: Record<BookingPart, string>;
  places: Record<Place, string>;
  statuses: Record<BookingStatus, string>;
  noDesktop: string;
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

  proposal: {
    titleAsk: string;
    title: string;
    titlePart: string;
    titleRefused: string;
    titleMend: string;
    titleDiscarded: string;
    discarded: string;
    verdictOk: string;
    verdictRefused: string;
    halfDay: string;
    refusals: Record<Refused['refusal'], (facts: RefusalFacts) => string>;
    notes: Record<ProposalNote, string>;
    problems: Record<NonNullable<ProposalView['problem']>, string>;
    someRefused(bookable: number): string;
    send(bookable: number, all: number): string;
    edit: string;
    discard: string;
    check: string;
    form: {
      day: string;
      dayRange(first: string, last: string): string;
      onlyOneDay: string;
      dayError(first: string, last: string): string;
      part: string;
      partKept: string;
      partError: string;
      half: string;
      from: string;
      to: string;
      place: string;
      placeOpen: string;
      reason: string;
      reasonHint: string;
      optional(label: string): string;
    };
  };

  request: {
    titles: Record<BookingStatus | 'mixed', string>;
    waitingFor(names: string): string;
    waitingForNobodyYet: string;
    rerouted(from: string, to: string): string;
    decided: Record<'approved' | 'rejected', (by: string) => string>;
    /** What to do next, where a whole request ended that way. */
    next: Partial<Record<BookingStatus, string>>;
    connect: string;
    cancel: string;
    /** Of a booking whose time has begun. */
    cancelRest: string;
    /** Of one day among several. */
    cancelDay(day: string): string;
  };

  approval: {
    title(name: string, department: string | null): string;
    reminder: string;
    waiting: string;
    /** Nothing is left to decide: shown in place of the buttons, one for each way it ended. */
    ended: Record<Exclude<BookingStatus, 'pending'>, (by: string | null) => string>;
    endedMixed: string;
    nobodyOut: string;
    othersOut(count: number, ofPeople: number, names: string): string;
    seatsLeft(left: number, seats: number | null): string;
    comment: string;
    commentHint: string;
    approve(days: number): string;
    reject(days: number): string;
    problems: Record<DecisionRefusal, string>;
  };

  list: {
    title: string;
    titleDay(day: string): string;
    empty: string;
    emptyDay(day: string): string;
    more(count: number): string;
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
    notYet: string;
    intro: string;
    examples: readonly { what: string; say: readonly string[] }[];
    form: string;
  };

  sentences: Record<SentenceView['sentence'], string>;

  notices: {
    decided(status: BookingStatus, days: string, by: string): string;
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
  summaries: Record<Exclude<View['kind'], 'notice'> | 'approval-reminder', string> & {
    notices: Record<NoticeView['notice']['kind'], string>;
    decisions: Record<'approved' | 'rejected', string>;
  };
}

import type { AccessGrant, AccessLedger } from './access/access-store.ts';
import type { DecisionStore, DeputyStore, NoteStore } from './approval/approval-store.ts';
import type { Booking, BookingTexts } from './booking/booking.ts';
import type { CalendarLedger } from './calendar/calendar-out-store.ts';
import type { FeedStore } from './calendar/feed-store.ts';
import type { SectionLedger } from './calendar/section-calendar.ts';
import type { CalendarEntryStore } from './calendar/calendar-entry-store.ts';
import type { AbsenceStore, FeedReadingStore, OfficeDayStore } from './calendar/calendar-sources-store.ts';
import type { CapStore } from './booking/cap-store.ts';
import type { ProposalDraft } from './booking/proposal.ts';
import type { MailboxStore } from './calendar/mailbox-store.ts';
import type { CapacityStore } from './capacity/capacity-store.ts';
import type { RoundStore } from './capacity/round-store.ts';
import type { ShadowStore } from './capacity/shadow/shadow-store.ts';
import type { HostDayStore } from './cost/host-day.ts';
import type { VisitStore } from './capacity/visit-store.ts';
import type { CertificateStore } from './certificates/certificate-store.ts';
import type { DeviceStore } from './devices/device-store.ts';
import type { EmergencyStore } from './emergency/emergency-store.ts';
import type { ForecastStore } from './forecast/forecast-store.ts';
import type { MaintenanceStore } from './maintenance/maintenance-store.ts';
import type { FeedbackStore } from './feedback/feedback-store.ts';
import type { SettingsStore } from './settings/settings-store.ts';
import type { LateStore } from './no-show/late-store.ts';
import type { LicenceStore } from './licences/licence-store.ts';
import type { PledgeStore } from './registration/registration-store.ts';
import type { Language, LocalDay } from './organisation.ts';
import type { Notice } from './notice.ts';
import type { Person } from './person.ts';
import type { ReadinessStore } from './readiness/readiness-store.ts';
import type { RecordStore } from './records/record-store.ts';
import type { WorkStore } from './work/work-store.ts';

export type { AccessGrant, AccessLedger };

/**
 * What the flows keep, as a port. infra/store/ implements it on PostgreSQL.
 *
 * All times are instants of the product's clock, handed in by the flows: the store never asks for the time.
 * `transaction` runs its function in one transaction and repeats it as a whole on 40001 and 40P01
 * (serialization failure, deadlock), so the function must have no effect outside the transaction.
 */
export interface Store {
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;

  /** The earliest instant at which something kept as data falls due (bookings, due entries, outbox), or null. */
  nextDueAt(): Promise<Date | null>;
  /** Outbox entries neither done nor given up, of them those due at `now`; and those that have failed at least once. */
  outboxState(now: Date): Promise<{ waiting: number; due: number; failing: number }>;
}

export interface Tx {
  activities: ActivityLog;
  people: PeopleStore;
  drafts: DraftStore;
  bookings: BookingStore;
  caps: CapStore;
  decisions: DecisionStore;
  notes: NoteStore;
  deputies: DeputyStore;
  emergencies: EmergencyStore;
  pledges: PledgeStore;
  feedback: FeedbackStore;
  settings: SettingsStore;
  records: RecordStore;
  conversations: ConversationStore;
  postedCards: PostedCardStore;
  outbox: OutboxStore;
  due: DueStore;
  audit: AuditStore;
  access: AccessLedger;
  calendar: CalendarLedger;
  mailboxes: MailboxStore;
  sectionCalendars: SectionLedger;
  feeds: FeedStore;
  calendarEntries: CalendarEntryStore;
  officeDays: OfficeDayStore;
  feedReadings: FeedReadingStore;
  absences: AbsenceStore;
  capacity: CapacityStore;
  rounds: RoundStore;
  maintenance: MaintenanceStore;
  forecasts: ForecastStore;
  shadow: ShadowStore;
  hostDays: HostDayStore;
  visits: VisitStore;
  work: WorkStore;
  late: LateStore;
  licences: LicenceStore;
  readiness: ReadinessStore;
  devices: DeviceStore;
  certificates: CertificateStore;
}

/** Incoming activities, so that a repeat does nothing twice. */
export interface ActivityLog {
  /**
   * Claims an activity for this transaction. `null`: it is ours, do the work and `answer` it before the commit.
   * Otherwise the answer given before. A repeat during the first one's work waits for its transaction to end.
   */
  claim(key: string, now: Date): Promise<{ answer: unknown } | null>;
  answer(key: string, answer: unknown): Promise<void>;
  /**
   * Answers to activities claimed between these instants are kept no more where these words stand in them, nor messages
   * that were sent: a repeat is answered by nothing.
   */
  forget(words: string, from: Date, to: Date): Promise<void>;
}

export interface PeopleStore {
  byId(id: string): Promise<Person | null>;
  byIds(ids: string[]): Promise<Person[]>;
  byUpn(upn: string): Promise<Person | null>;
  /** The same of many at once, by UPN in lower case; without those nobody knows. */
  byUpns(upns: readonly string[]): Promise<Map<string, Person>>;
  /** People who are there, whose name contains these words; spaces do not count. By name, at most six. */
  named(words: string): Promise<Person[]>;
  /** Ids of everybody in the department, as the directory knows it. Without those who are gone. */
  inDepartment(department: string): Promise<string[]>;
  /** Adds or refreshes what the directory says; languages of the person's own are kept. Who was gone is back. */
  saveFromDirectory(people: DirectoryPerson[], now: Date): Promise<void>;
  saveLanguages(
    id: string,
    languages: { lastMessage?: Language; chosen?: Language; client?: Language; mailbox?: Language },
  ): Promise<void>;
  /** Ids of everybody who is not gone. */
  present(): Promise<string[]>;
  /** The directory has these people no more. Answers whom it had until now; repeating keeps the first time and answers nobody. */
  markGone(ids: string[], now: Date): Promise<string[]>;
  /** People who are gone and still hold bookings or wait-list places, or are asked for a decision. */
  goneButInvolved(): Promise<string[]>;
  /** Ids of pending bookings that wait for nobody's decision: nobody was there to ask. */
  bookingsAskingNobody(): Promise<string[]>;
  directoryLook(): Promise<DirectoryLook | null>;
  saveDirectoryLook(look: DirectoryLook): Promise<void>;
}

export interface DirectoryPerson {
  id: string;
  upn: string;
  displayName: string;
  department: string | null;
  jobTitle: string | null;
  managerId: string | null;
  /** Mailbox language where it was read, undefined where it was not. */
  mailboxLanguage?: Language | null;
}

/** How far the directory has been read. */
export interface DirectoryLook {
  /** Where the next reading of changes goes on, or null where everybody has to be read. */
  changesToken: string | null;
  /** When it was last looked at, for changes or for everybody. */
  at: Date;
  everybodyAt: Date;
}

export interface DraftStore {
  save(draft: ProposalDraft): Promise<void>;
  /** Locks the draft's row until the end of the transaction. */
  lock(id: string): Promise<ProposalDraft | null>;
}

export interface BookingStore {
  byId(id: string): Promise<Booking | null>;
  byIds(ids: string[]): Promise<Booking[]>;
  byRequest(requestId: string): Promise<Booking[]>;
  /** Locks the rows in the order of their ids. Unknown ids are left out. Sorted by start. */
  lock(ids: string[]): Promise<Booking[]>;
  /**
   * Adds bookings. Seats are taken by the states in HOLDING; the caller has locked the caps before.
   * Throws OverlapError where the person holds an overlapping booking, or one of the same day in another pool.
   */
  add(bookings: Booking[], texts: BookingTexts): Promise<void>;
  /** Writes the state of a booking that `lock` gave. Throws OverlapError as `add` does. */
  save(booking: Booking, comment?: string): Promise<void>;
  /** Writes the private words of a booking anew. */
  saveTexts(id: string, texts: BookingTexts): Promise<void>;
  texts(ids: string[]): Promise<Map<string, BookingTexts>>;
  /** Bookings of a person that end after `from`, any state, ascending by start, at most `limit`. */
  ofPerson(personId: string, from: Date, limit: number): Promise<Booking[]>;
  /** Bookings of a person by local day, both ends included, any state, ascending by start. */
  ofPersonOnDays(personId: string, from: LocalDay, to: LocalDay): Promise<Booking[]>;
  /** Bookings in HOLDING of a person that touch [from, to). */
  holdingOfPerson(personId: string, from: Date, to: Date): Promise<Booking[]>;
  /** Bookings of a person that count in their limits (HOLDING, and what has been), by local day, both ends included. */
  countedOfPerson(personId: string, from: LocalDay, to: LocalDay): Promise<Booking[]>;
  /** Bookings in HOLDING of these people on these days. */
  holdingOnDays(personIds: string[], days: LocalDay[]): Promise<Booking[]>;
  /** Pending bookings that wait for a decision by one of these people, ascending by start, at most `limit`. Offers are not among them. */
  waitingFor(approverIds: string[], limit: number): Promise<Booking[]>;
  /** Locks the waitlisted bookings of these pools that touch [from, to), in the order of their ids. */
  lockWaitlisted(poolIds: string[], from: Date, to: Date): Promise<Booking[]>;
  /** Waitlisted bookings of these pools (null: of any) that touch [from, to), by start. Locks nothing. */
  waitlisted(poolIds: string[] | null, from: Date, to: Date): Promise<Booking[]>;
  /** Of the seats taken, those of pending bookings: the most at any instant of each time, in the order asked. */
  pendingSeats(times: { poolId: string; startsAt: Date; endsAt: Date }[]): Promise<number[]>;
  /**
   * Locks bookings whose time has come: pending past their end, their hold or their offer, waitlisted past their end,
   * approved past their start, active past their end.
   * Skips rows that others hold. At most `limit`.
   */
  lockDue(now: Date, limit: number): Promise<Booking[]>;
  /** Approved, active and (until `graceUntil`) completed bookings of a pool that touch [from, to), for access and capacity. */
  grantedInPool(poolId: string, from: Date, to: Date): Promise<Booking[]>;
  /** For the command line and reports: by local day, both ends included, ascending by start. */
  between(fromDay: LocalDay | null, toDay: LocalDay | null, personId: string | null): Promise<Booking[]>;
}

/** A booking would overlap another of the same person, or put one day of a person into two pools. */
export class OverlapError extends Error {
  constructor(options?: { cause?: unknown }) {
    super('the person already holds a booking at that time', options);
    this.name = 'OverlapError';
  }
}

/** Whether and how a person is reached in chat. */
export interface Conversation {
  personId: string;
  state: 'reachable' | 'not-installed' | 'blocked';
  serviceUrl: string;
  conversationId: string;
  /** The person's and the bot's channel accounts, as the channel names them (`29:…`, `28:…`). */
  userChannelId: string;
  botChannelId: string;
  channelId: string;
}

export interface ConversationStore {
  of(personId: string): Promise<Conversation | null>;
  save(conversation: Conversation, now: Date): Promise<void>;
  setState(personId: string, state: Conversation['state'], now: Date): Promise<void>;
}

/** A card that stands in somebody's chat and is kept up to date in place. */
export interface PostedCard {
  id: string;
  personId: string;
  /**
   * What it shows: the approver's card or the requester's card of a request, or the draft it began as; what is missing
   * before a day, for its person and for the ICT section.
   */
  kind: 'approval' | 'request' | 'draft' | 'readiness' | 'readiness-case' | 'calendar-question';
  /**
   * Request id or draft id; of readiness the person's id and the day, of a question about a calendar's edit the booking's
   * id and its own, with a slash between.
   */
  subject: string;
  serviceUrl: string;
  conversationId: string;
  activityId: string;
}

export interface PostedCardStore {
  save(card: Omit<PostedCard, 'id'>): Promise<void>;
  of(kind: PostedCard['kind'], subject: string): Promise<PostedCard[]>;
  byId(id: string): Promise<PostedCard | null>;
  /** The draft's card has become the request's card. */
  rename(
    from: { kind: PostedCard['kind']; subject: string },
    to: { kind: PostedCard['kind']; subject: string },
  ): Promise<void>;
  remove(id: string): Promise<void>;
}

/** What goes out, written in the transaction that decides it. Delivery may repeat: receivers update rather than add. */
export type OutboxWork =
  /** Shows a new card or notice to a person. */
  | { kind: 'tell'; personId: string; notice: Notice }
  /** Brings cards that stand in chats up to the present state. */
  | { kind: 'refresh-card'; postedCardId: string }
  /**
   * Makes the person's Outlook calendar show the booking as it is now: an event, other times, none. `anew`: also where
   * it stands as it was last written, because the person has changed it since.
   */
  | { kind: 'calendar'; bookingId: string; anew?: true };

export interface OutboxEntry {
  id: number;
  work: OutboxWork;
  /** Entries of one queue go out one at a time, in order: a conversation, a mailbox. */
  queue: string;
  attempts: number;
  createdAt: Date;
  nextAttemptAt: Date;
}

export interface OutboxStore {
  /** Adds an entry due at once and wakes the delivery when the transaction commits. */
  add(work: OutboxWork, now: Date): Promise<void>;
  /** Queues that have an entry due at `now`. */
  dueQueues(now: Date): Promise<string[]>;
  /** The first entry of the queue that is due at `now`, or null where its first is not due yet. Counts the attempt. */
  take(queue: string, now: Date): Promise<OutboxEntry | null>;
  done(id: number, now: Date): Promise<void>;
  retryAt(id: number, at: Date, error: string): Promise<void>;
  /** Nothing more will be tried; the entry stays for the operator. */
  giveUp(id: number, error: string, now: Date): Promise<void>;
  byId(id: number): Promise<OutboxEntry | null>;
}

/** What falls due on the product's clock. One entry a (kind, subject). */
export type DueKind =
  | 'access'
  | 'sessions'
  | 'capacity'
  | 'reminder'
  | 'work'
  /** Subject: a pool, whose coming days are forecast anew. */
  | 'forecast'
  /** Subject: a pool. A seat of it has come back, and somebody waits. */
  | 'waitlist'
  /** Subject: a pool. Bookings of it are looked at that nobody has used. */
  | 'no-show'
  /** Subject: an emergency, whose people are to be told. */
  | 'emergency'
  /** People's own licences are read anew. */
  | 'licence-details'
  /** Subject: `all`, the daily look at the coming days; or a person whose days are looked at again. */
  | 'readiness'
  /** Subject: `round` (renewals, what was never fetched, who has left) or `list` (the revoked, signed anew). */
  | 'certificates'
  /** Subject: ALLOW_LIST, the gateway's file. */
  | 'gateway'
  /** Subject: a person whose device is lost. Their sessions outside booked time are ended. */
  | 'lost-device'
  /** Subject: the mailbox of a section's calendar. */
  | 'section-calendar'
  /** Subject: a calendar feed whose address was shown. What holds it is forgotten. */
  | 'feed-address'
  /** What people can do is compared with what they are booked for. */
  | 'permission'
  /** Subject: `people` (who takes part with their Outlook calendar), or `looks` (calendars to be read, subscriptions). */
  | 'mailboxes'
  /** Subject: a person, of whose calendar days wait to be asked about. */
  | 'calendar-entries'
  /** The organisation's own calendar is read anew. */
  | 'office-calendar'
  /** Subject: a feed of another groupware, which is read anew. */
  | 'feed'
  | 'directory'
  | 'audit-head'
  | 'housekeeping';

export interface DueStore {
  /** Sets the instant; an earlier one that stands is kept. */
  noLaterThan(kind: DueKind, subject: string, at: Date): Promise<void>;
  /** Sets the instant whatever stands; null removes the entry. `unless`: keeps what stands if it is earlier than this instant's entry was seen. */
  set(kind: DueKind, subject: string, at: Date | null): Promise<void>;
  /** Entries due at `now`, earliest first. Nothing is locked: handlers are safe to repeat. */
  list(now: Date): Promise<{ kind: DueKind; subject: string; at: Date }[]>;
  /** Whether an entry is due at `now`, as others have committed it. */
  stands(kind: DueKind, subject: string, now: Date): Promise<boolean>;
  /** Removes the entry if it still stands at `at` (a newer wish is kept). */
  clear(kind: DueKind, subject: string, at: Date): Promise<void>;
}

/**
 * One entry of the audit log. `facts` is bound into the chain and kept for ever: ids, states, instants, no free text, no names.
 * `personal` lies outside the chain, bound by its hash, and can be deleted when its time is over.
 */
export interface AuditEntry {
  kind: string;
  /** Who did it: a person's id, or `system`. */
  by: string;
  /** What it is about: booking, pool, host, … */
  subject: string;
  facts: Record<string, unknown>;
  personal?: Record<string, unknown>;
}

export interface AuditStore {
  /** Kept until the end of the transaction, then appended under a lock on the chain's head. */
  add(entry: AuditEntry, now: Date): void;
}

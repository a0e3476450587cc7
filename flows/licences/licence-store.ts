import type { LocalDay } from '../organisation.ts';
import type { Held, Span } from './held.ts';

/** Who has a licence, from when to when, and why. `from` and `until` are booked time, without lead and grace. */
export interface Lease {
  licenceId: string;
  poolId: string;
  personId: string;
  /** Null: signed in to an open pool without a booking. */
  bookingId: string | null;
  from: Date;
  /** When the booked time ends; null for a session without a booking. */
  until: Date | null;
}

export type ReturnReason = 'completed' | 'cancelled' | 'no-show' | 'seat-lost' | 'signed-out';

export interface LeaseReturn {
  returnedAt: Date;
  why: ReturnReason;
  /** Until when it stays bound to its person; null where it does not. */
  lockedUntil: Date | null;
}

/** A lease as it is kept. `returned` null: it is lent. */
export interface KeptLease extends Lease {
  id: number;
  returned: LeaseReturn | null;
}

/** Somebody who wanted a day and found no licence. */
export interface LicenceWant {
  licenceId: string;
  personId: string;
  day: LocalDay;
  from: Date;
  to: Date;
  askedAt: Date;
  /** `waitlisted`: they went to the waiting list. `refused`: they were told so, and have not. */
  outcome: 'refused' | 'waitlisted';
}

/** A time that people hold or want, and since when: what reports count. */
export interface DatedUse extends Held {
  askedAt: Date;
}

export interface LicenceStore {
  /** Leases of these bookings, returned or not, by their beginning. */
  ofBookings(bookingIds: string[]): Promise<KeptLease[]>;
  /** Leases of sessions without a booking that are not returned, of these licences in a pool. */
  openSessions(licenceIds: string[], poolId: string): Promise<KeptLease[]>;
  /** Leases of these licences that were on at some instant of the span, by their beginning. */
  between(licenceIds: string[], span: Span): Promise<KeptLease[]>;
  /** All leases that are not returned. */
  lent(): Promise<KeptLease[]>;
  /** Ids of bookings that are on with their seat in a pool of one of these licences, and have no lease of it. */
  unlent(licences: readonly { id: string; pools: string[] }[]): Promise<string[]>;
  /** Adds leases. One that is lent already for the same booking or session is left as it is and not among the answer. */
  lend(leases: Lease[]): Promise<Lease[]>;
  /** Notes the return of a lease that is lent. Answers false where it was returned before: nothing is changed then. */
  giveBack(leaseId: number, back: LeaseReturn): Promise<boolean>;
  /**
   * Who holds, held or will hold a licence in a time that touches [from, to): bookings in HOLDING with their seat in
   * these pools, and leases, each for its use and `lockDays` beyond it (0 for concurrent ones). Where people were seen on devices, the devices hold it.
   */
  held(asked: { licenceId: string; pools: string[]; lockDays: number; from: Date; to: Date }): Promise<DatedUse[]>;
  /** Notes on which devices people use a licence; one that is known is bound for longer. Answers whether any is new. */
  bindDevices(
    licenceId: string,
    seen: readonly { personId: string; device: string }[],
    times: { firstSeen: Date; boundUntil: Date },
  ): Promise<boolean>;
  /** By what a person's uses of a licence are counted: the device they were last seen on, else themselves. */
  holderOf(licenceId: string, personId: string): Promise<string>;
  /** Notes a want. The same licence, person and day: the latest; who waits is not refused again. */
  want(want: LicenceWant): Promise<void>;
  /** Wants of a licence by local day, both ends included, whose person has no booking with a seat at that time. By when they asked. */
  unmet(licenceId: string, from: LocalDay, to: LocalDay): Promise<LicenceWant[]>;
  /** All leases of a person, and all their wants, by their beginning. */
  ofPerson(personId: string): Promise<{ leases: KeptLease[]; wants: LicenceWant[] }>;
  /** Devices on which a person was seen to use licences that are bound to devices, by when they first were. */
  devicesOf(personId: string): Promise<{ licenceId: string; device: string; firstSeen: Date; boundUntil: Date }[]>;
  /** What was last read of a person's own licences. */
  details(personId: string): Promise<KeptDetails | null>;
  /** The same of many people at once, by id; without those who were never read. */
  detailsOf(personIds: readonly string[]): Promise<Map<string, KeptDetails>>;
  saveDetails(personId: string, details: KeptDetails): Promise<void>;
  /** People with bookings in these pools on these days whose licences were not read since `before`, those of the next days first. */
  toBeRead(pools: string[], from: LocalDay, to: LocalDay, before: Date, limit: number): Promise<string[]>;
}

export interface KeptDetails {
  readAt: Date;
  /** Part numbers of what is assigned, and the names of service plans in it that are provisioned. */
  skus: string[];
  plans: string[];
}

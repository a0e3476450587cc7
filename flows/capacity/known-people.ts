/** Of a pool's people: what is booked, who is there, and who is to come. */

/** A booking in the picture. `come`: its person has signed in for it. */
export interface KnownBooking {
  id: string;
  upn: string;
  section: string | null;
  start: number;
  end: number;
  /** The booked start, or when a desktop was promised or it became known where that is later: they come for it then. */
  from: number;
  /** Counted in this group while its person is still to come. */
  group: string | null;
  come: boolean;
  /** Minutes after `from` at which they came, until it is learned of them together with the others of that time. */
  late?: number;
  /** Hour (since the epoch) after which it is looked at again: its person is not waited for, or it is forgotten. */
  due: number;
}

export interface KnownSession {
  upn: string;
  section: string | null;
  host: string;
  since: number;
  /** Booked end of its person, or null; and when they are likely to leave, as thought when they came. */
  end: number | null;
  leaves: number;
  disconnectedAt: number | null;
}

/** People to come who are alike: same time, same chance, same habit. */
export interface Expected {
  start: number;
  end: number;
  kind: string;
  show: number;
  shift: number;
  /** Of an election or a training: nothing is learned from them for other days. */
  unlike: boolean;
  count: number;
}

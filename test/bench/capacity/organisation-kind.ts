/** A kind of organisation and season: everything that the simulated people and their pool are drawn from. Minutes are local minutes of the day. */
export interface OrganisationKind {
  id: string;
  title: string;
  people: number;
  timeZone: string;
  /** First local day, the days that are for learning, and those that are measured. */
  begins: string;
  learningDays: number;
  measuredDays: number;
  /** Public holidays and closed days, `2026-12-29`. The planner is told of them. */
  holidays: string[];
  pool: PoolKind;
  /** Share of the people with a booking, Monday to Sunday; on holidays the last. */
  share: number[];
  parts: PartKind[];
  arrival: ArrivalKind;
  leaving: LeavingKind;
  /** Share that does not come; `spread` is how unlike people are (0: all alike). */
  noShow: { share: number; spread: number };
  /** Bookings cancelled the evening before or in the morning. */
  cancelled: number;
  /** Bookings made on the day itself, one to three hours ahead. */
  sameDay: number;
  lunch: { out: number; from: number; to: number } | null;
  /** People without a booking, a working day: how many, and when. */
  walkIns: { aDay: number; from: number; to: number; staysMin: number };
  events: EventKind[];
}

export interface PoolKind {
  /** Blocks of equal hosts, in the order of their ids. */
  hosts: { count: number; maxSessions: number; price: number; size: string }[];
  zones: number;
  licences: number | null;
  startsPerMinute: number;
  /** Share of boots that fail for good. */
  failing?: number;
}

export interface PartKind {
  weight: number;
  from: number;
  to: number;
  /** Starts and ends lie on a raster of half hours around `from`, `to`, up to this far. */
  flex?: number;
  /** The same person works the same part each day. */
  fixed?: boolean;
}

export interface ArrivalKind {
  /** Triangle around the booked start. */
  earliest: number;
  mode: number;
  latest: number;
  lateShare: number;
  lateUpTo: number;
  /** Standard deviation of a person's own habit. */
  habit: number;
}

export interface LeavingKind {
  earlyShare: number;
  earlyUpTo: number;
  longShare: number;
  longUpTo: number;
  /** Triangle around the booked end of all others. */
  earliest: number;
  mode: number;
  latest: number;
  /** Closes the window instead of signing out, and comes back for it. */
  closes: number;
  back: number;
}

export type EventKind =
  /** From this day on so many people stop, and as many new ones begin with habits of their own. */
  | { is: 'staff-change'; day: string; share: number }
  /** Everybody stays at home: told at `at`, they come within the hour without a booking or with one made just then. */
  | { is: 'emergency'; day: string; at: number; share: number; booked: boolean }
  | { is: 'zone-outage'; day: string; at: number; until: number; zone: number }
  /** Bookings of the day are cancelled in mass at this time. */
  | { is: 'mass-cancellation'; day: string; at: number; share: number }
  /** Starts beyond so many hosts at once are refused on this day. */
  | { is: 'quota'; day: string; hosts: number };

export const officeArrival: ArrivalKind = {
  earliest: -25,
  mode: -2,
  latest: 15,
  lateShare: 0.08,
  lateUpTo: 75,
  habit: 0,
};
export const officeLeaving: LeavingKind = {
  earlyShare: 0.08,
  earlyUpTo: 120,
  longShare: 0.12,
  longUpTo: 90,
  earliest: -8,
  mode: 2,
  latest: 12,
  closes: 0.35,
  back: 0.1,
};

/** Hosts of one size for the peak, a fifth more, as a city would buy them. */
export function hostsFor(peak: number, maxSessions: number, price = 1, size = 'D8s_v5'): PoolKind['hosts'] {
  return [{ count: Math.ceil((peak * 1.2) / maxSessions) + 1, maxSessions, price, size }];
}

export const hours = (clock: string): number => {
  const [hour, minute] = clock.split(':').map(Number);
  return hour! * 60 + (minute ?? 0);
};

const day = 'D8s_v5';

/** An office from which the others differ. */
export function anOffice(
  kind: Partial<OrganisationKind> & { id: string; title: string; people: number },
): OrganisationKind {
  const share = kind.share ?? [0.45, 0.5, 0.5, 0.45, 0.55, 0.01, 0.01];
  const peak = kind.people * Math.max(...share);
  return {
    timeZone: 'Asia/Tokyo',
    begins: '2026-10-05',
    learningDays: 9,
    measuredDays: 12,
    holidays: ['2026-10-12', '2026-11-03', '2026-11-23'],
    pool: { hosts: hostsFor(peak, 16, 1, day), zones: 3, licences: null, startsPerMinute: 60 },
    share,
    parts: [
      { weight: 0.72, from: hours('8:30'), to: hours('17:15') },
      { weight: 0.12, from: hours('8:30'), to: hours('12:00') },
      { weight: 0.12, from: hours('13:00'), to: hours('17:15') },
      { weight: 0.04, from: hours('10:00'), to: hours('15:00'), flex: 120 },
    ],
    arrival: officeArrival,
    leaving: officeLeaving,
    noShow: { share: 0.05, spread: 0.5 },
    cancelled: 0.02,
    sameDay: 0.03,
    lunch: { out: 0.4, from: hours('12:00'), to: hours('13:00') },
    walkIns: { aDay: 0, from: hours('8:00'), to: hours('18:00'), staysMin: 120 },
    events: [],
    ...kind,
  };
}

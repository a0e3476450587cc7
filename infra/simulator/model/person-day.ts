import { SeededRandom } from './seeded-random.ts';

const minute = 60_000;

/** A booked time as the person's calendar shows it. Unix milliseconds. */
export interface BookedTime {
  id: string;
  start: number;
  end: number;
}

/** How one person spends one booked time. Null where it does not happen. */
export interface PersonDay {
  /** When they ask for a desktop, or null: they do not come. */
  arrive: number | null;
  /** The window is closed for lunch and opened again. */
  lunch: { out: number; back: number } | null;
  leave: number;
  /** They close the window instead of signing out. */
  closesWindow: boolean;
  /** They come back once more for the session that they left open. */
  comesBack: { at: number; until: number } | null;
}

/** Shares of people; the order of drawing is part of the seed's meaning. */
const share = { noShow: 0.05, late: 0.08, lunchOut: 0.4, leavesEarly: 0.08, staysLong: 0.12, closes: 0.35, back: 0.15 };

/**
 * A day as it may go: most come within some minutes of the start, up to 25 minutes early; some late, some not at all; many
 * close the window at lunch; some leave early or stay long; some close the window instead of signing out, and a few of
 * these return. The same person, booked time and seed give the same day.
 */
export function drawDay(
  seed: number,
  user: string,
  booked: BookedTime,
  lunch: { start: number; end: number } | null,
): PersonDay {
  const random = SeededRandom.of(seed, user, booked.id, booked.start, booked.end);
  const length = booked.end - booked.start;
  const noShow = random.chance(share.noShow);
  const late = random.chance(share.late);
  const delay = late ? random.between(15, 75) : random.triangular(-25, -2, 15);
  const arrive = booked.start + Math.round(Math.min(delay * minute, length / 2));
  const early = random.chance(share.leavesEarly);
  const long = random.chance(share.staysLong);
  const off = early ? -random.between(30, 120) : long ? random.between(15, 90) : random.triangular(-8, 2, 12);
  const leave = Math.max(arrive + 10 * minute, booked.end + Math.round(Math.max(off * minute, -length / 3)));
  const goesOut = random.chance(share.lunchOut);
  const out = lunch ? lunch.start + Math.round(random.between(-3, 8) * minute) : 0;
  const back = lunch ? lunch.end + Math.round(random.between(-10, 5) * minute) : 0;
  const closesWindow = random.chance(share.closes);
  const returns = random.chance(share.back);
  const again = leave + Math.round(random.between(8, 50) * minute);
  return {
    arrive: noShow ? null : arrive,
    lunch: goesOut && lunch && out > arrive + 10 * minute && back < leave - 10 * minute ? { out, back } : null,
    leave,
    closesWindow,
    comesBack:
      closesWindow && returns ? { at: again, until: again + Math.round(random.between(5, 20) * minute) } : null,
  };
}

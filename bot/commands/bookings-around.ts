import type { PlannedBooking } from '../../flows/capacity/capacity.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** What is around is gathered anew this often, and after every change. */
const GATHERED_MS = 6 * HOUR_MS;
/** Further than the planner ever sleeps. */
const AHEAD_MS = 14 * HOUR_MS;

/** Bookings by the day they touch, so that a question costs what lies around now and not what lies in two months. */
export class BookingsAround {
  private readonly byId = new Map<string, PlannedBooking>();
  private readonly byDay = new Map<number, Map<string, PlannedBooking>>();
  private gathered: { from: number; bookings: PlannedBooking[] } | null = null;

  put(booking: PlannedBooking): void {
    this.remove(booking.id);
    this.byId.set(booking.id, booking);
    for (const day of daysOf(booking)) {
      const bookings = this.byDay.get(day) ?? new Map<string, PlannedBooking>();
      this.byDay.set(day, bookings.set(booking.id, booking));
    }
  }

  remove(id: string): void {
    this.gathered = null;
    const known = this.byId.get(id);
    if (known === undefined) return;
    this.byId.delete(id);
    for (const day of daysOf(known)) this.byDay.get(day)?.delete(id);
  }

  /** Every booking that runs at `now` or begins within 14 hours, each once; among them some that are just over. */
  around(now: Date): readonly PlannedBooking[] {
    const from = Math.floor(now.getTime() / GATHERED_MS) * GATHERED_MS;
    if (this.gathered?.from === from) return this.gathered.bookings;
    this.forgetBefore(from - DAY_MS);
    const to = from + GATHERED_MS + AHEAD_MS;
    const found = new Set<PlannedBooking>();
    for (let day = Math.floor(from / DAY_MS); day * DAY_MS < to; day++) {
      for (const booking of this.byDay.get(day)?.values() ?? []) {
        if (booking.endsAt.getTime() > from && booking.startsAt.getTime() < to) found.add(booking);
      }
    }
    this.gathered = { from, bookings: [...found] };
    return this.gathered.bookings;
  }

  private forgetBefore(at: number): void {
    const oldest = Math.floor(at / DAY_MS);
    for (const [day, bookings] of this.byDay) {
      if (day >= oldest) continue;
      for (const booking of bookings.values()) if (booking.endsAt.getTime() < at) this.byId.delete(booking.id);
      this.byDay.delete(day);
    }
  }
}

/** A booking longer than a month is no working day: it counts on its first days only. */
function daysOf(booking: PlannedBooking): number[] {
  const first = Math.floor(booking.startsAt.getTime() / DAY_MS);
  const last = Math.min(first + 31, Math.floor((booking.endsAt.getTime() - 1) / DAY_MS));
  return Array.from({ length: Math.max(1, last - first + 1) }, (_, index) => first + index);
}

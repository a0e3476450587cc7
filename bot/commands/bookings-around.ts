import type { PlannedBooking } from '../../flows/capacity/capacity.ts';

const DAY_MS = 86_400_000;

/** Bookings by the day they touch, so that a question costs what lies around now and not what lies in two months. */
export class BookingsAround {
  private readonly byId = new Map<string, PlannedBooking>();
  private readonly byDay = new Map<number, Map<string, PlannedBooking>>();

  put(booking: PlannedBooking): void {
    this.remove(booking.id);
    this.byId.set(booking.id, booking);
    for (const day of daysOf(booking)) {
      const bookings = this.byDay.get(day) ?? new Map<string, PlannedBooking>();
      this.byDay.set(day, bookings.set(booking.id, booking));
    }
  }

  remove(id: string): void {
    const known = this.byId.get(id);
    if (known === undefined) return;
    this.byId.delete(id);
    for (const day of daysOf(known)) this.byDay.get(day)?.delete(id);
  }

  /** Bookings that touch the day (UTC) of `now` or the next and are not over. Each once. */
  around(now: Date): PlannedBooking[] {
    const today = Math.floor(now.getTime() / DAY_MS);
    const seen = new Set<PlannedBooking>();
    for (const day of [today, today + 1]) {
      for (const booking of this.byDay.get(day)?.values() ?? []) if (booking.endsAt > now) seen.add(booking);
    }
    return [...seen];
  }

  /** Days long over are dropped. */
  forgetBefore(now: Date): void {
    const oldest = Math.floor(now.getTime() / DAY_MS) - 1;
    for (const [day, bookings] of this.byDay) {
      if (day >= oldest) continue;
      for (const booking of bookings.values()) if (booking.endsAt < now) this.byId.delete(booking.id);
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

import { addDays, localDayOf, mondayOf } from '../local-time.ts';
import { addMinutes } from '../minutes.ts';
import { seatsOf, type LocalDay, type Organisation, type Pool } from '../organisation.ts';
import type { Booking } from './booking.ts';
import { overlaps, restOf, timeAsked } from './booked-time.ts';
import type { AskedDay, DayVerdict, JudgedDay } from './proposal.ts';

/** What the rules look at beside the request. `seatsTaken`: the most seats taken at any instant of each asked day, in order. */
export interface JudgeFacts {
  /** Bookings of the person in HOLDING around the asked days. */
  held: Booking[];
  /** Days that the person holds in each week, by Monday. */
  daysOfWeek: Map<LocalDay, LocalDay[]>;
  seatsTaken: number[];
}

/** The times asked for, as they would be booked: what has begun is the rest of it. */
export function bookableTimes(asked: AskedDay[], organisation: Organisation, now: Date) {
  const { workingHours, timeZone } = organisation;
  return asked.map((one) => restOf(timeAsked(one, workingHours, timeZone), now));
}

/** The last day that may be booked, in the organisation's zone. */
export function lastBookableDay(organisation: Organisation, now: Date): LocalDay {
  return addDays(localDayOf(now, organisation.timeZone), organisation.rules.horizonDays);
}

/**
 * What the rules say to each asked day, in the order asked. Days judged bookable count for those after them:
 * their time is taken, their day counts in its week, their seat is gone.
 */
export function judgeDays(
  asked: AskedDay[],
  pool: Pool | null,
  facts: JudgeFacts,
  organisation: Organisation,
  now: Date,
): JudgedDay[] {
  const today = localDayOf(now, organisation.timeZone);
  const lastDay = lastBookableDay(organisation, now);
  const times = bookableTimes(asked, organisation, now);
  const held: { startsAt: Date; endsAt: Date; day: LocalDay; poolId: string | null; id: string }[] = [...facts.held];
  const daysOfWeek = new Map([...facts.daysOfWeek].map(([monday, days]) => [monday, new Set(days)]));

  return asked.map((one, index) => {
    const time = times[index]!;
    const verdict = judge(one, time, index);
    const part = one.part === 'half' ? 'full' : one.part;
    const judged: JudgedDay = { day: one.day, part, ...time, poolId: pool?.id ?? null, verdict };
    if (verdict.ok) {
      held.push({ ...time, day: one.day, poolId: judged.poolId, id: '' });
      weekOf(one.day).add(one.day);
    }
    return judged;
  });

  function weekOf(day: LocalDay): Set<LocalDay> {
    const monday = mondayOf(day);
    const days = daysOfWeek.get(monday) ?? new Set<LocalDay>();
    daysOfWeek.set(monday, days);
    return days;
  }

  function judge(one: AskedDay, time: { startsAt: Date; endsAt: Date }, index: number): DayVerdict {
    const { daysPerWeek, horizonDays } = organisation.rules;
    if (one.day < today) return { ok: false, refusal: 'past' };
    if (one.day > lastDay) return { ok: false, refusal: 'beyond-horizon', horizonDays };
    const whole = timeAsked(one, organisation.workingHours, organisation.timeZone);
    if (whole.startsAt >= whole.endsAt) return { ok: false, refusal: 'empty-time' };
    if (time.startsAt >= time.endsAt) return { ok: false, refusal: 'over' };
    const clash = held.find((booking) => overlaps(booking, time));
    if (clash) return { ok: false, refusal: 'overlap', bookingId: clash.id };
    if (held.some((booking) => booking.day === one.day && booking.poolId !== (pool?.id ?? null)))
      return { ok: false, refusal: 'other-pool-that-day' };
    const week = weekOf(one.day);
    if (!week.has(one.day) && week.size >= daysPerWeek)
      return { ok: false, refusal: 'days-per-week', limit: daysPerWeek, held: [...week].sort() };
    if (!pool) return { ok: false, refusal: 'no-pool' };
    const seats = seatsOf(pool);
    if ((facts.seatsTaken[index] ?? 0) >= seats) return { ok: false, refusal: 'no-seat', seats };
    const ready = addMinutes(now, pool.noticeMinutes);
    return { ok: true, readyAt: ready > time.startsAt ? ready : null };
  }
}

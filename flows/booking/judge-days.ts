import { addDays, localDayOf, weekdayOf } from '../local-time.ts';
import { addMinutes } from '../minutes.ts';
import { seatsOf, type LocalDay, type Organisation, type Pool } from '../organisation.ts';
import type { CountedBooking } from '../rules/counted-days.ts';
import { emergencyRules } from '../rules/emergency-rules.ts';
import type { Away } from '../rules/people-at-once.ts';
import { needsDesktop, WEEKDAYS, type Rules } from '../rules/rules.ts';
import { touchedRules } from '../rules/touched-rules.ts';
import type { Booking } from './booking.ts';
import { overlaps, restOf, timeAsked } from './booked-time.ts';
import type { AskedDay, DayVerdict, JudgedDay, Wish } from './proposal.ts';

/** What the rules look at beside the request. */
export interface JudgeFacts {
  /** Bookings of the person in HOLDING around the asked days, without those that asked days take the place of. */
  held: Booking[];
  /** Bookings that count in the person's limits, as far as these reach; without those as well. */
  counted: CountedBooking[];
  /** Bookings that asked days take the place of. */
  replaced: Booking[];
  /** The most seats taken at any instant of each asked day, in order. */
  seatsTaken: number[];
  /** The person's section without them. */
  section: { people: number; away: Away[] };
  /** An emergency is on for the person's section. */
  emergency: boolean;
}

/** Who asks, by what rules, for which pool. */
export interface JudgeContext {
  organisation: Organisation;
  rules: Rules;
  pool: Pool | null;
  now: Date;
}

/** The times asked for, as they would be booked: what has begun is the rest of it. */
export function bookableTimes(asked: AskedDay[], organisation: Organisation, now: Date) {
  const { workingHours, timeZone } = organisation;
  return asked.map((one) => restOf(timeAsked(one, workingHours, timeZone), now));
}

/** The last day that may be booked, in the organisation's zone. */
export function lastBookableDay({ timeZone }: Organisation, { horizonDays }: Rules, now: Date): LocalDay {
  return addDays(localDayOf(now, timeZone), horizonDays);
}

/** The task that a wish names, or whose words its reason contains, where it may not be done outside the office. */
export function forbiddenTask({ tasks }: Organisation, wish: Pick<Wish, 'task' | 'reason' | 'material'>) {
  const said = `${wish.reason ?? ''} ${wish.material ?? ''}`.normalize('NFKC').toLowerCase();
  const named = (one: (typeof tasks)[number]) =>
    one.id === wish.task || one.words.some((word) => said.includes(word.normalize('NFKC').toLowerCase()));
  return tasks.find((one) => !one.remote && named(one)) ?? null;
}

/**
 * What the rules say to each asked day, in the order asked. Days judged bookable count for those after them:
 * their time is taken, their day counts in its limits, their seat is gone. Pure.
 */
export function judgeDays(asked: AskedDay[], wish: Wish, facts: JudgeFacts, context: JudgeContext): JudgedDay[] {
  const { organisation, now } = context;
  const rules = facts.emergency ? emergencyRules(context.rules) : context.rules;
  const pool = needsDesktop(wish.device) ? context.pool : null;
  const today = localDayOf(now, organisation.timeZone);
  const times = bookableTimes(asked, organisation, now);
  const task = forbiddenTask(organisation, wish);
  const held: { startsAt: Date; endsAt: Date; day: LocalDay; poolId: string | null; id: string }[] = [...facts.held];
  const counted = [...facts.counted];

  return asked.map((one, index) => {
    const time = times[index]!;
    const verdict = judge(one, time, index);
    const part = one.part === 'half' ? 'full' : one.part;
    const poolId = pool?.id ?? null;
    const old = facts.replaced.find(({ id }) => id === one.replaces);
    const seatInReplaced = old !== undefined && old.poolId === poolId && overlaps(old, time);
    const replaces = one.replaces ?? null;
    const judged: JudgedDay = { day: one.day, part, ...time, poolId, replaces, seatInReplaced, verdict };
    if (verdict.ok) {
      held.push({ ...time, day: one.day, poolId, id: '' });
      counted.push({ day: one.day, part: one.part === 'half' ? 'am' : one.part, ...time });
    }
    return judged;
  });

  function judge(one: AskedDay, time: { startsAt: Date; endsAt: Date }, index: number): DayVerdict {
    if (one.day < today) return { ok: false, refusal: 'past' };
    const whole = timeAsked(one, organisation.workingHours, organisation.timeZone);
    if (whole.startsAt >= whole.endsAt) return { ok: false, refusal: 'empty-time' };
    if (time.startsAt >= time.endsAt) return { ok: false, refusal: 'over' };
    if (task) return { ok: false, refusal: 'task', task: task.name };
    const day = { asked: one, time, wish, counted, section: facts.section };
    const touched = touchedRules(day, rules, organisation, now);
    const stop = touched.find(({ rule }) => rules.stops.includes(rule));
    if (stop) return { ok: false, refusal: 'rule', reason: stop };
    const clash = held.find((booking) => overlaps(booking, time));
    if (clash) return { ok: false, refusal: 'overlap', bookingId: clash.id };
    // A profile container opens once: a person's desktops of one day are in one pool.
    if (pool && held.some(({ day: other, poolId }) => other === one.day && poolId !== null && poolId !== pool.id))
      return { ok: false, refusal: 'other-pool-that-day' };
    if (!pool && needsDesktop(wish.device)) return { ok: false, refusal: 'no-pool' };
    if (pool) {
      const seats = seatsOf(pool);
      if ((facts.seatsTaken[index] ?? 0) >= seats) return { ok: false, refusal: 'no-seat', seats };
    }
    const ready = pool ? addMinutes(now, pool.noticeMinutes) : now;
    return {
      ok: true,
      readyAt: ready > time.startsAt && pool ? ready : null,
      beyond: touched,
      automatic: touched.length === 0 && rules.within === 'automatic' && !wish.material,
      preferred:
        rules.preferredWeekdays.length === 0 || rules.preferredWeekdays.includes(WEEKDAYS[weekdayOf(one.day) - 1]!),
    };
  }
}

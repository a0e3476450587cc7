import { addDays, localDayOf, weekdayOf } from '../local-time.ts';
import { addMinutes } from '../minutes.ts';
import { seatsOf, type LocalDay, type Organisation, type Pool } from '../organisation.ts';
import type { CountedBooking } from '../rules/counted-days.ts';
import { emergencyRules } from '../rules/emergency-rules.ts';
import type { Away } from '../rules/people-at-once.ts';
import { needsDesktop, WEEKDAYS, type Rules } from '../rules/rules.ts';
import { touchedRules } from '../rules/touched-rules.ts';
import type { Booking } from './booking.ts';
import { overlaps, restOf, timeAsked, type Interval } from './booked-time.ts';
import { firstWithRoom, openPools, type PoolChoice } from './choose-pool.ts';
import type { AskedDay, DayVerdict, JudgedDay, Refusal, Wish } from './proposal.ts';

/** What the rules look at beside the request. */
export interface JudgeFacts {
  /** Bookings of the person in HOLDING around the asked days, without those that asked days take the place of. */
  held: Booking[];
  /** Bookings that count in the person's limits, as far as these reach; without those as well. */
  counted: CountedBooking[];
  /** Bookings that asked days take the place of. */
  replaced: Booking[];
  /** The most seats taken at any instant of each asked day, in order, by id of the pool. */
  seatsTaken: Readonly<Record<string, number>>[];
  /** The person's section without them. */
  section: { people: number; away: Away[] };
  /** An emergency is on for the person's section. */
  emergency: boolean;
}

/** Who asks, by what rules, for which pools. */
export interface JudgeContext {
  organisation: Organisation;
  rules: Rules;
  pools: PoolChoice;
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
 * their time is taken, their day counts in its limits, their seat is gone. A day's seat is in the first of the pools that
 * has room for all of its time; a change keeps its pool where that has. Pure.
 */
export function judgeDays(asked: AskedDay[], wish: Wish, facts: JudgeFacts, context: JudgeContext): JudgedDay[] {
  const { organisation, now } = context;
  const rules = facts.emergency ? emergencyRules(context.rules) : context.rules;
  const pools = needsDesktop(wish.device) ? context.pools : NO_POOLS;
  const today = localDayOf(now, organisation.timeZone);
  const times = bookableTimes(asked, organisation, now);
  const task = forbiddenTask(organisation, wish);
  const held: { startsAt: Date; endsAt: Date; day: LocalDay; poolId: string | null; id: string }[] = [...facts.held];
  const counted = [...facts.counted];

  return asked.map((one, index) => {
    const time = times[index]!;
    const old = facts.replaced.find(({ id }) => id === one.replaces);
    const { verdict, poolId } = judge(one, time, index, old?.poolId ?? null);
    const part = one.part === 'half' ? 'full' : one.part;
    const seatInReplaced = old !== undefined && old.poolId === poolId && overlaps(old, time);
    const replaces = one.replaces ?? null;
    const judged: JudgedDay = { day: one.day, part, ...time, poolId, replaces, seatInReplaced, verdict };
    if (verdict.ok) {
      held.push({ ...time, day: one.day, poolId, id: '' });
      counted.push({ day: one.day, part: one.part === 'half' ? 'am' : one.part, ...time });
    }
    return judged;
  });

  function judge(one: AskedDay, time: Interval, index: number, keep: string | null) {
    const refused = (refusal: Refusal) => ({
      verdict: { ok: false, ...refusal } satisfies DayVerdict,
      poolId: pools.usual?.id ?? null,
    });
    if (one.day < today) return refused({ refusal: 'past' });
    const whole = timeAsked(one, organisation.workingHours, organisation.timeZone);
    if (whole.startsAt >= whole.endsAt) return refused({ refusal: 'empty-time' });
    if (time.startsAt >= time.endsAt) return refused({ refusal: 'over' });
    if (task) return refused({ refusal: 'task', task: task.name });
    const day = { asked: one, time, wish, counted, section: facts.section };
    const touched = touchedRules(day, rules, organisation, now);
    const stop = touched.find(({ rule }) => rules.stops.includes(rule));
    if (stop) return refused({ refusal: 'rule', reason: stop });
    const clash = held.find((booking) => overlaps(booking, time));
    if (clash) return refused({ refusal: 'overlap', bookingId: clash.id });
    if (!pools.usual && needsDesktop(wish.device)) return refused({ refusal: 'no-pool' });
    const theirs = held.find(({ day: other, poolId }) => other === one.day && poolId !== null)?.poolId ?? null;
    const open = openPools(pools, theirs);
    if (pools.usual && open.length === 0) return refused({ refusal: 'other-pool-that-day' });
    const pool = firstWithRoom(open, keep, facts.seatsTaken[index] ?? {});
    if (pools.usual && !pool) return refused(fullIn(open, open.length < pools.tried.length));
    const ready = pool ? addMinutes(now, pool.noticeMinutes) : now;
    const verdict: DayVerdict = {
      ok: true,
      readyAt: ready > time.startsAt && pool ? ready : null,
      beyond: touched,
      automatic: touched.length === 0 && rules.within === 'automatic' && !wish.material,
      preferred:
        rules.preferredWeekdays.length === 0 || rules.preferredWeekdays.includes(WEEKDAYS[weekdayOf(one.day) - 1]!),
    };
    return { verdict, poolId: pool?.id ?? null };
  }
}

const NO_POOLS: PoolChoice = { usual: null, tried: [] };

function fullIn(open: Pool[], otherPools: boolean): Refusal {
  const seats = open.reduce((sum, pool) => sum + seatsOf(pool), 0);
  return { refusal: 'no-seat', seats, ...(otherPools ? { onlyIn: open[0]!.name } : {}) };
}

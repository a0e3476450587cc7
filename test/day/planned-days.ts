import { drawDay } from '../../infra/simulator/model/person-day.ts';
import { lunchOn } from '../../infra/simulator/lunch.ts';
import { instantOf } from '../../flows/local-time.ts';
import type { LocalDay, Organisation, Pool } from '../../flows/organisation.ts';
import type { Booking } from '../../flows/booking/booking.ts';
import { isWorkingDay } from '../../flows/working-days.ts';
import type { Figures } from '../bench/capacity/figures.ts';
import type { Booked, Invented, Visit } from '../bench/capacity/invent-visits.ts';
import { anOffice } from '../bench/capacity/organisation-kind.ts';
import { ours } from '../bench/capacity/policies/ours.ts';
import { runPool } from '../bench/capacity/pool-run.ts';
import type { Planner } from '../bench/capacity/protocol.ts';
import type { TenantState } from './city.ts';

export interface PlannedDays {
  organisation: Organisation;
  pool: Pool;
  /** The first day, and the one after the last. */
  from: LocalDay;
  to: LocalDay;
  seed: number;
  /** Days of the fortnight. */
  days: readonly LocalDay[];
  bookings: readonly Booking[];
  events: TenantState['events'];
}

/** What the planner is asked for: as the product does it, whose pool ends nobody's session, or with all that it may. */
export type Means = 'as-the-pool' | 'all';

/**
 * The same bookings and the same people's days through `zaitaku plan`: exact readings, whole minutes, the same model of
 * hosts and bill. The people are those of the tenant, drawn from the same seed and the same entries of their calendars;
 * boots are other ones.
 */
export function planDays(given: PlannedDays, means: Means): Figures {
  const { organisation, pool, days, seed } = given;
  const { timeZone } = organisation;
  const hosts = [{ count: pool.hosts.count, maxSessions: pool.maxSessions, price: 1, size: 'usual' }];
  const kind = {
    ...anOffice({ id: 'planned', title: 'planned', people: 1 }),
    timeZone,
    begins: given.from,
    holidays: days.filter((day) => !isWorkingDay(day)),
    pool: { hosts, zones: 1, licences: pool.licences, startsPerMinute: 60 },
    events: [],
  };
  const planner = means === 'all' ? ours() : withoutLogOff(ours());
  return runPool(kind, seed, inventedOf(given), planner);
}

function inventedOf({ organisation, pool, from, to, seed, bookings, events }: PlannedDays): Invented {
  const begins = instantOf(from, '00:00', organisation.timeZone).getTime();
  const ends = instantOf(to, '00:00', organisation.timeZone).getTime();
  const key = (user: string, start: Date | string) => `${user} ${Math.floor(new Date(start).getTime() / 1000)}`;
  const byTime = new Map(
    bookings.filter(({ poolId }) => poolId === pool.id).map((one) => [key(one.personId, one.startsAt), one]),
  );
  const users = new Map<string, number>();
  const booked: Booked[] = [];
  const visits: Visit[] = [];
  for (const event of events) {
    const booking = byTime.get(key(event.user, event.start));
    if (event.showAs !== 'workingElsewhere' || !booking) continue;
    const [start, end] = [Date.parse(event.start), Date.parse(event.end)];
    if (!users.has(event.user)) users.set(event.user, users.size);
    const user = users.get(event.user)!;
    const id = booked.length;
    booked.push({
      id,
      user,
      start,
      end,
      at: Math.max(begins, (booking.decidedAt ?? booking.createdAt).getTime()),
      cancelledAt: null,
    });
    const day = drawDay(seed, event.user, { id: event.id, start, end }, lunchOn(organisation, start));
    if (day.arrive === null) continue;
    const { lunch, leave, closesWindow: closes, comesBack: back } = day;
    visits.push({ user, booking: id, ask: Math.max(begins, day.arrive), lunch, leave, closes, back });
  }
  booked.sort((a, b) => a.at - b.at);
  return { begins, measuredFrom: begins, ends, bookings: booked, visits };
}

/** The pool's rule leaves sessions to their people: what the planner would end is left open here as well. */
function withoutLogOff(planner: Planner): Planner {
  return {
    init: (message) => planner.init(message),
    tick: (message) => {
      const { logoff: _, ...reply } = planner.tick(message);
      return reply;
    },
  };
}

import { HOLDING, type Booking, type BookingStatus } from '../booking/booking.ts';
import { bookingLines, connectUrlOf, readyAtOf } from '../booking/request-view.ts';
import { poolOf, type Deps } from '../deps.ts';
import { addDays, instantOf, localDayOf, mondayOf } from '../local-time.ts';
import { addMinutes } from '../minutes.ts';
import { isDayOff, type OfficeDays } from '../office-days.ts';
import type { LocalDay } from '../organisation.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import { canTakeAgain } from '../no-show/no-show.ts';
import { workStateOf } from '../work/work-view.ts';
import { monthOf } from '../rules/counted-days.ts';
import type { CancelView, ConnectView, ListView, MonthDay } from '../views.ts';

/** Bookings on one page. Keeps the card well below Teams' limit of 28 KB. */
const PAGE = 8;
const CHOICES = 12;
const READ_AT_MOST = 400;
/** People may sign in this long before their start. */
const EARLY_MINUTES = 15;

/**
 * A month of the person's bookings at a glance, and those of it that are not over, page by page; of the days asked for
 * where some are (past ones included). Without a month it is the one in which the next booking lies. Reads only.
 */
export async function showList(
  tx: Tx,
  deps: Deps,
  person: Person,
  asked: { days?: readonly LocalDay[]; month?: string | null; page?: number },
): Promise<ListView> {
  const { timeZone } = deps.organisation();
  const now = deps.clock.now();
  const today = localDayOf(now, timeZone);
  const days = asked.days ?? [];
  const ahead = await tx.bookings.ofPerson(person.id, instantOf(today, '00:00', timeZone), READ_AT_MOST);
  const shownAhead = ahead.filter((one) => isListed(one, now));
  const month = asked.month ?? (days[0] ?? shownAhead[0]?.day ?? today).slice(0, 7);
  const { first, last } = monthOf(`${month}-01`);
  const from = [first, ...days].sort()[0]!;
  const to = [last, ...days].sort().at(-1)!;
  const found = (await tx.bookings.ofPersonOnDays(person.id, from, to)).filter((one) =>
    days.length > 0 ? days.includes(one.day) : isListed(one, now) && one.day >= today && one.day <= last,
  );
  const pages = Math.max(1, Math.ceil(found.length / PAGE));
  const page = Math.min(Math.max(0, asked.page ?? 0), pages - 1);
  const marks = (await tx.bookings.ofPersonOnDays(person.id, first, last)).filter((one) =>
    ON_MONTH.includes(one.status),
  );
  return {
    kind: 'list',
    month,
    weeks:
      days.length > 0
        ? []
        : weeksOf(first, last).map((week) =>
            week.map((day) => monthDay(day, month, today, marks, deps.organisation())),
          ),
    bookings: await bookingLines(tx, deps, found.slice(page * PAGE, (page + 1) * PAGE)),
    day: days.length === 1 ? days[0]! : null,
    page,
    pages,
    /** Bookings ahead in other months. */
    elsewhere: days.length > 0 ? 0 : shownAhead.filter((one) => one.day > last).length,
    timeZone,
  };
}

/** What a list shows: what holds time, what waits for a seat, and what can be taken again. */
const ON_LIST: readonly BookingStatus[] = [...HOLDING, 'waitlisted'];
function isListed(booking: Booking, now: Date): boolean {
  return ON_LIST.includes(booking.status) || canTakeAgain(booking, now);
}
const ON_MONTH: readonly BookingStatus[] = [...ON_LIST, 'completed', 'no-show'];

/** Weeks from Monday to Sunday that cover the days. */
function weeksOf(first: LocalDay, last: LocalDay): LocalDay[][] {
  const weeks: LocalDay[][] = [];
  for (let monday = mondayOf(first); monday <= last; monday = addDays(monday, 7))
    weeks.push(Array.from({ length: 7 }, (_, index) => addDays(monday, index)));
  return weeks;
}

function monthDay(day: LocalDay, month: string, today: LocalDay, marks: Booking[], office: OfficeDays): MonthDay {
  const booked = marks.filter((one) => one.day === day);
  return {
    day,
    inMonth: day.startsWith(month),
    today: day === today,
    off: isDayOff(day, office),
    booked: day.startsWith(month) ? booked.map(({ part, status }) => ({ part, status })) : [],
  };
}

/** The bookings that a wish to cancel may mean, each with its button. Nothing is cancelled by words alone. */
export async function showCancel(
  tx: Tx,
  deps: Deps,
  person: Person,
  days: LocalDay[],
  { andLater = false }: { andLater?: boolean } = {},
): Promise<CancelView> {
  const all = await tx.bookings.ofPerson(person.id, deps.clock.now(), READ_AT_MOST);
  const held = all.filter((one) => ON_LIST.includes(one.status));
  const [first] = days;
  const named = (day: LocalDay) => days.includes(day) || (andLater && first !== undefined && day > first);
  const meant = days.length > 0 ? held.filter((one) => named(one.day)) : held;
  return {
    kind: 'cancel',
    purpose: 'cancel',
    bookings: await bookingLines(tx, deps, meant.slice(0, CHOICES)),
    days,
    timeZone: deps.organisation().timeZone,
  };
}

/** Where the desktop is, and whether it is ready. */
export async function showConnect(tx: Tx, deps: Deps, person: Person): Promise<ConnectView> {
  const organisation = deps.organisation();
  const now = deps.clock.now();
  const all = await tx.bookings.ofPerson(person.id, now, READ_AT_MOST);
  const next = all.find((one) => one.status === 'approved' || one.status === 'active') ?? null;
  const pool = poolOf(organisation, next?.poolId ?? null);
  // What is promised is the start, or later where the notice was not kept; hosts are up a little before.
  const opensAt = next ? (readyAtOf(next, deps) ?? addMinutes(next.startsAt, -EARLY_MINUTES)) : null;
  const [line] = next ? await bookingLines(tx, deps, [next]) : [];
  return {
    kind: 'connect',
    connectUrl: connectUrlOf(deps, next),
    next: line ?? null,
    poolId: next?.poolId ?? null,
    readiness: !next ? 'none' : !pool ? 'no-pool' : opensAt! <= now ? 'ready' : 'waiting',
    opensAt: opensAt && opensAt > now ? opensAt : null,
    work: next?.day === localDayOf(now, organisation.timeZone) ? await workStateOf(tx, person.id, next.day) : null,
    timeZone: organisation.timeZone,
  };
}

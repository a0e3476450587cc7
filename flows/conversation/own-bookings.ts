import { HOLDING } from '../booking/booking.ts';
import { bookingLines, connectUrlOf, readyAtOf } from '../booking/request-view.ts';
import { poolOf, type Deps } from '../deps.ts';
import { instantOf, localDayOf } from '../local-time.ts';
import { addMinutes } from '../minutes.ts';
import type { LocalDay } from '../organisation.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { CancelView, ConnectView, ListView } from '../views.ts';

/** Bookings on one card; the rest is counted. Keeps the card well below Teams' limit of 28 KB. */
const PAGE = 12;
const READ_AT_MOST = 400;
/** People may sign in this long before their start. */
const EARLY_MINUTES = 15;

/** The person's bookings from today on, or of the days asked for (past ones included). */
export async function showList(tx: Tx, deps: Deps, person: Person, days: LocalDay[]): Promise<ListView> {
  const { timeZone } = deps.organisation();
  const today = localDayOf(deps.clock.now(), timeZone);
  const first = [today, ...days].sort()[0]!;
  const from = instantOf(days.length ? first : today, '00:00', timeZone);
  const all = await tx.bookings.ofPerson(person.id, from, READ_AT_MOST);
  const asked = all.filter((one) => (days.length ? days.includes(one.day) : HOLDING.includes(one.status)));
  return {
    kind: 'list',
    bookings: await bookingLines(tx, deps, asked.slice(0, PAGE)),
    day: days.length === 1 ? days[0]! : null,
    more: Math.max(0, asked.length - PAGE),
    timeZone,
  };
}

/** The bookings that a wish to cancel may mean, each with its button. Nothing is cancelled by words alone. */
export async function showCancel(tx: Tx, deps: Deps, person: Person, days: LocalDay[]): Promise<CancelView> {
  const all = await tx.bookings.ofPerson(person.id, deps.clock.now(), READ_AT_MOST);
  const held = all.filter((one) => HOLDING.includes(one.status));
  const meant = days.length ? held.filter((one) => days.includes(one.day)) : held;
  return {
    kind: 'cancel',
    bookings: await bookingLines(tx, deps, meant.slice(0, PAGE)),
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
    readiness: !next ? 'none' : !pool ? 'no-pool' : opensAt! <= now ? 'ready' : 'waiting',
    opensAt: opensAt && opensAt > now ? opensAt : null,
    timeZone: organisation.timeZone,
  };
}

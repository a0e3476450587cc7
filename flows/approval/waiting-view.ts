import type { Booking } from '../booking/booking.ts';
import { poolOf, type Deps } from '../deps.ts';
import { addMinutes } from '../minutes.ts';
import type { LocalDay, Localised } from '../organisation.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import { mayDecide, sectionName } from './approval-view.ts';
import { placeOf } from './decide-approval.ts';
import { standsInFor } from './deputies.ts';
import { spokenOf } from './next-approvers.ts';

/** Requests and days on one page of the list, so that its buttons fit into a card; one request of more days is a page of its own. */
const REQUESTS = 8;
const DAYS = 60;
const MOST = 2_000;

/** All that waits for a person's decision, as an approver and in others' places. */
export interface WaitingView {
  kind: 'waiting';
  requests: WaitingLine[];
  page: number;
  pages: number;
  /** Of all pages. */
  total: number;
  /** What the press before has brought: days approved, and days left because they lie beyond a rule or have changed. */
  done: { approved: number; left: number } | null;
  timeZone: string;
}

export interface WaitingLine {
  requestId: string;
  requesterName: string;
  department: Localised | null;
  days: LocalDay[];
  bookings: { bookingId: string; version: number }[];
  series: boolean;
  /** In whose place the viewer decides (代決), or null. */
  inPlaceOf: string | null;
  /** Some day lies beyond a rule. */
  beyond: boolean;
  /** Some day begins before the pool's notice has passed. */
  soon: boolean;
  /** Too many days for the button that approves all: opened and decided on its own card. */
  openOnly: boolean;
}

/** One page of what waits for a person, the soonest day first. */
export async function showWaiting(
  tx: Tx,
  deps: Deps,
  person: Person,
  { page = 0, done = null }: { page?: number; done?: WaitingView['done'] } = {},
): Promise<WaitingView> {
  const instead = await standsInFor(tx, deps, person);
  const all = await tx.bookings.waitingFor([person.id, ...instead], MOST);
  const decisions = await tx.decisions.of(all.map(({ id }) => id));
  const mine = all.filter((one) =>
    mayDecide(one, person.id, spokenOf(decisions, one.id).has(person.id) ? [] : instead),
  );
  const requests = new Map<string, Booking[]>();
  for (const one of mine) requests.set(one.requestId, [...(requests.get(one.requestId) ?? []), one]);
  const pages = paged([...requests.values()]);
  const shown = Math.min(Math.max(0, page), Math.max(0, pages.length - 1));
  const bookings = pages[shown] ?? [];
  const people = await tx.people.byIds([
    ...new Set(
      bookings.flatMap(([first]) => [first!.personId, placeOf(first!, person.id, instead)?.decidedFor ?? []].flat()),
    ),
  ]);
  const name = (id: string) => people.find((one) => one.id === id)?.displayName ?? '';
  return {
    kind: 'waiting',
    requests: bookings.map((days) => {
      const first = days[0]!;
      const insteadOf = placeOf(first, person.id, instead)?.decidedFor ?? null;
      return {
        requestId: first.requestId,
        requesterName: name(first.personId),
        department: sectionName(deps, people.find((one) => one.id === first.personId)?.department ?? null),
        days: days.map((one) => one.day),
        bookings: days.map(({ id, version }) => ({ bookingId: id, version })),
        series: days.some((one) => one.series),
        inPlaceOf: insteadOf && name(insteadOf),
        beyond: days.some((one) => one.beyond.length > 0),
        soon: days.some((one) => isSoon(one, deps)),
        openOnly: days.length > DAYS,
      };
    }),
    page: shown,
    pages: pages.length,
    total: requests.size,
    done,
    timeZone: deps.organisation().timeZone,
  };
}

/** Requests by page: so many of them, and so many days in all. Pure. */
function paged(requests: readonly Booking[][]): Booking[][][] {
  const pages: Booking[][][] = [];
  let days = 0;
  for (const request of requests) {
    const page = pages.at(-1);
    if (!page || page.length === REQUESTS || days + request.length > DAYS) {
      pages.push([request]);
      days = request.length;
    } else {
      page.push(request);
      days += request.length;
    }
  }
  return pages;
}

function isSoon(booking: Booking, deps: Deps): boolean {
  const pool = poolOf(deps.organisation(), booking.poolId);
  return pool !== null && addMinutes(deps.clock.now(), pool.noticeMinutes) > booking.startsAt;
}

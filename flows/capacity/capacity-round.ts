import { addMinutes } from '../minutes.ts';
import type { Fault } from '../notice.ts';
import { hostEvents, type HostEvent } from './host-events.ts';
import { readMemory } from './capacity-memory.ts';
import type { CapacityPlan, PlannedBooking, PlanFigures, SeenPool } from './capacity.ts';
import type { RoundMemory } from './round-memory.ts';

/** What one look at a pool was decided on, kept for whoever asks later. */
export interface CapacityRound {
  at: Date;
  /** When the provider was asked; null: it could not be read. */
  readAt: Date | null;
  wakeAt: Date;
  /** null: a personal pool, one that is not ours, or could not be read. */
  figures: PlanFigures | null;
  /** Bookings that counted, by the quarter hour in which they start, ascending. */
  starts: { at: Date; bookings: number }[];
  faults: { code: Fault['code']; subject: string; detail: string }[];
  events: HostEvent[];
}

/** Of the last round that was kept: what the next ones are compared with. JSON. */
export interface LastRound {
  at: number;
  key: string;
  /** Hosts that somebody had drained. */
  byHand: string[];
}

/** Bookings that bear on a look: they start from an hour before it to two hours after it. */
export const STARTS_BEFORE_MINUTES = 60;
export const STARTS_AFTER_MINUTES = 120;
const QUARTER_MS = 15 * 60_000;
/** A round that is like the last and did nothing is kept no more often than this. */
const KEPT_EVERY_MS = 15 * 60_000;

/** The round as it is kept. Pure. */
export function roundOf(
  plan: CapacityPlan,
  seen: SeenPool,
  bookings: readonly PlannedBooking[],
  memory: Pick<RoundMemory, 'planner' | 'lastRound'>,
  now: Date,
): CapacityRound {
  const before = memory.planner === null ? null : readMemory(memory.planner, now.getTime()).hosts;
  const after = readMemory(plan.memory, now.getTime()).hosts;
  const byHand = memory.lastRound?.byHand ?? null;
  return {
    at: now,
    readAt: seen.readAt,
    wakeAt: plan.wakeAt,
    figures: plan.figures,
    starts: startsByQuarter(bookings, now),
    faults: plan.faults,
    events: before === null ? [] : hostEvents(before, after, seen.hosts, byHand),
  };
}

/** Bookings by the quarter hour in which they start, around an instant. */
export function startsByQuarter(bookings: readonly Pick<PlannedBooking, 'startsAt'>[], now: Date) {
  const from = addMinutes(now, -STARTS_BEFORE_MINUTES);
  const to = addMinutes(now, STARTS_AFTER_MINUTES);
  const counts = new Map<number, number>();
  for (const { startsAt } of bookings) {
    if (startsAt < from || startsAt >= to) continue;
    const quarter = Math.floor(startsAt.getTime() / QUARTER_MS) * QUARTER_MS;
    counts.set(quarter, (counts.get(quarter) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => a - b).map(([at, count]) => ({ at: new Date(at), bookings: count }));
}

/**
 * Whether a round is kept: it decided something, something happened to a host, something has changed since the last one
 * that was kept, or that is a quarter of an hour ago. Pure.
 */
export function isWorthKeeping(
  last: Pick<LastRound, 'at' | 'key'> | null,
  round: CapacityRound,
  actions: number,
): boolean {
  if (last === null || actions > 0 || round.events.length > 0 || last.key !== keyOf(round)) return true;
  const at = round.at.getTime();
  return at < last.at || at - last.at >= KEPT_EVERY_MS;
}

/** What makes a round another one: people, hosts and faults. Forecasts move a little all the time. */
export function keyOf({ figures, faults }: Pick<CapacityRound, 'figures' | 'faults'>): string {
  const found = faults.map(({ code, subject }) => `${code}/${subject}`).sort();
  if (figures === null) return JSON.stringify(found);
  const { signedIn, waiting, expected, hosts } = figures;
  return JSON.stringify([signedIn, waiting, Math.round(expected.at(-1)?.people ?? 0), hosts, found]);
}

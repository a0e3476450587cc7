import type { LocalDay } from '../organisation.ts';

/**
 * A day's working time, as the person told it. States and moves:
 *
 *   not-started ──start──▶ working ──pause──▶ paused
 *                          │  ▲ ▲              │  │
 *                     finish  │ └────resume────┘  │ finish
 *                          ▼  │start              │
 *                         finished ◀──────────────┘
 *
 * Entries are only ever added. A correction is an entry of its own that stands in another's place, or takes it out.
 */
export type WorkState = 'not-started' | 'working' | 'paused' | 'finished';
export type WorkMove = 'start' | 'pause' | 'resume' | 'finish';

export interface WorkEntry {
  personId: string;
  /** The day of the booking that the work belongs to, also after midnight. */
  day: LocalDay;
  /** 1, 2, 3 … in the order in which the day's entries were written. The last one's is the record's version. */
  number: number;
  /** `withdrawn`: the entry that it corrects did not happen. */
  move: WorkMove | 'withdrawn';
  /** The instant that the person claims, to the minute. */
  at: Date;
  writtenAt: Date;
  writtenBy: string;
  /** Number of the entry in whose place it stands; null where it is the first word. */
  corrects: number | null;
}

/** One person's record of one day. */
export interface WorkDay {
  personId: string;
  day: LocalDay;
  /** The booking on which work was started. */
  bookingId: string;
  /** Ascending by number. */
  entries: WorkEntry[];
  /** When the person was asked for a missing finish; when it counted as forgotten; when that was shown to them. */
  askedAt: Date | null;
  openAt: Date | null;
  shownAt: Date | null;
}

/** An entry that counts: the last word on it. */
export interface StandingEntry {
  number: number;
  /** Number of the entry that said it first: its place among entries of the same minute. */
  root: number;
  move: WorkMove;
  at: Date;
  writtenAt: Date;
  /** The instant that was claimed first, where another stands now. */
  first: Date | null;
}

/** A run of entries that makes sense: each move follows on the state before it. */
export interface Run {
  /** In the order in which they happened. */
  entries: StandingEntry[];
  state: WorkState;
}

/** The state that a move leads to, or null where it leads nowhere. */
export function next(state: WorkState, move: WorkMove): WorkState | null {
  if (move === 'start') return state === 'not-started' || state === 'finished' ? 'working' : null;
  if (move === 'pause') return state === 'working' ? 'paused' : null;
  if (move === 'resume') return state === 'paused' ? 'working' : null;
  return state === 'working' || state === 'paused' ? 'finished' : null;
}

/** The record's version: grows with every entry. 0 where there is none. */
export function versionOf(entries: readonly Pick<WorkEntry, 'number'>[]): number {
  return entries.reduce((most, { number }) => Math.max(most, number), 0);
}

/** The last word on each entry, without those withdrawn. In the order in which they were first written. */
export function standing(entries: readonly WorkEntry[]): StandingEntry[] {
  const rootOf = new Map<number, number>();
  const byRoot = new Map<number, { first: WorkEntry; last: WorkEntry }>();
  for (const entry of [...entries].sort((a, b) => a.number - b.number)) {
    const root = entry.corrects === null ? entry.number : (rootOf.get(entry.corrects) ?? entry.number);
    rootOf.set(entry.number, root);
    byRoot.set(root, { first: byRoot.get(root)?.first ?? entry, last: entry });
  }
  return [...byRoot].flatMap(([root, { first, last }]) => {
    if (last.move === 'withdrawn') return [];
    const { number, move, at, writtenAt } = last;
    const other = first.at.getTime() !== at.getTime();
    return [{ number, root, move, at, writtenAt, first: other ? first.at : null }];
  });
}

/**
 * The entries in the order in which they happened, or null where no order makes sense. Within one minute the moves are
 * put so that each follows on the one before, a finish last.
 */
export function runOf(entries: readonly StandingEntry[]): Run | null {
  const left = [...entries].sort((a, b) => a.at.getTime() - b.at.getTime() || a.root - b.root);
  const run: StandingEntry[] = [];
  let state: WorkState = 'not-started';
  while (left.length > 0) {
    const minute = left.filter(({ at }) => at.getTime() === left[0]!.at.getTime());
    const possible = minute.filter(({ move }) => next(state, move) !== null);
    const chosen = possible.find(({ move }) => move !== 'finish') ?? possible[0];
    if (!chosen) return null;
    state = next(state, chosen.move)!;
    run.push(chosen);
    left.splice(left.indexOf(chosen), 1);
  }
  return { entries: run, state };
}

/** The day's run. Only runs that make sense are ever written. */
export function runOfDay(entries: readonly WorkEntry[]): Run {
  const run = runOf(standing(entries));
  if (!run) throw new Error(`working time of ${entries[0]?.personId} on ${entries[0]?.day} makes no sense`);
  return run;
}

/** Time spent at work, or off it between two stretches. Half-open; `to` is null while it lasts. */
export interface Stretch {
  kind: 'work' | 'pause';
  from: Date;
  to: Date | null;
}

/** Work and the time between, in order. What ends with nothing but a finish is over: no pause follows it. */
export function stretchesOf(run: Run): Stretch[] {
  const stretches: Stretch[] = [];
  run.entries.forEach((entry, index) => {
    const following = run.entries[index + 1] ?? null;
    if (entry.move === 'finish' && !following) return;
    const kind = entry.move === 'start' || entry.move === 'resume' ? 'work' : 'pause';
    stretches.push({ kind, from: entry.at, to: following?.at ?? null });
  });
  return stretches;
}

/** Whole minutes of a kind; what still lasts counts until `until`, and not at all without it. */
export function minutesOf(run: Run, kind: Stretch['kind'], until: Date | null): number {
  return stretchesOf(run)
    .filter((stretch) => stretch.kind === kind)
    .reduce((sum, { from, to }) => sum + minutesBetween(from, to ?? until ?? from), 0);
}

function minutesBetween(from: Date, to: Date): number {
  return Math.max(0, Math.floor((to.getTime() - from.getTime()) / 60_000));
}

/** The instant cut to its minute: what people claim and read. */
export function toMinute(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / 60_000) * 60_000);
}

/** Whether something of the day was told later than it happened, or told anew. */
export function isCorrected(entries: readonly WorkEntry[]): boolean {
  return entries.some(({ corrects, at, writtenAt }) => corrects !== null || at < toMinute(writtenAt));
}

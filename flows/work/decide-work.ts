import { later } from '../minutes.ts';
import { MOST_ENTRIES } from './work-settings.ts';
import {
  next,
  runOf,
  runOfDay,
  standing,
  toMinute,
  versionOf,
  type StandingEntry,
  type WorkEntry,
  type WorkMove,
  type WorkState,
} from './work-record.ts';

/** What is to be written, before it has a number. */
export type NewEntry = Pick<WorkEntry, 'move' | 'at' | 'corrects'>;

export type MoveRefusal =
  'not-started' | 'already-working' | 'already-paused' | 'already-finished' | 'out-of-bounds' | 'order' | 'too-many';
export type CorrectionRefusal =
  'changed-since' | 'no-such-entry' | 'unchanged' | 'out-of-bounds' | 'order' | 'too-many' | 'not-started';

export type WorkOutcome<Refusal> = { ok: true; entries: NewEntry[] } | { ok: false; refusal: Refusal };

/** Within what the day's instants must lie, both ends included. `latest` is never after now. */
export interface Bounds {
  earliest: Date;
  latest: Date;
}

/**
 * A move that the person makes, now or, as they say, at `said`. "Start" after a pause goes on, "resume" after a finish
 * begins another stretch: both say that the person works from then on.
 */
export function decideMove(
  entries: readonly WorkEntry[],
  asked: WorkMove,
  now: Date,
  said: Date | null,
  bounds: Bounds,
): WorkOutcome<MoveRefusal> {
  const { state, entries: run } = runOfDay(entries);
  const move = meant(asked, state);
  if (next(state, move) === null) return { ok: false, refusal: refusalOf(state) };
  if (entries.length >= MOST_ENTRIES) return { ok: false, refusal: 'too-many' };
  if (said && !within(said, bounds)) return { ok: false, refusal: 'out-of-bounds' };
  const last = run.at(-1)?.at;
  if (said && last && said < last) return { ok: false, refusal: 'order' };
  // A clock that was put back a little turns no time round.
  const at = toMinute(said ?? (last ? later(now, last) : now));
  return { ok: true, entries: [{ move, at, corrects: null }] };
}

function meant(move: WorkMove, state: WorkState): WorkMove {
  if (move === 'start' && state === 'paused') return 'resume';
  return move === 'resume' && state === 'finished' ? 'start' : move;
}

function refusalOf(state: WorkState): MoveRefusal {
  if (state === 'not-started') return 'not-started';
  if (state === 'working') return 'already-working';
  return state === 'paused' ? 'already-paused' : 'already-finished';
}

/** What the person wants their record to say. */
export type Correction =
  /** An entry happened at another time. */
  | { kind: 'amend'; number: number; at: Date }
  /** An entry did not happen; with it goes the one that makes no sense without it (a pause and its resume). */
  | { kind: 'withdraw'; number: number }
  /** Time off that was not told. */
  | { kind: 'pause'; from: Date; to: Date }
  /** Work that was not told; without `to` it goes on. */
  | { kind: 'work'; from: Date; to: Date | null }
  /** The finish that is missing. */
  | { kind: 'finish'; at: Date };

/** A correction of the record as the person saw it: `version` is the one that their card showed. */
export function decideCorrection(
  entries: readonly WorkEntry[],
  correction: Correction,
  version: number,
  bounds: Bounds,
): WorkOutcome<CorrectionRefusal> {
  if (versionOf(entries) !== version) return { ok: false, refusal: 'changed-since' };
  const known = standing(entries);
  if ('number' in correction && !known.some(({ number }) => number === correction.number))
    return { ok: false, refusal: 'no-such-entry' };
  if (correction.kind === 'finish' && known.length === 0) return { ok: false, refusal: 'not-started' };
  const choices = choicesOf(correction, known);
  if (choices.length === 0) return { ok: false, refusal: 'unchanged' };
  if (choices[0]!.length + entries.length > MOST_ENTRIES) return { ok: false, refusal: 'too-many' };
  if (choices[0]!.some(({ move, at }) => move !== 'withdrawn' && !within(at, bounds)))
    return { ok: false, refusal: 'out-of-bounds' };
  const right = choices.find((choice) => runOf(after(known, choice)) !== null);
  return right ? { ok: true, entries: right } : { ok: false, refusal: 'order' };
}

/** Ways to carry it out, the likeliest first. None: it says what the record says already. */
function choicesOf(correction: Correction, known: StandingEntry[]): NewEntry[][] {
  const added = (move: WorkMove, at: Date): NewEntry => ({ move, at: toMinute(at), corrects: null });
  switch (correction.kind) {
    case 'amend': {
      const { move, at, number } = known.find((one) => one.number === correction.number)!;
      const to = toMinute(correction.at);
      return to.getTime() === at.getTime() ? [] : [[{ move, at: to, corrects: number }]];
    }
    case 'withdraw': {
      const run = runOf(known)!.entries;
      const index = run.findIndex((one) => one.number === correction.number);
      const without = run
        .slice(index, index + 2)
        .map(({ at, number }): NewEntry => ({ move: 'withdrawn', at, corrects: number }));
      return without.length > 1 ? [without.slice(0, 1), without] : [without];
    }
    case 'pause':
      return [[added('pause', correction.from), added('resume', correction.to)]];
    case 'work':
      return [[added('start', correction.from), ...(correction.to === null ? [] : [added('finish', correction.to)])]];
    case 'finish':
      return [[added('finish', correction.at)]];
  }
}

/** What would stand once these were written. */
function after(known: StandingEntry[], written: NewEntry[]): StandingEntry[] {
  const gone = new Set(written.flatMap(({ corrects }) => corrects ?? []));
  const rootOf = new Map(known.map(({ number, root }) => [number, root]));
  const first = known.reduce((most, { number }) => Math.max(most, number), 0) + 1_000;
  const come = written.flatMap(({ move, at, corrects }, index): StandingEntry[] => {
    if (move === 'withdrawn') return [];
    const number = first + index;
    const root = corrects === null ? number : (rootOf.get(corrects) ?? number);
    return [{ number, root, move, at, writtenAt: at, first: null }];
  });
  return [...known.filter(({ number }) => !gone.has(number)), ...come];
}

function within(at: Date, { earliest, latest }: Bounds): boolean {
  return at >= earliest && at <= latest;
}

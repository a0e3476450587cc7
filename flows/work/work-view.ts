import type { Deps } from '../deps.ts';
import { addDays, localDayOf } from '../local-time.ts';
import type { LocalDay } from '../organisation.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { CorrectionRefusal, MoveRefusal } from './decide-work.ts';
import { bookedDay, dayAtWork, isGoingOn, mayCorrect, windowOf, type BookedDay } from './work-day.ts';
import {
  isCorrected,
  minutesOf,
  next,
  runOfDay,
  toMinute,
  versionOf,
  type Run,
  type WorkMove,
  type WorkState,
} from './work-record.ts';
import { WORK_SETTINGS } from './work-settings.ts';

/** Why nothing was written. */
export type WorkProblem =
  | MoveRefusal
  | CorrectionRefusal
  | 'no-booking'
  | 'pending'
  | 'booking-cancelled'
  | 'not-yet'
  | 'day-over'
  | 'in-future'
  | 'too-late'
  | 'time-unclear'
  | 'several-days'
  | 'what-missing'
  | 'entry-missing'
  | 'bad-date'
  | 'time-missing'
  | 'bad-time'
  | 'until-missing'
  | 'until-before-time';

/** What is to know of what was just written. */
export type WorkNote = 'before-booked-time' | 'after-booked-time' | 'corrected';

export interface WorkLine {
  number: number;
  move: WorkMove;
  happenedAt: Date;
  /** The instant claimed first, where it was corrected. */
  firstAt: Date | null;
  /** When it was written, where that was later than it happened. */
  writtenAt: Date | null;
}

/** A person's own record of a day, and what they can do about it now. */
export interface WorkView {
  kind: 'work';
  day: LocalDay;
  /** The last calendar day that the day's work may reach. */
  lastDay: LocalDay;
  version: number;
  state: WorkState;
  standing: BookedDay['standing'];
  booked: { startsAt: Date; endsAt: Date } | null;
  /** In the order in which they happened. */
  lines: WorkLine[];
  workedMinutes: number;
  /** Pauses, and the time between a finish and the next start. */
  pausedMinutes: number;
  /** Some of it was told later than it happened, or told anew. */
  corrected: boolean;
  /** Moves that make sense now. None on a day that is over or has not come. */
  moves: WorkMove[];
  correctable: boolean;
  /** The day is over and its finish is missing. */
  open: boolean;
  /** The finish is asked for: `finishAt` is the booked end, where nothing was recorded after it. */
  ask: { finishAt: Date | null } | null;
  problem: WorkProblem | null;
  note: WorkNote | null;
  /** Other days whose finish is missing, the latest first, at most three. */
  openDays: LocalDay[];
  timeZone: string;
}

/** The person's record of a day as it is now; of the day at work where none is named. Writes nothing. */
export async function showWork(
  tx: Tx,
  deps: Deps,
  person: Pick<Person, 'id'>,
  day?: LocalDay,
  {
    problem = null,
    note = null,
    asks = false,
  }: { problem?: WorkProblem | null; note?: WorkNote | null; asks?: boolean } = {},
): Promise<WorkView> {
  const { timeZone } = deps.organisation();
  const now = deps.clock.now();
  const shown = day ?? (await dayAtWork(tx, person.id, now, timeZone));
  const record = await tx.work.of(person.id, shown);
  const booked = await bookedDay(tx, person.id, shown, record);
  const run = runOfDay(record?.entries ?? []);
  const { from, to } = windowOf(shown, timeZone);
  const open = (run.state === 'working' || run.state === 'paused') && now >= to;
  const openDays = await openDaysOf(tx, person.id, now, timeZone);
  return {
    kind: 'work',
    day: shown,
    lastDay: addDays(shown, 1),
    version: versionOf(record?.entries ?? []),
    state: run.state,
    standing: booked.standing,
    booked: booked.startsAt && booked.endsAt ? { startsAt: booked.startsAt, endsAt: booked.endsAt } : null,
    lines: linesOf(run),
    workedMinutes: minutesOf(run, 'work', open ? null : now),
    pausedMinutes: minutesOf(run, 'pause', open ? null : now),
    corrected: isCorrected(record?.entries ?? []),
    moves: now >= from && now < to ? movesOf(run.state, booked) : [],
    correctable:
      now >= from && mayCorrect(shown, localDayOf(now, timeZone)) && (record !== null || booked.standing === 'granted'),
    open,
    ask: open || (asks && run.state !== 'finished') ? { finishAt: finishAtOf(run, booked, now) } : null,
    problem,
    note,
    openDays: openDays.filter((one) => one !== shown).slice(0, 3),
    timeZone,
  };
}

/** The card that asks for a missing finish; null where it has come meanwhile. */
export async function showUnfinished(tx: Tx, deps: Deps, personId: string, day: LocalDay): Promise<WorkView | null> {
  const record = await tx.work.of(personId, day);
  return record && isGoingOn(record) ? showWork(tx, deps, { id: personId }, day, { asks: true }) : null;
}

/** The state of a person's work on a day and the version of its record, for buttons on other cards. */
export async function workStateOf(
  tx: Tx,
  personId: string,
  day: LocalDay,
): Promise<{ day: LocalDay; state: WorkState; version: number }> {
  const record = await tx.work.of(personId, day);
  const entries = record?.entries ?? [];
  return { day, state: runOfDay(entries).state, version: versionOf(entries) };
}

/** The latest day before the present one whose finish is missing, as far back as people correct by themselves. */
export async function lastOpenDay(tx: Tx, personId: string, now: Date, timeZone: string): Promise<LocalDay | null> {
  return (await openDaysOf(tx, personId, now, timeZone))[0] ?? null;
}

async function openDaysOf(tx: Tx, personId: string, now: Date, timeZone: string): Promise<LocalDay[]> {
  const today = localDayOf(now, timeZone);
  const kept = await tx.work.between(addDays(today, -WORK_SETTINGS.correctionDays), addDays(today, -1), personId);
  return kept
    .filter((record) => isGoingOn(record) && now >= windowOf(record.day, timeZone).to)
    .map(({ day }) => day)
    .reverse();
}

function linesOf(run: Run): WorkLine[] {
  return run.entries.map(({ number, move, at, first, writtenAt }) => ({
    number,
    move,
    happenedAt: at,
    firstAt: first,
    writtenAt: at < toMinute(writtenAt) ? writtenAt : null,
  }));
}

function movesOf(state: WorkState, booked: BookedDay): WorkMove[] {
  const possible = (['start', 'pause', 'resume', 'finish'] as const).filter((move) => next(state, move) !== null);
  return possible.filter((move) => move !== 'start' || booked.standing === 'granted');
}

function finishAtOf(run: Run, booked: BookedDay, now: Date): Date | null {
  const last = run.entries.at(-1)?.at;
  return booked.endsAt && booked.endsAt <= now && last && booked.endsAt >= last ? booked.endsAt : null;
}

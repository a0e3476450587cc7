import type { Deps } from '../deps.ts';
import { localDayOf, instantOf } from '../local-time.ts';
import type { LocalDay } from '../organisation.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { Understanding } from '../understand/understanding.ts';
import { decideMove, type NewEntry } from './decide-work.ts';
import { timeSaid } from './time-said.ts';
import {
  boundsOf,
  bookedDay,
  bookingFor,
  dayAtWork,
  isGoingOn,
  mayCorrect,
  openSteps,
  subjectOf,
  windowOf,
  type BookedDay,
} from './work-day.ts';
import { runOfDay, toMinute, versionOf, type WorkDay, type WorkMove } from './work-record.ts';
import { lastOpenDay, showWork, type WorkNote, type WorkProblem, type WorkView } from './work-view.ts';

const MOVES = {
  'start-work': 'start',
  'pause-work': 'pause',
  'resume-work': 'resume',
  'finish-work': 'finish',
} as const;
export type WorkIntent = keyof typeof MOVES;

/**
 * What a message says about the person's own work, written at once: it is their own statement. A time that it names is
 * the time claimed; what could mean two times, or a day that is not the present one, is not guessed: the card with its
 * form is the answer. Runs in the transaction that claims the message.
 */
export async function tellWork(
  tx: Tx,
  deps: Deps,
  person: Person,
  { intent, days = [] }: Pick<Understanding, 'days'> & { intent: WorkIntent },
  message: string,
): Promise<WorkView> {
  const { timeZone } = deps.organisation();
  const move = MOVES[intent];
  const now = deps.clock.now();
  const present = await dayAtWork(tx, person.id, now, timeZone);
  const said = timeSaid(message);
  if (days.length > 1) return showWork(tx, deps, person, present, { problem: 'several-days' });
  const day = days[0] === localDayOf(now, timeZone) ? present : (days[0] ?? present);
  if (said.kind === 'unclear') return showWork(tx, deps, person, day, { problem: 'time-unclear' });
  if (said.kind === 'at') return recordMove(tx, deps, person, { day, move, at: instantOf(day, said.time, timeZone) });
  // A day that is over has no "now": its card asks for the time.
  if (day < present) return showWork(tx, deps, person, day, { problem: move === 'finish' ? null : 'time-unclear' });
  const forgotten = move === 'finish' ? await forgottenDay(tx, person.id, present, now, timeZone) : null;
  return forgotten ? showWork(tx, deps, person, forgotten) : recordMove(tx, deps, person, { day, move, at: null });
}

/** "Finished", said on a day without work, is about an earlier day whose finish is missing. */
async function forgottenDay(
  tx: Tx,
  personId: string,
  present: LocalDay,
  now: Date,
  timeZone: string,
): Promise<LocalDay | null> {
  const record = await tx.work.of(personId, present);
  if (record && runOfDay(record.entries).state !== 'not-started') return null;
  return lastOpenDay(tx, personId, now, timeZone);
}

export interface MoveCommand {
  day: LocalDay;
  move: WorkMove;
  /** The instant claimed; null for now. */
  at: Date | null;
}

/**
 * A start, pause, resume or finish of a person's own work, in the transaction of the tap or message. What has been said
 * already is not written twice, whatever the card's age: the state decides. Starting needs an approved booking of the
 * day; going on and ending do not, so that a booking taken back meanwhile loses no working time.
 */
export async function recordMove(tx: Tx, deps: Deps, person: Person, command: MoveCommand): Promise<WorkView> {
  const { timeZone } = deps.organisation();
  const now = deps.clock.now();
  const { day, move, at } = command;
  const { from, to } = windowOf(day, timeZone);
  const refuse = (problem: WorkProblem) => showWork(tx, deps, person, day, { problem });
  if (now < from) return refuse('not-yet');
  if (at && at > now) return refuse('in-future');
  if (!at && now >= to) return refuse('day-over');
  if (!mayCorrect(day, localDayOf(now, timeZone))) return refuse('too-late');

  const known = await tx.work.lock(person.id, day);
  const state = known ? runOfDay(known.entries).state : 'not-started';
  const begins =
    state === 'finished' ? move === 'start' || move === 'resume' : state === 'not-started' && move === 'start';
  const booked = await bookedDay(tx, person.id, day, known);
  if (begins && booked.standing !== 'granted') return refuse(NO_BOOKING[booked.standing]);
  if (!known && move !== 'start') return refuse('not-started');
  const record = known ?? (await tx.work.begin(person.id, day, bookingFor(booked, now).id));
  const bounds = await boundsOf(tx, person.id, day, now, timeZone);
  const outcome = decideMove(record.entries, move, now, at, bounds);
  if (!outcome.ok) return refuse(outcome.refusal);
  await writeEntries(tx, deps, person, record, outcome.entries);
  return showWork(tx, deps, person, day, { note: begins ? noteOf(booked, outcome.entries[0]!.at) : null });
}

const NO_BOOKING = { none: 'no-booking', pending: 'pending', cancelled: 'booking-cancelled' } as const;

function noteOf(booked: BookedDay, at: Date): WorkNote | null {
  // A booking of the rest of a day begins within a minute; what is claimed is the minute.
  if (booked.startsAt && at < toMinute(booked.startsAt)) return 'before-booked-time';
  return booked.endsAt && at >= booked.endsAt ? 'after-booked-time' : null;
}

/** Adds entries to a locked record, with the audit entry and the next look at a finish that may stay out. */
export async function writeEntries(
  tx: Tx,
  deps: Deps,
  person: Person,
  record: WorkDay,
  written: NewEntry[],
): Promise<void> {
  const now = deps.clock.now();
  const version = versionOf(record.entries);
  const { personId, day } = record;
  const entries = written.map((entry, index) => ({
    ...entry,
    personId,
    day,
    number: version + 1 + index,
    writtenAt: now,
    writtenBy: person.id,
  }));
  await tx.work.add(entries);
  tx.audit.add(
    {
      kind: 'work-recorded',
      by: person.id,
      subject: subjectOf(personId, day),
      facts: {
        entries: entries.map(({ number, move, at, corrects }) => ({ number, move, at: at.toISOString(), corrects })),
      },
    },
    now,
  );
  const changed = { ...record, entries: [...record.entries, ...entries] };
  if (!isGoingOn(changed)) return;
  const { endsAt } = await bookedDay(tx, personId, day, changed);
  const [next] = openSteps(changed, endsAt, deps.organisation());
  if (next) await tx.due.noLaterThan('work', subjectOf(personId, day), next.at);
}

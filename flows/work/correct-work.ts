import type { Deps } from '../deps.ts';
import { addDays, instantOf, isRealDay, isWallTime, localDayOf } from '../local-time.ts';
import type { LocalDay } from '../organisation.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import { decideCorrection, type Correction } from './decide-work.ts';
import { writeEntries } from './record-work.ts';
import { boundsOf, bookedDay, bookingFor, mayCorrect, windowOf } from './work-day.ts';
import { runOfDay } from './work-record.ts';
import { showWork, type WorkProblem, type WorkView } from './work-view.ts';

/** The form as it came in; times are wall times of the organisation's zone. */
export interface CorrectionInput {
  /** What is to be corrected: an entry's number, or what is to be added: `pause`, `work`, `finish`. */
  what: string | undefined;
  date: string | undefined;
  time: string | undefined;
  /** The other end of what is added. */
  until: string | undefined;
}

export interface CorrectionCommand {
  day: LocalDay;
  /** The version of the record that the person saw. */
  version: number;
  /** `withdraw`: the chosen entry did not happen. */
  op: 'set' | 'withdraw';
  input: CorrectionInput;
}

/**
 * The person's correction of their own record, as further entries: what was written stays. Refused, with the reason on
 * the card and nothing written, where the record has changed since, where the times make no sense, and after the
 * period in which people correct by themselves.
 */
export async function correctWork(
  tx: Tx,
  deps: Deps,
  person: Person,
  { day, version, op, input }: CorrectionCommand,
): Promise<WorkView> {
  const asked = readCorrection(day, op, input, deps.organisation().timeZone);
  if (typeof asked === 'string') return showWork(tx, deps, person, day, { problem: asked });
  return apply(tx, deps, person, { day, version }, asked);
}

/** The missing finish of a day: at the instant offered in one tap, or at a time of day that the person gives. */
export async function finishWorkAt(
  tx: Tx,
  deps: Deps,
  person: Person,
  { day, version, at }: { day: LocalDay; version: number; at: Date | { time: string | undefined } },
): Promise<WorkView> {
  if (at instanceof Date) return apply(tx, deps, person, { day, version }, { kind: 'finish', at });
  const problem = !at.time ? 'time-missing' : isWallTime(at.time) ? null : 'bad-time';
  if (problem) return showWork(tx, deps, person, day, { problem, asks: true });
  const { timeZone } = deps.organisation();
  const record = await tx.work.of(person.id, day);
  const last = record && runOfDay(record.entries).entries.at(-1)?.at;
  const sameDay = instantOf(day, at.time!, timeZone);
  // A time before the last entry is one after midnight.
  const finish = last && sameDay < last ? instantOf(addDays(day, 1), at.time!, timeZone) : sameDay;
  return apply(tx, deps, person, { day, version }, { kind: 'finish', at: finish });
}

async function apply(
  tx: Tx,
  deps: Deps,
  person: Person,
  { day, version }: { day: LocalDay; version: number },
  correction: Correction,
): Promise<WorkView> {
  const { timeZone } = deps.organisation();
  const now = deps.clock.now();
  const refuse = (problem: WorkProblem) => showWork(tx, deps, person, day, { problem });
  if (now < windowOf(day, timeZone).from) return refuse('not-yet');
  if (!mayCorrect(day, localDayOf(now, timeZone))) return refuse('too-late');
  if (instantsOf(correction).some((at) => at > now)) return refuse('in-future');
  const known = await tx.work.lock(person.id, day);
  // Pressed twice: the finish is there, which is what was wanted.
  if (correction.kind === 'finish' && known && runOfDay(known.entries).state === 'finished')
    return refuse('already-finished');
  const booked = await bookedDay(tx, person.id, day, known);
  if (!known && correction.kind !== 'work') return refuse('not-started');
  if (correction.kind === 'work' && booked.standing !== 'granted')
    return refuse(booked.standing === 'pending' ? 'pending' : 'no-booking');
  const record = known ?? (await tx.work.begin(person.id, day, bookingFor(booked, now).id));
  const bounds = await boundsOf(tx, person.id, day, now, timeZone);
  const outcome = decideCorrection(record.entries, correction, version, bounds);
  if (!outcome.ok) return refuse(outcome.refusal);
  await writeEntries(tx, deps, person, record, outcome.entries);
  const replaced = outcome.entries.some(({ corrects }) => corrects !== null);
  return showWork(tx, deps, person, day, { note: replaced ? 'corrected' : null });
}

function instantsOf(correction: Correction): Date[] {
  if (correction.kind === 'withdraw') return [];
  return 'at' in correction ? [correction.at] : [correction.from, ...(correction.to ? [correction.to] : [])];
}

/** What the form asks for, or what is missing in it. */
export function readCorrection(
  day: LocalDay,
  op: 'set' | 'withdraw',
  input: CorrectionInput,
  timeZone: string,
): Correction | WorkProblem {
  const what = input.what ?? '';
  const number = /^\d{1,4}$/.test(what) ? Number(what) : null;
  if (op === 'withdraw') return number === null ? 'entry-missing' : { kind: 'withdraw', number };
  if (number === null && what !== 'pause' && what !== 'work' && what !== 'finish') return 'what-missing';
  const date = input.date || day;
  if (!isRealDay(date) || (date !== day && date !== addDays(day, 1))) return 'bad-date';
  if (!input.time) return 'time-missing';
  if (!isWallTime(input.time)) return 'bad-time';
  const from = instantOf(date, input.time, timeZone);
  if (number !== null) return { kind: 'amend', number, at: from };
  if (what === 'finish') return { kind: 'finish', at: from };
  if (!input.until) return what === 'work' ? { kind: 'work', from, to: null } : 'until-missing';
  if (!isWallTime(input.until)) return 'bad-time';
  const same = instantOf(date, input.until, timeZone);
  // A time off or a stretch of work over midnight ends on the next day.
  const to = same > from || date !== day ? same : instantOf(addDays(date, 1), input.until, timeZone);
  if (to <= from || to > windowOf(day, timeZone).to) return 'until-before-time';
  return what === 'pause' ? { kind: 'pause', from, to } : { kind: 'work', from, to };
}

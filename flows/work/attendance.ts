import type { Booking, Place } from '../booking/booking.ts';
import type { LocalDay, Organisation } from '../organisation.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import { bookedOf } from './work-day.ts';
import { isCorrected, minutesOf, runOfDay, stretchesOf, type WorkDay, type WorkState } from './work-record.ts';

/** One person's day: what was booked, what was worked, and how well it is attested. */
export interface AttendanceLine {
  /** The id, where the directory knows the person no more. */
  upn: string;
  name: string;
  /** The section as the organisation calls it, else the directory's department. */
  section: { ja: string; en: string } | null;
  day: LocalDay;
  /** Where the day's bookings are, each place once. */
  places: Place[];
  bookedFrom: Date | null;
  bookedTo: Date | null;
  state: WorkState;
  started: Date | null;
  /** Null while work goes on, and where the finish is missing. */
  finished: Date | null;
  /** Pauses and the time between stretches; `to` is null for one that has not ended. */
  pauses: { from: Date; to: Date | null }[];
  pausedMinutes: number;
  /** Time attested at both ends: what still goes on, or has no finish, is not in it. */
  workedMinutes: number;
  corrected: boolean;
  /** The day is over and its finish is missing. */
  open: boolean;
}

export interface AttendanceQuery {
  from: LocalDay | null;
  to: LocalDay | null;
  /** One person, by UPN. */
  person: string | null;
}

/**
 * Who worked when and where: a line for each person and day with a record, and for each booked day that has begun, so
 * that a missing record shows. By day, then UPN. Null where nobody has this UPN.
 */
export async function attendance(
  tx: Tx,
  organisation: Organisation,
  { from, to, person }: AttendanceQuery,
): Promise<AttendanceLine[] | null> {
  const only = person === null ? null : await tx.people.byUpn(person);
  if (person !== null && !only) return null;
  const records = await tx.work.between(from, to, only?.id ?? null);
  const bookings = await tx.bookings.between(from, to, only?.id ?? null);
  const days = new Map<string, { personId: string; day: LocalDay; record: WorkDay | null; bookings: Booking[] }>();
  const dayOf = (personId: string, day: LocalDay) => {
    const key = `${personId} ${day}`;
    const found = days.get(key) ?? { personId, day, record: null, bookings: [] };
    days.set(key, found);
    return found;
  };
  for (const record of records) dayOf(record.personId, record.day).record = record;
  for (const booking of bookings) dayOf(booking.personId, booking.day).bookings.push(booking);
  const people = new Map(
    (await tx.people.byIds([...new Set([...days.values()].map(({ personId }) => personId))])).map((one) => [
      one.id,
      one,
    ]),
  );
  return [...days.values()]
    .filter(({ record, bookings: booked }) => (record && hasWork(record)) || booked.some(hasBegun))
    .map((one) => lineOf(one, people.get(one.personId) ?? null, organisation))
    .sort((a, b) => compare(a.day, b.day) || compare(a.upn, b.upn));
}

function lineOf(
  { personId, day, record, bookings }: { personId: string; day: LocalDay; record: WorkDay | null; bookings: Booking[] },
  person: Person | null,
  { sections }: Organisation,
): AttendanceLine {
  const entries = record?.entries ?? [];
  const run = runOfDay(entries);
  const booked = bookedOf(bookings, record);
  const department = person?.department ?? null;
  const section = sections.find((one) => one.department === department)?.name;
  const last = run.entries.at(-1);
  return {
    upn: person?.upn ?? personId,
    name: person?.displayName ?? '',
    section: section ?? (department === null ? null : { ja: department, en: department }),
    day,
    places: [...new Set(booked.bookings.flatMap(({ place }) => place ?? []))],
    bookedFrom: booked.startsAt,
    bookedTo: booked.endsAt,
    state: run.state,
    started: run.entries[0]?.at ?? null,
    finished: last?.move === 'finish' ? last.at : null,
    pauses: stretchesOf(run).flatMap(({ kind, from, to }) => (kind === 'pause' ? { from, to } : [])),
    pausedMinutes: minutesOf(run, 'pause', null),
    workedMinutes: minutesOf(run, 'work', null),
    corrected: isCorrected(entries),
    open: record?.openAt != null && (run.state === 'working' || run.state === 'paused'),
  };
}

function hasWork({ entries }: WorkDay): boolean {
  return entries.length > 0;
}

function hasBegun({ status }: Booking): boolean {
  return status === 'active' || status === 'completed' || status === 'no-show';
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

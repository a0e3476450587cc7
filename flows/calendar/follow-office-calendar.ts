import { HOLDING } from '../booking/booking.ts';
import type { Deps } from '../deps.ts';
import { addDays, instantOf, localDayOf } from '../local-time.ts';
import { addMinutes, earlier } from '../minutes.ts';
import { closureAt, isDayOff } from '../office-days.ts';
import type { LocalDay, Organisation } from '../organisation.ts';
import { tellIct } from '../tell-ict.ts';
import type { Tx } from '../store.ts';
import type { FeedReading, OrganisationCalendarReader } from './feed-reader.ts';
import { marksFor, noteFailure, noteRead, ORGANISATION_FEED, unreadFeed } from './feed-state.ts';
import { DAYS_READ, officeDaysOf, withOfficeDays, type OfficeCalendarNow, type OfficeDay } from './office-calendar.ts';

export interface OfficeCalendarDeps extends Deps {
  /** The organisation as its file has it, without what its calendar says. */
  fileOrganisation: () => Organisation;
  organisationCalendar: OrganisationCalendarReader;
  officeCalendar: OfficeCalendarNow;
}

/**
 * Reads the organisation's own calendar, and has everything looked at again where it has changed. What it said last is
 * kept, and counts while it cannot be read. Answers when to look again: after the time between two readings, or as an
 * emergency that it names begins. Repeating changes nothing.
 */
export async function followOfficeCalendar(deps: OfficeCalendarDeps): Promise<Date | null> {
  const { store, clock, fileOrganisation } = deps;
  const now = clock.now();
  const organisation = fileOrganisation();
  const { timeZone } = organisation;
  const settings = organisation.calendar.organisation;
  const today = localDayOf(now, timeZone);
  if (!settings) {
    const days = await store.transaction(async (tx) => {
      await tx.feedReadings.remove(ORGANISATION_FEED);
      return takeDays(tx, deps, []);
    });
    deps.officeCalendar.set(days);
    return null;
  }
  const before =
    (await store.transaction((tx) => tx.feedReadings.of(ORGANISATION_FEED))) ?? unreadFeed(ORGANISATION_FEED);
  const window = {
    from: instantOf(today, '00:00', timeZone),
    to: instantOf(addDays(today, DAYS_READ), '00:00', timeZone),
  };
  let reading: FeedReading | null = null;
  let failure: unknown;
  try {
    reading = await deps.organisationCalendar.read(settings, { window, timeZone, marks: marksFor(before, today) });
  } catch (error) {
    failure = error;
  }
  const days = await store.transaction(async (tx) => {
    if (reading === null) await noteFailure(tx, deps, before, failure);
    else await noteRead(tx, deps, before, reading, today);
    const taken =
      reading?.state === 'read'
        ? await takeDays(tx, deps, officeDaysOf(reading.entries, settings.words, organisation).days)
        : await tx.officeDays.all();
    await proposeEmergencies(tx, deps, taken);
    return taken;
  });
  deps.officeCalendar.set(days);
  const begins = days.filter(({ kind, startsAt }) => kind === 'emergency' && startsAt > now);
  return begins.reduce((at, { startsAt }) => earlier(at, startsAt), addMinutes(now, settings.everyMinutes));
}

/** Keeps what the calendar says now. What has changed is in the audit log, and what hangs on it is looked at again. */
async function takeDays(tx: Tx, deps: OfficeCalendarDeps, days: OfficeDay[]): Promise<OfficeDay[]> {
  const known = await tx.officeDays.all();
  if (sameDays(known, days)) return known;
  const now = deps.clock.now();
  const organisation = deps.fileOrganisation();
  await tx.officeDays.replace(days);
  const named = days.map(({ kind, from, to, half }) => ({ kind, from, to, half }));
  tx.audit.add(
    { kind: 'office-calendar-changed', by: 'system', subject: organisation.id, facts: { days: named.slice(0, 100) } },
    now,
  );
  for (const pool of organisation.pools)
    for (const kind of ['capacity', 'forecast'] as const) await tx.due.noLaterThan(kind, pool.id, now);
  await tx.due.noLaterThan('readiness', 'all', now);
  await tellOfClosed(tx, deps, known, days);
  return days;
}

function sameDays(some: readonly OfficeDay[], others: readonly OfficeDay[]): boolean {
  const plain = (days: readonly OfficeDay[]) =>
    days
      .map(({ key, kind, from, to, half, name, startsAt, endsAt }) =>
        JSON.stringify([key, kind, from, to, half, name, startsAt, endsAt]),
      )
      .sort();
  return JSON.stringify(plain(some)) === JSON.stringify(plain(others));
}

/**
 * Bookings at times that have become closed: their people are told, and the ICT section how many they are. They stand:
 * who needs the day keeps it, whoever does not gives it back.
 */
async function tellOfClosed(tx: Tx, deps: OfficeCalendarDeps, known: OfficeDay[], days: OfficeDay[]): Promise<void> {
  const now = deps.clock.now();
  const file = deps.fileOrganisation();
  const [before, after] = [withOfficeDays(file, known), withOfficeDays(file, days)];
  const today = localDayOf(now, file.timeZone);
  const counts = new Map<LocalDay, number>();
  const closed = days.filter(({ kind, to }) => kind === 'closure' && to >= today);
  const seen = new Set<string>();
  for (const { from, to } of closed) {
    for (const booking of await tx.bookings.between(from < today ? today : from, to, null)) {
      const asked = HOLDING.includes(booking.status) || booking.status === 'waitlisted';
      if (!asked || booking.endsAt <= now || seen.has(booking.id)) continue;
      if (isDayOff(booking.day, before) || closureAt(booking.day, booking, before)) continue;
      if (!closureAt(booking.day, booking, after)) continue;
      seen.add(booking.id);
      counts.set(booking.day, (counts.get(booking.day) ?? 0) + 1);
      const notice = { kind: 'day-closed', bookingId: booking.id } as const;
      await tx.outbox.add({ kind: 'tell', personId: booking.personId, notice }, now);
    }
  }
  for (const [day, count] of [...counts].sort(([a], [b]) => a.localeCompare(b)))
    await tellIct(tx, deps, { code: 'booked-when-closed', subject: day, detail: String(count), since: now });
}

/** Whoever may switch is asked about an emergency that has begun, once; nothing is switched by it. */
async function proposeEmergencies(tx: Tx, deps: OfficeCalendarDeps, days: OfficeDay[]): Promise<void> {
  const now = deps.clock.now();
  for (const { kind, key, name, startsAt, endsAt } of days) {
    if (kind !== 'emergency' || startsAt > now || endsAt <= now) continue;
    if (await tx.activities.claim(`emergency-proposed/${key}/${startsAt.toISOString()}`, now)) continue;
    const notice = { kind: 'emergency-proposed', emergencyId: deps.newId(), reason: name } as const;
    for (const personId of deps.roles.peopleWith('emergency'))
      await tx.outbox.add({ kind: 'tell', personId, notice }, now);
    tx.audit.add({ kind: 'emergency-proposed', by: 'system', subject: notice.emergencyId, facts: { key } }, now);
  }
}

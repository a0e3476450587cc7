import type { Booking } from '../booking/booking.ts';
import type { EditQuestion } from '../calendar/calendar-out-store.ts';
import type { KeptEntry } from '../calendar/calendar-entry-store.ts';
import type { FeedKind } from '../calendar/feed-store.ts';
import type { EntryDay } from '../calendar/read-entry.ts';
import type { Deps } from '../deps.ts';
import type { LocalDay } from '../organisation.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';

/** What is kept of a person's calendar. Of entries that say nothing of telework or leave there is nothing. */
export interface RecordedCalendar {
  /** Their Outlook calendar, where it is followed; without what would let somebody else follow it. */
  outlook: { lookedAt: Date | null; subscribedUntil: Date | null; failing: string | null; ending: boolean } | null;
  entries: {
    /** `outlook`, or the id of a feed. */
    source: string;
    kind: KeptEntry['kind'];
    place: KeptEntry['place'];
    /** Of one that only looks like telework, until it is answered. */
    subject: string | null;
    gone: boolean;
    days: EntryDay[];
  }[];
  absences: { startsAt: Date; endsAt: Date }[];
  /** Addresses under which calendars of theirs may be read. The address itself is not kept. */
  feeds: { feed: FeedKind; madeAt: Date; readAt: Date | null; revokedAt: Date | null }[];
  /** They moved or deleted an event of ours, and were asked whether the booking follows. */
  questions: { day: LocalDay; moved: EditQuestion['moved']; askedAt: Date }[];
  /** Calendars of other groupware that the settings name as theirs. */
  sources: string[];
}

/** What is kept of a person's calendar, for themselves to read. Reads only. */
export async function calendarOf(
  tx: Tx,
  deps: Pick<Deps, 'organisation'>,
  person: Person,
  bookings: readonly Booking[],
): Promise<RecordedCalendar> {
  const [mailbox = null] = await tx.mailboxes.byIds([person.id]);
  const days = new Map(bookings.map(({ id, day }) => [id, day]));
  const asked = await tx.calendar.questionsOf(person.id);
  const questions = await Promise.all(asked.map((id) => tx.calendar.questionOf(id)));
  return {
    outlook: mailbox && {
      lookedAt: mailbox.lookedAt,
      subscribedUntil: mailbox.subscription?.until ?? null,
      failing: mailbox.failing?.message ?? null,
      ending: mailbox.leaving,
    },
    entries: (await tx.calendarEntries.ofPerson(person.id)).map(
      ({ source, kind, place, subject, gone, days: ofIt }) => ({
        source,
        kind,
        place,
        subject,
        gone,
        days: ofIt.map(({ day, part, from, to }) => ({ day, part, from, to })),
      }),
    ),
    absences: (await tx.absences.allOf(person.id)).map(({ startsAt, endsAt }) => ({ startsAt, endsAt })),
    feeds: (await tx.feeds.everOf(person.id)).map(({ kind, madeAt, readAt, revokedAt }) => ({
      feed: kind,
      madeAt,
      readAt,
      revokedAt,
    })),
    questions: questions.flatMap((one) => {
      const day = one && days.get(one.bookingId);
      return day ? [{ day, moved: one.moved, askedAt: one.askedAt }] : [];
    }),
    sources: deps
      .organisation()
      .calendar.feeds.filter(({ for: whose }) => whose.person === person.upn.toLowerCase())
      .map(({ id }) => id),
  };
}

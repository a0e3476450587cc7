import type { Place } from '../../flows/booking/booking.ts';
import type { EditQuestion, WrittenEvent } from '../../flows/calendar/calendar-out-store.ts';
import type { FeedKind } from '../../flows/calendar/feed-store.ts';
import type { KeptDay, KeptEntry } from '../../flows/calendar/calendar-entry-store.ts';
import type { OfficeDay } from '../../flows/calendar/office-calendar.ts';
import type { LocalDay } from '../../flows/organisation.ts';
import type { Json } from './json.ts';

/** What is kept of calendars: people's own, those of other groupware, the organisation's, and what they show. */
export interface CalendarTables {
  office_day: {
    key: string;
    kind: OfficeDay['kind'];
    from_day: LocalDay;
    to_day: LocalDay;
    half: OfficeDay['half'];
    name: string;
    starts_at: Date;
    ends_at: Date;
  };
  feed_reading: {
    id: string;
    etag: string | null;
    last_modified: string | null;
    hash: string | null;
    read_for: LocalDay | null;
    read_at: Date | null;
    failures: number;
    failing_since: Date | null;
    error: string | null;
    entries: number;
    wrong: string[];
  };
  absence: { person_id: string; key: string; starts_at: Date; ends_at: Date; asked: string[] };
  outlook_mailbox: {
    person_id: string;
    token: string | null;
    window_from: Date | null;
    window_to: Date | null;
    series: string[];
    subscription_id: string | null;
    subscription_until: Date | null;
    secret: string;
    look_at: Date;
    attend_at: Date;
    wishes: number;
    notified: boolean;
    looked_at: Date | null;
    whole_at: Date | null;
    failing_since: Date | null;
    failed_attempts: number;
    failure: string | null;
    subscription_failure: string | null;
    leaving: boolean;
  };
  calendar_entry: {
    person_id: string;
    source: string;
    key: string;
    series: string | null;
    kind: KeptEntry['kind'];
    place: Place | null;
    subject: string | null;
    gone: boolean;
    days: Json<KeptDay[]>;
    draft_ids: string[];
    last_day: LocalDay;
  };
  calendar_event: {
    booking_id: string;
    event_id: string;
    written: Json<WrittenEvent> | null;
    subjects: string[];
    own_words: boolean;
  };
  calendar_question: {
    booking_id: string;
    id: string;
    person_id: string;
    moved: Json<NonNullable<EditQuestion['moved']>> | null;
    booking_version: number;
    version: number;
    asked_at: Date;
  };
  section_event: {
    booking_id: string;
    mailbox: string;
    event_id: string | null;
    written: Json<WrittenEvent> | null;
    ends_at: Date;
  };
  calendar_feed: {
    id: string;
    kind: FeedKind;
    person_id: string;
    token_hash: string;
    made_at: Date;
    content_hash: string | null;
    changed_at: Date | null;
    read_at: Date | null;
    revoked_at: Date | null;
    revoked_by: string | null;
  };
}

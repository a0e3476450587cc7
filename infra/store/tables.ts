import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { BookingPart, BookingStatus, Place } from '../../flows/booking/booking.ts';
import type { ProposalDraft } from '../../flows/booking/proposal.ts';
import type { CapacityAction, CapacityMemory } from '../../flows/capacity/capacity.ts';
import type { Language, LocalDay } from '../../flows/organisation.ts';
import type { AccessGrant, Conversation, PostedCard } from '../../flows/store.ts';

/** The tables as kysely sees them. The migrations are their source. jsonb columns are written as text (json.ts). */
export interface Tables {
  zaitaku_database: { only_row: Generated<boolean>; organisation: string; mode: 'demo' | 'real' };
  activity: { key: string; claimed_at: Date; answer: unknown };
  person: PersonRow;
  conversation: {
    person_id: string;
    state: Conversation['state'];
    service_url: string;
    conversation_id: string;
    user_channel_id: string;
    bot_channel_id: string;
    channel_id: string;
    changed_at: Date;
  };
  posted_card: {
    id: string;
    person_id: string;
    kind: PostedCard['kind'];
    subject: string;
    service_url: string;
    conversation_id: string;
    activity_id: string;
  };
  proposal_draft: { id: string; person_id: string; created_at: Date; draft: Json<ProposalDraft> };
  booking: BookingRow;
  booking_text: { booking_id: string; reason: string | null; comment: string | null };
  person_week: { person_id: string; monday: LocalDay };
  pool_half_hour: { pool_id: string; slot: Date; taken: number };
  due: { kind: string; subject: string; at: Date; then_at: Date | null };
  outbox: OutboxRow;
  audit_entry: {
    seq: number;
    at: Date;
    kind: string;
    done_by: string;
    subject: string;
    facts: Json<Record<string, unknown>>;
    personal_hash: Buffer | null;
    mac: Buffer;
  };
  audit_personal: { seq: number; details: Json<Record<string, unknown>>; salt: Buffer };
  access_grant: {
    pool_id: string;
    person_id: string;
    state: AccessGrant['state'];
    attempts: number;
    next_attempt_at: Date;
    failing_since: Date | null;
  };
  session_warning: { pool_id: string; person_id: string; window_end: Date; minutes: number };
  calendar_event: { booking_id: string; event_id: string };
  capacity_memory: { pool_id: string; memory: Json<CapacityMemory> };
  capacity_journal: {
    id: GeneratedAlways<number>;
    pool_id: string;
    host: string | null;
    at: Date;
    action: Json<CapacityAction>;
    ok: boolean | null;
    error: string | null;
    outcome_at: Date | null;
  };
}

/** Read as a value, written as its JSON text: node-postgres would make a PostgreSQL array of a JavaScript one. */
type Json<T> = ColumnType<T, string, string>;

export interface PersonRow {
  id: string;
  upn: string;
  display_name: string;
  department: string | null;
  manager_id: string | null;
  last_message_language: Language | null;
  chosen_language: Language | null;
  mailbox_language: Language | null;
  client_language: Language | null;
  changed_at: Date;
}

export interface BookingRow {
  id: string;
  request_id: string;
  person_id: string;
  day: LocalDay;
  part: BookingPart;
  starts_at: Date;
  ends_at: Date;
  during: GeneratedAlways<string>;
  status: BookingStatus;
  pool_id: string | null;
  place: Place | null;
  approver_ids: string[];
  decided_by: string | null;
  decided_at: Date | null;
  created_at: Date;
  version: number;
  due_at: GeneratedAlways<Date | null>;
}

export interface OutboxRow {
  id: GeneratedAlways<number>;
  queue: string;
  work: Json<unknown>;
  attempts: number;
  created_at: Date;
  next_attempt_at: Date;
  last_error: string | null;
  done_at: Date | null;
  given_up_at: Date | null;
}

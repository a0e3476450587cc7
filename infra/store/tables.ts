import type { LicenceWant, ReturnReason } from '../../flows/licences/licence-store.ts';
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { BookingPart, BookingStatus, Place } from '../../flows/booking/booking.ts';
import type { ProposalDraft, RuleReason } from '../../flows/booking/proposal.ts';
import type { CapacityAction, CapacityMemory } from '../../flows/capacity/capacity.ts';
import type { CapacityRound } from '../../flows/capacity/capacity-round.ts';
import type { KeptPicture } from '../../flows/capacity/pool-picture.ts';
import type { EmergencyStep } from '../../flows/emergency/emergency-store.ts';
import type { Certificate } from '../../flows/certificates/certificate-store.ts';
import type { DeviceKind, DeviceState } from '../../flows/devices/device-store.ts';
import type { BookingHistory } from '../../flows/forecast/booking-history.ts';
import type { Shortage } from '../../flows/forecast/forecast.ts';
import type { Language, LocalDay } from '../../flows/organisation.ts';
import type { HostMaintenance } from '../../flows/maintenance/maintenance-store.ts';
import type { ReadinessCase } from '../../flows/readiness/readiness-case.ts';
import type { FactKind } from '../../flows/readiness/readiness-store.ts';
import type { ApproverStep, Device } from '../../flows/rules/rules.ts';
import type { AccessGrant, Conversation, PostedCard } from '../../flows/store.ts';
import type { WorkEntry } from '../../flows/work/work-record.ts';
import type { CalendarTables } from './calendar-tables.ts';
import type { Json } from './json.ts';

/** The tables as kysely sees them. The migrations are their source. jsonb columns are written as text (json.ts). */
export interface Tables extends CalendarTables {
  zaitaku_database: { only_row: Generated<boolean>; organisation: string; mode: 'demo' | 'real' };
  activity: { key: string; claimed_at: Date; answer: unknown };
  person: PersonRow;
  directory_look: { only_row: Generated<boolean>; changes_token: string | null; looked_at: Date; everybody_at: Date };
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
  booking_text: {
    booking_id: string;
    reason: string | null;
    category: string | null;
    contact: string | null;
    material: string | null;
    comment: string | null;
  };
  decision: {
    booking_id: string;
    step: number;
    by: string;
    decided_for: string | null;
    verdict: 'approved' | 'rejected';
    at: Date;
  };
  request_note: { id: GeneratedAlways<number>; request_id: string; by: string; at: Date; text: string };
  deputy: {
    approver_id: string;
    deputy_id: string;
    from_day: LocalDay;
    to_day: LocalDay;
    source: 'words' | 'automatic-replies';
    created_at: Date;
  };
  emergency: {
    id: string;
    sections: string[] | null;
    reason: string;
    state: 'asked' | 'on' | 'ended' | 'withdrawn';
    asked_by: string;
    asked_at: Date;
    confirmed_by: string | null;
    began_at: Date | null;
    ended_by: string | null;
    ended_at: Date | null;
    version: number;
  };
  emergency_progress: {
    emergency_id: string;
    step: EmergencyStep;
    reached: string | null;
    counts: Json<Record<string, number>>;
    done: boolean;
  };
  cap_key: { key: string };
  readiness_fact: { kind: FactKind; subject: string; value: Json<unknown>; read_at: Date };
  request_task: { request_id: string; task_id: string };
  readiness_case: {
    person_id: string;
    day: LocalDay;
    state: ReadinessCase['state'];
    results: Json<unknown>;
    blocked: boolean;
    told_ahead_at: Date | null;
    told_eve_at: Date | null;
    opened_at: Date | null;
    decided_gates: string[];
    decided_by: string | null;
    decided_at: Date | null;
    words: string | null;
    question: string | null;
    asked_by: string | null;
    answer: string | null;
    version: number;
  };
  late_word: { booking_id: string; coming_at: Date };
  pledge: { person_id: string; version: string; own_device: boolean; pledged_at: Date };
  feedback: {
    booking_id: string;
    person_id: string;
    asked_at: Date;
    score: number | null;
    line: string | null;
    given_at: Date | null;
  };
  settings_seen: { only_row: Generated<boolean>; settings: Json<unknown>; seen_at: Date };
  record_link: { token_hash: string; person_id: string; expires_at: Date };
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
  forecast_day: {
    pool_id: string;
    day: LocalDay;
    low: number;
    high: number;
    seats: number;
    shortage: Json<Shortage> | null;
    told_limit: Shortage['limit'] | null;
    told_at: Date | null;
  };
  forecast_history: { pool_id: string; day: LocalDay; history: Json<BookingHistory> };
  shadow_day: ShadowDayRow;
  host_day: { pool_id: string; day: LocalDay; host_minutes: number; watched_minutes: number };
  seen_visit: {
    id: GeneratedAlways<number>;
    pool_id: string;
    person_id: string | null;
    came_at: Date;
    left_open_at: Date | null;
    ended_at: Date;
  };
  licence_lease: LicenceLeaseRow;
  licence_want: {
    licence_id: string;
    person_id: string;
    day: LocalDay;
    from_at: Date;
    to_at: Date;
    asked_at: Date;
    outcome: LicenceWant['outcome'];
  };
  licence_device: { licence_id: string; person_id: string; device: string; first_seen: Date; bound_until: Date };
  licence_details: { person_id: string; read_at: Date; skus: string[]; plans: string[] };
  capacity_memory: { pool_id: string; memory: Json<CapacityMemory>; picture: Json<KeptPicture> | null };
  work_day: {
    person_id: string;
    day: LocalDay;
    booking_id: string;
    asked_at: Date | null;
    open_at: Date | null;
    shown_at: Date | null;
  };
  work_entry: {
    person_id: string;
    day: LocalDay;
    number: number;
    move: WorkEntry['move'];
    at: Date;
    written_at: Date;
    written_by: string;
    corrects: number | null;
  };
  capacity_journal: {
    id: GeneratedAlways<number>;
    pool_id: string;
    host: string | null;
    at: Date;
    action: Json<CapacityAction>;
    ok: boolean | null;
    error: string | null;
    outcome_at: Date | null;
    round_id: number | null;
  };
  capacity_round: {
    id: GeneratedAlways<number>;
    pool_id: string;
    at: Date;
    read_at: Date | null;
    wake_at: Date;
    figures: ColumnType<CapacityRound['figures'], string | null, never>;
    starts: Json<{ at: string; bookings: number }[]>;
    faults: Json<CapacityRound['faults']>;
    events: Json<CapacityRound['events']>;
  };
  host_maintenance: {
    id: GeneratedAlways<number>;
    pool_id: string;
    host: string;
    reason: string;
    marked_at: Date;
    marked_by: string;
    state: HostMaintenance['state'];
    zone: string | null;
    waits_for: HostMaintenance['waitsFor'];
    begun_at: Date | null;
    ready_at: Date | null;
    told_at: Date | null;
    done_at: Date | null;
  };
  device: {
    id: string;
    kind: DeviceKind;
    owner_id: string | null;
    os: string;
    label: string;
    pledged_at: Date | null;
    state: DeviceState;
    registered_at: Date;
    admitted_at: Date | null;
  };
  certificate: CertificateRow;
  certificate_der: { serial: string; der: Buffer };
  hand_over: {
    id: string;
    token_hash: string;
    person_id: string;
    device_id: string;
    made_at: Date;
    expires_at: Date;
    used_at: Date | null;
    serial: string | null;
    passphrase: string | null;
  };
  revocation_list: {
    only_row: Generated<boolean>;
    number: number;
    this_update: Date;
    next_update: Date;
    der: Buffer;
  };
}

export interface LicenceLeaseRow {
  id: GeneratedAlways<number>;
  licence_id: string;
  pool_id: string;
  person_id: string;
  booking_id: string | null;
  from_at: Date;
  until_at: Date | null;
  returned_at: ColumnType<Date | null, never, Date>;
  returned_why: ColumnType<ReturnReason | null, never, ReturnReason>;
  locked_until: ColumnType<Date | null, never, Date | null>;
}

export interface ShadowDayRow {
  pool_id: string;
  day: LocalDay;
  watched_minutes: number;
  real_host_minutes: number;
  real_peak_hosts: number;
  real_peak_sessions: number;
  people: number;
  our_host_minutes: number;
  our_peak_hosts: number;
  starts: number;
  stops: number;
  drains_with_people: number;
  waited_over_60s: number;
  waited_over_300s: number;
  refused: number;
  waited_minutes: number;
  longest_wait_minutes: number;
}

export interface CertificateRow {
  serial: string;
  subject: string;
  device_id: string | null;
  person_id: string;
  authority: Certificate['authority'];
  not_before: Date;
  not_after: Date;
  fingerprint: string | null;
  state: Certificate['state'];
  issued_at: Date;
  revoked_at: Date | null;
  reason: Certificate['reason'];
  renewal_told_at: Date | null;
}

export interface PersonRow {
  id: string;
  upn: string;
  display_name: string;
  department: string | null;
  manager_id: string | null;
  job_title: string | null;
  gone_at: Date | null;
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
  device: Device | null;
  requested_by: string | null;
  series: boolean;
  replaces_id: string | null;
  beyond: Json<RuleReason[]>;
  steps: ApproverStep[];
  step: number;
  approver_ids: string[];
  decided_by: string | null;
  decided_for: string | null;
  decided_at: Date | null;
  seat_held: boolean;
  hold_until: Date | null;
  offered_until: Date | null;
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

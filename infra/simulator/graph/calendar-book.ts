import { type Recurrence, recurrenceOf } from './recurrence.ts';
import { type OccurrenceChange, occurrenceNamed, occurrenceOn } from './series.ts';
import { GraphFault, badRequest } from './wire.ts';
import { type DateTimeTimeZone, instantOf } from './zones.ts';

export interface ExtendedProperty {
  id: string;
  value: string;
}

/** An event as it was written, with its instants beside it. */
export interface StoredEvent {
  id: string;
  owner: string;
  /** iCalendar's UID, which it keeps when it comes back or is copied from a file. Without one it is made of the id. */
  uid?: string;
  /** Grows with every change; `changeKey` and the ETag are made of it. */
  version: number;
  /** Number of the last change within the mailbox, for delta rounds. */
  seq: number;
  createdAt: string;
  modifiedAt: string;
  start: DateTimeTimeZone;
  end: DateTimeTimeZone;
  /** Epoch milliseconds. */
  startsAt: number;
  endsAt: number;
  transactionId: string | null;
  madeBy: 'application' | 'person';
  /** What is handed back as it came (subject, body, showAs, categories …); the rest is as usual. */
  fields: Record<string, unknown>;
  extended: ExtendedProperty[];
  /** It is a series, of which these occurrences are other than it says, by the day that they had. */
  recurrence?: Recurrence | null;
  changes?: Record<string, OccurrenceChange>;
  /** It is an occurrence of a series. */
  series?: { masterId: string; changed: boolean };
  /** Somebody else asked the owner to it. */
  invitedBy?: { name: string; address: string };
}

export interface Mailbox {
  owner: string;
  seq: number;
  events: Map<string, StoredEvent>;
  /** Ids of events that are gone, with the number of that change. */
  removed: Map<string, number>;
  /** The same events, in the folder of deleted ones. */
  deleted: Map<string, StoredEvent>;
  /** Delta tokens of an earlier one are dead. */
  generation: number;
}

export interface KeptCalendars {
  made: number;
  mailboxes: {
    owner: string;
    seq: number;
    events: StoredEvent[];
    removed: [string, number][];
    deleted?: StoredEvent[];
    generation?: number;
  }[];
}

/**
 * How long a `transactionId` is remembered. Microsoft documents no time; a repeat after it makes a second event, so that
 * callers who rely on it alone are found out.
 */
const TRANSACTION_HOURS = 24;

/** What Exchange fills in where a caller says nothing. */
export const USUAL_FIELDS: Record<string, unknown> = {
  subject: '',
  bodyPreview: '',
  body: { contentType: 'text', content: '' },
  importance: 'normal',
  sensitivity: 'normal',
  showAs: 'busy',
  categories: [],
  isAllDay: false,
  isReminderOn: true,
  reminderMinutesBeforeStart: 15,
  responseRequested: true,
  allowNewTimeProposals: true,
  hideAttendees: false,
  isOnlineMeeting: false,
  location: { displayName: '' },
  attendees: [],
};

const ENUMS: Record<string, string[]> = {
  showAs: ['unknown', 'free', 'tentative', 'busy', 'oof', 'workingElsewhere'],
  sensitivity: ['normal', 'personal', 'private', 'confidential'],
  importance: ['low', 'normal', 'high'],
};

/** Everybody's primary calendar: single events and series. */
export class CalendarBook {
  private readonly mailboxes = new Map<string, Mailbox>();
  private readonly owners = new Map<string, string>();
  private made: number;
  private readonly changed: (event: StoredEvent, change: 'created' | 'updated' | 'deleted') => void;

  constructor(changed: (event: StoredEvent, change: 'created' | 'updated' | 'deleted') => void, kept?: KeptCalendars) {
    this.changed = changed;
    this.made = kept?.made ?? 0;
    for (const { owner, seq, events, removed, deleted = [], generation = 0 } of kept?.mailboxes ?? []) {
      const byId = (some: StoredEvent[]) => new Map(some.map((each) => [each.id, each]));
      const [standing, gone] = [byId(events), byId(deleted)];
      const mailbox = { owner, seq, events: standing, removed: new Map(removed), deleted: gone, generation };
      this.mailboxes.set(owner, mailbox);
      for (const { id } of events) this.owners.set(id, owner);
    }
  }

  mailbox(owner: string): Mailbox {
    const known = this.mailboxes.get(owner);
    if (known) return known;
    const nothing = { events: new Map(), removed: new Map(), deleted: new Map() };
    const mailbox: Mailbox = { owner, seq: 0, ...nothing, generation: 0 };
    this.mailboxes.set(owner, mailbox);
    return mailbox;
  }

  eventsOf(owner: string): StoredEvent[] {
    return [...(this.mailboxes.get(owner)?.events.values() ?? [])];
  }

  all(): StoredEvent[] {
    return [...this.mailboxes.values()].flatMap((mailbox) => [...mailbox.events.values()]);
  }

  get(owner: string, id: string): StoredEvent {
    const found = this.mailboxes.get(owner)?.events.get(id) ?? this.occurrence(owner, id);
    if (!found) throw eventNotFound();
    return found;
  }

  /** Delta tokens given out so far are known no more: of one mailbox, or of all. */
  forgetTokens(owner?: string): void {
    for (const mailbox of this.mailboxes.values())
      if (owner === undefined || mailbox.owner === owner) mailbox.generation += 1;
  }

  private occurrence(owner: string, id: string): StoredEvent | null {
    const named = occurrenceNamed(id);
    const master = named && this.mailboxes.get(owner)?.events.get(named.masterId);
    return master ? occurrenceOn(master, named.day) : null;
  }

  ownerOf(id: string): string | undefined {
    return this.owners.get(occurrenceNamed(id)?.masterId ?? id);
  }

  /** Makes an event, or answers the one made before with the same `transactionId`. */
  create(
    owner: string,
    body: Record<string, unknown>,
    now: Date,
    madeBy: StoredEvent['madeBy'] = 'application',
  ): StoredEvent {
    const mailbox = this.mailbox(owner);
    const transactionId = typeof body['transactionId'] === 'string' ? body['transactionId'] : null;
    if (transactionId !== null) {
      const since = now.getTime() - TRANSACTION_HOURS * 3_600_000;
      for (const event of mailbox.events.values()) {
        if (event.transactionId === transactionId && Date.parse(event.createdAt) > since) return event;
      }
    }
    if (!body['start'] || !body['end']) {
      throw badRequest('The required property start or end is missing.', 'ErrorInvalidRequest');
    }
    this.made += 1;
    const stamp = now.toISOString();
    const event: StoredEvent = {
      id: eventId(owner, this.made),
      owner,
      version: 0,
      seq: 0,
      createdAt: stamp,
      modifiedAt: stamp,
      ...timesOf(body['start'], body['end'], body['isAllDay'] === true),
      transactionId,
      madeBy,
      fields: fieldsOf(body),
      extended: extendedOf(body['singleValueExtendedProperties']),
    };
    const recurrence = recurrenceOf(body['recurrence']);
    if (recurrence) Object.assign(event, { recurrence, changes: {} });
    mailbox.events.set(event.id, event);
    this.owners.set(event.id, owner);
    this.touch(mailbox, event, now);
    this.changed(event, 'created');
    return event;
  }

  update(owner: string, id: string, body: Record<string, unknown>, now: Date): StoredEvent {
    const event = this.get(owner, id);
    if (typeof body['transactionId'] === 'string' && body['transactionId'] !== event.transactionId) {
      throw badRequest("Property 'transactionId' cannot be changed after creation.", 'ErrorInvalidRequest');
    }
    if (event.series) return this.changeOccurrence(event, body, now);
    const fields = { ...event.fields, ...fieldsOf(body) };
    const times = timesOf(body['start'] ?? event.start, body['end'] ?? event.end, fields['isAllDay'] === true);
    const given = extendedOf(body['singleValueExtendedProperties']);
    const untouched = event.extended.filter((old) => !given.some((property) => property.id === old.id));
    Object.assign(event, times, { fields, extended: [...untouched, ...given] });
    if ('recurrence' in body) Object.assign(event, { recurrence: recurrenceOf(body['recurrence']), changes: {} });
    this.touch(this.mailbox(owner), event, now);
    this.changed(event, 'updated');
    return event;
  }

  remove(owner: string, id: string, now: Date): void {
    const event = this.get(owner, id);
    const mailbox = this.mailbox(owner);
    if (event.series) return this.changeSeries(event, { cancelled: true }, now);
    mailbox.events.delete(id);
    this.owners.delete(id);
    mailbox.seq += 1;
    mailbox.removed.set(id, mailbox.seq);
    mailbox.deleted.set(id, event);
    this.changed(event, 'deleted');
  }

  /**
   * The owner takes an event out of the folder of deleted ones. In Exchange what comes to another folder has another id
   * (https://learn.microsoft.com/graph/outlook-immutable-id); UID and extended properties it keeps.
   */
  restore(owner: string, id: string, now: Date): StoredEvent {
    const mailbox = this.mailbox(owner);
    const event = mailbox.deleted.get(id);
    if (!event) throw eventNotFound();
    mailbox.deleted.delete(id);
    this.made += 1;
    const back = { ...event, id: eventId(owner, this.made), uid: uidOf(event) };
    mailbox.events.set(back.id, back);
    this.owners.set(back.id, owner);
    this.touch(mailbox, back, now);
    this.changed(back, 'created');
    return back;
  }

  toJSON(): KeptCalendars {
    const mailboxes = [...this.mailboxes.values()].map(({ owner, seq, events, removed, deleted, generation }) => ({
      owner,
      seq,
      events: [...events.values()],
      removed: [...removed],
      deleted: [...deleted.values()],
      generation,
    }));
    return { made: this.made, mailboxes };
  }

  /** One occurrence becomes another than its series says. Exchange tells of the series as changed. */
  private changeOccurrence(occurrence: StoredEvent, body: Record<string, unknown>, now: Date): StoredEvent {
    if (body['recurrence']) throw badRequest('An occurrence has no recurrence of its own.', 'ErrorInvalidRequest');
    const fields = { ...occurrence.fields, ...fieldsOf(body) };
    const allDay = fields['isAllDay'] === true;
    const times = timesOf(body['start'] ?? occurrence.start, body['end'] ?? occurrence.end, allDay);
    this.changeSeries(occurrence, { version: occurrence.version + 1, fields, times }, now);
    return this.get(occurrence.owner, occurrence.id);
  }

  private changeSeries({ owner, id }: StoredEvent, change: OccurrenceChange, now: Date): void {
    const { masterId, day } = occurrenceNamed(id)!;
    const master = this.get(owner, masterId);
    master.changes = { ...master.changes, [day]: change };
    this.touch(this.mailbox(owner), master, now);
    this.changed(master, 'updated');
  }

  private touch(mailbox: Mailbox, event: StoredEvent, now: Date): void {
    mailbox.seq += 1;
    event.seq = mailbox.seq;
    event.version += 1;
    event.modifiedAt = now.toISOString();
  }
}

/** `iCalUId`, as long as Exchange's. */
export function uidOf({ id, uid }: Pick<StoredEvent, 'id' | 'uid'>): string {
  return uid ?? `040000008200E00074C5B7101A82E008${Buffer.from(id.slice(-16)).toString('hex').toUpperCase()}`;
}

export function eventNotFound(): GraphFault {
  return new GraphFault(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');
}

function timesOf(start: unknown, end: unknown, isAllDay: boolean) {
  const startsAt = instantOf(start, 'start').getTime();
  const endsAt = instantOf(end, 'end').getTime();
  if (endsAt < startsAt) {
    const message = 'The event end date cannot be earlier than the start date.';
    throw badRequest(message, 'ErrorPropertyValidationFailure');
  }
  const [from, to] = [start as DateTimeTimeZone, end as DateTimeTimeZone];
  if (isAllDay && (!isMidnight(from) || !isMidnight(to) || from.timeZone !== to.timeZone || endsAt === startsAt)) {
    const message =
      'The Event.Start and Event.End properties of an all-day event need to be set to midnight in the same time zone, at least a day apart.';
    throw badRequest(message, 'ErrorInvalidRequest');
  }
  return { start: zoned(from), end: zoned(to), startsAt, endsAt };
}

function zoned({ dateTime, timeZone }: Partial<DateTimeTimeZone>): DateTimeTimeZone {
  return { dateTime: dateTime ?? '', timeZone: timeZone ?? 'UTC' };
}

function isMidnight({ dateTime }: DateTimeTimeZone): boolean {
  return /^\d{4}-\d\d-\d\d(T00:00(:00(\.0+)?)?)?Z?$/.test(dateTime);
}

function fieldsOf(body: Record<string, unknown>): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const name of Object.keys(USUAL_FIELDS)) {
    if (!(name in body)) continue;
    const members = ENUMS[name];
    const value = body[name];
    if (members && typeof value === 'string') {
      const member = members.find((each) => each.toLowerCase() === value.toLowerCase());
      if (!member) throw badRequest(`Requested value '${value}' of '${name}' was not found.`, 'RequestBodyRead');
      fields[name] = member;
    } else fields[name] = value;
  }
  if (body['body']) {
    const content = String((body['body'] as Record<string, unknown>)['content'] ?? '');
    fields['bodyPreview'] = content
      .replace(/<[^>]*>/g, ' ')
      .trim()
      .slice(0, 255);
  }
  return fields;
}

function extendedOf(value: unknown): ExtendedProperty[] {
  if (!Array.isArray(value)) return [];
  return value.map((given: { id?: unknown; value?: unknown } | null) => {
    const [id, text] = [String(given?.id), String(given?.value ?? '')];
    if (!/^\w+ (\{[0-9a-f-]{36}\} (Name|Id) .+|0x[0-9a-f]+)$/i.test(id)) {
      const message = `The extended property id '${id}' is invalid; expected '{type} {guid} Name {name}'.`;
      throw badRequest(message, 'ErrorInvalidRequest');
    }
    return { id, value: text };
  });
}

/** As long and as odd as Exchange's ids: URL-safe base64 with a `=` at its end, which clients must encode. */
function eventId(owner: string, made: number): string {
  return `AAMkAG${Buffer.from(`${owner}/calendar/${String(made).padStart(10, '0')}`).toString('base64url')}=`;
}

import type {
  EventChange,
  GraphPart,
  NewTenantEvent,
  TenantEvent,
  TenantHost,
  TenantPerson,
  TenantSetup,
} from '../seam.ts';
import { CalendarBook, type KeptCalendars, type StoredEvent } from './calendar-book.ts';
import { changeKeyOf } from './event-json.ts';
import { GroupBook, type KeptGroup } from './group-book.ts';
import { type KeptPeople, PeopleBook } from './people-book.ts';
import { sharedMailboxes } from './shared-mailboxes.ts';
import { type KeptSubscriptions, SubscriptionBook } from './subscription-book.ts';
import { toZone } from './zones.ts';

export interface KeptGraph {
  people: KeptPeople;
  groups: KeptGroup[];
  calendars: KeptCalendars;
  subscriptions: KeptSubscriptions;
  /** Ids of people for whom the app is not installed. */
  withoutApp: string[];
  /** `automaticRepliesSetting` by person, of those who ever set it. */
  automaticReplies?: Record<string, AutomaticReplies>;
  /** Methods registered or taken away since the tenant's founding, by person. */
  methods?: Record<string, string[]>;
}

/** Graph's `automaticRepliesSetting`. */
export type AutomaticReplies = Record<string, unknown>;

const NEVER = { dateTime: '2000-01-01T00:00:00.0000000', timeZone: 'UTC' };
const NO_REPLIES: AutomaticReplies = {
  status: 'disabled',
  externalAudience: 'all',
  internalReplyMessage: '',
  externalReplyMessage: '',
  scheduledStartDateTime: NEVER,
  scheduledEndDateTime: NEVER,
};

/** The tenant's directory, calendars and subscriptions: what the simulated Microsoft Graph answers from. */
export class GraphState implements GraphPart {
  readonly setup: TenantSetup;
  readonly host: TenantHost;
  readonly people: PeopleBook;
  readonly groupBook: GroupBook;
  readonly calendars: CalendarBook;
  readonly subscriptions: SubscriptionBook;
  /** Called when the app is installed for a person through Graph or taken away; the connector has to know. */
  onInstall: ((personId: string, installed: boolean) => void) | null = null;
  private readonly withoutApp: Set<string>;
  private readonly automaticReplies: Map<string, AutomaticReplies>;
  private readonly methods: Map<string, string[]>;

  constructor(setup: TenantSetup, host: TenantHost, kept?: KeptGraph) {
    this.setup = setup;
    this.host = host;
    this.people = new PeopleBook([...setup.people, ...sharedMailboxes(setup)], kept?.people);
    this.groupBook = new GroupBook(kept?.groups ?? [], (groupId, memberId, member) => {
      host.onMembership(groupId, memberId, member, host.clock());
      host.changed();
    });
    for (const { id, displayName, members } of organisationGroups(setup, this.people)) {
      this.groupBook.found(id, displayName, members, host.clock());
    }
    this.calendars = new CalendarBook((event, change) => this.calendarChanged(event, change), kept?.calendars);
    this.subscriptions = new SubscriptionBook(setup.botUrl, kept?.subscriptions);
    this.subscriptions.fault = () => host.notificationFault?.() ?? null;
    this.withoutApp = new Set(kept?.withoutApp ?? idsOf(setup.simulation.notInstalled, this.people));
    this.automaticReplies = new Map(Object.entries(kept?.automaticReplies ?? {}));
    this.methods = new Map(Object.entries(kept?.methods ?? {}));
  }

  static fromJSON(json: unknown, setup: TenantSetup, host: TenantHost): GraphState {
    return new GraphState(setup, host, json as KeptGraph);
  }

  toJSON(): KeptGraph {
    return {
      people: this.people.toJSON(),
      groups: this.groupBook.toJSON(),
      calendars: this.calendars.toJSON(),
      subscriptions: this.subscriptions.toJSON(),
      withoutApp: [...this.withoutApp],
      automaticReplies: Object.fromEntries(this.automaticReplies),
      methods: Object.fromEntries(this.methods),
    };
  }

  isMember(groupId: string, userId: string): boolean {
    return this.groupBook.isMember(groupId, userId);
  }

  groups(): { id: string; displayName: string; members: string[] }[] {
    return this.groupBook
      .all()
      .map(({ id, displayName, members }) => ({ id, displayName, members: [...members.keys()] }));
  }

  /** Name of the group that has this id, or null where none has. */
  groupName(groupId: string): string | null {
    return this.groupBook.has(groupId) ? this.groupBook.get(groupId).displayName : null;
  }

  /** Adds or removes a member as an administrator would in the portal. Repeating changes nothing. */
  setMember(groupId: string, userId: string, member: boolean): void {
    if (this.isMember(groupId, userId) === member) return;
    if (member) this.groupBook.add(groupId, [userId], this.host.clock());
    else this.groupBook.remove(groupId, userId);
  }

  eventsOf(userId: string): TenantEvent[] {
    return this.calendars
      .eventsOf(userId)
      .filter(({ recurrence }) => !recurrence)
      .map(tenantEvent);
  }

  allEvents(): TenantEvent[] {
    return this.calendars
      .all()
      .filter(({ recurrence }) => !recurrence)
      .map(tenantEvent);
  }

  addEvent(event: NewTenantEvent): TenantEvent {
    const owner = this.people.get(event.user);
    const made = this.calendars.create(owner.id, this.bodyOf(event), this.host.clock(), 'person');
    const organiser = event.invitedBy === undefined ? undefined : this.people.find(event.invitedBy);
    if (organiser) made.invitedBy = { name: organiser.displayName, address: organiser.upn };
    if (event.uid !== undefined) made.uid = event.uid;
    return tenantEvent(made);
  }

  /** The owner changes an event of their calendar, or one occurrence of a series; null where there is none. */
  editEvent(eventId: string, change: EventChange): TenantEvent | null {
    const owner = this.calendars.ownerOf(eventId);
    if (owner === undefined) return null;
    return tenantEvent(this.calendars.update(owner, eventId, this.bodyOf(change), this.host.clock()));
  }

  /** As people's Outlook writes it: in the organisation's zone. */
  private bodyOf({
    start,
    end,
    allDay,
    subject,
    showAs,
    categories,
    recurrence,
    body,
  }: EventChange): Record<string, unknown> {
    const { timeZone } = this.setup.organisation;
    const local = (instant: Date) => ({ ...toZone(instant, timeZone), timeZone });
    const given = { subject, showAs, categories, recurrence, body, isAllDay: allDay };
    return {
      ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
      ...(start ? { start: local(start) } : {}),
      ...(end ? { end: local(end) } : {}),
    };
  }

  removeEvent(eventId: string): boolean {
    const owner = this.calendars.ownerOf(eventId);
    if (owner === undefined) return false;
    this.calendars.remove(owner, eventId, this.host.clock());
    return true;
  }

  /** The owner takes back an event that was deleted, by the id that it had; it has another one from now on. */
  restoreEvent(userId: string, eventId: string): TenantEvent {
    return tenantEvent(this.calendars.restore(userId, eventId, this.host.clock()));
  }

  /** The directory's administrators change a person (new manager, department, name) or let them go (`null`). */
  changePerson(id: string, patch: Partial<Omit<TenantPerson, 'id'>> | null): void {
    if (patch === null) {
      for (const group of this.groupBook.all()) this.setMember(group.id, id, false);
      this.people.remove(id);
    } else this.people.change(id, patch);
    this.host.changed();
  }

  /** A person without a mailbox: calendar and mailbox calls answer MailboxNotEnabledForRESTAPI. */
  setMailbox(id: string, has: boolean): void {
    this.people.setMailbox(id, has);
    this.host.changed();
  }

  /** Exchange's RBAC for Applications does (not) let the product into this mailbox: 403 ErrorAccessDenied where it does not. */
  setAccess(id: string, permitted: boolean): void {
    this.people.setAccess(id, permitted);
    this.host.changed();
  }

  automaticRepliesOf(personId: string): AutomaticReplies {
    return this.automaticReplies.get(personId) ?? NO_REPLIES;
  }

  /** The owner of a mailbox lets it answer by itself; what is not named stays. */
  setAutomaticReplies(personId: string, patch: AutomaticReplies): void {
    this.automaticReplies.set(personId, { ...this.automaticRepliesOf(personId), ...patch });
    this.host.changed();
  }

  /** Methods of multi-factor authentication that a person has registered. */
  methodsOf({ id, upn }: TenantPerson): string[] {
    const changed = this.methods.get(id);
    if (changed) return changed;
    const { percent, people } = this.setup.simulation.withoutSecondFactor;
    const lot = Number.parseInt(id.slice(-4), 16) % 100;
    if (people.includes(upn.toLowerCase()) || lot < percent) return [];
    // Every fourth has no phone for it: a token; some gave a phone's number besides.
    const kind = Number.parseInt(id.slice(0, 4), 16) % 100;
    if (kind < 25) return ['softwareOneTimePasscode'];
    if (kind < 35) return ['mobilePhone', 'softwareOneTimePasscode'];
    return ['microsoftAuthenticatorPush', 'softwareOneTimePasscode'];
  }

  /** The person registers these methods at their security info page, and no others. */
  setMethods(personId: string, methods: string[]): void {
    this.methods.set(this.people.get(personId).id, methods);
    this.host.changed();
  }

  isAppInstalled(personId: string): boolean {
    return !this.withoutApp.has(personId);
  }

  setAppInstalled(personId: string, installed: boolean): void {
    if (this.isAppInstalled(personId) === installed) return;
    if (installed) this.withoutApp.delete(personId);
    else this.withoutApp.add(personId);
    this.host.changed();
    this.onInstall?.(personId, installed);
  }

  nextDueAt(): Date | null {
    return this.subscriptions.nextDueAt();
  }

  async carryOut(): Promise<number> {
    const delivered = await this.subscriptions.deliver(this.host.clock(), this.setup.organisation.tenantId);
    if (delivered > 0) this.host.changed();
    return delivered;
  }

  private calendarChanged(event: StoredEvent, changeType: 'created' | 'updated' | 'deleted'): void {
    const etag = `W/"${changeKeyOf(event)}"`;
    this.subscriptions.note({ userId: event.owner, eventId: event.id, changeType, etag }, this.host.clock());
    this.host.onCalendar(event.owner);
    this.host.changed();
  }
}

/** Groups that the organisation's file names: the simulation's with their members, one for each pool, those with roles. */
function organisationGroups({ organisation, simulation }: TenantSetup, people: PeopleBook) {
  const pools = organisation.pools.map(({ id, group }) => ({ id: group, displayName: `${id} users`, members: [] }));
  const roles = Object.entries(organisation.roles).flatMap(([role, { groups }]) =>
    groups.map((id) => ({ id, displayName: `role ${role}`, members: [] })),
  );
  const named = simulation.groups.map((group) => ({ ...group, members: idsOf(group.members, people) }));
  return [...named, ...pools, ...roles];
}

function idsOf(upns: string[], people: PeopleBook): string[] {
  return upns.flatMap((upn) => people.find(upn)?.id ?? []);
}

function tenantEvent(event: StoredEvent): TenantEvent {
  return {
    id: event.id,
    user: event.owner,
    subject: String(event.fields['subject'] ?? ''),
    start: new Date(event.startsAt),
    end: new Date(event.endsAt),
    showAs: String(event.fields['showAs'] ?? 'busy'),
    categories: (event.fields['categories'] as string[] | undefined) ?? [],
    madeBy: event.madeBy,
  };
}

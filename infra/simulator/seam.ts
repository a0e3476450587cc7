import type { Language, Organisation } from '../../flows/organisation.ts';
import type { Simulation } from '../organisations/load-organisation.ts';

/**
 * The seam between the parts of the simulated tenant. `tenant.ts` makes the parts, keeps their state in one file,
 * owns the clock and carries out what is due; the parts know nothing of each other and reach the rest only through
 * `TenantHost`.
 *
 * - `graph/graph-state.ts`: `class GraphState implements GraphPart`, `graph/graph-router.ts`: `graphRouter(state): Router`
 *   (mounted at `/graph`; it serves `/v1.0/...` below that).
 * - `connector/connector-state.ts`: `class ConnectorState implements ConnectorPart`, `connector/connector-router.ts`:
 *   `connectorRouter(state): Router` (mounted at `/connector`; it serves `/v3/...` below that).
 * - Both classes: `constructor(setup: TenantSetup, host: TenantHost, kept?: ReturnType<X['toJSON']>)` and
 *   `static fromJSON(json: unknown, setup: TenantSetup, host: TenantHost): X`.
 */

/** One invented member of the organisation. */
export interface TenantPerson {
  /** Entra object id. */
  id: string;
  upn: string;
  displayName: string;
  givenName: string;
  surname: string;
  department: string;
  jobTitle: string;
  /** Entra object id of the manager, or null. */
  managerId: string | null;
  preferredLanguage: Language;
  isHead: boolean;
  /** False while the account is disabled. */
  accountEnabled?: boolean;
  /** It is nobody, but a shared mailbox: a user without licence and sign-in. */
  shared?: boolean;
}

/** What does not change while the tenant lives. */
export interface TenantSetup {
  organisation: Organisation;
  /** Head counts, extra groups with their members, who has not installed the bot, who has an English mailbox. */
  simulation: Simulation;
  people: TenantPerson[];
  /** Where activities of simulated people go, e.g. `http://127.0.0.1:3978/api/messages`. */
  botUrl: string;
  /** The connector's own address without a trailing slash (`http://127.0.0.1:3979/connector`), known once it listens. */
  serviceUrl: () => string;
}

/** What the tenant lends its parts. */
export interface TenantHost {
  /** The simulated clock. Never the machine's. */
  clock: () => Date;
  /** Seeded, in [0, 1); its state is kept with the tenant. */
  random: () => number;
  /** Something worth keeping changed: the file is written soon. Cheap, call it at every change. */
  changed: () => void;
  /** May this person act by themselves now? False after `behave: false` and for whoever is played from outside. */
  actsAlone: (personId: string) => boolean;
  /** Group membership was changed at `clock()`; when it is felt at sign-in is the tenant's business. */
  onMembership: (groupId: string, userId: string, member: boolean, at: Date) => void;
  /** Anything in this person's own calendar changed (made, moved, removed). The tenant reads `eventsOf` anew. */
  onCalendar: (userId: string) => void;
  /** What happens to a notification that sets out now; without it nothing does. */
  notificationFault?: () => 'lost' | 'doubled' | 'reordered' | null;
  /** The bot sent this person an activity (or updated one). */
  onActivity: (personId: string, activity: Record<string, unknown>) => void;
}

/** Work of a part that is due at instants of the simulated clock. */
export interface DuePart {
  /** The next instant at which `carryOut` has something to do, or null. Must be cheap (asked after every step). */
  nextDueAt(): Date | null;
  /**
   * Does all that is due at or before `clock()` (called with the clock standing at that instant), awaiting the bot's
   * HTTP answers, and returns how many activities or notifications were delivered to the bot (attempts that failed
   * count as well, and must not be due at this same instant again). Never throws.
   */
  carryOut(): Promise<number>;
}

/** An event of a person's calendar, recurring ones not among them. */
export interface TenantEvent {
  id: string;
  /** Entra object id of the owner. */
  user: string;
  subject: string;
  start: Date;
  end: Date;
  /** `free`, `tentative`, `busy`, `oof`, `workingElsewhere`, `unknown`. */
  showAs: string;
  categories: string[];
  /** `application`: made through Graph; `person`: written by the owner (`addEvent`). Only the former tells people when to come. */
  madeBy: 'application' | 'person';
}

export interface NewTenantEvent {
  user: string;
  subject: string;
  start: Date;
  end: Date;
  showAs: string;
  categories: string[];
  /** Start and end lie at midnight of the organisation's zone. */
  allDay?: boolean;
  /** Graph's `patternedRecurrence`. */
  recurrence?: unknown;
  /** Object id or UPN of whoever asked the owner to it. */
  invitedBy?: string;
  /** Its text. */
  body?: { contentType: string; content: string };
  /** It was imported from a file with this UID. */
  uid?: string;
}

/** What a person changes about an event; what is not named stays. */
export type EventChange = Partial<Omit<NewTenantEvent, 'user' | 'invitedBy' | 'uid'>>;

export interface GraphPart extends DuePart {
  /** The directory's truth of this instant (not as felt at sign-in). */
  isMember(groupId: string, userId: string): boolean;
  groups(): { id: string; displayName: string; members: string[] }[];
  eventsOf(userId: string): TenantEvent[];
  /** All events of all people, for the state page. */
  allEvents(): TenantEvent[];
  /** The person writes into their own calendar (change notifications follow like for any change). */
  addEvent(event: NewTenantEvent): TenantEvent;
  /** False where there is no such event. */
  removeEvent(eventId: string): boolean;
  toJSON(): unknown;
}

/**
 * Conversations with the bot. Chat behaviour of simulated people (a manager who answers an approval some minutes after
 * the card came) is the connector's: planned in `onActivity`'s place, due by `nextDueAt`, only where `actsAlone(person)`.
 */
export interface ConnectorPart extends DuePart {
  /**
   * The person sends this activity to the bot now (`from`, `conversation`, `serviceUrl`, `channelData`, `id`, `timestamp`
   * filled in where missing). Answers the bot's HTTP status and body; status 0 where the bot cannot be reached.
   */
  act(personId: string, activity: Record<string, unknown>): Promise<{ status: number; body: unknown }>;
  toJSON(): unknown;
}

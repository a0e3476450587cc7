/** The organisation's settings, as the flows see them. Loaded and checked from YAML by infra/organisations/load-organisation.ts. */
import type { CalendarSettings } from './calendar/calendar-settings.ts';
import type { CostSettings } from './cost/cost-settings.ts';
import type { Licence } from './licences/licence.ts';
import type { ReadinessSettings } from './readiness/readiness-settings.ts';
import type {
  ApproverStep,
  Closure,
  DaySpan,
  Device,
  Profile,
  ProfileFor,
  Rules,
  SpecialDay,
  Task,
  Zone,
} from './rules/rules.ts';

export type Language = 'ja' | 'en';
export type Localised = Record<Language, string>;

/** `'08:30'`: a wall-clock time in the organisation's zone. */
export type WallTime = string;
/** `'2026-12-02'`: a calendar day in the organisation's zone. */
export type LocalDay = string;

export interface WorkingHours {
  start: WallTime;
  end: WallTime;
  lunch: { start: WallTime; end: WallTime };
}

export interface Section {
  id: string;
  /** As Graph's `department` writes it. */
  department: string;
  name: Localised;
  /** UPN of the section's head: decides where Graph names no manager. */
  head: string | null;
  /** UPN of who stands in for the section's head whenever they are asked (代決), or null. */
  deputy: string | null;
}

export type Role = 'ict' | 'personnel' | 'emergency' | 'bookForOthers' | 'auditor';

/** People by UPN, groups by Entra object id. Resolved and checked on the server at every command, tap and page. */
export interface RoleMembers {
  people: string[];
  groups: string[];
}

/** What happens to a session still open when its booked time and grace are over. Default `leave`. */
export type SessionAtEnd = 'leave' | 'disconnect' | 'log-off';

/** A pool of Azure Virtual Desktop or of Citrix: what every flow reads is the same for both. */
export type Pool = AvdPool | CitrixPool;

export interface AvdPool extends PoolOfAnyProvider {
  provider: 'avd';
  subscriptionId: string;
  resourceGroup: string;
  hostPool: string;
}

export interface CitrixPool extends PoolOfAnyProvider {
  provider: 'citrix';
  /** Name or id of the delivery group, as Citrix shows it. */
  deliveryGroup: string;
  /**
   * How people are let in. `group`: as members of an Entra group that the delivery group is given to. `delivery-group`:
   * as users of the delivery group itself, one by one; `group` is then its name.
   */
  access: 'group' | 'delivery-group';
  /** Where people open their desktop: the address of Citrix Workspace or StoreFront, or null where they know it. */
  storeUrl: string | null;
}

interface PoolOfAnyProvider {
  id: string;
  name: Localised;
  kind: 'pooled' | 'personal';
  /** Who starts and stops the hosts. `shadow`: somebody else does; zaitaku looks on and says what it would have done. */
  scaling: 'zaitaku' | 'shadow';
  /** `booked-only`: nobody but the booked can sign in. `open`: standing members besides. */
  admission: 'booked-only' | 'open';
  /**
   * Entra object id of the group whose members may use the pool (its application group, its delivery group). Where Citrix
   * itself is told of each person, the delivery group's name.
   */
  group: string;
  /** Names of the session hosts: `prefix` and a running number with leading zeros ("avd-kmk-001"). */
  hosts: { prefix: string; count: number };
  /** Sessions a host takes (AVD MaxSessionLimit, Citrix load index). Personal: 1. */
  maxSessions: number;
  /** The most sessions at once that licences allow (the smallest count of those that the pool needs), or null for as many as there are seats. */
  licences: number | null;
  /** Minutes of access before the booked start (group changes take up to an hour to be felt). */
  leadMinutes: number;
  /** Minutes of access after the booked end. */
  graceMinutes: number;
  /** Who is approved this many minutes before the start finds everything ready. */
  noticeMinutes: number;
  sessionAtEnd: SessionAtEnd;
  /** Minutes after the end of the access at which people still signed in are told, ascending; the rule is applied after the last. */
  warningMinutes: number[];
  /** A booking not used so many minutes after its start (at most half of its time) gives its seat back; null never. */
  noShow: { afterMinutes: number } | null;
  /** Who books here: the first pool that names a person's UPN or section takes them; a pool with `everyone` takes the rest. */
  for: { everyone: boolean; sections: string[]; people: string[] };
  /** The pool whose seats people get while this one is full, whether or not that one is for them; null for none. */
  overflow: string | null;
  /** Networks that its desktops reach beside the internet. */
  zones: Exclude<Zone, 'my-number'>[];
  /** Whether the ways to the own device are read from the provider, or the organisation says that they are closed. */
  noSaving: 'read' | 'declared';
  capacity: PoolCapacity;
}

/** Limits that are kept as long as nobody with a booking would be cut for them. */
export type SoftLimit = 'reserve' | 'fewest' | 'budget' | 'most';

/** How a pool's hosts are weighed against people who wait. */
export interface PoolCapacity {
  /** What an hour of a host costs, and what a minute is worth that somebody waits, in the organisation's money. */
  prices: { hostHour: number; waitedMinute: number };
  /** Places kept free for people without a booking. */
  reserve: number;
  /** Hosts on at any time: at least, and at most (null: as many as there are). */
  hosts: { fewest: number; most: number | null };
  /** Money for host-hours in a calendar month, or null. */
  monthlyBudget: number | null;
  /** Where limits contradict each other, the one named first gives way. */
  givesWay: SoftLimit[];
  /** Hosts started in a minute at most (Azure allows far more; boots take minutes). */
  startsPerMinute: number;
  /** May sessions be ended that their people left open after the booked end, and hardly ever come back for? */
  endLeftSessions: boolean;
  /** Minutes after which Windows itself signs a disconnected session out. */
  disconnectTimeoutMinutes: number;
}

export interface Organisation {
  id: string;
  name: Localised;
  timeZone: string;
  tenantId: string;
  workingHours: WorkingHours;
  /** The rules for everybody; `profiles` change them for some. */
  rules: Rules;
  profiles: Profile[];
  /** Days on which the offices are closed, beside public holidays: the file's and the organisation calendar's. */
  closures: Closure[];
  /** Weekends and holidays that are worked, as the organisation calendar says. */
  workedDays: DaySpan[];
  /** Days of elections and trainings, as the organisation calendar says. */
  specialDays: SpecialDay[];
  /** No toast on anybody's phone, and no desktop unless ordered. `daysOff`: all day on weekends and holidays too. */
  quietHours: { from: WallTime; to: WallTime; daysOff: boolean } | null;
  tasks: Task[];
  /** What a reason may be called. Hidden from peers and from the calendar. */
  reasonCategories: { id: string; name: Localised }[];
  approvals: Approvals;
  /** Who takes part: everybody, or sections, jobs and people that are named (a pilot is widened section by section). */
  participants: 'everyone' | ProfileFor;
  waitlist: {
    /** Minutes for which a seat is kept for whoever is asked whether they still want it after the pool's notice has passed. */
    offerMinutes: number;
  };
  emergency: {
    /** A second person of the role must confirm. */
    twoPeople: boolean;
    /** Classes of sections in the order in which they get seats when seats run short; who is in none comes last. */
    priority: string[][];
  };
  /** Client certificates of devices. */
  certificates: CertificateSettings;
  /** Registration and pledge (誓約), or null where the organisation asks for none. A new version is pledged anew. */
  pledge: { version: string; months: number; text: Localised; ownDevice: Localised | null } | null;
  /** After the first day and every so many days; null asks nobody. */
  feedback: { every: number } | null;
  /** What is looked at before a day. */
  readiness: ReadinessSettings;
  work: {
    /** Minutes after the booked end at which somebody who has not finished is asked. */
    askAfterMinutes: number;
  };
  /** Days for which each kind of record is kept. */
  keepDays: KeepDays;
  sections: Section[];
  roles: Record<Role, RoleMembers>;
  pools: Pool[];
  /** What is needed to use the pools, those that a pool names by a number alone among them. */
  licences: Licence[];
  /** The gateway before the desktops, which asks for a client certificate; null where there is none. */
  gateway: Gateway | null;
  calendar: CalendarSettings;
  costs: CostSettings;
  /** What a sentence about a lost device does: the form is shown, or everything is ended at once (lost-device/says-lost.ts). */
  lostDevice: 'ask' | 'at-once';
  permission: {
    /** Members of a booked-only pool's group whom zaitaku did not add: the ICT section is told, or they are removed too. */
    unbooked: 'tell' | 'remove';
  };
}

/** A reverse proxy or Citrix ADC that lets people through in their booked time alone. */
export interface Gateway {
  /** Absolute path of the file that zaitaku keeps for it, or null where it asks over HTTP alone. */
  file: string | null;
  /** Ids of the pools that are reached through it. */
  pools: string[];
  /** Devices whose days pass it without a desktop. */
  devices: Device[];
  /** For so many hours, at least, a list tells what is to come. */
  aheadHours: number;
  /** Absolute path of a file with the gateway's secret, or null where ZAITAKU_GATEWAY_SECRET has it. */
  secretFile: string | null;
}

export interface CertificateSettings {
  /**
   * `own`: zaitaku issues them. `est`: zaitaku has another authority issue them, by EST, and hands them over. `external`:
   * another authority does all of it, zaitaku knows their serials. `none`: there are none.
   */
  authority: 'own' | 'est' | 'external' | 'none';
  /** The EST server of another authority; null where there is none. Paths are absolute. */
  est: EstSettings | null;
  /** For how long one is valid. */
  lifeDays: number;
  /** So long before its end its person is told to fetch a new one. */
  renewBeforeDays: number;
  /** `registration`: whoever registers an own device, the pledge made, may fetch one. `ict`: when the ICT section says so. */
  issue: 'registration' | 'ict';
  /** For how long a link opens by which one is fetched, once. */
  linkMinutes: number;
  /** Keys of the authority and of the files that are handed out. */
  key: 'rsa' | 'p-256';
  /** For how long a revocation list counts; it is signed anew every day and at each revocation. */
  listDays: number;
}

export interface EstSettings {
  /** `https://…/.well-known/est`, with a label behind it where the authority has several. */
  url: string;
  /** The server's own authorities in PEM; null: those that are known everywhere. */
  trustFile: string | null;
  /** Who zaitaku is to the server: a certificate and its key (PEM), or a name and a file with its password. */
  certificateFile: string | null;
  keyFile: string | null;
  user: string | null;
  passwordFile: string | null;
}

export interface Approvals {
  /** Who decides when the approver cannot be reached in Teams or there is none. */
  fallback: 'section-head' | 'ict';
  /** Working hours after which an undecided request is brought to the approver's mind; again after as many more. */
  remindAfterHours: number;
  /** Working hours after which the next above may decide as well; null for never. */
  escalateAfterHours: number | null;
  /** Working hours after which an undecided request ends; null: when its time is over. */
  expireAfterHours: number | null;
  /** Working hours for which an undecided request holds its seat; null: until it is decided. */
  holdHours: number | null;
  /** Who decides a second time where material is taken home; null for nobody. */
  materialStep: ApproverStep | null;
  /** Standing deputies beside those of the sections. */
  deputies: { approver: string; deputy: string }[];
}

export interface KeepDays {
  /** Reasons, comments, notes of requests. */
  reasons: number;
  /** Contact addresses and material taken home, from the end of the day. */
  contacts: number;
  workingTimes: number;
  /** Drafts, activities and delivered messages. */
  conversations: number;
  /** Personal details of the audit log; the chain itself is kept for ever. */
  audit: number;
  feedback: number;
  /** When each person was signed in to a shared desktop. */
  visits: number;
}

export function avdPools({ pools }: Pick<Organisation, 'pools'>): AvdPool[] {
  return pools.filter((pool) => pool.provider === 'avd');
}

export function citrixPools({ pools }: Pick<Organisation, 'pools'>): CitrixPool[] {
  return pools.filter((pool) => pool.provider === 'citrix');
}

/** People whom a pool's hosts hold at once. */
export function placesOf(pool: Pool): number {
  return pool.hosts.count * pool.maxSessions;
}

/** Seats of a pool: what its hosts hold and its licences allow. */
export function seatsOf(pool: Pool): number {
  return pool.licences === null ? placesOf(pool) : Math.min(placesOf(pool), pool.licences);
}

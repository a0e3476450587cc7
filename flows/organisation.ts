/** The organisation's settings, as the flows see them. Loaded and checked from YAML by infra/organisations/load-organisation.ts. */

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
}

export type Role = 'ict' | 'personnel' | 'emergency' | 'bookForOthers' | 'auditor';

/** People by UPN, groups by Entra object id. Resolved and checked on the server at every command, tap and page. */
export interface RoleMembers {
  people: string[];
  groups: string[];
}

/** What happens to a session still open when its booked time and grace are over. Default `leave`. */
export type SessionAtEnd = 'leave' | 'disconnect' | 'log-off';

export interface Pool {
  id: string;
  name: Localised;
  provider: 'avd';
  kind: 'pooled' | 'personal';
  /** `booked-only`: nobody but the booked can sign in. `open`: standing members besides. */
  admission: 'booked-only' | 'open';
  subscriptionId: string;
  resourceGroup: string;
  hostPool: string;
  /** Entra object id of the group whose members may use the pool's application group. */
  group: string;
  /** Names of the session hosts: `prefix` and a running number with leading zeros ("avd-kmk-001"). */
  hosts: { prefix: string; count: number };
  /** Sessions a host takes (AVD MaxSessionLimit). Personal: 1. */
  maxSessions: number;
  /** The most sessions at once that licences allow, or null for as many as there are seats. */
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
  /** Who books here: the first pool that names a person's UPN or section takes them; a pool with `everyone` takes the rest. */
  for: { everyone: boolean; sections: string[]; people: string[] };
}

export interface Organisation {
  id: string;
  name: Localised;
  timeZone: string;
  tenantId: string;
  workingHours: WorkingHours;
  rules: {
    /** Days a person may book in one week, Monday to Sunday. */
    daysPerWeek: number;
    /** How many days ahead a booking may lie. */
    horizonDays: number;
    /** Days that one message or form may name at most. */
    daysPerRequest: number;
  };
  approvals: {
    /** Who decides when the approver cannot be reached in Teams or there is none. */
    fallback: 'section-head' | 'ict';
    /** Working hours after which an undecided request is brought to the approver's mind once. */
    remindAfterHours: number;
  };
  sections: Section[];
  roles: Record<Role, RoleMembers>;
  pools: Pool[];
}

/** Seats of a pool: what its hosts hold and its licences allow. */
export function seatsOf(pool: Pool): number {
  const seats = pool.hosts.count * pool.maxSessions;
  return pool.licences === null ? seats : Math.min(seats, pool.licences);
}

import type { TenantPerson } from '../seam.ts';
import { resourceNotFound } from './wire.ts';

export type UserJson = Record<string, unknown> & { id: string };

interface Change {
  /** Number of the last change of this person, for delta rounds. */
  seq: number;
  /** What differs from the tenant's founding, or null where the person has left. */
  patch: Partial<TenantPerson> | null;
}

export interface KeptPeople {
  seq: number;
  changes: Record<string, Change>;
  /** Numbers below it are forgotten: their delta tokens are known no more. */
  since?: number;
  withoutMailbox: string[];
  /** Mailboxes that the application may not open. */
  withheld?: string[];
}

/** The licence everybody has: Microsoft 365 E3, whose SKU id is the published one. */
const LICENCE = '05e9a617-0261-4cee-bb44-138d3ef5d965';

/** The tenant's users as Graph writes them, and what changed since which number. */
export class PeopleBook {
  private readonly people = new Map<string, TenantPerson>();
  private readonly byUpn = new Map<string, string>();
  private readonly json = new Map<string, UserJson>();
  private readonly changes = new Map<string, Change>();
  private readonly withoutMailbox: Set<string>;
  private readonly withheld: Set<string>;
  private sorted: TenantPerson[] | null = null;
  private seq: number;
  private since: number;

  constructor(founders: TenantPerson[], kept?: KeptPeople) {
    this.seq = kept?.seq ?? 0;
    this.since = kept?.since ?? 0;
    this.withoutMailbox = new Set(kept?.withoutMailbox);
    this.withheld = new Set(kept?.withheld);
    for (const person of founders) this.put(person);
    for (const [id, change] of Object.entries(kept?.changes ?? {})) {
      this.changes.set(id, change);
      this.apply(id, change.patch);
    }
  }

  /** Everybody, by id. */
  all(): TenantPerson[] {
    this.sorted ??= [...this.people.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    return this.sorted;
  }

  find(idOrUpn: string): TenantPerson | undefined {
    const lower = idOrUpn.toLowerCase();
    return this.people.get(lower) ?? this.people.get(this.byUpn.get(lower) ?? '');
  }

  /** By object id or user principal name; throws Entra's 404. */
  get(idOrUpn: string): TenantPerson {
    const person = this.find(idOrUpn);
    if (!person) throw resourceNotFound(idOrUpn);
    return person;
  }

  /** All properties; `$select` takes from them. */
  toGraph(person: TenantPerson): UserJson {
    const known = this.json.get(person.id);
    if (known) return known;
    const made = userJson(person);
    this.json.set(person.id, made);
    return made;
  }

  /** The directory's administrators change somebody: seen by the next delta round. */
  change(id: string, patch: Partial<TenantPerson>): void {
    const person = this.get(id);
    const earlier = this.changes.get(person.id)?.patch ?? {};
    this.note(person.id, { ...earlier, ...patch });
  }

  remove(id: string): void {
    this.note(this.get(id).id, null);
  }

  hasMailbox(id: string): boolean {
    return !this.withoutMailbox.has(id);
  }

  setMailbox(id: string, has: boolean): void {
    if (has) this.withoutMailbox.delete(id);
    else this.withoutMailbox.add(id);
  }

  mayBeOpened(id: string): boolean {
    return !this.withheld.has(id);
  }

  setAccess(id: string, permitted: boolean): void {
    if (permitted) this.withheld.delete(id);
    else this.withheld.add(id);
  }

  /** Ids with the number of their last change, above `after`, ascending; those never changed have number 0. */
  changedSince(after: number): { id: string; seq: number }[] {
    return [...this.changes]
      .map(([id, { seq }]) => ({ id, seq }))
      .filter(({ seq }) => seq > after)
      .sort((a, b) => a.seq - b.seq);
  }

  /** Whether a delta round may go on from this number. */
  remembers(seq: number): boolean {
    return seq >= this.since && seq <= this.seq;
  }

  /** Delta tokens given out until now are known no more, as after a long time or a move of the tenant. */
  forgetChanges(): void {
    this.seq += 1;
    this.since = this.seq;
  }

  lastChange(): number {
    return this.seq;
  }

  toJSON(): KeptPeople {
    return {
      seq: this.seq,
      changes: Object.fromEntries(this.changes),
      since: this.since,
      withoutMailbox: [...this.withoutMailbox],
      withheld: [...this.withheld],
    };
  }

  private note(id: string, patch: Partial<TenantPerson> | null): void {
    this.seq += 1;
    this.changes.set(id, { seq: this.seq, patch });
    this.apply(id, patch);
  }

  private apply(id: string, patch: Partial<TenantPerson> | null): void {
    const person = this.people.get(id);
    if (!person) return;
    this.byUpn.delete(person.upn.toLowerCase());
    this.people.delete(id);
    this.json.delete(id);
    this.sorted = null;
    if (patch !== null) this.put({ ...person, ...patch, id });
  }

  private put(person: TenantPerson): void {
    this.people.set(person.id, person);
    this.byUpn.set(person.upn.toLowerCase(), person.id);
    this.sorted = null;
  }
}

function userJson(person: TenantPerson): UserJson {
  const nickname = person.upn.split('@')[0];
  return {
    id: person.id,
    businessPhones: [],
    displayName: person.displayName,
    givenName: person.givenName,
    jobTitle: person.jobTitle || null,
    mail: person.upn,
    mobilePhone: null,
    officeLocation: null,
    preferredLanguage: person.preferredLanguage === 'ja' ? 'ja-JP' : 'en-US',
    surname: person.surname,
    userPrincipalName: person.upn,
    accountEnabled: person.accountEnabled ?? !person.shared,
    department: person.department || null,
    deletedDateTime: null,
    mailNickname: nickname,
    userType: 'Member',
    usageLocation: 'JP',
    companyName: null,
    employeeId: null,
    onPremisesSyncEnabled: null,
    assignedLicenses: person.shared ? [] : [{ disabledPlans: [], skuId: LICENCE }],
    proxyAddresses: [`SMTP:${person.upn}`],
  };
}

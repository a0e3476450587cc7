import { createHash } from 'node:crypto';
import type { AccessWindow } from '../../flows/access/access-windows.ts';
import type { Booking } from '../../flows/booking/booking.ts';
import { timeAsked } from '../../flows/booking/booked-time.ts';
import type { AskedDay, ProposalDraft } from '../../flows/booking/proposal.ts';
import { addMinutes } from '../../flows/minutes.ts';
import type { Organisation, Pool } from '../../flows/organisation.ts';
import type { Person } from '../../flows/person.ts';
import type { AccessGrant, DirectoryPerson } from '../../flows/store.ts';

/** Tuesday, 1 December 2026, 9:00 in Japan. Where nothing else is said, it is now. */
export const NOW = at('2026-12-01 09:00');
export const TOKYO = 'Asia/Tokyo';
export const TENANT = '7d1c3f0a-5b62-4e8f-9a14-c2e07b6d9f31';

/** An instant by its day and time in Japan: `at('2026-12-02 08:30')`. */
export function at(local: string): Date {
  return new Date(`${local.replace(' ', 'T')}:00+09:00`);
}

/** The id of a person, booking or draft that a test calls by a name: a UUID, the same one each time. */
export function idOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export function aPerson(name = 'hanako', person: Partial<Person> = {}): Person {
  return {
    id: idOf(name),
    upn: `${name}@city.example`,
    displayName: name,
    department: 'Parks',
    managerId: null,
    lastMessageLanguage: null,
    chosenLanguage: null,
    mailboxLanguage: null,
    clientLanguage: null,
    ...person,
  };
}

/** The same person as the directory tells of them. `manager`: by name. */
export function aDirectoryPerson(
  name: string,
  { manager, department = 'Parks' }: PersonInDirectory = {},
): DirectoryPerson {
  const { id, upn, displayName } = aPerson(name);
  return { id, upn, displayName, department, managerId: manager ? idOf(manager) : null };
}

export interface PersonInDirectory {
  manager?: string | undefined;
  department?: string | null;
}

/** A pool for everybody: two hosts of two sessions, an hour and a half of lead, a quarter of an hour of grace. */
export function aPool(pool: Partial<Pool> = {}): Pool {
  return {
    id: 'pool',
    name: { ja: 'プール', en: 'Pool' },
    provider: 'avd',
    kind: 'pooled',
    admission: 'booked-only',
    subscriptionId: '11111111-1111-4111-8111-111111111111',
    resourceGroup: 'rg',
    hostPool: 'hp',
    group: 'group',
    hosts: { prefix: 'avd-', count: 2 },
    maxSessions: 2,
    licences: null,
    leadMinutes: 90,
    graceMinutes: 15,
    noticeMinutes: 90,
    sessionAtEnd: 'leave',
    warningMinutes: [0, 10],
    for: { everyone: true, sections: [], people: [] },
    ...pool,
  };
}

export function anOrganisation(organisation: Partial<Organisation> = {}): Organisation {
  return {
    id: 'kamakura',
    name: { ja: '市', en: 'City' },
    timeZone: TOKYO,
    tenantId: TENANT,
    workingHours: { start: '08:30', end: '17:15', lunch: { start: '12:00', end: '13:00' } },
    rules: { daysPerWeek: 3, horizonDays: 365, daysPerRequest: 10 },
    approvals: { fallback: 'section-head', remindAfterHours: 4 },
    sections: [{ id: 'parks', department: 'Parks', name: { ja: '公園課', en: 'Parks' }, head: null }],
    roles: {
      ict: { people: [], groups: [] },
      personnel: { people: [], groups: [] },
      emergency: { people: [], groups: [] },
      bookForOthers: { people: [], groups: [] },
      auditor: { people: [], groups: [] },
    },
    pools: [aPool()],
    ...organisation,
  };
}

export function asked(day = '2026-12-02', one: Partial<AskedDay> = {}): AskedDay {
  return { day, part: 'full', from: null, to: null, ...one };
}

/** A booking of Hanako's for Wednesday, 2 December, that waits for her manager. Its times follow from day and part. */
export function aBooking(booking: Partial<Booking> = {}): Booking {
  const { day = '2026-12-02', part = 'full' } = booking;
  return {
    id: idOf('booking'),
    requestId: idOf('request'),
    personId: idOf('hanako'),
    day,
    part,
    ...timeAsked(asked(day, { part }), anOrganisation().workingHours, TOKYO),
    status: 'pending',
    poolId: 'pool',
    place: null,
    approverIds: [idOf('manager')],
    decidedBy: null,
    decidedAt: null,
    createdAt: NOW,
    version: 1,
    ...booking,
  };
}

export function aDraft(draft: Partial<ProposalDraft> = {}): ProposalDraft {
  return {
    id: idOf('draft'),
    personId: idOf('hanako'),
    asked: [asked()],
    offered: [true],
    place: null,
    reason: null,
    notes: [],
    language: 'en',
    createdAt: NOW,
    version: 1,
    requestId: null,
    discarded: false,
    ...draft,
  };
}

export function aWindow(window: Partial<AccessWindow> = {}): AccessWindow {
  const { from = NOW } = window;
  return { personId: idOf('hanako'), from, to: addMinutes(from, 600), bookingId: idOf('booking'), ...window };
}

export function aGrant(grant: Partial<AccessGrant> = {}): AccessGrant {
  return {
    poolId: 'pool',
    personId: idOf('hanako'),
    state: 'adding',
    attempts: 0,
    nextAttemptAt: NOW,
    failingSince: null,
    ...grant,
  };
}

import { createHash } from 'node:crypto';
import type { AccessWindow } from '../../flows/access/access-windows.ts';
import type { Booking } from '../../flows/booking/booking.ts';
import { timeAsked } from '../../flows/booking/booked-time.ts';
import type { OfficeWord } from '../../flows/calendar/calendar-sources.ts';
import { NO_WISH, type AskedDay, type ProposalDraft } from '../../flows/booking/proposal.ts';
import { addMinutes } from '../../flows/minutes.ts';
import { withLicences } from '../../flows/licences/licence.ts';
import type { Approvals, AvdPool, Gateway, Organisation, PoolCapacity } from '../../flows/organisation.ts';
import type { Person } from '../../flows/person.ts';
import type { ReadinessSettings } from '../../flows/readiness/readiness-settings.ts';
import { DEVICES, type Rules } from '../../flows/rules/rules.ts';
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
    jobTitle: null,
    managerId: null,
    goneAt: null,
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
  { manager, department = 'Parks', jobTitle = null }: PersonInDirectory = {},
): DirectoryPerson {
  const { id, upn, displayName } = aPerson(name);
  return { id, upn, displayName, department, jobTitle, managerId: manager ? idOf(manager) : null };
}

export interface PersonInDirectory {
  manager?: string | undefined;
  department?: string | null;
  jobTitle?: string | null;
}

/**
 * What a pool of any provider has: for everybody booked, an hour and a half of lead, a quarter of an hour of grace, and no
 * setting beyond the file's defaults.
 */
export function somePoolSettings() {
  return {
    kind: 'pooled' as const,
    scaling: 'zaitaku' as const,
    admission: 'booked-only' as const,
    licences: null,
    leadMinutes: 90,
    graceMinutes: 15,
    noticeMinutes: 90,
    sessionAtEnd: 'leave' as const,
    warningMinutes: [],
    noShow: null,
    for: { everyone: true, sections: [], people: [] },
    overflow: null,
    zones: [],
    noSaving: 'read' as const,
    capacity: somePoolCapacity(),
  };
}

/** A pool of Azure Virtual Desktop: two hosts of two sessions, warned at the end of the access and ten minutes later. */
export function aPool(pool: Partial<AvdPool> = {}): AvdPool {
  return {
    ...somePoolSettings(),
    id: 'pool',
    name: { ja: 'プール', en: 'Pool' },
    provider: 'avd',
    subscriptionId: '11111111-1111-4111-8111-111111111111',
    resourceGroup: 'rg',
    hostPool: 'hp',
    group: 'group',
    hosts: { prefix: 'avd-', count: 2 },
    maxSessions: 2,
    warningMinutes: [0, 10],
    ...pool,
  };
}

/** A gateway before the pool, asked over HTTP alone. */
export function aGateway(gateway: Partial<Gateway> = {}): Gateway {
  return { file: null, pools: ['pool'], devices: [], aheadHours: 26, secretFile: null, ...gateway };
}

/** The settings that a file without any has. */
export function somePoolCapacity(capacity: Partial<PoolCapacity> = {}): PoolCapacity {
  return {
    prices: { hostHour: 80, waitedMinute: 96 },
    reserve: 0,
    hosts: { fewest: 0, most: null },
    monthlyBudget: null,
    givesWay: ['reserve', 'fewest', 'budget', 'most'],
    startsPerMinute: 60,
    endLeftSessions: false,
    disconnectTimeoutMinutes: 60,
    ...capacity,
  };
}

/** Three days a week; all of it goes to the manager. */
export function someRules(rules: Partial<Rules> = {}): Rules {
  return {
    daysPerWeek: 3,
    daysPerMonth: null,
    daysPerYear: null,
    yearBegins: 4,
    halfCounts: 'whole',
    officeDaysPerWeek: null,
    lead: { workingDays: 0, until: null },
    horizonDays: 365,
    daysPerRequest: 10,
    daysPerSeries: 60,
    parts: ['full', 'am', 'pm', 'hours'],
    forbiddenWeekdays: [],
    preferredWeekdays: [],
    forbiddenDays: [],
    daysOff: true,
    mostAway: { people: null, percent: null },
    counter: [],
    places: ['home', 'satellite', 'field'],
    devices: [...DEVICES],
    excluded: false,
    within: 'approver',
    stops: ['days-per-week', 'days-per-month', 'days-per-year', 'horizon', 'part', 'place', 'device', 'closure'],
    steps: ['manager'],
    priority: 5,
    ...rules,
  };
}

/** Every gate off, as in a file that says nothing. */
export function someReadiness(readiness: Partial<ReadinessSettings> = {}): ReadinessSettings {
  return { gates: [], officerConfirms: false, dataMaxAgeHours: 48, ...readiness };
}

export function someApprovals(approvals: Partial<Approvals> = {}): Approvals {
  return {
    fallback: 'section-head',
    remindAfterHours: 4,
    escalateAfterHours: null,
    expireAfterHours: null,
    holdHours: null,
    materialStep: null,
    deputies: [],
    ...approvals,
  };
}

export function anOrganisation(organisation: Partial<Organisation> = {}): Organisation {
  return {
    id: 'kamakura',
    name: { ja: '市', en: 'City' },
    timeZone: TOKYO,
    tenantId: TENANT,
    workingHours: { start: '08:30', end: '17:15', lunch: { start: '12:00', end: '13:00' } },
    rules: someRules(),
    profiles: [],
    closures: [],
    workedDays: [],
    specialDays: [],
    quietHours: null,
    tasks: [],
    reasonCategories: [],
    approvals: someApprovals(),
    participants: 'everyone',
    waitlist: { offerMinutes: 30 },
    emergency: { twoPeople: false, priority: [] },
    certificates: {
      authority: 'none',
      lifeDays: 365,
      renewBeforeDays: 30,
      issue: 'registration',
      linkMinutes: 30,
      key: 'rsa',
      listDays: 7,
      est: null,
    },
    pledge: null,
    feedback: null,
    readiness: someReadiness(),
    work: { askAfterMinutes: 60 },
    keepDays: {
      reasons: 1095,
      contacts: 30,
      workingTimes: 1095,
      conversations: 30,
      audit: 1095,
      feedback: 365,
      visits: 90,
    },
    sections: [{ id: 'parks', department: 'Parks', name: { ja: '公園課', en: 'Parks' }, head: null, deputy: null }],
    roles: {
      ict: { people: [], groups: [] },
      personnel: { people: [], groups: [] },
      emergency: { people: [], groups: [] },
      bookForOthers: { people: [], groups: [] },
      auditor: { people: [], groups: [] },
    },
    // As the file is loaded: a pool's own number is a licence of that pool.
    ...withLicences(organisation.pools ?? [aPool()], []),
    gateway: null,
    calendar: {
      telework: { words: ['テレワーク', 'telework'], categories: ['Telework'], workingElsewhere: false },
      absence: { words: ['休暇', 'leave'], outOfOffice: true },
      send: 'ask',
      outlook: false,
      out: { requested: true, sections: {}, sectionRequested: false, language: 'ja', sectionFeeds: 'head' },
      organisation: null,
      feeds: [],
    },
    costs: { deviceYear: { low: 50_000, high: 60_000 }, licenceMonth: {}, otherMonth: null },
    lostDevice: 'ask',
    permission: { unbooked: 'tell' },
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
    device: null,
    requestedBy: null,
    series: false,
    replacesId: null,
    beyond: [],
    steps: ['manager'],
    step: 0,
    approverIds: [idOf('manager')],
    decidedBy: null,
    decidedFor: null,
    decidedAt: null,
    seatHeld: true,
    holdUntil: null,
    offeredUntil: null,
    createdAt: NOW,
    version: 1,
    ...booking,
  };
}

export function aDraft(draft: Partial<ProposalDraft> = {}): ProposalDraft {
  return {
    id: idOf('draft'),
    personId: idOf('hanako'),
    ...NO_WISH,
    forPersonId: null,
    forChoices: [],
    changing: false,
    asked: [asked()],
    times: null,
    series: false,
    offered: [true],
    onTime: [],
    automatic: [],
    notes: [],
    notUnderstood: null,
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

/** Words of the organisation's own calendar. */
export const OFFICE_WORDS_SAID: Record<OfficeWord, string[]> = {
  closure: ['閉庁', 'closed'],
  worked: ['振替勤務'],
  election: ['選挙'],
  training: ['研修'],
  morning: ['午前'],
  afternoon: ['午後'],
  emergency: ['緊急'],
};

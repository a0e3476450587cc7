import type { Organisation } from '../../flows/organisation.ts';
import type { TenantHost, TenantPerson, TenantSetup } from '../../infra/simulator/seam.ts';

/** The group of the small organisation's pool. */
import { anOrganisation, somePoolCapacity } from './builders.ts';

export const POOL_GROUP = '11111111-0000-4000-8000-00000000aaaa';

/** A made-up object id: `personId(7)` is always the same. */
export function personId(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** People 1 to `count`; number 1 heads the others. */
export function somePeople(count: number): TenantPerson[] {
  return Array.from({ length: count }, (_, index) => {
    const number = index + 1;
    return {
      id: personId(number),
      upn: `person${number}@kamakura.example`,
      displayName: `架空 ${number}`,
      givenName: String(number),
      surname: '架空',
      department: number % 2 === 0 ? '総務課' : '情報政策課',
      jobTitle: number === 1 ? '課長' : '主事',
      managerId: number === 1 ? null : personId(1),
      preferredLanguage: number % 10 === 0 ? 'en' : 'ja',
      isHead: number === 1,
    };
  });
}

export function aTenantSetup(overrides: Partial<TenantSetup> = {}): TenantSetup {
  return {
    organisation: smallOrganisation(),
    simulation: {
      seed: 1,
      people: {},
      named: {},
      leadership: null,
      directors: [],
      withoutManager: [],
      notInstalled: [],
      english: 0,
      withoutSecondFactor: { percent: 5, people: [] },
      groups: [],
      demoUser: null,
    },
    people: somePeople(20),
    botUrl: 'http://127.0.0.1:4299/api/messages',
    serviceUrl: () => 'http://127.0.0.1:4298/connector',
    ...overrides,
  };
}

/** A host that keeps what the parts tell it, with a clock that tests set and a fair lot of its own. */
export class RecordingHost implements TenantHost {
  now: Date;
  changes = 0;
  alone = true;
  memberships: { groupId: string; userId: string; member: boolean; at: string }[] = [];
  calendars: string[] = [];
  activities: { personId: string; activity: Record<string, unknown> }[] = [];
  /** Lots handed out first, before the seeded ones. */
  lots: number[] = [];
  private seed = 42;

  constructor(now = new Date('2026-12-01T00:00:00Z')) {
    this.now = now;
  }

  clock = (): Date => this.now;
  changed = (): void => void (this.changes += 1);
  actsAlone = (): boolean => this.alone;

  random = (): number => {
    const lot = this.lots.shift();
    if (lot !== undefined) return lot;
    this.seed = (Math.imul(this.seed, 1_664_525) + 1_013_904_223) >>> 0;
    return this.seed / 2 ** 32;
  };

  onMembership = (groupId: string, userId: string, member: boolean, at: Date): void => {
    this.memberships.push({ groupId, userId, member, at: at.toISOString() });
  };

  onCalendar = (userId: string): void => void this.calendars.push(userId);

  onActivity = (person: string, activity: Record<string, unknown>): void => {
    this.activities.push({ personId: person, activity });
  };
}

function smallOrganisation(): Organisation {
  return anOrganisation({
    id: 'small',
    name: { ja: '小さな市', en: 'Small City' },
    timeZone: 'Asia/Tokyo',
    tenantId: '22222222-0000-4000-8000-000000000001',
    workingHours: { start: '08:30', end: '17:15', lunch: { start: '12:00', end: '13:00' } },
    sections: [],
    roles: {
      ict: { people: [], groups: [] },
      personnel: { people: [], groups: [] },
      emergency: { people: [], groups: [] },
      bookForOthers: { people: [], groups: [] },
      auditor: { people: [], groups: [] },
    },
    pools: [
      {
        id: 'pooled',
        name: { ja: '共用', en: 'Shared' },
        provider: 'avd',
        kind: 'pooled',
        scaling: 'zaitaku',
        admission: 'booked-only',
        subscriptionId: '33333333-0000-4000-8000-000000000001',
        resourceGroup: 'rg-small',
        hostPool: 'hp-small',
        group: POOL_GROUP,
        hosts: { prefix: 'avd-', count: 4 },
        maxSessions: 4,
        licences: null,
        leadMinutes: 90,
        graceMinutes: 15,
        noticeMinutes: 90,
        sessionAtEnd: 'leave',
        warningMinutes: [5],
        capacity: somePoolCapacity(),
        noShow: null,
        zones: [],
        noSaving: 'read',
        for: { everyone: true, sections: [], people: [] },
        overflow: null,
      },
    ],
  });
}

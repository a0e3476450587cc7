import { z } from 'zod';
import { calendar } from './calendar-schema.ts';
import { costs } from './cost-schema.ts';
import { bothLanguages, distinct, id, localised, longText, oneOf, text, upn, uuid, wallTime, whole } from './fields.ts';
import { licence } from './licence-schema.ts';
import { poolZones, readiness, withoutSecondFactor } from './readiness-schema.ts';
import { est } from './est-schema.ts';
import { gateway } from './gateway-schema.ts';
import { approverStep, closures, profile, profileFor, rules, task } from './rules-schema.ts';

const minutesOfDay = 24 * 60;

/** IANA names only: abbreviations (JST) and offsets (+09:00) know no change of rules. */
export function isTimeZone(name: string): boolean {
  if (name !== 'UTC' && !/^[A-Z][A-Za-z_]+(?:\/[A-Za-z0-9_+-]+)+$/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const section = z.strictObject({
  id,
  department: text(64),
  name: localised,
  head: upn.nullable(),
  deputy: upn.nullable().default(null),
});

const hours = (what: string) => whole(1, 10_000, `working hours ${what}`);

const approvals = z.strictObject({
  fallback: oneOf(['section-head', 'ict']),
  remindAfterHours: whole(1, 1000, 'working hours'),
  escalateAfterHours: hours('(or null for never)').nullable().default(null),
  expireAfterHours: hours('(or null for the end of its time)').nullable().default(null),
  holdHours: hours('(or null for as long as it waits)').nullable().default(null),
  materialStep: approverStep.nullable().default(null),
  deputies: z
    .array(z.strictObject({ approver: upn, deputy: upn }), { error: 'expected a list with approver and deputy' })
    .default([]),
});

const pledge = z.strictObject({
  version: text(40),
  months: whole(1, 120, 'months'),
  text: bothLanguages(longText(3_000)),
  ownDevice: bothLanguages(longText(3_000)).nullable().default(null),
});

const certificates = z
  .strictObject({
    authority: oneOf(['own', 'est', 'external', 'none']).default('none'),
    est,
    lifeDays: whole(1, 825, 'days').default(365),
    renewBeforeDays: whole(0, 824, 'days').default(30),
    issue: oneOf(['registration', 'ict']).default('registration'),
    linkMinutes: whole(5, 24 * 60, 'minutes').default(30),
    key: oneOf(['rsa', 'p-256']).default('rsa'),
    listDays: whole(2, 90, 'days').default(7),
  })
  .refine((one) => one.renewBeforeDays < one.lifeDays, {
    path: ['renewBeforeDays'],
    error: 'expected fewer days than lifeDays',
  })
  .refine((one) => one.authority !== 'est' || one.est !== null, {
    path: ['est'],
    error: 'expected url and who zaitaku is to the EST server',
  });

/** A record is kept for a day at least, and for a hundred years at most. */
const kept = (days: number) => whole(1, 36_500, 'days').default(days);
/** Three years: for so long Japanese labour law has records of work kept (Labour Standards Act, article 109 with its interim clause). */
const threeYears = 1095;

const role = z.strictObject(
  { people: distinct(upn, 'user principal names'), groups: distinct(uuid("an Entra group's object id"), 'group ids') },
  {
    error: (issue) =>
      issue.code === 'invalid_type' ? 'expected people and groups, [] where there are none' : undefined,
  },
);

const softLimits = ['reserve', 'fewest', 'budget', 'most'] as const;
const money = (what: string) => {
  const expected = `expected ${what}, a number above 0`;
  return z.number({ error: expected }).positive(expected).max(1e12, expected);
};

/**
 * Defaults: an hour of a host at 80 yen, a waited minute at 96: a person's minute at 50 (an hour at 3,000 yen), and as
 * much again for the trust in the day.
 */
const poolCapacity = z.strictObject({
  prices: z
    .strictObject({
      hostHour: money('the price of an hour of a host').default(80),
      waitedMinute: money('what a minute is worth that somebody waits').default(96),
    })
    .prefault({}),
  reserve: whole(0, 100_000, 'places').default(0),
  hosts: z
    .strictObject({
      fewest: whole(0, 10_000, 'hosts').default(0),
      most: whole(1, 10_000, 'hosts (or null)').nullable().default(null),
    })
    .prefault({}),
  monthlyBudget: money('the money for host-hours in a month (or null)').nullable().default(null),
  givesWay: z
    .array(oneOf([...softLimits]), { error: `expected each of ${softLimits.join(', ')} once` })
    .refine((list) => list.length === softLimits.length && new Set(list).size === list.length, {
      error: `expected each of ${softLimits.join(', ')} once, the first to give way first`,
    })
    .default([...softLimits]),
  startsPerMinute: whole(1, 1000, 'hosts').default(60),
  endLeftSessions: z.boolean({ error: 'expected true or false' }).default(false),
  disconnectTimeoutMinutes: whole(1, minutesOfDay, 'minutes').default(60),
});

const poolGroup = uuid('the object id of the Entra group whose members may use the pool');

const poolOfAnyProvider = {
  id,
  name: localised,
  kind: oneOf(['pooled', 'personal']),
  scaling: oneOf(['zaitaku', 'shadow']).default('zaitaku'),
  admission: oneOf(['booked-only', 'open']).default('booked-only'),
  group: poolGroup,
  hosts: z.strictObject({
    prefix: z
      .string({ error: 'expected the beginning of the session hosts\' names, like "avd-kmk-"' })
      .regex(/^[A-Za-z][A-Za-z0-9-]*$/, 'expected letters, digits and hyphens, a letter first, like "avd-kmk-"'),
    count: whole(1, 10_000, 'session hosts'),
  }),
  maxSessions: whole(1, 999_999, 'sessions on one host'),
  licences: whole(1, 1_000_000, 'sessions that the licences allow (or null)').nullable().default(null),
  leadMinutes: whole(0, minutesOfDay, 'minutes').default(90),
  graceMinutes: whole(0, minutesOfDay, 'minutes').default(15),
  noticeMinutes: whole(0, minutesOfDay, 'minutes').default(90),
  sessionAtEnd: oneOf(['leave', 'disconnect', 'log-off']).default('leave'),
  warningMinutes: z
    .array(whole(0, minutesOfDay, 'minutes'), { error: 'expected a list of minutes, ascending ([] for no warning)' })
    .max(10, 'expected at most 10 warnings')
    .default([]),
  capacity: poolCapacity.prefault({}),
  noShow: z
    .strictObject(
      { afterMinutes: whole(30, minutesOfDay, 'minutes') },
      {
        error: (issue) =>
          issue.code === 'invalid_type' ? 'expected afterMinutes, or null where no seat is given back' : undefined,
      },
    )
    .nullable()
    .default(null),
  for: z.strictObject(
    {
      everyone: z.boolean({ error: 'expected true or false' }).default(false),
      sections: distinct(z.string({ error: 'expected the id of a section' }), 'section ids').default([]),
      people: distinct(upn, 'user principal names').default([]),
    },
    {
      error: (issue) =>
        issue.code === 'invalid_type' ? 'expected who books here: everyone, sections or people' : undefined,
    },
  ),
  overflow: z.string({ error: 'expected the id of another pool, or null for none' }).nullable().default(null),
  zones: poolZones,
  noSaving: oneOf(['read', 'declared']).default('read'),
};

const avdPool = z.strictObject({
  ...poolOfAnyProvider,
  provider: z.literal('avd').default('avd'),
  subscriptionId: uuid('the id of the Azure subscription'),
  resourceGroup: z
    .string({ error: 'expected the name of an Azure resource group' })
    .regex(/^[\p{L}\p{N}_().-]{0,89}[\p{L}\p{N}_()-]$/u, 'expected the name of an Azure resource group'),
  hostPool: z
    .string({ error: 'expected the name of an Azure Virtual Desktop host pool' })
    .regex(/^[A-Za-z0-9@._-]{3,64}$/, 'expected the name of an Azure Virtual Desktop host pool, 3 to 64 characters'),
});

const citrixPool = z.strictObject({
  ...poolOfAnyProvider,
  provider: z.literal('citrix'),
  deliveryGroup: z
    .string({ error: 'expected the name or id of a Citrix delivery group' })
    .regex(/^[^\\/;:#.*?=<>|[\]()"']{1,64}$/, 'expected the name or id of a Citrix delivery group'),
  access: oneOf(['group', 'delivery-group']).default('group'),
  group: poolGroup.optional(),
  storeUrl: z
    .url({ protocol: /^https$/, error: 'expected the https address of Citrix Workspace or StoreFront, or null' })
    .nullable()
    .default(null),
});

const pool = z.discriminatedUnion('provider', [avdPool, citrixPool], { error: 'expected avd or citrix' });

const simulation = z.strictObject({
  seed: whole(0, 2 ** 31, 'seed').default(1),
  people: z.record(z.string(), whole(1, 100_000, 'people'), {
    error: 'expected a number of people for each section id',
  }),
  named: z.record(upn, z.string({ error: 'expected the id of a section' })).default({}),
  leadership: z.string({ error: 'expected the id of a section, or null' }).nullable().default(null),
  directors: z
    .array(
      z.strictObject({ upn, sections: distinct(z.string({ error: 'expected the id of a section' }), 'section ids') }),
    )
    .default([]),
  withoutManager: distinct(upn, 'user principal names').default([]),
  notInstalled: distinct(upn, 'user principal names').default([]),
  english: whole(0, 1_000_000, 'people').default(0),
  withoutSecondFactor,
  groups: z
    .array(
      z.strictObject({
        id: uuid("an Entra group's object id"),
        displayName: text(256),
        members: distinct(upn, 'user principal names'),
      }),
    )
    .default([]),
  demoUser: upn.nullable().default(null),
});

/** The shape of an organisation's file. What must hold between fields is in check-organisation.ts. */
export const organisationFile = z.strictObject(
  {
    id,
    name: localised,
    timeZone: z
      .string({ error: 'expected an IANA time zone such as Asia/Tokyo' })
      .refine(isTimeZone, 'expected an IANA time zone such as Asia/Tokyo'),
    tenantId: uuid('the id of the Entra tenant'),
    workingHours: z.strictObject({
      start: wallTime,
      end: wallTime,
      lunch: z.strictObject({ start: wallTime, end: wallTime }),
    }),
    rules,
    profiles: z.array(profile, { error: 'expected a list of profiles' }).default([]),
    closures,
    quietHours: z
      .strictObject({ from: wallTime, to: wallTime, daysOff: z.boolean({ error: 'expected true or false' }) })
      .nullable()
      .default(null),
    tasks: z.array(task, { error: 'expected a list of tasks' }).default([]),
    reasonCategories: z
      .array(z.strictObject({ id, name: localised }), { error: 'expected a list with id and name' })
      .default([]),
    approvals,
    participants: z
      .union([z.literal('everyone'), profileFor], { error: 'expected everyone, or sections, jobTitles and people' })
      .default('everyone'),
    waitlist: z.strictObject({ offerMinutes: whole(1, 1440, 'minutes').default(30) }).default({ offerMinutes: 30 }),
    emergency: z
      .strictObject({
        twoPeople: z.boolean({ error: 'expected true or false' }).default(false),
        priority: z
          .array(distinct(z.string({ error: 'expected the id of a section' }), 'section ids'), {
            error: 'expected lists of section ids, the first to get seats first',
          })
          .default([]),
      })
      .default({ twoPeople: false, priority: [] }),
    certificates: certificates.prefault({}),
    pledge: pledge.nullable().default(null),
    feedback: z
      .strictObject({ every: whole(1, 1000, 'days') })
      .nullable()
      .default(null),
    readiness: readiness.prefault({}),
    work: z.strictObject({ askAfterMinutes: whole(0, 1440, 'minutes').default(60) }).default({ askAfterMinutes: 60 }),
    keepDays: z
      .strictObject({
        reasons: kept(threeYears),
        contacts: kept(30),
        workingTimes: kept(threeYears),
        conversations: kept(30),
        audit: kept(threeYears),
        feedback: kept(365),
        visits: kept(90),
      })
      .default({
        reasons: threeYears,
        contacts: 30,
        workingTimes: threeYears,
        conversations: 30,
        audit: threeYears,
        feedback: 365,
        visits: 90,
      }),
    sections: z.array(section, { error: 'expected a list of sections' }).min(1, 'expected at least one section'),
    roles: z.strictObject({ ict: role, personnel: role, emergency: role, bookForOthers: role, auditor: role }),
    pools: z.array(pool, { error: 'expected a list of pools' }).min(1, 'expected at least one pool'),
    licences: z.array(licence, { error: 'expected a list of licences ([] for none)' }).default([]),
    gateway: gateway.nullable().default(null),
    calendar: calendar.prefault({}),
    costs,
    lostDevice: oneOf(['ask', 'at-once']).default('ask'),
    permission: z.strictObject({ unbooked: oneOf(['tell', 'remove']).default('tell') }).default({ unbooked: 'tell' }),
    simulation: simulation.optional(),
  },
  { error: (issue) => (issue.code === 'invalid_type' ? "expected an organisation's settings" : undefined) },
);

export type OrganisationFile = z.output<typeof organisationFile>;

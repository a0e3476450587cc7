import { z } from 'zod';

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
/** Entra's rule, narrowed to what a mailbox address can be: letters, digits and . _ ' - before the @, a domain after it. */
const upnPattern = /^[A-Za-z0-9](?:[A-Za-z0-9._'-]*[A-Za-z0-9_])?@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/;
const wallTimePattern = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const minutesOfDay = 24 * 60;

/** Text in one line: no control characters, nothing that turns the writing direction, no blank ends. */
const text = (max: number) =>
  z
    .string({ error: 'expected text' })
    .min(1, 'expected text that is not empty')
    .max(max, `expected at most ${max} characters`)
    .regex(/^[^\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]*$/u, 'expected one line without control characters')
    .refine((value) => value.trim() === value, 'expected no blanks at its beginning or end');

const whole = (min: number, max: number, unit: string) => {
  const expected = `expected a whole number of ${unit} from ${min} to ${max}`;
  return z.number({ error: expected }).int(expected).min(min, expected).max(max, expected);
};

const id = z
  .string({ error: 'expected an id: small letters, digits and hyphens' })
  .regex(/^[a-z][a-z0-9-]{0,49}$/, 'expected an id: small letters, digits and hyphens, a letter first, at most 50');

const uuid = (what: string) =>
  z
    .string({ error: `expected ${what}, a UUID like 3f2504e0-4f89-41d3-9a0c-0305e82c3301` })
    .regex(uuidPattern, `expected ${what}, a UUID like 3f2504e0-4f89-41d3-9a0c-0305e82c3301`)
    .transform((value) => value.toLowerCase());

const upn = z
  .string({ error: 'expected a user principal name like sato.hanako@city.example' })
  .max(113, 'expected a user principal name of at most 113 characters')
  .regex(upnPattern, 'expected a user principal name like sato.hanako@city.example')
  .transform((value) => value.toLowerCase());

const wallTime = z
  .string({ error: 'expected a time of day in quotes, like "08:30"' })
  .regex(wallTimePattern, 'expected a time of day from "00:00" to "23:59" with two digits for the hour, like "08:30"');

const localised = z.strictObject(
  { ja: text(100), en: text(100) },
  { error: (issue) => (issue.code === 'invalid_type' ? 'expected a name in both languages: ja and en' : undefined) },
);

const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: `expected one of: ${values.join(', ')}` });

const distinct = <T extends z.ZodType<string, string>>(element: T, what: string) =>
  z.array(element, { error: `expected a list of ${what} ([] for none)` }).superRefine((values, context) => {
    values.forEach((value, index) => {
      if (values.indexOf(value) !== index)
        context.addIssue({ code: 'custom', path: [index], message: `"${value}" is in the list twice` });
    });
  });

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
});

const role = z.strictObject(
  { people: distinct(upn, 'user principal names'), groups: distinct(uuid("an Entra group's object id"), 'group ids') },
  {
    error: (issue) =>
      issue.code === 'invalid_type' ? 'expected people and groups, [] where there are none' : undefined,
  },
);

const pool = z.strictObject({
  id,
  name: localised,
  provider: z.literal('avd', { error: 'expected avd' }).default('avd'),
  kind: oneOf(['pooled', 'personal']),
  admission: oneOf(['booked-only', 'open']).default('booked-only'),
  subscriptionId: uuid('the id of the Azure subscription'),
  resourceGroup: z
    .string({ error: 'expected the name of an Azure resource group' })
    .regex(/^[\p{L}\p{N}_().-]{0,89}[\p{L}\p{N}_()-]$/u, 'expected the name of an Azure resource group'),
  hostPool: z
    .string({ error: 'expected the name of an Azure Virtual Desktop host pool' })
    .regex(/^[A-Za-z0-9@._-]{3,64}$/, 'expected the name of an Azure Virtual Desktop host pool, 3 to 64 characters'),
  group: uuid('the object id of the Entra group whose members may use the pool'),
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
});

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
    rules: z.strictObject({
      daysPerWeek: whole(1, 7, 'days'),
      horizonDays: whole(1, 3660, 'days'),
      daysPerRequest: whole(1, 366, 'days'),
    }),
    approvals: z.strictObject({
      fallback: oneOf(['section-head', 'ict']),
      remindAfterHours: whole(1, 1000, 'working hours'),
    }),
    sections: z.array(section, { error: 'expected a list of sections' }).min(1, 'expected at least one section'),
    roles: z.strictObject({ ict: role, personnel: role, emergency: role, bookForOthers: role, auditor: role }),
    pools: z.array(pool, { error: 'expected a list of pools' }).min(1, 'expected at least one pool'),
    simulation: simulation.optional(),
  },
  { error: (issue) => (issue.code === 'invalid_type' ? "expected an organisation's settings" : undefined) },
);

export type OrganisationFile = z.output<typeof organisationFile>;

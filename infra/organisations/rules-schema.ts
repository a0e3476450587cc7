import { z } from 'zod';
import { DEVICES, RULE_IDS, WEEKDAYS, ZONES, type ApproverStep } from '../../flows/rules/rules.ts';
import { distinct, id, localDay, localised, oneOf, text, upn, wallTime, whole } from './fields.ts';

const days = (max: number) => whole(0, max, 'days (or null for no limit)').nullable();
const span = z.strictObject({ from: localDay, to: localDay, name: localised });

/** `manager`, `managers-manager`, `section-head`, `ict`, or a person. */
export const approverStep = z
  .string({ error: 'expected manager, managers-manager, section-head, ict or a user principal name' })
  .refine(
    (value) => ['manager', 'managers-manager', 'section-head', 'ict'].includes(value) || upn.safeParse(value).success,
    'expected manager, managers-manager, section-head, ict or a user principal name',
  )
  .transform((value) => value.toLowerCase() as ApproverStep);

const counter = z.strictObject({ from: wallTime, to: wallTime, people: whole(1, 10_000, 'people') });
const mostAway = z.strictObject({
  people: whole(0, 100_000, 'people (or null)').nullable().default(null),
  percent: whole(0, 100, 'percent (or null)').nullable().default(null),
});
const lead = z.strictObject({
  workingDays: whole(0, 250, 'working days'),
  until: wallTime.nullable().default(null),
});

/** Every rule, without defaults: a profile names those that it changes. */
const fields = {
  daysPerWeek: days(7),
  daysPerMonth: days(31),
  daysPerYear: days(366),
  yearBegins: whole(1, 12, 'month'),
  halfCounts: oneOf(['whole', 'half']),
  officeDaysPerWeek: days(7),
  lead,
  horizonDays: whole(1, 3660, 'days'),
  daysPerRequest: whole(1, 366, 'days'),
  daysPerSeries: whole(1, 366, 'days'),
  parts: distinct(oneOf(['full', 'am', 'pm', 'hours']), 'parts of a day').min(1, 'expected at least one part'),
  forbiddenWeekdays: distinct(oneOf(WEEKDAYS), 'weekdays'),
  preferredWeekdays: distinct(oneOf(WEEKDAYS), 'weekdays'),
  forbiddenDays: z.array(span, { error: 'expected a list of days with from, to and name' }),
  daysOff: z.boolean({ error: 'expected true or false' }),
  mostAway,
  counter: z.array(counter, { error: 'expected a list of times with from, to and people' }),
  places: distinct(oneOf(['home', 'satellite', 'field']), 'places').min(1, 'expected at least one place'),
  devices: distinct(oneOf(DEVICES), 'devices').min(1, 'expected at least one device'),
  excluded: z.boolean({ error: 'expected true or false' }),
  within: oneOf(['automatic', 'approver']),
  stops: distinct(oneOf(RULE_IDS), 'rules'),
  steps: z
    .array(approverStep, { error: 'expected a list of approvers' })
    .min(1, 'expected at least one approver')
    .max(5, 'expected at most 5 steps'),
  priority: whole(1, 9, 'priority'),
} as const;

/** The organisation's own rules: what is not said is what the public sector does most. */
export const rules = z.strictObject({
  ...fields,
  daysPerWeek: fields.daysPerWeek.default(null),
  daysPerMonth: fields.daysPerMonth.default(null),
  daysPerYear: fields.daysPerYear.default(null),
  yearBegins: fields.yearBegins.default(4),
  halfCounts: fields.halfCounts.default('whole'),
  officeDaysPerWeek: fields.officeDaysPerWeek.default(null),
  lead: fields.lead.default({ workingDays: 0, until: null }),
  daysPerSeries: fields.daysPerSeries.default(60),
  parts: fields.parts.default(['full', 'am', 'pm', 'hours']),
  forbiddenWeekdays: fields.forbiddenWeekdays.default([]),
  preferredWeekdays: fields.preferredWeekdays.default([]),
  forbiddenDays: fields.forbiddenDays.default([]),
  daysOff: fields.daysOff.default(false),
  mostAway: fields.mostAway.default({ people: null, percent: null }),
  counter: fields.counter.default([]),
  places: fields.places.default(['home', 'satellite', 'field']),
  devices: fields.devices.default([...DEVICES]),
  excluded: fields.excluded.default(false),
  within: fields.within.default('approver'),
  stops: fields.stops.default([
    'days-per-week',
    'days-per-month',
    'days-per-year',
    'horizon',
    'part',
    'place',
    'device',
    'closure',
  ]),
  steps: fields.steps.default(['manager']),
  priority: fields.priority.default(5),
});

export const profileFor = z.strictObject({
  sections: distinct(z.string({ error: 'expected the id of a section' }), 'section ids').default([]),
  jobTitles: distinct(text(64), 'job titles').default([]),
  people: distinct(upn, 'user principal names').default([]),
});

export const profile = z.strictObject({
  id,
  for: profileFor,
  rules: z.strictObject(fields).partial(),
});

export const closures = z.array(span, { error: 'expected a list of days with from, to and name' }).default([]);

export const task = z.strictObject({
  id,
  name: localised,
  remote: z.boolean({ error: 'expected true or false' }),
  zone: oneOf(ZONES).nullable().default(null),
  words: distinct(text(40), 'words').default([]),
});

import { z } from 'zod';
import { SWITCHED_GATES } from '../../flows/readiness/readiness-settings.ts';
import { distinct, oneOf, upn, whole } from './fields.ts';

/** A gate in the file; one that is not named is off. */
const gate = z.strictObject(
  {
    id: z.enum(SWITCHED_GATES, {
      error: (issue) =>
        issue.input === 'officer'
          ? 'expected officerConfirms: true beside gates, for the confirmation of an officer'
          : `expected one of: ${SWITCHED_GATES.join(', ')}`,
    }),
    when: oneOf(['off', 'warn', 'block']),
    daysAhead: whole(0, 30, 'working days').default(3),
  },
  { error: (issue) => (issue.code === 'invalid_type' ? 'expected a gate with id, when and daysAhead' : undefined) },
);

export const readiness = z.strictObject({
  gates: z
    .array(gate, { error: 'expected a list of gates with id and when' })
    .superRefine((gates, context) => {
      gates.forEach(({ id }, index) => {
        if (gates.findIndex((other) => other.id === id) < index)
          context.addIssue({ code: 'custom', path: [index, 'id'], message: `"${id}" is in the list twice` });
      });
    })
    .default([]),
  officerConfirms: z.boolean({ error: 'expected true or false' }).default(false),
  dataMaxAgeHours: whole(1, 24 * 31, 'hours').default(48),
});

/** A desktop that is used from outside never reaches the My Number network: the file cannot say otherwise. */
export const poolZones = z
  .array(
    z.enum(['lgwan'], {
      error: (issue) =>
        issue.input === 'my-number'
          ? 'expected lgwan alone: a desktop used from outside must not reach the My Number network'
          : 'expected lgwan',
    }),
    { error: 'expected a list of networks ([] for none)' },
  )
  .default([]);

/** Simulated people who have registered no second factor: so many in a hundred, and those named. */
export const withoutSecondFactor = z
  .strictObject({
    percent: whole(0, 100, 'percent').default(5),
    people: distinct(upn, 'user principal names').default([]),
  })
  .prefault({});

import { z } from 'zod';

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
/** Entra's rule, narrowed to what a mailbox address can be: letters, digits and . _ ' - before the @, a domain after it. */
const upnPattern = /^[A-Za-z0-9](?:[A-Za-z0-9._'-]*[A-Za-z0-9_])?@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/;
const wallTimePattern = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/** Text in one line: no control characters, nothing that turns the writing direction, no blank ends. */
export const text = (max: number) =>
  z
    .string({ error: 'expected text' })
    .min(1, 'expected text that is not empty')
    .max(max, `expected at most ${max} characters`)
    .regex(/^[^\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]*$/u, 'expected one line without control characters')
    .refine((value) => value.trim() === value, 'expected no blanks at its beginning or end');

/** Text of several lines, as a card can show it: two of 3,000 characters fit into Teams' 28 KB. */
export const longText = (max: number, lines = 60) =>
  z
    .string({ error: 'expected text' })
    .transform((value) => value.trim())
    .pipe(
      z
        .string()
        .min(1, 'expected text that is not empty')
        .max(max, `expected at most ${max} characters`)
        .refine((value) => value.split('\n').length <= lines, `expected at most ${lines} lines`)
        .regex(/^(?!.*(?!\n)[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069])/su, 'expected no control characters'),
    );

export const whole = (min: number, max: number, unit: string) => {
  const expected = `expected a whole number of ${unit} from ${min} to ${max}`;
  return z.number({ error: expected }).int(expected).min(min, expected).max(max, expected);
};

export const id = z
  .string({ error: 'expected an id: small letters, digits and hyphens' })
  .regex(/^[a-z][a-z0-9-]{0,49}$/, 'expected an id: small letters, digits and hyphens, a letter first, at most 50');

export const uuid = (what: string) =>
  z
    .string({ error: `expected ${what}, a UUID like 3f2504e0-4f89-41d3-9a0c-0305e82c3301` })
    .regex(uuidPattern, `expected ${what}, a UUID like 3f2504e0-4f89-41d3-9a0c-0305e82c3301`)
    .transform((value) => value.toLowerCase());

export const upn = z
  .string({ error: 'expected a user principal name like sato.hanako@city.example' })
  .max(113, 'expected a user principal name of at most 113 characters')
  .regex(upnPattern, 'expected a user principal name like sato.hanako@city.example')
  .transform((value) => value.toLowerCase());

export const wallTime = z
  .string({ error: 'expected a time of day in quotes, like "08:30"' })
  .regex(wallTimePattern, 'expected a time of day from "00:00" to "23:59" with two digits for the hour, like "08:30"');

/** A day that the calendar has. YAML reads one without quotes as text as well. */
export const localDay = z
  .string({ error: 'expected a day like 2026-12-29' })
  .refine(isRealDay, 'expected a day that the calendar has, like 2026-12-29');

export const bothLanguages = <T extends z.ZodType<string, string>>(of: T) =>
  z.strictObject(
    { ja: of, en: of },
    { error: (issue) => (issue.code === 'invalid_type' ? 'expected it in both languages: ja and en' : undefined) },
  );

export const localised = z.strictObject(
  { ja: text(100), en: text(100) },
  { error: (issue) => (issue.code === 'invalid_type' ? 'expected a name in both languages: ja and en' : undefined) },
);

export const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: `expected one of: ${values.join(', ')}` });

export const distinct = <T extends z.ZodType<string, string>>(element: T, what: string) =>
  z.array(element, { error: `expected a list of ${what} ([] for none)` }).superRefine((values, context) => {
    values.forEach((value, index) => {
      if (values.indexOf(value) !== index)
        context.addIssue({ code: 'custom', path: [index], message: `"${value}" is in the list twice` });
    });
  });

function isRealDay(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const at = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === value;
}

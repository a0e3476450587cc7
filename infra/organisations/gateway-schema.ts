import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { distinct, id, oneOf, whole } from './fields.ts';

/** An absolute path, or null. */
export const place = (what: string) => {
  const expected = `expected the absolute path of ${what}, or null`;
  return z
    .string({ error: expected })
    .max(1_000, expected)
    .refine((path) => isAbsolute(path) && !/\p{Cc}/u.test(path), expected)
    .nullable()
    .default(null);
};

/** The gateway before the desktops. */
export const gateway = z.strictObject(
  {
    file: place("the gateway's file"),
    pools: distinct(id, 'pool ids'),
    devices: z
      .array(oneOf(['own', 'lent', 'mobile-pc', 'office-pc']), { error: 'expected a list of devices ([] for none)' })
      .default([]),
    aheadHours: whole(1, 24 * 14, 'hours').default(26),
    secretFile: place("a file with the gateway's secret"),
  },
  {
    error: (issue) =>
      issue.code === 'invalid_type' ? 'expected file, pools and aheadHours, or null where there is none' : undefined,
  },
);

import { z } from 'zod';
import { text } from './fields.ts';
import { place } from './gateway-schema.ts';

/** The EST server of another authority (RFC 7030): where it is, whom it is trusted by, and who zaitaku is to it. */
export const est = z
  .strictObject({
    url: z.url({
      protocol: /^https$/,
      error: 'expected the https address of an EST server, like https://est.city.example/.well-known/est',
    }),
    trustFile: place("a file with the server's authorities (PEM)"),
    certificateFile: place("a file with zaitaku's certificate (PEM)"),
    keyFile: place('a file with its key (PEM)'),
    user: text(200).nullable().default(null),
    passwordFile: place('a file with the password'),
  })
  .refine((one) => isPair(one.certificateFile, one.keyFile) !== isPair(one.user, one.passwordFile), {
    error: 'expected either certificateFile and keyFile, or user and passwordFile',
  })
  .nullable()
  .default(null);

function isPair(one: string | null, other: string | null): boolean {
  return one !== null && other !== null;
}

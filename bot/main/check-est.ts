import { X509Certificate } from 'node:crypto';
import type { Organisation } from '../../flows/organisation.ts';
import { estClient, type EstOptions } from '../../infra/certificates/est-client.ts';
import type { CheckLine } from '../commands/check.ts';

/** What the operator mends, by what the fault says. */
const MENDS: [RegExp, string][] = [
  [/ENOENT|EACCES|EISDIR/, 'see to that file, and to the rights on it (certificates.est)'],
  [
    /self.signed|unable to (?:get|verify)|UNABLE_TO|issuer certificate/i,
    "zaitaku does not know who signed the server's certificate: put that authority's certificate (PEM) in certificates.est.trustFile",
  ],
  [/altnames|does not match/i, 'certificates.est.url must name the server as its own certificate does'],
  [/has expired|not yet valid/i, "renew the server's certificate, or set this machine's clock"],
  [/alert|PEM|key values mismatch/i, 'see to certificates.est.certificateFile and keyFile: the server takes no other'],
  [/: 40[13]/, 'see to the name and password, or the certificate, in certificates.est: the server does not take them'],
  [
    /: 404/,
    'see to the path in certificates.est.url: /.well-known/est, with the label of the authority where it has several',
  ],
];
const REACH = 'see to certificates.est.url, the way through the firewall, and the server';

/** Where certificates come by EST: whether the server answers with its authorities (/cacerts). Asks for no certificate. */
export async function estLines(
  { certificates }: Pick<Organisation, 'certificates'>,
  optionsOf: () => EstOptions,
  now: Date,
): Promise<CheckLine[]> {
  if (certificates.authority !== 'est') return [];
  const what = `certificate authority by EST, ${certificates.est?.url ?? ''}`;
  try {
    const sent = (await estClient(optionsOf()).caCertificates()).map((der) => new X509Certificate(der));
    const over = sent.find((one) => new Date(one.validTo) <= now);
    const named = sent.map(({ subject, validTo }) => `${subject.replaceAll('\n', ', ')} until ${validTo}`).join('; ');
    if (sent.length === 0 || over)
      return [
        {
          what,
          ok: false,
          detail: over ? `it answers an authority that is over: ${named}` : 'it answers no authority',
          mend: 'have whoever runs the authority set it right',
        },
      ];
    const detail = `answers ${named}; that it issues is told by the first certificate alone`;
    return [{ what, ok: true, detail, mend: null }];
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return [{ what, ok: false, detail, mend: MENDS.find(([said]) => said.test(detail))?.[1] ?? REACH }];
  }
}

import { join, parse } from 'node:path';
import type { CertificateAuthority } from '../../flows/certificates/certificate-authority.ts';
import type { Clock } from '../../flows/clock.ts';
import type { Organisation } from '../../flows/organisation.ts';
import { ownAuthority } from '../../infra/certificates/own-authority.ts';
import { fileSigningKey } from '../../infra/certificates/signing-key.ts';

/**
 * The authority of zaitaku's own. Nothing is made or read before it is used first, so an organisation without
 * certificates has no key either. The certificate lies beside the key, with the ending .crt.
 */
export function openAuthority(options: {
  keyFile: string | null;
  dataDir: string;
  publicUrl: string;
  organisation: () => Organisation;
  clock: Clock;
}): CertificateAuthority {
  const { dataDir, publicUrl, organisation, clock } = options;
  const keyFile = options.keyFile ?? join(dataDir, 'ca.key');
  const { dir, name } = parse(keyFile);
  const { id, name: called } = organisation();
  return ownAuthority({
    key: () => fileSigningKey(keyFile, organisation().certificates.key),
    certificateFile: join(dir, `${name}.crt`),
    organisation: called.en,
    listUrl: `${publicUrl}/crl/${id}.crl`,
    now: () => clock.now(),
  });
}

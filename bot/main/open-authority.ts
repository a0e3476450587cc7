import { readFileSync } from 'node:fs';
import type { CertificateAuthority } from '../../flows/certificates/certificate-authority.ts';
import type { Clock } from '../../flows/clock.ts';
import type { EstSettings, Organisation } from '../../flows/organisation.ts';
import { createCredential } from '../../infra/azure-credential.ts';
import { estAuthority } from '../../infra/certificates/est-authority.ts';
import { estClient, type EstOptions } from '../../infra/certificates/est-client.ts';
import { keyVaultSigningKey } from '../../infra/certificates/key-vault-key.ts';
import { ownAuthority } from '../../infra/certificates/own-authority.ts';
import { fileSigningKey, type SigningKey } from '../../infra/certificates/signing-key.ts';
import { type AuthorityOptions, certificateFileOf, isVault, keyFileOf } from './certificate-files.ts';

const VAULT_SCOPE = 'https://vault.azure.net/.default';

/**
 * The authority of zaitaku's own, or another one by EST where the settings say so. Nothing is made or read before it is used first, so an organisation without
 * certificates has no key either. The certificate lies beside the key's file, with the ending .crt, or as `ca.crt` in the
 * data folder.
 */
export function openAuthority(
  options: AuthorityOptions & { publicUrl: string; organisation: () => Organisation; clock: Clock },
): CertificateAuthority {
  const { caKey, publicUrl, organisation, clock } = options;
  const { id, name: called } = organisation();
  const key = (): Promise<SigningKey> =>
    isVault(caKey)
      ? keyVaultSigningKey({ address: caKey, token: vaultToken })
      : fileSigningKey(keyFileOf(options), organisation().certificates.key);
  const own = ownAuthority({
    key,
    certificateFile: certificateFileOf(options),
    organisation: called.en,
    listUrl: `${publicUrl}/crl/${id}.crl`,
    now: () => clock.now(),
  });
  const est = estAuthority({ client: () => estClient(estOptions(organisation().certificates.est)) });
  // The setting may change while zaitaku runs.
  const present = () => (organisation().certificates.authority === 'est' ? est : own);
  return {
    certificate: () => present().certificate(),
    issue: (order) => present().issue(order),
    newKey: (kind) => present().newKey(kind),
    readRequest: (request) => present().readRequest(request),
    pack: (content) => present().pack(content),
    signList: (list) => present().signList(list),
  };
}

/** Files are read at each use: a certificate that was renewed is taken at once. */
export function estOptions(settings: EstSettings | null): EstOptions {
  if (settings === null) throw new Error('certificates.est: not set in the configuration');
  const { url, trustFile, certificateFile, keyFile, user, passwordFile } = settings;
  const trust = trustFile === null ? null : readFileSync(trustFile, 'utf8');
  if (certificateFile !== null && keyFile !== null)
    return {
      url,
      trust,
      as: { certificate: readFileSync(certificateFile, 'utf8'), key: readFileSync(keyFile, 'utf8') },
    };
  return { url, trust, as: { user: user!, password: readFileSync(passwordFile!, 'utf8').trim() } };
}

async function vaultToken(): Promise<string> {
  const token = await createCredential(['https://vault.azure.net']).getToken(VAULT_SCOPE);
  if (!token) throw new Error('no access token for Azure Key Vault; check AZURE_TENANT_ID and the identity');
  return token.token;
}

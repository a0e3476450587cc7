import type { CertificateAuthority } from '../../flows/certificates/certificate-authority.ts';
import type { Clock } from '../../flows/clock.ts';
import type { Organisation } from '../../flows/organisation.ts';
import { createCredential } from '../../infra/azure-credential.ts';
import { keyVaultSigningKey } from '../../infra/certificates/key-vault-key.ts';
import { ownAuthority } from '../../infra/certificates/own-authority.ts';
import { fileSigningKey, type SigningKey } from '../../infra/certificates/signing-key.ts';
import { type AuthorityOptions, certificateFileOf, isVault, keyFileOf } from './certificate-files.ts';

const VAULT_SCOPE = 'https://vault.azure.net/.default';

/**
 * The authority of zaitaku's own. Nothing is made or read before it is used first, so an organisation without
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
  return ownAuthority({
    key,
    certificateFile: certificateFileOf(options),
    organisation: called.en,
    listUrl: `${publicUrl}/crl/${id}.crl`,
    now: () => clock.now(),
  });
}

async function vaultToken(): Promise<string> {
  const token = await createCredential(['https://vault.azure.net']).getToken(VAULT_SCOPE);
  if (!token) throw new Error('no access token for Azure Key Vault; check AZURE_TENANT_ID and the identity');
  return token.token;
}

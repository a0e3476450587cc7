import { createHash, createPublicKey, type JsonWebKey } from 'node:crypto';
import { ProviderError, type ProviderErrorKind } from '../../flows/provider-error.ts';
import { SigningKeyError, type SigningKey } from './signing-key.ts';

export interface KeyVaultKeyOptions {
  /** `https://VAULT.vault.azure.net/keys/NAME`, with a version behind it or not. */
  address: string;
  /** An access token for https://vault.azure.net/.default. */
  token: () => Promise<string>;
  fetch?: typeof fetch;
}

/** Of the data plane: learn.microsoft.com/rest/api/keyvault/keys/sign/sign (7.4). */
const API_VERSION = '7.4';
const PATIENCE_MS = 20_000;

interface KeyBundle {
  key?: { kid?: string; kty?: string; n?: string; e?: string; crv?: string; x?: string; y?: string };
}

/**
 * The authority's key in Azure Key Vault, which signs and never hands the key out. Needs the role "Key Vault Crypto User"
 * (keys/read, keys/sign). The version that was found at the start is kept to: a new one is a new authority. Written from
 * Microsoft's reference and tried against a stand-in of our own; not proved against a vault. Throws ProviderError, or
 * SigningKeyError where the key is of another kind.
 */
export async function keyVaultSigningKey({
  address,
  token,
  fetch: call = fetch,
}: KeyVaultKeyOptions): Promise<SigningKey> {
  const ask = async (operation: string, url: string, body?: unknown): Promise<unknown> => {
    const failed = (kind: ProviderErrorKind, said: string, more: { retryAfterMs?: number; cause?: unknown } = {}) =>
      new ProviderError(`${address}: ${operation}: ${said}`, { kind, operation, resource: address, ...more });
    let response: Response;
    try {
      response = await call(`${url}?api-version=${API_VERSION}`, {
        method: body ? 'POST' : 'GET',
        headers: { authorization: `Bearer ${await token()}`, 'content-type': 'application/json' },
        signal: AbortSignal.timeout(PATIENCE_MS),
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
    } catch (cause) {
      throw failed('unavailable', 'no answer from Azure Key Vault', { cause });
    }
    if (response.ok) return response.json();
    const { status } = response;
    const seconds = Number(response.headers.get('retry-after'));
    const wait = seconds > 0 ? { retryAfterMs: seconds * 1000 } : {};
    if (status === 429) throw failed('throttled', 'too many calls', wait);
    if (status === 401 || status === 403)
      throw failed('denied', 'may not use the key; assign "Key Vault Crypto User" on it');
    if (status === 404) throw failed('not-found', 'there is no such key');
    throw failed(status >= 500 ? 'unavailable' : 'invalid', `answered ${status}`, wait);
  };
  const { key } = (await ask('read the key', address)) as KeyBundle;
  const kind = key?.kty?.startsWith('RSA') ? 'rsa' : key?.kty?.startsWith('EC') && key.crv === 'P-256' ? 'p-256' : null;
  if (!key?.kid || !kind)
    throw new SigningKeyError(
      `${address}: expected a key of RSA or of ECDSA on P-256, found ${key?.kty} ${key?.crv ?? ''}`,
    );
  // "RSA-HSM" and "EC-HSM" are kept in hardware; what can be seen of them is the same.
  const { n, e, crv, x, y, kid } = key;
  const jwk = (kind === 'rsa' ? { kty: 'RSA', n, e } : { kty: 'EC', crv, x, y }) as JsonWebKey;
  return {
    kind,
    publicKey: createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'der' }),
    sign: async (data) => {
      const value = createHash('sha256').update(data).digest('base64url');
      const alg = kind === 'rsa' ? 'RS256' : 'ES256';
      const signed = (await ask('sign', `${kid}/sign`, { alg, value })) as { value?: string };
      return Buffer.from(signed.value ?? '', 'base64url');
    },
  };
}

import type { TokenCredential } from '@azure/identity';
import { isLoopback } from '../endpoint.ts';
import { PUBLIC_GRAPH } from './graph-caller.ts';

/**
 * Application permissions that Entra wrote into the token (its `roles`). Read for the operator's eyes, so the signature
 * is not checked: nothing is decided by it. Null where there is no such token.
 */
export async function grantedRoles(credential: TokenCredential, endpoint: string): Promise<string[] | null> {
  try {
    const audience = isLoopback(endpoint) ? PUBLIC_GRAPH : new URL(endpoint).origin;
    const { token = '' } = (await credential.getToken(`${audience}/.default`)) ?? {};
    const payload = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { roles?: unknown };
    return Array.isArray(payload.roles) ? payload.roles.map(String) : [];
  } catch {
    return null;
  }
}

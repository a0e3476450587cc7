import { readFileSync } from 'node:fs';
import type { Organisation } from '../../flows/organisation.ts';
import { UsageError } from './settings.ts';

/** Shorter ones can be guessed; `openssl rand -base64 32` makes one of 44 characters. */
const SHORTEST = 24;

/**
 * The secret that the gateway shows: ZAITAKU_GATEWAY_SECRET, else the first line of `gateway.secretFile`, read at each
 * question so that a new one is taken over at once. Null where there is none, or the file cannot be read or is too short.
 */
export function gatewaySecretOf(env: NodeJS.ProcessEnv, organisation: () => Organisation): () => string | null {
  const given = env['ZAITAKU_GATEWAY_SECRET']?.trim();
  if (given !== undefined && given !== '' && given.length < SHORTEST)
    throw new UsageError(`ZAITAKU_GATEWAY_SECRET: expected at least ${SHORTEST} characters (openssl rand -base64 32)`);
  return () => {
    if (given) return given;
    const file = organisation().gateway?.secretFile;
    if (!file) return null;
    try {
      const [line = ''] = readFileSync(file, 'utf8').split('\n');
      return line.trim().length < SHORTEST ? null : line.trim();
    } catch {
      return null;
    }
  };
}

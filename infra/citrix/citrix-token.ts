import { patiently, retryAfterMs } from '../patience.ts';
import type { Patience } from '../patience.ts';
import type { CitrixAddress } from './citrix-address.ts';
import { CitrixFault } from './citrix-fault.ts';

/** Renewed when so much of its life is left: longer than any call lasts. */
const BEFORE_END_MS = 5 * 60_000;
/** Citrix Cloud's tokens live an hour; those of a site on premises say when they end. */
const USUAL_LIFE_MS = 60 * 60_000;
/** Sent to loopback addresses where no client is set: it opens nothing anywhere else. */
const LOOPBACK_TOKEN = 'loopback-only';

export interface CitrixClient {
  id: string;
  secret: string;
}

export interface TokenSource {
  /** A token that lives long enough for a call. `not`: one that was refused just now. */
  token(not?: string): Promise<string>;
}

interface TokenAnswer {
  access_token?: string;
  /** Seconds; Citrix Cloud writes them as text. */
  expires_in?: string | number;
  /** On premises. */
  Token?: string;
  ExpiresAt?: string;
  error?: string;
  error_description?: string;
}

/**
 * Tokens by client credentials (Citrix Cloud), or by an administrator's name and password (on premises: the client's
 * id is then `DOMAIN\user`). Kept until shortly before their end by the machine's clock; callers at the same time share
 * one request. Throws CitrixFault.
 */
export function createTokenSource(
  address: CitrixAddress,
  client: CitrixClient | null,
  patience: Patience,
): TokenSource {
  let kept: { token: string; until: number } | null = null;
  let underWay: Promise<string> | null = null;

  async function renew(): Promise<string> {
    const { token, lifeMs } = await ask(address, client!, patience);
    // Of a short life the last fifth is left, so that it is used at all.
    kept = { token, until: Date.now() + Math.max(lifeMs - BEFORE_END_MS, lifeMs * 0.8) };
    return token;
  }

  return {
    token(not) {
      if (client === null) {
        if (address.loopback) return Promise.resolve(LOOPBACK_TOKEN);
        return Promise.reject(
          new CitrixFault('CITRIX_CLIENT_ID and CITRIX_CLIENT_SECRET are not set', { signIn: true, status: 401 }),
        );
      }
      if (kept && kept.token !== not && Date.now() < kept.until) return Promise.resolve(kept.token);
      underWay ??= renew().finally(() => (underWay = null));
      return underWay;
    },
  };
}

async function ask(address: CitrixAddress, client: CitrixClient, patience: Patience) {
  const { id, secret } = client;
  const basic = Buffer.from(`${id}:${secret}`).toString('base64');
  const once = async () => {
    const answer = await fetch(address.tokens, {
      method: 'POST',
      headers: { Accept: 'application/json', ...(address.onPremises ? { Authorization: `Basic ${basic}` } : {}) },
      body: address.onPremises
        ? undefined
        : new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: secret }),
      signal: AbortSignal.timeout(patience.timeoutMs),
      redirect: 'error',
    });
    return { ok: answer.ok, status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  // To ask for a token twice changes nothing: it counts as a reading.
  const answer = await patiently(patience, true, once).catch((cause: unknown) => {
    throw new CitrixFault(`no answer from ${address.tokens}`, { signIn: true, cause });
  });
  const said = parse(answer.text);
  const token = said.access_token ?? said.Token;
  if (answer.ok && token) return { token, lifeMs: lifeOf(said) };
  // Citrix Cloud says 200 with an error in it, or 400 with invalid_client: either way it knows no such client.
  const refused = answer.ok || answer.status === 400;
  throw new CitrixFault([said.error, said.error_description].filter(Boolean).join(': ') || `HTTP ${answer.status}`, {
    signIn: true,
    status: refused ? 401 : answer.status,
    retryAfterMs: retryAfterMs(answer.headers),
  });
}

function lifeOf({ expires_in: seconds, ExpiresAt: at }: TokenAnswer): number {
  const ms = at === undefined ? Number(seconds) * 1000 : Date.parse(at) - Date.now();
  return Number.isFinite(ms) && ms > 0 ? ms : USUAL_LIFE_MS;
}

function parse(text: string): TokenAnswer {
  try {
    return (JSON.parse(text) as TokenAnswer | null) ?? {};
  } catch {
    return {};
  }
}

import { ProviderError } from './provider-error.ts';

/** First pause and longest pause between tries of an outward call, in milliseconds. */
const FIRST_MS = 5_000;
const LONGEST_MS = 15 * 60_000;

/** What a failed outward call asks for: the pause before the next try, and whether trying again can help at all. */
export interface Retry {
  afterMs: number;
  /** Repeating helps only once somebody has mended something; it is tried at the longest pause all the same. */
  needsMending: boolean;
  message: string;
}

/** `attempts`: how often it was tried, this time included. A vendor's Retry-After is kept to. */
export function retryAfter(error: unknown, attempts: number): Retry {
  const message = error instanceof Error ? error.message : String(error);
  const kind = error instanceof ProviderError ? error.kind : 'unavailable';
  const needsMending = kind === 'denied' || kind === 'invalid' || kind === 'not-found';
  const doubled = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(20, Math.max(0, attempts - 1)));
  const asked = error instanceof ProviderError ? (error.retryAfterMs ?? 0) : 0;
  return { afterMs: Math.max(needsMending ? LONGEST_MS / 3 : doubled, asked), needsMending, message };
}

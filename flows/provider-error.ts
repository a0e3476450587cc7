/**
 * What went wrong at an outside system, in words that code may branch on.
 * - `not-found`: the thing named does not exist (any more)
 * - `conflict`: it is in a state that forbids the call; look again, then decide
 * - `throttled`: too many calls; `retryAfterMs` says how long to wait where the vendor said so
 * - `denied`: a permission is missing; repeating does not help until somebody mends it
 * - `unavailable`: no answer, a time-out or a 5xx: the call may or may not have been carried out
 * - `exhausted`: the vendor has none left of what was asked: quota, or capacity of the size or the zone
 * - `invalid`: the vendor refused the content; repeating does not help
 */
export type ProviderErrorKind =
  'not-found' | 'conflict' | 'throttled' | 'denied' | 'unavailable' | 'exhausted' | 'invalid';

export class ProviderError extends Error {
  readonly kind: ProviderErrorKind;
  /** Milliseconds the vendor asked to wait (Retry-After), where it did. */
  readonly retryAfterMs: number | undefined;
  /** What was tried on what, for the operator: `setDrainMode`, `hp-tokyo/avd-01`. */
  readonly operation: string;
  readonly resource: string;

  constructor(
    message: string,
    options: { kind: ProviderErrorKind; operation: string; resource: string; retryAfterMs?: number; cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.name = 'ProviderError';
    this.kind = options.kind;
    this.operation = options.operation;
    this.resource = options.resource;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** For calls that end something: where it is gone, nothing more is needed. */
export async function goneIsDone(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof ProviderError && error.kind === 'not-found')) throw error;
  }
}

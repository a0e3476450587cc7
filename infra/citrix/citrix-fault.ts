/** An answer of Citrix that is none of the hoped-for ones, or a job of its that failed. */
export class CitrixFault extends Error {
  override name = 'CitrixFault';
  /** Of the answer; null for a failed job, and where there was no answer. */
  readonly status: number | null;
  /** Citrix's own code: `type` of an error answer, ErrorCode of a job. */
  readonly code: string;
  /** Milliseconds the answer asked to wait. */
  readonly retryAfterMs: number | undefined;
  /** No token was to be had: nothing was called. */
  readonly signIn: boolean;

  constructor(
    message: string,
    fault: { status?: number | null; code?: string; retryAfterMs?: number; signIn?: boolean; cause?: unknown } = {},
  ) {
    super(message, { cause: fault.cause });
    this.status = fault.status ?? null;
    this.code = fault.code ?? '';
    this.retryAfterMs = fault.retryAfterMs;
    this.signIn = fault.signIn ?? false;
  }
}

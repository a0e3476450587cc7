/** So many of the last calls are looked at. */
const LOOKED_AT = 20;
/** The channel as a whole is in trouble where so many conversations are, and one call in four. */
const CONVERSATIONS = 3;
const ONE_IN = 4;
/** How long everything rests then, where the channel names no time: doubled while no call succeeds. */
const FIRST_REST_MS = 1_000;
const LONGEST_REST_MS = 30_000;
/** A longer Retry-After is each message's own matter: the others look for themselves whether the channel is back. */
const LONGEST_ASKED_MS = 60_000;
/** With calls that succeed, so many more a second, each second. */
const STEP = 2;

/** How a call ended, as the pace needs to know it. */
export type CallEnd = { ok: true } | { ok: false; retryAfterMs: number };

/**
 * Notices when the channel refuses many conversations (the tenant's limit is reached, the channel is away) and slows
 * everything: a rest, half the calls a second, and slowly up again with calls that succeed. A single conversation in
 * trouble slows nobody else.
 */
export class Strain {
  private readonly full: number;
  private last: { conversation: string; end: CallEnd }[] = [];
  private rests = 0;
  private raisedAt = 0;
  /** Calls a second now. */
  perSecond: number;
  /** Nothing goes out before this instant (ms of the machine). */
  restUntil = -Infinity;

  constructor(perSecond: number) {
    this.full = perSecond;
    this.perSecond = perSecond;
  }

  note(conversation: string, end: CallEnd, now: number): void {
    this.last.push({ conversation, end });
    if (this.last.length > LOOKED_AT) this.last.shift();
    if (end.ok) {
      this.rests = 0;
      if (this.perSecond < this.full && now - this.raisedAt >= 1_000) {
        this.perSecond = Math.min(this.full, this.perSecond + STEP);
        this.raisedAt = now;
      }
      return;
    }
    const failed = this.last.filter((one) => !one.end.ok);
    const conversations = new Set(failed.map((one) => one.conversation)).size;
    if (conversations < CONVERSATIONS || failed.length * ONE_IN < this.last.length) return;
    const asked = Math.max(...failed.map((one) => (one.end.ok ? 0 : one.end.retryAfterMs)));
    const own = Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** Math.min(10, this.rests));
    this.restUntil = Math.max(this.restUntil, now + Math.min(LONGEST_ASKED_MS, Math.max(asked, own)));
    this.perSecond = Math.max(1, Math.floor(this.perSecond / 2));
    this.rests += 1;
    this.raisedAt = this.restUntil;
    // It takes new evidence to slow down once more.
    this.last = [];
  }
}

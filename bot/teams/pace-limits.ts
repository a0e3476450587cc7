/** At most so many calls in so long (ms of the machine). */
export interface Limit {
  calls: number;
  perMs: number;
}

/** What the channel allows, and what of it we use. */
export interface PaceLimits {
  /** Every call into one conversation: messages, edits, its opening, replies. */
  conversation: readonly Limit[];
  /** Messages that nobody waits for at the screen: the outbox. */
  outbox: Limit;
  /** Everything together, replies in turns included. */
  all: Limit;
}

/**
 * Microsoft Teams' limits (msteams-docs, bots/how-to/rate-limit, read 2026-10). They are counted by bot and conversation
 * for sending and creating; edits are not named there and counted here with the rest. An app may make 50 calls a second
 * in a tenant, on older pages 30: the outbox keeps to 20, and waits where replies have used up 40.
 */
export const TEAMS_LIMITS: PaceLimits = {
  conversation: [
    { calls: 7, perMs: 1_000 },
    { calls: 8, perMs: 2_000 },
    { calls: 60, perMs: 30_000 },
    { calls: 1_800, perMs: 3_600_000 },
  ],
  outbox: { calls: 20, perMs: 1_000 },
  all: { calls: 40, perMs: 1_000 },
};

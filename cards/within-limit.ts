import type { AdaptiveCard } from './adaptive-card.ts';

/** Bytes of a card as JSON. Teams takes 28 KB with certainty; a whole message may have 100 KB, counted as UTF-16. */
export const CARD_LIMIT_BYTES = 28 * 1024;

const LEVELS = [Infinity, 16, 8, 4, 2, 0];

/**
 * The card with as much detail as fits. `build` is asked with the number of days shown in full, the rest in one line
 * each; it must fit with 0.
 */
export function withinLimit(build: (daysInFull: number) => AdaptiveCard): AdaptiveCard {
  let card = build(LEVELS[0]!);
  for (const level of LEVELS.slice(1)) {
    if (Buffer.byteLength(JSON.stringify(card)) < CARD_LIMIT_BYTES - 512) break;
    card = build(level);
  }
  return card;
}

import type { Deps } from '../deps.ts';
import type { SentenceView } from '../views.ts';

/** The one answer to whoever has no part in something: it tells nothing about it. */
export function neutralRefusal(deps: Pick<Deps, 'organisation'>): SentenceView {
  return { kind: 'sentence', sentence: 'neutral-refusal', timeZone: deps.organisation().timeZone };
}

import type { LocalDay } from '../organisation.ts';
import { isBlocked, type GateResult } from './gates.ts';
import type { GateId } from './readiness-settings.ts';

/**
 * States of a person's day on which something is not green:
 *
 *   (none) ──something is not green──▶ noted ──it blocks, and the working day before has come──▶ open
 *   open ──confirm──▶ confirmed        open ──decline──▶ declined ──confirm after all──▶ confirmed
 *   confirmed ──another gate blocks──▶ open
 *   noted ──all green──▶ closed       open, declined ──nothing blocks──▶ closed ──something blocks──▶ noted or open
 *
 * An officer who has to confirm everybody is asked as soon as nothing else stands in the way. What holds for a whole pool
 * opens no case: it is told once, as a fault.
 */
export interface ReadinessCase {
  personId: string;
  day: LocalDay;
  state: 'noted' | 'open' | 'confirmed' | 'declined' | 'closed';
  /** What was not green at the last look. */
  results: GateResult[];
  blocked: boolean;
  toldAheadAt: Date | null;
  toldEveAt: Date | null;
  openedAt: Date | null;
  /** Gates of which an officer has spoken. */
  decidedGates: GateId[];
  decidedBy: string | null;
  decidedAt: Date | null;
  /** The officer's words with a decline. */
  words: string | null;
  /** What an officer asked the person, and the answer. */
  question: string | null;
  askedBy: string | null;
  answer: string | null;
  version: number;
}

/** Found for a whole pool: one person's case would be everybody's. */
const OF_POOL: ReadonlySet<GateId> = new Set<GateId>(['no-saving']);

/** What an officer is asked to decide: gates that keep this one person out. */
export function askedOfOfficer(results: readonly GateResult[]): GateId[] {
  return results.filter(({ gate, standing }) => standing === 'block' && !OF_POOL.has(gate)).map(({ gate }) => gate);
}

export function newCase(personId: string, day: LocalDay): ReadinessCase {
  return {
    personId,
    day,
    state: 'noted',
    results: [],
    blocked: false,
    toldAheadAt: null,
    toldEveAt: null,
    openedAt: null,
    decidedGates: [],
    decidedBy: null,
    decidedAt: null,
    words: null,
    question: null,
    askedBy: null,
    answer: null,
    version: 1,
  };
}

/**
 * The case after a look at the day. `unready`: what is not green. `eve`: the working day before has come. `ahead`: the
 * officer's days ahead have come. Null where there is nothing to keep. Pure; repeating it changes nothing.
 */
export function afterLook(
  before: ReadinessCase | null,
  look: { personId: string; day: LocalDay; unready: GateResult[]; eve: boolean; ahead: boolean; now: Date },
): ReadinessCase | null {
  const { unready, eve, ahead, now } = look;
  if (!before && unready.length === 0) return null;
  const found = before ?? newCase(look.personId, look.day);
  const next = { ...found, results: unready, blocked: isBlocked(unready) };
  const state = stateAfter(found, unready, eve, ahead);
  const opened = state === 'open' && found.state !== 'open';
  // A card shown before decides no gate that it did not show.
  const other = askedOfOfficer(unready).join() !== askedOfOfficer(found.results).join();
  const version = before && other ? found.version + 1 : found.version;
  // What was declined is not let pass by that: with the state the gates go.
  const forgotten = found.state === 'declined' && state === 'closed' ? { decidedGates: [] } : {};
  return { ...next, ...forgotten, state, version, ...(opened ? { openedAt: now } : {}) };
}

function stateAfter(
  { state, decidedGates }: ReadinessCase,
  unready: readonly GateResult[],
  eve: boolean,
  ahead: boolean,
): ReadinessCase['state'] {
  const asked = askedOfOfficer(unready);
  if (asked.length === 0) {
    if (state === 'confirmed') return 'confirmed';
    return unready.length > 0 && state === 'noted' ? 'noted' : 'closed';
  }
  if (state === 'open' || state === 'declined') return state;
  if (state === 'confirmed') return asked.some((gate) => !decidedGates.includes(gate)) ? 'open' : 'confirmed';
  const onlyOfficer = ahead && unready.every(({ gate }) => gate === 'officer');
  return eve || onlyOfficer ? 'open' : 'noted';
}

export type OfficerRefusal = 'changed-since' | 'closed' | 'over' | 'words-missing';

/** An officer lets the day pass, or does not. Confirming after a decline is possible; the day must not be over. Pure. */
export function decideCase(
  found: ReadinessCase,
  command: { by: string; verdict: 'confirmed' | 'declined'; version: number; words: string | null },
  now: Date,
  today: LocalDay,
): { ok: true; case: ReadinessCase } | { ok: false; refusal: OfficerRefusal } {
  if (found.day < today) return { ok: false, refusal: 'over' };
  const open = found.state === 'open' || (found.state === 'declined' && command.verdict === 'confirmed');
  if (!open) return { ok: false, refusal: 'closed' };
  if (found.version !== command.version) return { ok: false, refusal: 'changed-since' };
  if (command.verdict === 'declined' && !command.words) return { ok: false, refusal: 'words-missing' };
  return {
    ok: true,
    case: {
      ...found,
      state: command.verdict,
      decidedGates: [...new Set([...found.decidedGates, ...askedOfOfficer(found.results)])],
      decidedBy: command.by,
      decidedAt: now,
      words: command.words,
      version: found.version + 1,
    },
  };
}

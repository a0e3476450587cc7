import type { ProviderErrorKind } from '../provider-error.ts';
import { emptyMemory, EXHAUSTED_MS, noteAsked, readMemory, type PoolMemory } from './capacity-memory.ts';
import type { CapacityAction, CapacityMemory } from './capacity.ts';
import type { JournalEntry } from './capacity-store.ts';

export interface ActionOutcome {
  action: CapacityAction;
  /** null: it was carried out. */
  failed: ProviderErrorKind | null;
}

const REFUSED_START_MS = 10 * 60_000;

/**
 * The planner's memory after its actions were tried. What the provider refused was not done; where no answer came
 * (`unavailable`) it may have been, and the next readings tell.
 */
export function memoryAfterOutcomes(
  memory: CapacityMemory,
  outcomes: readonly ActionOutcome[],
  now: Date,
): CapacityMemory {
  const next = readMemory(memory, now.getTime());
  for (const { action, failed } of outcomes) {
    if (failed === null || failed === 'unavailable') continue;
    takeBack(next, action, failed, now.getTime());
  }
  return next;
}

function takeBack(memory: PoolMemory, action: CapacityAction, failed: ProviderErrorKind, now: number): void {
  if (action.op === 'balance' || action.op === 'log-off') return;
  if (action.op === 'assign') {
    // Kept at its time where it may be tried again at once; somebody else's host is forgotten.
    if (failed === 'conflict' || failed === 'not-found') delete memory.assigned[action.upn.toLowerCase()];
    return;
  }
  const mem = memory.hosts[action.host];
  if (mem === undefined) return;
  if (action.op === 'start') {
    delete mem.startedAt;
    if (failed !== 'throttled') mem.avoidUntil = now + REFUSED_START_MS;
    if (failed === 'exhausted' && mem.kind !== undefined) memory.exhausted[mem.kind] = now + EXHAUSTED_MS;
  } else if (action.op === 'drain') {
    if (mem.drainedAt === undefined) delete mem.drainAskedAt;
  } else if (action.op === 'deallocate') {
    delete mem.deallocateAskedAt;
    // Somebody is on it after all: two more readings.
    if (failed === 'conflict') delete mem.emptyAt;
  }
}

/**
 * A memory made from the journal of our own actions, for a pool whose memory is lost or of another version: our drains
 * and starts are known as ours. Of the times nothing is learned.
 */
export function memoryFromJournal(entries: readonly JournalEntry[]): CapacityMemory | null {
  if (entries.length === 0) return null;
  const memory = emptyMemory();
  for (const { action, at, ok } of [...entries].sort((a, b) => a.id - b.id)) {
    if (ok === false || action.op === 'balance') continue;
    noteAsked(memory, action, at.getTime());
    if (action.op === 'assign' || action.op === 'log-off') continue;
    const mem = memory.hosts[action.host]!;
    if (action.op === 'start') mem.unsure = true;
    if (action.op === 'deallocate') for (const key of ['startedAt', 'unsure'] as const) delete mem[key];
  }
  return memory;
}

import { ProviderError, type ProviderErrorKind } from '../provider-error.ts';
import type { CapacityAction, DesktopProvider } from './capacity.ts';

/** An action whose intent is committed. */
export interface IntendedAction {
  intent: number;
  action: CapacityAction;
}

export interface TriedAction extends IntendedAction {
  failed: ProviderErrorKind | null;
  error: string | null;
  retryAfterMs: number | null;
}

/** Calls under way at the same time. ARM's own limits are far above; its answers are slow. */
const AT_ONCE = 8;
/** One after the other: doors are opened and shut before a host is started, and shut before one is stopped. */
const PHASES: CapacityAction['op'][][] = [
  ['balance', 'drain', 'undrain', 'assign'],
  ['log-off', 'start'],
  ['deallocate'],
];

/**
 * Tries all actions; a failing one stops no other, save that after `throttled` no more of its kind is asked in this
 * round. `record` is told of each phase when it is over. Answers what became of each.
 */
export async function carryOutActions(
  provider: DesktopProvider,
  poolId: string,
  actions: readonly IntendedAction[],
  record: (tried: TriedAction[]) => Promise<void>,
): Promise<TriedAction[]> {
  const all: TriedAction[] = [];
  const throttled = new Set<CapacityAction['op']>();
  for (const phase of PHASES) {
    const waiting = actions.filter(({ action }) => phase.includes(action.op));
    if (waiting.length === 0) continue;
    const tried: TriedAction[] = [];
    const lane = async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const one = throttled.has(next.action.op) ? notTried(next) : await attempt(provider, poolId, next);
        if (one.failed === 'throttled') throttled.add(one.action.op);
        tried.push(one);
      }
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, waiting.length) }, lane));
    await record(tried);
    all.push(...tried);
  }
  return all;
}

async function attempt(provider: DesktopProvider, poolId: string, intended: IntendedAction): Promise<TriedAction> {
  try {
    await apply(provider, poolId, intended.action);
    return { ...intended, failed: null, error: null, retryAfterMs: null };
  } catch (error) {
    const known = error instanceof ProviderError;
    const message = error instanceof Error ? error.message : String(error);
    // What is no ProviderError may have happened at any point: as if no answer had come.
    const failed = known ? error.kind : 'unavailable';
    return { ...intended, failed, error: message, retryAfterMs: (known ? error.retryAfterMs : null) ?? null };
  }
}

function notTried(intended: IntendedAction): TriedAction {
  return { ...intended, failed: 'throttled', error: 'not tried: the provider asked to wait', retryAfterMs: null };
}

function apply(provider: DesktopProvider, poolId: string, action: CapacityAction): Promise<void> {
  switch (action.op) {
    case 'balance':
      return provider.setBalance(poolId, action.mode);
    case 'drain':
    case 'undrain':
      return provider.setDrainMode(poolId, action.host, action.op === 'drain');
    case 'assign':
      return provider.assignHost(poolId, action.host, action.upn);
    case 'log-off':
      return logOff(provider, poolId, action.host, action.upn);
    case 'start':
      return provider.startHost(poolId, action.host);
    default:
      return provider.deallocateHost(poolId, action.host);
  }
}

/** The person may be back since the list was read: then nothing is done. */
async function logOff(provider: DesktopProvider, poolId: string, host: string, upn: string): Promise<void> {
  const sessions = await provider.readSessionsOfHost(poolId, host);
  for (const session of sessions) {
    const theirs = session.upn.toLowerCase() === upn.toLowerCase();
    if (theirs && session.state === 'disconnected') await provider.logOffSession(poolId, session);
  }
}

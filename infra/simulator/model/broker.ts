import type { ModelHost, ModelPool } from './hosts.ts';

/** Drain mode reaches the broker late: within this time a sign-in may still land on the host. */
export const drainFeltAfterMs = 60_000;

export interface BrokerView {
  pool: Pick<ModelPool, 'balance' | 'hosts'> & { settings: Pick<ModelPool['settings'], 'kind' | 'maxSessions'> };
  /** Sessions on a host now. */
  sessionsOn: (host: ModelHost) => number;
  at: number;
  /** This sign-in does not yet know of drain modes set within the last minute. */
  missesFreshDrain: boolean;
}

/**
 * Where a person without a session goes, or null where no host has room. Breadth: the open host with the fewest sessions;
 * depth: with the most below the limit; ties to the first. A personal host takes its owner alone.
 */
export function chooseHost(view: BrokerView, user: string): ModelHost | null {
  const { hosts, balance, settings } = view.pool;
  // The pool's limit may be changed while it runs.
  const placesOn = ({ maxSessions }: ModelHost) => maxSessions ?? settings.maxSessions;
  if (settings.kind === 'personal') {
    const own = hosts.find((host) => host.assignedUser === user);
    return own && isOpen(own, view) && view.sessionsOn(own) < placesOn(own) ? own : null;
  }
  const chosenBefore = hosts.find((host) => host.takesNext && host.available && view.sessionsOn(host) < placesOn(host));
  if (chosenBefore) {
    chosenBefore.takesNext = false;
    return chosenBefore;
  }
  let best: ModelHost | null = null;
  let bestCount = 0;
  for (const host of hosts) {
    if (!isOpen(host, view)) continue;
    const count = view.sessionsOn(host);
    if (count >= placesOn(host)) continue;
    if (best === null || (balance === 'breadth' ? count < bestCount : count > bestCount)) {
      best = host;
      bestCount = count;
    }
  }
  return best;
}

function isOpen(host: ModelHost, { at, missesFreshDrain }: BrokerView): boolean {
  if (!host.available) return false;
  if (host.allowNewSession) return true;
  return missesFreshDrain && host.drainedAt !== null && at - host.drainedAt < drainFeltAfterMs;
}

import type { BalanceMode } from '../capacity.ts';

/** A virtual host as the broker sees it. */
export interface BrokerHost {
  /** Takes people: it is up, and not in drain mode. */
  open: boolean;
  places: number;
  sessions: number;
  /** UPN of a personal desktop's owner, in lower case. */
  owner: string | null;
}

/**
 * Where AVD's broker sends a person without a session, or null where no host has room. Breadth-first: the open host with
 * the fewest sessions; depth-first: the one with the most that is below its limit; ties to the first
 * (learn.microsoft.com/azure/virtual-desktop/host-pool-load-balancing). A personal desktop takes its owner alone.
 */
export function chooseHost<T extends BrokerHost>(
  hosts: Iterable<T>,
  balance: BalanceMode,
  kind: 'pooled' | 'personal',
  upn: string,
): T | null {
  let best: T | null = null;
  for (const host of hosts) {
    if (!host.open || host.sessions >= host.places) continue;
    if (kind === 'personal' && host.owner !== upn) continue;
    if (best === null || (balance === 'breadth' ? host.sessions < best.sessions : host.sessions > best.sessions))
      best = host;
  }
  return best;
}

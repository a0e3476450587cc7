import { usualBoot } from './boot.ts';
import type { ModelEvent } from './event-queue.ts';
import { newHost } from './hosts.ts';
import type { Harm, ModelPool, ModelPoolSettings, ModelSession } from './hosts.ts';
import type { KeptMembership } from './membership.ts';
import type { KeptWaiting } from './waiting.ts';

const minute = 60_000;

export interface ModelSettings {
  seed: number;
  /** Unix milliseconds. */
  now: number;
  pools: ModelPoolSettings[];
}

export type SignInResult =
  | { ok: true; host: string; reconnected: boolean; waitedMs: number; session: ModelSession }
  | { ok: false; refusal: 'no-access' | 'no-room' | 'unknown-pool' };

export interface KeptModel {
  now: number;
  random: number;
  queue: ModelEvent[];
  pools: Record<string, Omit<ModelPool, 'settings'>>;
  sessions: ModelSession[];
  nextSession: number;
  membership: KeptMembership;
  harm: Harm;
  waiting: KeptWaiting;
}

/** A pool as it was kept, with the hosts that its settings name now; all off where nothing was kept. */
export function poolOf(
  settings: ModelPoolSettings,
  kept: Omit<ModelPool, 'settings'> | undefined,
  now: number,
): ModelPool {
  const logonParallel = settings.logonParallel ?? 4;
  const removed = kept?.removed ?? [];
  const hosts = settings.hosts
    .filter((name) => !removed.includes(name))
    .map((name) => {
      const { maxSessions, price } = settings.hostSizes?.get(name) ?? { maxSessions: null, price: 1 };
      const before = kept?.hosts.find((host) => host.name === name);
      return before ? { ...before, maxSessions, price } : newHost(name, now, logonParallel, { maxSessions, price });
    });
  return {
    settings: {
      ...settings,
      logonParallel,
      licences: settings.licences ?? null,
      freshDrainMissed: settings.freshDrainMissed ?? 0.3,
      keepsSnapshots: settings.keepsSnapshots ?? true,
      logonMs: settings.logonMs ?? 30_000,
      disconnectTimeoutMs: settings.disconnectTimeoutMs ?? 60 * minute,
      boot: { ...usualBoot, ...settings.boot },
    },
    balance: kept?.balance ?? 'breadth',
    startOnConnect: kept?.startOnConnect ?? false,
    closed: kept?.closed ?? false,
    hosts,
    removed,
    snapshot: kept?.snapshot ?? { at: 0, sessions: [], counts: {} },
    paidMs: kept?.paidMs ?? 0,
  };
}

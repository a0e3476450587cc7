import type { DesktopProvider } from '../../flows/capacity/capacity.ts';
import type { Pool } from '../../flows/organisation.ts';

/**
 * One provider for all pools: each call goes to the provider of its pool. A pool that is in no configuration is AVD's
 * to refuse, in the words every provider has for it. `of` makes a provider when it is first wanted.
 */
export function providerOfPool(
  pools: () => readonly Pool[],
  of: Record<Pool['provider'], () => DesktopProvider>,
): DesktopProvider {
  const made = new Map<Pool['provider'], DesktopProvider>();
  const at = (poolId: string): DesktopProvider => {
    const name = pools().find(({ id }) => id === poolId)?.provider ?? 'avd';
    const provider = made.get(name) ?? of[name]();
    made.set(name, provider);
    return provider;
  };
  // Async throughout: a provider that cannot be made is an answer of the call, like every other fault.
  return {
    readHostPool: async (pool, what) => at(pool).readHostPool(pool, what),
    readSessionsOfHost: async (pool, host) => at(pool).readSessionsOfHost(pool, host),
    startHost: async (pool, host) => at(pool).startHost(pool, host),
    deallocateHost: async (pool, host) => at(pool).deallocateHost(pool, host),
    setDrainMode: async (pool, host, on) => at(pool).setDrainMode(pool, host, on),
    setBalance: async (pool, mode) => at(pool).setBalance(pool, mode),
    assignHost: async (pool, host, upn) => at(pool).assignHost(pool, host, upn),
    sendMessage: async (pool, session, title, body) => at(pool).sendMessage(pool, session, title, body),
    disconnectSession: async (pool, session) => at(pool).disconnectSession(pool, session),
    logOffSession: async (pool, session) => at(pool).logOffSession(pool, session),
  };
}

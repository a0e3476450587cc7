import type {
  BalanceMode,
  DesktopProvider,
  SeenHost,
  SeenPool,
  SeenSession,
} from '../../../flows/capacity/capacity.ts';
import type { Clock } from '../../../flows/clock.ts';
import { ProviderError } from '../../../flows/provider-error.ts';
import type { ProviderErrorKind } from '../../../flows/provider-error.ts';
import { OrderedFailures } from './fail-next.ts';
import type { NextFailure } from './fail-next.ts';

export interface FakePool {
  hosts: SeenHost[];
  sessions: SeenSession[];
  balance: SeenPool['balance'];
  maxSessions: number;
  handsOff: SeenPool['handsOff'];
}

/**
 * Host pools in memory. Boots and deallocations last until `settle()`. Host counts follow the sessions at once; a test
 * that wants a stale count sets `staleSessions`. Hosts and sessions may be changed by hand through `pool(id)`.
 */
export class FakeDesktopProvider implements DesktopProvider {
  /** `startHost hp-tokyo avd-01`, in order, readings included. */
  readonly calls: string[] = [];
  readonly messages: { upn: string; title: string; body: string }[] = [];
  /** Hosts whose count in readings is this instead of the true one. */
  readonly staleSessions = new Map<string, number>();
  /** Hosts that begin to boot and never come up. */
  readonly neverUp = new Set<string>();
  readonly #pools = new Map<string, FakePool>();
  readonly #failures = new OrderedFailures();
  readonly #clock: Clock;
  #nextSession = 1;

  constructor(clock: Clock = { now: () => new Date(0) }) {
    this.#clock = clock;
  }

  /** Adds a pool of deallocated hosts; `hosts` as names, or as far as they differ from that. */
  addPool(id: string, pool: Partial<Omit<FakePool, 'hosts'>> & { hosts: (string | Partial<SeenHost>)[] }): FakePool {
    const made: FakePool = {
      sessions: [],
      balance: 'breadth',
      maxSessions: 16,
      handsOff: null,
      ...pool,
      hosts: pool.hosts.map((host) => aSeenHost(typeof host === 'string' ? { name: host } : host)),
    };
    this.#pools.set(id, made);
    return made;
  }

  /** The next call fails so; `lostAnswer` does its work first. */
  failNext(kind: ProviderErrorKind, options: Omit<NextFailure, 'kind'> = {}): void {
    this.#failures.order(kind, options);
  }

  get unusedFailures(): number {
    return this.#failures.left;
  }

  pool(id: string): FakePool {
    const pool = this.#pools.get(id);
    if (!pool) throw fault('not-found', 'readHostPool', id);
    return pool;
  }

  host(poolId: string, name: string): SeenHost {
    const host = this.pool(poolId).hosts.find((one) => one.name === name);
    if (!host) throw fault('not-found', 'host', `${poolId}/${name}`);
    return host;
  }

  settle(): void {
    for (const pool of this.#pools.values()) {
      for (const host of pool.hosts) {
        if (host.power === 'starting' && !this.neverUp.has(host.name)) {
          Object.assign(host, { power: 'running', health: 'available' });
        }
        if (host.power === 'deallocating') Object.assign(host, { power: 'deallocated', health: 'shutdown' });
      }
    }
  }

  signIn(poolId: string, upn: string, host: string, state: SeenSession['state'] = 'active'): SeenSession {
    this.host(poolId, host);
    const session: SeenSession = { id: String(this.#nextSession++), host, upn, state };
    this.pool(poolId).sessions.push(session);
    return session;
  }

  signOut(poolId: string, upn: string): void {
    const pool = this.pool(poolId);
    pool.sessions = pool.sessions.filter((session) => session.upn !== upn);
  }

  readHostPool(poolId: string, what: { sessions: boolean }): Promise<SeenPool> {
    return this.#call('readHostPool', poolId, '', () => {
      const { hosts, sessions, balance, maxSessions, handsOff } = this.pool(poolId);
      const counts = new Map<string, number>();
      for (const { host } of sessions) counts.set(host, (counts.get(host) ?? 0) + 1);
      return structuredClone({
        hosts: hosts.map((host) => ({
          ...host,
          sessions: this.staleSessions.get(host.name) ?? counts.get(host.name) ?? 0,
        })),
        sessions: what.sessions ? sessions : null,
        balance,
        maxSessions,
        handsOff,
        readAt: this.#clock.now(),
      });
    });
  }

  readSessionsOfHost(poolId: string, host: string): Promise<SeenSession[]> {
    return this.#call('readSessionsOfHost', poolId, host, () => {
      this.host(poolId, host);
      return structuredClone(this.pool(poolId).sessions.filter((session) => session.host === host));
    });
  }

  startHost(poolId: string, name: string): Promise<void> {
    return this.#call('startHost', poolId, name, () => {
      const host = this.host(poolId, name);
      if (host.power === 'deallocating') throw fault('conflict', 'startHost', `${poolId}/${name}`);
      if (host.power !== 'running') Object.assign(host, { power: 'starting', health: 'unavailable' });
    });
  }

  deallocateHost(poolId: string, name: string): Promise<void> {
    return this.#call('deallocateHost', poolId, name, () => {
      const host = this.host(poolId, name);
      if (this.pool(poolId).sessions.some((session) => session.host === name)) {
        throw fault('conflict', 'deallocateHost', `${poolId}/${name}`);
      }
      if (host.power !== 'deallocated') Object.assign(host, { power: 'deallocating', health: 'unavailable' });
    });
  }

  setDrainMode(poolId: string, name: string, on: boolean): Promise<void> {
    return this.#call(on ? 'drain' : 'undrain', poolId, name, () => {
      this.host(poolId, name).allowNewSession = !on;
    });
  }

  setBalance(poolId: string, mode: BalanceMode): Promise<void> {
    return this.#call('setBalance', poolId, mode, () => {
      this.pool(poolId).balance = mode;
    });
  }

  assignHost(poolId: string, name: string, upn: string): Promise<void> {
    return this.#call('assignHost', poolId, name, () => {
      const host = this.host(poolId, name);
      if (host.assignedUser !== null && host.assignedUser.toLowerCase() !== upn.toLowerCase()) {
        throw fault('conflict', 'assignHost', `${poolId}/${name}`);
      }
      host.assignedUser ??= upn;
    });
  }

  sendMessage(poolId: string, session: SeenSession, title: string, body: string): Promise<void> {
    return this.#call('sendMessage', poolId, session.upn, () => {
      if (!this.#find(poolId, session)) throw fault('not-found', 'sendMessage', `${poolId}/${session.host}`);
      this.messages.push({ upn: session.upn, title, body });
    });
  }

  disconnectSession(poolId: string, session: SeenSession): Promise<void> {
    return this.#call('disconnectSession', poolId, session.upn, () => {
      const found = this.#find(poolId, session);
      if (found) found.state = 'disconnected';
    });
  }

  logOffSession(poolId: string, session: SeenSession): Promise<void> {
    return this.#call('logOffSession', poolId, session.upn, () => {
      const pool = this.pool(poolId);
      pool.sessions = pool.sessions.filter((one) => one.id !== session.id || one.host !== session.host);
    });
  }

  #find(poolId: string, { id, host }: SeenSession): SeenSession | undefined {
    return this.pool(poolId).sessions.find((one) => one.id === id && one.host === host);
  }

  #call<T>(operation: string, poolId: string, what: string, work: () => T): Promise<T> {
    this.calls.push([operation, poolId, what].filter(Boolean).join(' '));
    return this.#failures.run(operation, `${poolId}/${what}`, work);
  }
}

export function aSeenHost(host: Partial<SeenHost> = {}): SeenHost {
  const running = host.power === 'running';
  return {
    name: 'avd-01',
    power: 'deallocated',
    health: running ? 'available' : 'shutdown',
    allowNewSession: true,
    sessions: 0,
    assignedUser: null,
    size: 'Standard_D8s_v5',
    zone: '1',
    ...host,
  };
}

function fault(kind: ProviderErrorKind, operation: string, resource: string): ProviderError {
  return new ProviderError(`${resource}: ${operation}: ${kind}`, { kind, operation, resource });
}

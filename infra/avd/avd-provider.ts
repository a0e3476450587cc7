import type { SessionHost } from '@azure/arm-desktopvirtualization';
import type { TokenCredential } from '@azure/identity';
import type { BalanceMode, DesktopProvider, SeenPool, SeenSession } from '../../flows/capacity/capacity.ts';
import type { Clock } from '../../flows/clock.ts';
import type { AvdPool } from '../../flows/organisation.ts';
import { goneIsDone, ProviderError } from '../../flows/provider-error.ts';
import { armClients } from './arm-clients.ts';
import type { ArmClients } from './arm-clients.ts';
import type { Patience } from '../patience.ts';
import { createMachineReader } from './machines.ts';
import type { MachineReader } from './machines.ts';
import { createScalingPlanReader } from './scaling-plans.ts';
import type { ScalingPlanReader } from './scaling-plans.ts';
import { lastPart, machineOf, seenHost, seenSession } from './seen.ts';
import type { VirtualMachinePath } from './seen.ts';
import { toProviderError } from './to-provider-error.ts';
import type { ArmOperation } from './to-provider-error.ts';

export interface AvdOptions {
  /** Pools of the organisation, or what reads them anew where the configuration may change. */
  pools: readonly AvdPool[] | (() => readonly AvdPool[]);
  credential: TokenCredential;
  clock: Clock;
  /** AZURE_RESOURCE_MANAGER_ENDPOINT; the public address where left out. */
  endpoint?: string;
  /** Time-outs and repeats of readings, where the usual ones do not fit. */
  patience?: Partial<Patience>;
}

/** Throws an Error naming AZURE_RESOURCE_MANAGER_ENDPOINT where that is no https address and no loopback one. */
export function createAvdProvider(options: AvdOptions): DesktopProvider {
  return new AvdProvider(options);
}

/**
 * Azure Virtual Desktop (2024-04-03) and the virtual machines under its session hosts (2026-03-01).
 * A reading of a pool costs the host pool, the paged list of session hosts and the paged list of power states, with
 * the list of user sessions where asked for; scaling plans and machine sizes are kept for a while. Nothing is read
 * host by host.
 */
export class AvdProvider implements DesktopProvider {
  readonly #arm: ArmClients;
  readonly #pools: () => readonly AvdPool[];
  readonly #clock: Clock;
  readonly #machines: MachineReader;
  readonly #plans: ScalingPlanReader;
  /** `pool/host` to its virtual machine, as of the last reading. A host keeps its machine for life. */
  readonly #paths = new Map<string, VirtualMachinePath>();

  constructor({ pools, credential, clock, endpoint, patience }: AvdOptions) {
    this.#arm = armClients({ credential, endpoint, patience });
    this.#pools = typeof pools === 'function' ? pools : () => pools;
    this.#clock = clock;
    this.#machines = createMachineReader(this.#arm, clock);
    this.#plans = createScalingPlanReader(this.#arm, clock);
  }

  async readHostPool(poolId: string, what: { sessions: boolean }): Promise<SeenPool> {
    const pool = this.#pool(poolId);
    const readAt = this.#clock.now();
    const [hostPool, hosts, power, plan, sessions] = await Promise.all([
      this.#call('readHostPool', pool, null, () =>
        this.#desktops(pool).hostPools.get(pool.resourceGroup, pool.hostPool),
      ),
      this.#call('readSessionHosts', pool, null, () =>
        all(this.#desktops(pool).sessionHosts.list(pool.resourceGroup, pool.hostPool)),
      ),
      this.#call('readPowerStates', pool, null, () => this.#machines.powerStates(pool.subscriptionId)),
      this.#call('readScalingPlans', pool, null, () => this.#plans.enabledPlan(pool)),
      what.sessions ? this.#readSessions(pool) : null,
    ]);
    for (const host of hosts) this.#remember(pool, host);
    const machines = await this.#machines.sizes(hosts.map((host) => host.resourceId ?? ''));

    const personal = hostPool.hostPoolType === 'Personal' || hostPool.loadBalancerType === 'Persistent';
    return {
      hosts: hosts.map((host) => {
        const key = host.resourceId?.toLowerCase() ?? '';
        return seenHost(host, power.get(key), machines.get(key));
      }),
      sessions,
      balance: personal ? 'persistent' : hostPool.loadBalancerType === 'DepthFirst' ? 'depth' : 'breadth',
      maxSessions: hostPool.maxSessionLimit ?? pool.maxSessions,
      handsOff: plan
        ? { reason: 'native-autoscale', detail: `scaling plan ${plan} is enabled for host pool ${pool.hostPool}` }
        : hostPool.startVMOnConnect === true && pool.admission === 'booked-only'
          ? { reason: 'start-on-connect', detail: `host pool ${pool.hostPool} starts machines when people connect` }
          : null,
      readAt,
    };
  }

  async readSessionsOfHost(poolId: string, host: string): Promise<SeenSession[]> {
    const pool = this.#pool(poolId);
    return this.#call('readSessions', pool, host, async () => {
      const found = await all(this.#desktops(pool).userSessions.list(pool.resourceGroup, pool.hostPool, host));
      return found.map(seenSession);
    });
  }

  async startHost(poolId: string, host: string): Promise<void> {
    const pool = this.#pool(poolId);
    const vm = await this.#machineOf('startHost', pool, host);
    // Ends when ARM has accepted (202, or 200 for one that runs): the poller that comes back is not asked anything.
    await this.#call('startHost', pool, host, () =>
      this.#arm.compute(vm.subscriptionId).virtualMachines.beginStart(vm.resourceGroup, vm.name),
    );
  }

  async deallocateHost(poolId: string, host: string): Promise<void> {
    const pool = this.#pool(poolId);
    const vm = await this.#machineOf('deallocateHost', pool, host);
    // Last, right before the call: ARM's deallocate asks nobody and ends every session of the host.
    const sessions = await this.readSessionsOfHost(poolId, host);
    if (sessions.length > 0) {
      throw this.#conflict('deallocateHost', pool, host, `${sessions.length} user session(s) on it; left running`);
    }
    await this.#call('deallocateHost', pool, host, () =>
      this.#arm.compute(vm.subscriptionId).virtualMachines.beginDeallocate(vm.resourceGroup, vm.name),
    );
  }

  async setDrainMode(poolId: string, host: string, on: boolean): Promise<void> {
    const pool = this.#pool(poolId);
    // ARM has no word for drain mode: it is allowNewSession = false.
    await this.#call('setDrainMode', pool, host, () =>
      this.#desktops(pool).sessionHosts.update(pool.resourceGroup, pool.hostPool, host, {
        sessionHost: { allowNewSession: !on },
      }),
    );
  }

  async setBalance(poolId: string, mode: BalanceMode): Promise<void> {
    const pool = this.#pool(poolId);
    await this.#call('setBalance', pool, null, () =>
      this.#desktops(pool).hostPools.update(pool.resourceGroup, pool.hostPool, {
        hostPool: { loadBalancerType: mode === 'depth' ? 'DepthFirst' : 'BreadthFirst' },
      }),
    );
  }

  async assignHost(poolId: string, host: string, upn: string): Promise<void> {
    const pool = this.#pool(poolId);
    const before = await this.#readHost('assignHost', pool, host);
    if (sameUser(before.assignedUser, upn)) return;
    if (before.assignedUser) throw this.#conflict('assignHost', pool, host, 'somebody else owns it');
    // Without `force`: the service itself refuses to take a desktop away from an owner we have not seen.
    const after = await this.#call('assignHost', pool, host, () =>
      this.#desktops(pool).sessionHosts.update(pool.resourceGroup, pool.hostPool, host, {
        sessionHost: { assignedUser: upn },
      }),
    );
    if (after.assignedUser && !sameUser(after.assignedUser, upn)) {
      throw this.#conflict('assignHost', pool, host, 'somebody else owns it');
    }
  }

  /** Throws `not-found` where the session is gone: nobody was told. */
  async sendMessage(poolId: string, session: SeenSession, title: string, body: string): Promise<void> {
    const pool = this.#pool(poolId);
    await this.#call('sendMessage', pool, session.host, () =>
      this.#desktops(pool).userSessions.sendMessage(pool.resourceGroup, pool.hostPool, session.host, session.id, {
        sendMessage: { messageTitle: title, messageBody: body },
      }),
    );
  }

  async disconnectSession(poolId: string, session: SeenSession): Promise<void> {
    const pool = this.#pool(poolId);
    await goneIsDone(
      this.#call('disconnectSession', pool, session.host, () =>
        this.#desktops(pool).userSessions.disconnect(pool.resourceGroup, pool.hostPool, session.host, session.id),
      ),
    );
  }

  async logOffSession(poolId: string, session: SeenSession): Promise<void> {
    const pool = this.#pool(poolId);
    // Without `force`, which is for hosts the service cannot reach: it forgets the session whether or not it ended.
    await goneIsDone(
      this.#call('logOffSession', pool, session.host, () =>
        this.#desktops(pool).userSessions.delete(pool.resourceGroup, pool.hostPool, session.host, session.id),
      ),
    );
  }

  #readSessions(pool: AvdPool): Promise<SeenSession[]> {
    return this.#call('readSessions', pool, null, async () => {
      const found = await all(this.#desktops(pool).userSessions.listByHostPool(pool.resourceGroup, pool.hostPool));
      return found.map(seenSession);
    });
  }

  #readHost(operation: ArmOperation, pool: AvdPool, host: string): Promise<SessionHost> {
    return this.#call(operation, pool, host, () =>
      this.#desktops(pool).sessionHosts.get(pool.resourceGroup, pool.hostPool, host),
    );
  }

  /** Known from the last reading; after a restart asked for once. */
  async #machineOf(operation: ArmOperation, pool: AvdPool, host: string): Promise<VirtualMachinePath> {
    const known = this.#paths.get(`${pool.id}/${host}`.toLowerCase());
    if (known) return known;
    const found = this.#remember(pool, await this.#readHost(operation, pool, host));
    if (found) return found;
    const subject = `session host ${pool.hostPool}/${host}`;
    throw new ProviderError(`${subject}: has no virtual machine in Azure that could be started or deallocated`, {
      kind: 'invalid',
      operation,
      resource: `${pool.hostPool}/${host}`,
    });
  }

  #remember(pool: AvdPool, host: SessionHost): VirtualMachinePath | null {
    const path = machineOf(host.resourceId);
    const key = `${pool.id}/${lastPart(host.name)}`.toLowerCase();
    if (path) this.#paths.set(key, path);
    else this.#paths.delete(key);
    return path;
  }

  #desktops(pool: AvdPool) {
    return this.#arm.desktops(pool.subscriptionId);
  }

  #pool(poolId: string): AvdPool {
    const pool = this.#pools().find((candidate) => candidate.id === poolId);
    if (pool) return pool;
    throw new ProviderError(`pool ${poolId}: is not in the organisation's configuration`, {
      kind: 'not-found',
      operation: 'readHostPool',
      resource: poolId,
    });
  }

  async #call<T>(operation: ArmOperation, pool: AvdPool, host: string | null, call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      const resource = host === null ? pool.hostPool : `${pool.hostPool}/${host}`;
      const subject = `${host === null ? 'host pool' : 'session host'} ${resource}`;
      throw toProviderError(error, { operation, resource, subject });
    }
  }

  #conflict(operation: ArmOperation, pool: AvdPool, host: string, why: string): ProviderError {
    const resource = `${pool.hostPool}/${host}`;
    return new ProviderError(`session host ${resource}: ${why}`, { kind: 'conflict', operation, resource });
  }
}

function sameUser(a: string | undefined | null, b: string): boolean {
  return (a ?? '').toLowerCase() === b.toLowerCase();
}

async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of pages) found.push(item);
  return found;
}

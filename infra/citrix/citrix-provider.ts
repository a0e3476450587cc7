import type { BalanceMode, DesktopProvider, SeenPool, SeenSession } from '../../flows/capacity/capacity.ts';
import type { Clock } from '../../flows/clock.ts';
import type { CitrixPool } from '../../flows/organisation.ts';
import { goneIsDone, ProviderError } from '../../flows/provider-error.ts';
import type { CitrixCaller } from './citrix-caller.ts';
import { balanceOf, byHostName, handsOffOf, ownerOf, powerOf, seenHost, seenSession } from './seen.ts';
import type { CitrixDeliveryGroup, CitrixMachine, CitrixPage, CitrixSession } from './shapes.ts';
import { toProviderError } from './to-provider-error.ts';
import type { CitrixOperation } from './to-provider-error.ts';

export interface CitrixProviderOptions {
  /** Pools of the organisation, or what reads them anew where the configuration may change. */
  pools: readonly CitrixPool[] | (() => readonly CitrixPool[]);
  caller: CitrixCaller;
  clock: Clock;
}

export function createCitrixProvider(options: CitrixProviderOptions): DesktopProvider {
  return new CitrixProvider(options);
}

/**
 * Citrix Virtual Apps and Desktops, or Citrix DaaS. A reading of a pool costs the delivery group, the paged list of its
 * machines and, where asked for, the paged list of the site's sessions, which pools read at the same time share.
 * Nothing is read machine by machine; a machine is looked at anew before it is switched on or off or given away.
 */
export class CitrixProvider implements DesktopProvider {
  readonly #citrix: CitrixCaller;
  readonly #pools: () => readonly CitrixPool[];
  readonly #clock: Clock;
  /** `pool/host` to its machine's id, as of the last reading. */
  readonly #ids = new Map<string, string>();
  #listing: Promise<CitrixSession[]> | null = null;

  constructor({ pools, caller, clock }: CitrixProviderOptions) {
    this.#citrix = caller;
    this.#pools = typeof pools === 'function' ? pools : () => pools;
    this.#clock = clock;
  }

  async readHostPool(poolId: string, what: { sessions: boolean }): Promise<SeenPool> {
    const pool = this.#pool(poolId);
    const readAt = this.#clock.now();
    const [group, machines, sessions] = await Promise.all([
      this.#call('readHostPool', pool, null, () => this.#citrix.get<CitrixDeliveryGroup>(groupPath(pool))),
      this.#readMachines(pool),
      what.sessions ? this.#call('readSessions', pool, null, () => this.#siteSessions()) : null,
    ]);
    const names = new Map([...machines].map(([name, { Id }]) => [Id, name]));
    return {
      hosts: [...machines].map(([name, machine]) => seenHost(name, machine)),
      sessions:
        sessions?.flatMap((session) => {
          const host = names.get(session.Machine?.Id ?? '');
          return host === undefined ? [] : [seenSession(session, host)];
        }) ?? null,
      balance: balanceOf(group, [...machines.values()]),
      // Citrix has no such number on a delivery group: a policy's load index decides. The organisation's holds.
      maxSessions: pool.maxSessions,
      handsOff: handsOffOf(group, pool.deliveryGroup),
      readAt,
    };
  }

  async readSessionsOfHost(poolId: string, host: string): Promise<SeenSession[]> {
    const pool = this.#pool(poolId);
    const id = await this.#idOf('readSessions', pool, host);
    return (await this.#sessionsOf('readSessions', pool, host, id)).map((session) => seenSession(session, host));
  }

  /** A machine that is suspended is resumed. */
  async startHost(poolId: string, host: string): Promise<void> {
    const pool = this.#pool(poolId);
    const { id, machine } = await this.#lookAt('startHost', pool, host);
    const power = powerOf(machine);
    if (power === 'running' || power === 'starting') return;
    if (power === 'deallocating') throw this.#fault('conflict', 'startHost', pool, host, 'is being switched off');
    if (power === 'failed')
      throw this.#fault('invalid', 'startHost', pool, host, 'its virtual machine is gone; remove it from Citrix');
    if (machine.PowerState === 'Unmanaged' || machine.PowerState === 'NotSupported')
      throw this.#fault('invalid', 'startHost', pool, host, 'is not power managed; add it to a power-managed catalog');
    const action = machine.PowerState === 'Suspended' ? '$resume' : '$start';
    await this.#power('startHost', pool, host, id, action);
  }

  async deallocateHost(poolId: string, host: string): Promise<void> {
    const pool = this.#pool(poolId);
    const { id, machine } = await this.#lookAt('deallocateHost', pool, host);
    if (['deallocated', 'deallocating'].includes(powerOf(machine))) return;
    // Last, right before the call: a shut-down ends every session of the machine, and one just being begun.
    const sessions = await this.#sessionsOf('deallocateHost', pool, host, id);
    const open = Math.max(sessions.length, machine.SessionCount ?? 0, machine.SessionsPending ?? 0);
    if (open > 0)
      throw this.#fault('conflict', 'deallocateHost', pool, host, `${open} user session(s) on it; left running`);
    // Without `force`: Windows is shut down in order, and its image written back.
    await this.#power('deallocateHost', pool, host, id, '$shutdown');
  }

  async setDrainMode(poolId: string, host: string, on: boolean): Promise<void> {
    const pool = this.#pool(poolId);
    const id = await this.#idOf('setDrainMode', pool, host);
    // Citrix has no other word for drain mode: no new sessions, present ones stay.
    await this.#change('setDrainMode', pool, host, 'PATCH', machinePath(id), { InMaintenanceMode: on });
  }

  async setBalance(poolId: string, mode: BalanceMode): Promise<void> {
    const pool = this.#pool(poolId);
    await this.#change('setBalance', pool, null, 'PATCH', groupPath(pool), {
      LoadBalanceType: mode === 'depth' ? 'Vertical' : 'Horizontal',
    });
  }

  async assignHost(poolId: string, host: string, upn: string): Promise<void> {
    const pool = this.#pool(poolId);
    const before = await this.#lookAt('assignHost', pool, host);
    if (isOwner(before.machine, upn)) return;
    const taken = () => this.#fault('conflict', 'assignHost', pool, host, 'somebody else owns it');
    if (ownerOf(before.machine) !== null) throw taken();
    // The list is written whole: whoever was given it since the look would lose it, so it is looked at again.
    await this.#change('assignHost', pool, host, 'PATCH', machinePath(before.id), { AssignedUsers: [upn] });
    const after = await this.#lookAt('assignHost', pool, host);
    const others = (after.machine.AssignedUsers ?? []).filter(({ PrincipalName }) => PrincipalName);
    if (others.length > 0 && !isOwner(after.machine, upn)) throw taken();
  }

  /** Throws `not-found` where the session is gone: nobody was told. */
  async sendMessage(poolId: string, session: SeenSession, title: string, body: string): Promise<void> {
    const message = { Title: title, Text: body, Style: 'Information' };
    await this.#session('sendMessage', poolId, session, message);
  }

  async disconnectSession(poolId: string, session: SeenSession): Promise<void> {
    await goneIsDone(this.#session('disconnectSession', poolId, session));
  }

  async logOffSession(poolId: string, session: SeenSession): Promise<void> {
    await goneIsDone(this.#session('logOffSession', poolId, session));
  }

  async #session(operation: keyof typeof SESSION_ACTIONS, poolId: string, session: SeenSession, body?: object) {
    const pool = this.#pool(poolId);
    const path = `/Sessions/${encodeURIComponent(session.id)}/${SESSION_ACTIONS[operation]}`;
    await this.#change(operation, pool, session.host, 'POST', path, body);
  }

  #readMachines(pool: CitrixPool): Promise<Map<string, CitrixMachine>> {
    return this.#call('readSessionHosts', pool, null, async () => {
      const machines = byHostName(await this.#citrix.list<CitrixMachine>(`${groupPath(pool)}/Machines`));
      for (const known of this.#ids.keys()) if (known.startsWith(`${pool.id}/`)) this.#ids.delete(known);
      for (const [name, { Id }] of machines) this.#ids.set(idKey(pool, name), Id);
      return machines;
    });
  }

  /** Those of the whole site: the documents have no list of a delivery group's. */
  #siteSessions(): Promise<CitrixSession[]> {
    this.#listing ??= this.#citrix.list<CitrixSession>('/Sessions').finally(() => (this.#listing = null));
    return this.#listing;
  }

  #sessionsOf(operation: CitrixOperation, pool: CitrixPool, host: string, id: string): Promise<CitrixSession[]> {
    return this.#call(operation, pool, host, async () => {
      const { Items = [] } = await this.#citrix.get<CitrixPage<CitrixSession>>(`${machinePath(id)}/Sessions`);
      return Items;
    });
  }

  async #lookAt(operation: CitrixOperation, pool: CitrixPool, host: string) {
    const id = await this.#idOf(operation, pool, host);
    const machine = await this.#call(operation, pool, host, () => this.#citrix.get<CitrixMachine>(machinePath(id)));
    return { id, machine };
  }

  /** Known from the last reading; after a restart the list is read once. */
  async #idOf(operation: CitrixOperation, pool: CitrixPool, host: string): Promise<string> {
    const known = this.#ids.get(idKey(pool, host));
    if (known) return known;
    await this.#readMachines(pool);
    const found = this.#ids.get(idKey(pool, host));
    if (found) return found;
    throw this.#fault('not-found', operation, pool, host, 'is no machine of the delivery group');
  }

  /** Accepted is done, unless it has failed at once: what becomes of it is seen in the next readings. */
  #power(operation: 'startHost' | 'deallocateHost', pool: CitrixPool, host: string, id: string, action: string) {
    return this.#call(operation, pool, host, () =>
      this.#citrix.send('POST', `${machinePath(id)}/${action}?async=true`, undefined, 1),
    );
  }

  #change(
    operation: CitrixOperation,
    pool: CitrixPool,
    host: string | null,
    method: 'POST' | 'PATCH',
    path: string,
    body?: object,
  ): Promise<void> {
    return this.#call(operation, pool, host, async () => {
      const { over } = await this.#citrix.send(method, path, body);
      if (!over) throw this.#fault('unavailable', operation, pool, host, 'Citrix has accepted it and is not done yet');
    });
  }

  #pool(poolId: string): CitrixPool {
    const pool = this.#pools().find((candidate) => candidate.id === poolId);
    if (pool) return pool;
    throw new ProviderError(`pool ${poolId}: is not in the organisation's configuration`, {
      kind: 'not-found',
      operation: 'readHostPool',
      resource: poolId,
    });
  }

  async #call<T>(
    operation: CitrixOperation,
    pool: CitrixPool,
    host: string | null,
    call: () => Promise<T>,
  ): Promise<T> {
    try {
      return await call();
    } catch (error) {
      throw toProviderError(error, { operation, ...about(pool, host) });
    }
  }

  #fault(
    kind: ProviderError['kind'],
    operation: CitrixOperation,
    pool: CitrixPool,
    host: string | null,
    why: string,
  ): ProviderError {
    const { subject, resource } = about(pool, host);
    return new ProviderError(`${subject}: ${why}`, { kind, operation, resource });
  }
}

const SESSION_ACTIONS = {
  sendMessage: '$sendMessage',
  disconnectSession: '$disconnect',
  logOffSession: '$logoff',
} as const;

export function groupPath({ deliveryGroup }: CitrixPool): string {
  return `/DeliveryGroups/${encodeURIComponent(deliveryGroup)}`;
}

function machinePath(id: string): string {
  return `/Machines/${encodeURIComponent(id)}`;
}

function idKey({ id }: CitrixPool, host: string): string {
  return `${id}/${host.toLowerCase()}`;
}

function about({ deliveryGroup }: CitrixPool, host: string | null): { resource: string; subject: string } {
  const resource = host === null ? deliveryGroup : `${deliveryGroup}/${host}`;
  return { resource, subject: `${host === null ? 'delivery group' : 'machine'} ${resource}` };
}

function isOwner({ AssignedUsers }: CitrixMachine, upn: string): boolean {
  return (AssignedUsers ?? []).some(({ PrincipalName }) => PrincipalName?.toLowerCase() === upn.toLowerCase());
}

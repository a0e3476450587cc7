import type { Request } from 'express';
import { citrixPools, type CitrixPool, type Organisation } from '../../../flows/organisation.ts';
import { guidOf, sameName } from '../arm/ids.ts';
import type { SentMessage } from '../arm/arm-tenant.ts';
import type { DesktopModel } from '../model/desktop-model.ts';
import type { ModelHost, ModelPool } from '../model/hosts.ts';
import type { TenantPerson, TenantSetup } from '../seam.ts';
import { notFound } from './citrix-error.ts';
import type { CitrixState } from './citrix-state.ts';

/** What Citrix's routes see of the tenant. */
export interface CitrixTenant {
  organisation: Organisation;
  setup: Pick<TenantSetup, 'people'>;
  model: DesktopModel;
  citrix: CitrixState;
  clock: () => Date;
  /** Something worth keeping changed. */
  changed: () => void;
  /** By Entra object id or user principal name. */
  person: (idOrUpn: string) => TenantPerson | null;
  groupName: (id: string) => string | null;
  /** A message reached a session. */
  messageShown: (message: SentMessage) => void;
}

export interface Machine {
  pool: CitrixPool;
  state: ModelPool;
  host: ModelHost;
}

/** A path's or a query's own value; Express gives lists for repeated ones. */
export const one = (value: unknown): string => (typeof value === 'string' ? value : '');

export const isTrue = (value: unknown): boolean => one(value).toLowerCase() === 'true';

export const groupId = (pool: CitrixPool) => guidOf('delivery-group', pool.id);
export const desktopId = (pool: CitrixPool) => guidOf('published-desktop', pool.id);
export const machineId = (pool: CitrixPool, host: string) => guidOf('citrix-machine', pool.id, host);

/** Machines are in the organisation's Windows domain, and Citrix names them by their DNS name. */
export const domainOf = ({ id }: Organisation) => id.toUpperCase();
export const machineName = ({ id }: Organisation, host: string) => `${host}.${id}.local`;

export function groupOf(tenant: CitrixTenant, request: Request): { pool: CitrixPool; state: ModelPool } {
  const name = one(request.params['group']);
  const pool = citrixPools(tenant.organisation).find(
    (each) => sameName(each.deliveryGroup, name) || sameName(groupId(each), name),
  );
  const state = pool && tenant.model.pools.get(pool.id);
  if (!pool || !state) throw notFound('DeliveryGroup', name);
  return { pool, state };
}

export function machinesOf(tenant: CitrixTenant, of?: CitrixPool): Machine[] {
  return citrixPools(tenant.organisation)
    .filter((pool) => of === undefined || pool === of)
    .flatMap((pool) => {
      const state = tenant.model.pools.get(pool.id);
      return state ? state.hosts.map((host) => ({ pool, state, host })) : [];
    });
}

/** By id, DNS name, DOMAIN\NAME or the name alone. */
export function machineOf(tenant: CitrixTenant, request: Request): Machine {
  const wanted = one(request.params['machine']);
  const bare = wanted.replace(/^[^\\]*\\/, '');
  const found = machinesOf(tenant).find(
    ({ pool, host }) =>
      sameName(machineId(pool, host.name), wanted) ||
      sameName(machineName(tenant.organisation, host.name), bare) ||
      sameName(host.name, bare),
  );
  if (!found) throw notFound('Machine', wanted);
  return found;
}

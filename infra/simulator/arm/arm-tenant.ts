import type { Request } from 'express';
import { avdPools, type AvdPool, type Organisation } from '../../../flows/organisation.ts';
import type { DesktopModel } from '../model/desktop-model.ts';
import type { ModelHost, ModelPool } from '../model/hosts.ts';
import { notFound } from './arm-error.ts';
import type { ArmState } from './arm-state.ts';
import { sameName } from './ids.ts';

export interface SentMessage {
  at: string;
  user: string;
  host: string;
  title: string;
  body: string;
}

/** What Resource Manager's routes see of the tenant. */
export interface ArmTenant {
  organisation: Organisation;
  model: DesktopModel;
  arm: ArmState;
  clock: () => Date;
  /** Something worth keeping changed. */
  changed: () => void;
  /** UPN of an Entra object id, and back (null where there is none). */
  upnOf: (id: string) => string;
  idOf: (upn: string) => string | null;
  /** A message reached a session. */
  messageShown: (message: SentMessage) => void;
}

export interface FoundPool {
  pool: AvdPool;
  state: ModelPool;
}

/** A path's or a query's own value; Express gives lists for repeated ones. */
export function one(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function poolsOfGroup(tenant: ArmTenant, request: Request): AvdPool[] {
  const { subscription, group } = request.params;
  return avdPools(tenant.organisation).filter(
    (pool) =>
      sameName(pool.subscriptionId, one(subscription)) &&
      (group === undefined || sameName(pool.resourceGroup, one(group))),
  );
}

export function poolOf(tenant: ArmTenant, request: Request): FoundPool {
  const name = one(request.params['hostPool']);
  const pool = poolsOfGroup(tenant, request).find(({ hostPool }) => sameName(hostPool, name));
  const state = pool && tenant.model.pools.get(pool.id);
  if (!pool || !state)
    throw notFound(
      `Microsoft.DesktopVirtualization/hostPools/${name}' under resource group '${one(request.params['group'])}`,
    );
  return { pool, state };
}

export function hostOf(tenant: ArmTenant, request: Request): FoundPool & { host: ModelHost } {
  const found = poolOf(tenant, request);
  const name = one(request.params['host']);
  const host = found.state.hosts.find((machine) => sameName(machine.name, name));
  if (!host) throw notFound(`Microsoft.DesktopVirtualization/hostPools/${found.pool.hostPool}/sessionHosts/${name}`);
  return { ...found, host };
}

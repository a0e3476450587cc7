import { createHash } from 'node:crypto';
import type { AvdPool } from '../../../flows/organisation.ts';

export const location = 'japaneast';
export const publicHost = 'https://management.azure.com';

/** A GUID that is always the same for a subject. */
export function guidOf(...subject: string[]): string {
  const hex = createHash('sha256').update(subject.join('\u0000')).digest('hex');
  const variant = ((parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export const groupId = ({ subscriptionId, resourceGroup }: AvdPool) =>
  `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`;

const avd = 'providers/Microsoft.DesktopVirtualization';

export const hostPoolId = (pool: AvdPool) => `${groupId(pool)}/${avd}/hostPools/${pool.hostPool}`;
export const applicationGroupName = (pool: AvdPool) => `${pool.hostPool}-dag`;
export const applicationGroupId = (pool: AvdPool) =>
  `${groupId(pool)}/${avd}/applicationGroups/${applicationGroupName(pool)}`;
export const workspaceName = (pool: AvdPool) => `ws-${pool.resourceGroup}`;
export const workspaceId = (pool: AvdPool) => `${groupId(pool)}/${avd}/workspaces/${workspaceName(pool)}`;
export const virtualMachineId = (pool: AvdPool, host: string) =>
  `${groupId(pool)}/providers/Microsoft.Compute/virtualMachines/${host}`;

/** Azure's names do not tell case apart. */
export const sameName = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

import { createPipelineRequest } from '@azure/core-rest-pipeline';
import type { ArmClients } from './arm-clients.ts';

interface Permission {
  actions?: string[];
  notActions?: string[];
}

/**
 * What the caller may do at a scope, as Azure tells it (Permissions_ListForResource and …ForResourceGroup, 2022-04-01).
 * Null where it does not tell.
 */
export async function permissionsAt(
  arm: ArmClients,
  subscriptionId: string,
  scope: string,
): Promise<((action: string) => boolean) | null> {
  const client = arm.desktops(subscriptionId);
  const found: Permission[] = [];
  let next: string | undefined =
    `${arm.publicUrl}${scope}/providers/Microsoft.Authorization/permissions?api-version=2022-04-01`;
  try {
    while (next) {
      const answer = await client.sendRequest(createPipelineRequest({ url: next, method: 'GET' }));
      if (answer.status !== 200) return null;
      const page = JSON.parse(answer.bodyAsText ?? '{}') as { value?: Permission[]; nextLink?: string };
      found.push(...(page.value ?? []));
      next = page.nextLink;
    }
  } catch {
    return null;
  }
  return (action) => isAllowed(found, action);
}

/** Each entry is one role: an action is allowed where any role has it and does not take it away again. */
export function isAllowed(permissions: readonly Permission[], action: string): boolean {
  return permissions.some(
    ({ actions = [], notActions = [] }) =>
      actions.some((pattern) => fits(pattern, action)) && !notActions.some((pattern) => fits(pattern, action)),
  );
}

function fits(pattern: string, action: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.\\+?^${}()|[\]]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`, 'i').test(action);
}

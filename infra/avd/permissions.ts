import type { ArmClients } from './arm-clients.ts';

interface Permission {
  actions?: string[];
  notActions?: string[];
}

/**
 * What the caller may do at a scope, as Azure tells it (Permissions_ListForResource and …ForResourceGroup, 2022-04-01).
 * Null where it does not tell.
 */
export async function permissionsAt(arm: ArmClients, scope: string): Promise<((action: string) => boolean) | null> {
  try {
    const path = `${scope}/providers/Microsoft.Authorization/permissions?api-version=2022-04-01`;
    const { value = [] } = await arm.get<{ value?: Permission[] }>(path);
    return (action) => isAllowed(value, action);
  } catch {
    return null;
  }
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

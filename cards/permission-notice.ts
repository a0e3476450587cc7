import type { Language } from '../flows/organisation.ts';
import type { PermissionMendedView } from '../flows/views.ts';
import { plainText } from './plain-text.ts';
import { permissionTextIn } from './texts/permission.ts';

/** One summary of what had to be mended, pool by pool. */
export function permissionNotice({ pools, allowList, licences }: PermissionMendedView, language: Language): string {
  const text = permissionTextIn(language);
  const lines = pools.map(({ poolName, letIn, putOut }) => text.pool(plainText(poolName[language], 60), letIn, putOut));
  return [
    text.lead,
    ...lines,
    ...(allowList ? [text.allowList] : []),
    ...(licences > 0 ? [text.licences(licences)] : []),
    text.next,
  ].join('\n\n');
}

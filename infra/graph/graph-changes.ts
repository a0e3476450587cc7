import type { GraphCaller } from './graph-caller.ts';

/** What is read of a user, and whose changes are followed. */
export const TRACKED = [
  'id',
  'userPrincipalName',
  'displayName',
  'department',
  'jobTitle',
  'accountEnabled',
  'userType',
] as const;

interface DeltaPage {
  value?: { id: string }[];
  '@odata.nextLink'?: string;
  '@odata.deltaLink'?: string;
}

/**
 * One round of Graph's `users/delta` (https://learn.microsoft.com/graph/delta-query-users). `token` is the deltaLink of the
 * round before, followed as it is; null begins from now on (`$deltatoken=latest`) without naming anybody. Answers whose
 * record changed or went away, each once: an entry of the answer names but some of the properties, and a manager only
 * where that changed (`manager@delta`), so who they are now is read apart.
 */
export async function readChanges(graph: GraphCaller, token: string | null): Promise<{ ids: string[]; token: string }> {
  const ids = new Set<string>();
  let link = token ?? `/users/delta?$select=${TRACKED.join()},manager&$deltatoken=latest`;
  for (;;) {
    const page: DeltaPage = await graph.get(link);
    for (const { id } of page.value ?? []) ids.add(id);
    const next = page['@odata.nextLink'];
    if (next === undefined) return { ids: [...ids], token: page['@odata.deltaLink'] ?? link };
    link = next;
  }
}

import type { GraphCaller } from './graph-caller.ts';

/**
 * Ids of the people among a group's members, all pages. Groups, devices and applications are told apart by
 * `@odata.type`: asking for `/microsoft.graph.user` instead would need an advanced query.
 */
export async function memberIds(graph: GraphCaller, path: string): Promise<Set<string>> {
  const found = new Set<string>();
  for await (const page of graph.pages<{ id: string; '@odata.type'?: string }>(`${path}?$select=id&$top=999`)) {
    for (const member of page) {
      if ((member['@odata.type'] ?? USER) === USER) found.add(member.id);
    }
  }
  return found;
}

const USER = '#microsoft.graph.user';

import type { Deps } from '../deps.ts';
import type { Person } from '../person.ts';
import type { ApproverStep } from '../rules/rules.ts';
import type { Tx } from '../store.ts';
import type { ApproverFacts } from './find-approvers.ts';

/**
 * Reads who could decide for this person. People whom the directory does not know, or no longer, are left out.
 * `requestedBy`: who asks in their place. `steps`: those whose named people are wanted.
 */
export async function readApproverFacts(
  tx: Tx,
  deps: Deps,
  requester: Person,
  { requestedBy = null, steps = [] }: { requestedBy?: string | null; steps?: readonly ApproverStep[] } = {},
): Promise<ApproverFacts> {
  const section = deps.organisation().sections.find((one) => one.department === requester.department);
  const here = (person: Person | null) => (person && !person.goneAt ? person : null);
  const manager = here(requester.managerId ? await tx.people.byId(requester.managerId) : null);
  const above = manager?.managerId ? here(await tx.people.byId(manager.managerId)) : null;
  const head = here(section?.head ? await tx.people.byUpn(section.head) : null);
  const named = new Map<string, string>();
  for (const step of steps) {
    const person = step.includes('@') ? here(await tx.people.byUpn(step)) : null;
    if (person) named.set(step.toLowerCase(), person.id);
  }
  const ict = deps.roles.peopleWith('ict');
  const gone = new Set((await tx.people.byIds(ict)).filter((one) => one.goneAt).map((one) => one.id));
  return {
    requester: requester.id,
    requestedBy,
    manager: manager?.id ?? null,
    managersManager: above?.id ?? null,
    sectionHead: head?.id ?? null,
    named,
    ict: ict.filter((id) => !gone.has(id)),
  };
}

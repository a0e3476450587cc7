import type { Deps } from '../deps.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { ApproverFacts } from './find-approvers.ts';

/** Reads who could decide for this person. People whom the directory no longer knows are left out. */
export async function readApproverFacts(tx: Tx, deps: Deps, requester: Person): Promise<ApproverFacts> {
  const section = deps.organisation().sections.find((one) => one.department === requester.department);
  const manager = requester.managerId ? await tx.people.byId(requester.managerId) : null;
  const head = section?.head ? await tx.people.byUpn(section.head) : null;
  return {
    requester: requester.id,
    manager: manager?.id ?? null,
    sectionHead: head?.id ?? null,
    ict: deps.roles.peopleWith('ict'),
  };
}

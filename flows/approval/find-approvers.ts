/** Entra object ids of those who could decide, as the directory and the organisation's file name them. */
export interface ApproverFacts {
  requester: string;
  manager: string | null;
  sectionHead: string | null;
  /** Officers of the ICT section, who decide where nobody else can. */
  ict: string[];
}

export interface FoundApprovers {
  ids: string[];
  by: 'manager' | 'section-head' | 'ict' | 'nobody';
}

/**
 * Who decides a request: the manager from the directory, else the section's head, else the ICT section.
 * Nobody is ever asked about a request of their own: the next in line decides.
 */
export function findApprovers(facts: ApproverFacts): FoundApprovers {
  const { requester, manager, sectionHead } = facts;
  if (manager && manager !== requester) return { ids: [manager], by: 'manager' };
  if (sectionHead && sectionHead !== requester) return { ids: [sectionHead], by: 'section-head' };
  return othersOfIct(facts);
}

/**
 * Who decides instead of approvers that cannot be reached in Teams: whom the organisation names (`fallback`),
 * never one of the unreachable, never the requester.
 */
export function findStandIns(
  facts: ApproverFacts,
  unreachable: readonly string[],
  fallback: 'section-head' | 'ict',
): FoundApprovers {
  const { requester, sectionHead } = facts;
  if (fallback === 'section-head' && sectionHead && sectionHead !== requester && !unreachable.includes(sectionHead))
    return { ids: [sectionHead], by: 'section-head' };
  const ict = othersOfIct(facts).ids.filter((id) => !unreachable.includes(id));
  return { ids: ict, by: ict.length ? 'ict' : 'nobody' };
}

function othersOfIct({ requester, ict }: ApproverFacts): FoundApprovers {
  const ids = ict.filter((id) => id !== requester);
  return { ids, by: ids.length ? 'ict' : 'nobody' };
}

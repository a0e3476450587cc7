import type { ApproverStep } from '../rules/rules.ts';

/** Entra object ids of those who could decide, as the directory and the organisation's file name them. */
export interface ApproverFacts {
  requester: string;
  /** Who asked in the requester's place, or null: they do not decide it either. */
  requestedBy?: string | null;
  manager: string | null;
  managersManager?: string | null;
  sectionHead: string | null;
  /** People whom a step names by UPN. */
  named?: ReadonlyMap<string, string>;
  /** Officers of the ICT section, who decide where nobody else can. */
  ict: string[];
}

export interface FoundApprovers {
  ids: string[];
  by: 'manager' | 'managers-manager' | 'section-head' | 'named' | 'ict' | 'nobody';
}

/**
 * Who decides one step of a request. Where that is nobody, or the requester themselves, the next in line decides: the
 * section's head, the next above, and in the end the ICT section. Nobody is ever asked about a request of their own.
 */
export function findApprovers(facts: ApproverFacts, step: ApproverStep = 'manager'): FoundApprovers {
  const { manager, sectionHead, managersManager = null } = facts;
  const candidates: Record<string, [string | null | undefined, FoundApprovers['by']][]> = {
    manager: [
      [manager, 'manager'],
      ...(ownRequest(facts, manager) ? ([[managersManager, 'managers-manager']] as const) : []),
      [sectionHead, 'section-head'],
    ] as [string | null, FoundApprovers['by']][],
    'managers-manager': [
      [managersManager, 'managers-manager'],
      [sectionHead, 'section-head'],
    ],
    'section-head': [
      [sectionHead, 'section-head'],
      [managersManager, 'managers-manager'],
      [manager, 'manager'],
    ],
    ict: [],
  };
  const inLine = candidates[step] ?? [[facts.named?.get(step.toLowerCase()), 'named'], ...candidates['section-head']!];
  for (const [id, by] of inLine) if (id && !ownRequest(facts, id)) return { ids: [id], by };
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
  const { sectionHead } = facts;
  if (
    fallback === 'section-head' &&
    sectionHead &&
    !ownRequest(facts, sectionHead) &&
    !unreachable.includes(sectionHead)
  )
    return { ids: [sectionHead], by: 'section-head' };
  const ict = othersOfIct(facts).ids.filter((id) => !unreachable.includes(id));
  return { ids: ict, by: ict.length ? 'ict' : 'nobody' };
}

/**
 * The steps that a request takes: those of the profile and those that its content adds, without a step that would ask
 * the same people again.
 */
export function stepsOf(facts: ApproverFacts, wanted: readonly ApproverStep[]): ApproverStep[] {
  const asked = new Set<string>();
  const steps = wanted.filter((step) => {
    const who = findApprovers(facts, step).ids.join();
    if (asked.has(who)) return false;
    asked.add(who);
    return true;
  });
  return steps.length > 0 ? steps : ['manager'];
}

function ownRequest({ requester, requestedBy }: ApproverFacts, id: string | null | undefined): boolean {
  return id !== null && id !== undefined && (id === requester || id === requestedBy);
}

function othersOfIct(facts: ApproverFacts): FoundApprovers {
  const ids = facts.ict.filter((id) => !ownRequest(facts, id));
  return { ids, by: ids.length ? 'ict' : 'nobody' };
}

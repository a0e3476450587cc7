import type { Deps } from '../deps.ts';
import { localDayOf } from '../local-time.ts';
import type { Organisation } from '../organisation.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';

/** Standing deputies of the organisation's file, by UPN in small letters: of the sections' heads, and of others. */
function standingPairs({ sections, approvals }: Organisation): { approver: string; deputy: string }[] {
  const ofHeads = sections.flatMap(({ head, deputy }) => (head && deputy ? [{ approver: head, deputy }] : []));
  return [...ofHeads, ...approvals.deputies].map(({ approver, deputy }) => ({
    approver: approver.toLowerCase(),
    deputy: deputy.toLowerCase(),
  }));
}

/**
 * Who stands in for these people now: by the organisation's file, by their own word or by their automatic replies. Ids
 * by approver, without people who are gone. Standing in does not go on: a deputy's deputy is nobody.
 */
export async function deputiesOf(
  tx: Tx,
  deps: Deps,
  approverIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const organisation = deps.organisation();
  const today = localDayOf(deps.clock.now(), organisation.timeZone);
  const approvers = await tx.people.byIds([...approverIds]);
  const said = await tx.deputies.ofApprovers([...approverIds], today);
  const here = new Set((await tx.people.byIds(said.map((one) => one.deputyId))).filter(isHere).map(({ id }) => id));
  const pairs = standingPairs(organisation);
  const found = new Map<string, string[]>();
  for (const { id, upn } of approvers) {
    const ids = said.filter((one) => one.approverId === id && here.has(one.deputyId)).map((one) => one.deputyId);
    for (const pair of pairs.filter(({ approver }) => approver === upn.toLowerCase())) {
      const deputy = await tx.people.byUpn(pair.deputy);
      if (deputy && isHere(deputy)) ids.push(deputy.id);
    }
    const others = [...new Set(ids)].filter((one) => one !== id);
    if (others.length > 0) found.set(id, others);
  }
  return found;
}

/** Ids of those for whom a person stands in now. */
export async function standsInFor(tx: Tx, deps: Deps, person: Pick<Person, 'id' | 'upn'>): Promise<string[]> {
  const organisation = deps.organisation();
  const today = localDayOf(deps.clock.now(), organisation.timeZone);
  const said = (await tx.deputies.around(person.id, today))
    .filter((one) => one.deputyId === person.id && one.fromDay <= today)
    .map((one) => one.approverId);
  const standing: string[] = [];
  for (const { approver, deputy } of standingPairs(organisation)) {
    if (deputy !== person.upn.toLowerCase()) continue;
    const found = await tx.people.byUpn(approver);
    if (found) standing.push(found.id);
  }
  return [...new Set([...said, ...standing])].filter((id) => id !== person.id);
}

function isHere(person: Person): boolean {
  return person.goneAt === null;
}

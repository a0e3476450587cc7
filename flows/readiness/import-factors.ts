import type { Deps } from '../deps.ts';
import type { Tx } from '../store.ts';

/**
 * Takes in a gateway's list of registered one-time passwords, which no system outside tells of. It takes the place of the list before; whoever is not in it counts as not
 * registered. The coming days are looked at again at once. Repeating changes nothing.
 */
export async function importFactorList(
  tx: Tx,
  deps: Pick<Deps, 'organisation' | 'clock'>,
  lines: readonly { upn: string; registered: boolean }[],
): Promise<{ imported: number; unknown: string[] }> {
  const now = deps.clock.now();
  const unknown: string[] = [];
  const found: { subject: string; registered: boolean }[] = [];
  const people = await tx.people.byUpns(lines.map(({ upn }) => upn));
  for (const { upn, registered } of lines) {
    const person = people.get(upn.toLowerCase());
    if (person) found.push({ subject: person.id, registered });
    else unknown.push(upn);
  }
  const facts = found.map(({ subject, registered }) => ({ subject, value: { registered } }));
  await tx.readiness.replaceFacts('gateway-otp', facts, now);
  tx.audit.add(
    {
      kind: 'readiness-imported',
      by: 'system',
      subject: 'gateway-otp',
      facts: {
        people: found.length,
        registered: found.filter((one) => one.registered).length,
        unknown: unknown.length,
      },
    },
    now,
  );
  await tx.due.noLaterThan('readiness', 'all', now);
  return { imported: found.length, unknown };
}

import type { PlaygroundPerson } from './playground.ts';

/** Who sits at the demo's two windows. */
export interface DemoPeople {
  staff: PlaygroundPerson;
  manager: PlaygroundPerson;
  /** Five more, whom the Playground wants to know. */
  others: PlaygroundPerson[];
}

interface Invented extends PlaygroundPerson {
  managerId: string | null;
}

/** The staff member that the organisation's file names (or the first with a manager), and their manager. */
export function chooseDemoPeople(people: readonly Invented[], demoUser: string | null): DemoPeople {
  const byId = new Map(people.map((person) => [person.id, person]));
  const staff =
    people.find((person) => person.upn.toLowerCase() === demoUser?.toLowerCase() && person.managerId) ??
    people.find((person) => person.managerId && byId.get(person.managerId)?.managerId);
  const manager = staff?.managerId ? byId.get(staff.managerId) : undefined;
  if (!staff || !manager) throw new Error('the demo needs a member of staff with a manager');
  const others = people.filter((person) => person !== staff && person !== manager).slice(0, 5);
  return { staff, manager, others };
}

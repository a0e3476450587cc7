import type { Organisation } from '../organisation.ts';
import type { Person } from '../person.ts';

/** Whether a person takes part: everybody does, or the sections, jobs and people that the organisation names. Pure. */
export function takesPart(
  { participants, sections }: Pick<Organisation, 'participants' | 'sections'>,
  person: Pick<Person, 'upn' | 'department' | 'jobTitle'>,
): boolean {
  if (participants === 'everyone') return true;
  const section = sections.find((one) => one.department === person.department)?.id;
  return (
    (section !== undefined && participants.sections.includes(section)) ||
    (person.jobTitle !== null && participants.jobTitles.includes(person.jobTitle)) ||
    participants.people.includes(person.upn.toLowerCase())
  );
}

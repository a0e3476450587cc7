import type { Organisation } from '../organisation.ts';
import type { Person } from '../person.ts';
import type { Profile, Rules } from './rules.ts';

/**
 * The rules that hold for a person: the organisation's, changed by every profile that names them. The closer one wins:
 * section, then job, then the person by name; among equals the later in the file.
 */
export function rulesFor(organisation: Organisation, person: Pick<Person, 'upn' | 'department' | 'jobTitle'>): Rules {
  const section = organisation.sections.find((one) => one.department === person.department)?.id;
  const upn = person.upn.toLowerCase();
  const layers: ((profile: Profile) => boolean)[] = [
    ({ for: { sections } }) => section !== undefined && sections.includes(section),
    ({ for: { jobTitles } }) => person.jobTitle !== null && jobTitles.includes(person.jobTitle),
    ({ for: { people } }) => people.some((one) => one.toLowerCase() === upn),
  ];
  return layers.reduce<Rules>(
    (rules, names) =>
      organisation.profiles.filter(names).reduce<Rules>((before, profile) => ({ ...before, ...profile.rules }), rules),
    organisation.rules,
  );
}

import type { Fault } from './fault.ts';
import type { OrganisationFile } from './schema.ts';

type Path = (string | number)[];
type Ruled = OrganisationFile['profiles'][number]['rules'];

/** What must hold between the fields of rules, profiles and what they name. */
export function checkRules(file: OrganisationFile): Fault[] {
  const sections = new Set(file.sections.map((section) => section.id));
  const known = (ids: string[], path: Path): Fault[] =>
    ids.flatMap((id, index) =>
      sections.has(id)
        ? []
        : [{ path: [...path, index], message: `no section has the id "${id}"; expected one of sections` }],
    );
  return [
    ...rulesFaults(file.rules, ['rules']),
    ...file.profiles.flatMap((profile, index) => {
      const at: Path = ['profiles', index];
      const { sections: named, jobTitles, people } = profile.for;
      const twice = file.profiles.findIndex((other) => other.id === profile.id) < index;
      return [
        ...(twice
          ? [{ path: [...at, 'id'], message: `profile "${profile.id}" exists already; expected another id` }]
          : []),
        ...(named.length + jobTitles.length + people.length === 0
          ? [{ path: [...at, 'for'], message: 'expected sections, jobTitles or people: it would hold for nobody' }]
          : []),
        ...known(named, [...at, 'for', 'sections']),
        ...rulesFaults(profile.rules, [...at, 'rules']),
      ];
    }),
    ...spanFaults(file.closures, ['closures']),
    ...(file.participants === 'everyone' ? [] : known(file.participants.sections, ['participants', 'sections'])),
    ...file.emergency.priority.flatMap((ids, index) => known(ids, ['emergency', 'priority', index])),
    ...Object.keys(file.calendar.out.sections).flatMap((id) =>
      known([id], ['calendar', 'out', 'sections']).map(({ message }) => ({
        path: ['calendar', 'out', 'sections', id],
        message,
      })),
    ),
    ...doubles(file.tasks, ['tasks'], 'task'),
    ...doubles(file.reasonCategories, ['reasonCategories'], 'category'),
    ...file.approvals.deputies.flatMap(({ approver, deputy }, index) =>
      approver === deputy
        ? [{ path: ['approvals', 'deputies', index, 'deputy'], message: 'expected somebody other than the approver' }]
        : [],
    ),
    ...file.sections.flatMap(({ head, deputy }, index) =>
      deputy !== null && deputy === head
        ? [{ path: ['sections', index, 'deputy'], message: 'expected somebody other than the head' }]
        : [],
    ),
    ...(file.quietHours && file.quietHours.from === file.quietHours.to
      ? [{ path: ['quietHours', 'to'], message: `expected a time other than its beginning (${file.quietHours.from})` }]
      : []),
  ];
}

function rulesFaults(rules: Ruled, path: Path): Fault[] {
  return [
    ...(rules.counter ?? []).flatMap(({ from, to }, index) =>
      to <= from
        ? [{ path: [...path, 'counter', index, 'to'], message: `expected a time after its beginning (${from})` }]
        : [],
    ),
    ...spanFaults(rules.forbiddenDays ?? [], [...path, 'forbiddenDays']),
  ];
}

function spanFaults(spans: { from: string; to: string }[], path: Path): Fault[] {
  return spans.flatMap(({ from, to }, index) =>
    to < from
      ? [{ path: [...path, index, 'to'], message: `expected a day that is not before its first (${from})` }]
      : [],
  );
}

function doubles(named: { id: string }[], path: Path, what: string): Fault[] {
  return named.flatMap(({ id }, index) =>
    named.findIndex((other) => other.id === id) < index
      ? [{ path: [...path, index, 'id'], message: `${what} "${id}" exists already; expected another id` }]
      : [],
  );
}

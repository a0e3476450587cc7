import type { Fault } from './fault.ts';
import type { OrganisationFile } from './schema.ts';
import type { Simulation } from './simulation.ts';

const peoplePerSection = 10;

/** The file's simulation, or a plain one for a file without: ten people a section, and everybody whom the file names. */
export function simulationOf(file: OrganisationFile): Simulation {
  if (file.simulation) return file.simulation;
  const home = file.sections[0]?.id ?? '';
  const named = Object.fromEntries([...mentioned(file)].map(([upn]) => [upn, home]));
  const people = Object.fromEntries(file.sections.map((section) => [section.id, peoplePerSection]));
  people[home] = peoplePerSection + Object.keys(named).length;
  return {
    seed: 1,
    people,
    named,
    leadership: null,
    directors: [],
    withoutManager: [],
    notInstalled: [],
    english: 0,
    withoutSecondFactor: { percent: 5, people: [] },
    groups: [],
    demoUser: null,
  };
}

/** Everybody whom roles and pools name, heads aside, and where. */
function mentioned(file: OrganisationFile): Map<string, Fault['path']> {
  const heads = new Set(file.sections.map((section) => section.head));
  const found = new Map<string, Fault['path']>();
  const add = (upn: string, path: Fault['path']) => {
    if (!heads.has(upn) && !found.has(upn)) found.set(upn, path);
  };
  for (const [role, members] of Object.entries(file.roles))
    members.people.forEach((upn, index) => add(upn, ['roles', role, 'people', index]));
  file.pools.forEach((pool, nth) =>
    pool.for.people.forEach((upn, index) => add(upn, ['pools', nth, 'for', 'people', index])),
  );
  return found;
}

/** What must hold between the simulation and the rest of the file. Nothing where there is no simulation. */
export function checkSimulation(file: OrganisationFile): Fault[] {
  const { simulation, sections } = file;
  if (!simulation) return [];
  const known = new Map(sections.map((section) => [section.id, section]));
  const heads = new Set(sections.flatMap((section) => (section.head === null ? [] : [section.head])));
  const exists = (upn: string) => heads.has(upn) || upn in simulation.named;
  const faults: Fault[] = [];
  const fault = (path: Fault['path'], message: string) => faults.push({ path: ['simulation', ...path], message });

  for (const id of Object.keys(simulation.people))
    if (!known.has(id)) fault(['people', id], `no section has the id "${id}"`);
  const namedIn = new Map<string, number>();
  for (const [upn, id] of Object.entries(simulation.named)) {
    if (!known.has(id)) fault(['named', upn], `no section has the id "${id}"`);
    if (heads.has(upn)) fault(['named', upn], `"${upn}" is a section's head already; expected somebody else`);
    namedIn.set(id, (namedIn.get(id) ?? 0) + 1);
  }
  sections.forEach((section, index) => {
    const count = simulation.people[section.id];
    const needed = 1 + (namedIn.get(section.id) ?? 0);
    if (count === undefined) fault(['people'], `expected a number of people for section "${section.id}"`);
    else if (count < needed)
      fault(['people', section.id], `expected at least ${needed}: the head and who is named here`);
    const earlier = sections.slice(0, index).find((other) => other.head !== null && other.head === section.head);
    if (earlier)
      faults.push({
        path: ['sections', index, 'head'],
        message: `"${section.head}" heads section "${earlier.id}" already; expected one section for each simulated head`,
      });
  });
  for (const [upn, path] of mentioned(file))
    if (!(upn in simulation.named))
      faults.push({ path, message: `"${upn}" has no section; add them to simulation.named` });

  const { leadership } = simulation;
  if (leadership !== null && !known.has(leadership)) fault(['leadership'], `no section has the id "${leadership}"`);
  simulation.directors.forEach(({ upn, sections: under }, index) => {
    if (!exists(upn)) fault(['directors', index, 'upn'], `"${upn}" has no section; add them to simulation.named`);
    under.forEach((id, nth) => {
      const path = ['directors', index, 'sections', nth];
      if (!known.has(id) || id === leadership) fault(path, `expected the id of a section below the leadership`);
      const earlier = simulation.directors.slice(0, index).find((director) => director.sections.includes(id));
      if (earlier) fault(path, `section "${id}" is under ${earlier.upn} already; expected one director`);
      if (known.get(id)?.head === upn) fault(path, `"${upn}" heads this section; expected another director`);
    });
  });
  for (const list of ['withoutManager', 'notInstalled'] as const)
    simulation[list].forEach((upn, index) => {
      if (!exists(upn)) fault([list, index], `"${upn}" has no section; add them to simulation.named`);
    });
  simulation.withoutSecondFactor.people.forEach((upn, index) => {
    if (!exists(upn))
      fault(['withoutSecondFactor', 'people', index], `"${upn}" has no section; add them to simulation.named`);
  });
  simulation.groups.forEach((group, index) =>
    group.members.forEach((upn, nth) => {
      if (!exists(upn))
        fault(['groups', index, 'members', nth], `"${upn}" has no section; add them to simulation.named`);
    }),
  );
  if (simulation.demoUser !== null && !exists(simulation.demoUser))
    fault(['demoUser'], `"${simulation.demoUser}" has no section; add them to simulation.named`);
  return faults;
}

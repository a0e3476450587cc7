import { createHash } from 'node:crypto';
import type { Organisation, Section } from '../../flows/organisation.ts';
import type { Simulation } from '../organisations/load-organisation.ts';
import { familyNames, givenNames } from './japanese-names.ts';
import type { TenantPerson } from './seam.ts';

/** Somebody of the simulated tenant, and the section they work in. */
export interface InventedPerson extends TenantPerson {
  sectionId: string;
}

const kanjiOfFamily = new Map(familyNames);
const kanjiOfGiven = new Map(givenNames);

/**
 * Everybody of the simulated tenant, section by section, each section's head first. Pure: the same settings always make
 * the same people. Heads report to their director, directors and other heads to the head of the leadership, who has no
 * manager; everybody else to their head. Whoever the settings name exists.
 */
export function inventPeople(organisation: Organisation, simulation: Simulation): InventedPerson[] {
  const domain = domainOf(organisation, simulation);
  const taken = new Set([...organisation.sections.flatMap(({ head }) => head ?? []), ...Object.keys(simulation.named)]);
  const random = seededRandom(`${simulation.seed}/${organisation.id}`);
  const people = organisation.sections.flatMap((section) => {
    const named = Object.entries(simulation.named).flatMap(([upn, id]) => (id === section.id ? [upn] : []));
    const upns = [section.head ?? inventUpn(random, domain, taken), ...named];
    const wanted = simulation.people[section.id] ?? upns.length;
    while (upns.length < wanted) upns.push(inventUpn(random, domain, taken));
    return upns.map((upn, index) => personOf(upn, section, index === 0, organisation));
  });
  addManagers(people, simulation);
  addTitles(people, simulation);
  addEnglish(people, simulation);
  return people;
}

function personOf(upn: string, section: Section, isHead: boolean, { tenantId }: Organisation): InventedPerson {
  const { surname, givenName } = namesOf(upn);
  return {
    id: uuidOf(`${tenantId}/${upn}`),
    upn,
    displayName: `${surname} ${givenName}`.trim(),
    surname,
    givenName,
    department: section.department,
    jobTitle: '主事',
    sectionId: section.id,
    isHead,
    managerId: null,
    preferredLanguage: 'ja',
  };
}

/**
 * Titles as Japanese city halls have them, higher than those of everybody below: the leadership's head, directors (部長),
 * heads (課長), and in a section of six or more one deputy head (課長補佐), one chief (係長) for every eight, then seniors
 * (主任) and officers (主事). Whom the settings name besides is an officer or a senior, so that a section may grow.
 */
function addTitles(people: InventedPerson[], simulation: Simulation): void {
  const directors = new Set(simulation.directors.map(({ upn }) => upn));
  const rank = ({ upn }: InventedPerson) => hash(`title/${upn}`).toString('hex');
  const sections = new Map<string, InventedPerson[]>();
  for (const person of people) sections.set(person.sectionId, [...(sections.get(person.sectionId) ?? []), person]);
  for (const [section, all] of sections) {
    const ranked = all
      .filter(({ isHead, upn }) => !isHead && !directors.has(upn) && !(upn in simulation.named))
      .sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
    const deputies = all.length >= 6 ? 1 : 0;
    const chiefs = Math.floor(all.length / 8);
    for (const person of all) {
      const place = ranked.indexOf(person);
      if (person.isHead && section === simulation.leadership) person.jobTitle = '副市長';
      else if (directors.has(person.upn)) person.jobTitle = '部長';
      else if (person.isHead) person.jobTitle = '課長';
      else if (place >= 0 && place < deputies) person.jobTitle = '課長補佐';
      else if (place >= 0 && place < deputies + chiefs) person.jobTitle = '係長';
      else person.jobTitle = hash(`title/${person.upn}`).readUInt8(31) < 80 ? '主任' : '主事';
    }
  }
}

function addManagers(people: InventedPerson[], simulation: Simulation): void {
  const byUpn = new Map(people.map((person) => [person.upn, person]));
  const headOf = new Map(people.filter((person) => person.isHead).map((person) => [person.sectionId, person]));
  const top = simulation.leadership === null ? undefined : headOf.get(simulation.leadership);
  const directorOf = new Map(
    simulation.directors.flatMap(({ upn, sections }) => sections.map((id) => [id, byUpn.get(upn)] as const)),
  );
  const without = new Set(simulation.withoutManager);
  for (const person of people) {
    const isDirector = simulation.directors.some(({ upn }) => upn === person.upn);
    const above = person.isHead
      ? (directorOf.get(person.sectionId) ?? top)
      : isDirector
        ? (top ?? headOf.get(person.sectionId))
        : headOf.get(person.sectionId);
    const manager = above === person || without.has(person.upn) ? undefined : above;
    person.managerId = manager?.id ?? null;
  }
}

/** English mailboxes, spread over the sections; never a head's and never who the settings name. */
function addEnglish(people: InventedPerson[], simulation: Simulation): void {
  const order = people
    .filter((person) => !person.isHead && !(person.upn in simulation.named))
    .map((person) => ({ person, rank: hash(`${simulation.seed}/english/${person.upn}`).toString('hex') }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1));
  for (const { person } of order.slice(0, simulation.english)) person.preferredLanguage = 'en';
}

/** `family.given@domain`, with the lowest free number from 2 behind a name that exists. */
function inventUpn(random: () => number, domain: string, taken: Set<string>): string {
  const [family] = pick(familyNames, random);
  const [given] = pick(givenNames, random);
  let upn = `${family}.${given}@${domain}`;
  for (let number = 2; taken.has(upn); number++) upn = `${family}.${given}${number}@${domain}`;
  taken.add(upn);
  return upn;
}

function pick<T>(list: readonly T[], random: () => number): T {
  const item = list[Math.floor(random() * list.length)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}

/** Kanji where the names are in our lists, else the letters as they stand (`o-hara.ann` is O-hara Ann). */
function namesOf(upn: string): { surname: string; givenName: string } {
  const [family = '', given = ''] = (upn.split('@')[0] ?? '').replace(/\d+$/, '').split('.');
  const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
  return {
    surname: kanjiOfFamily.get(family) ?? capital(family),
    givenName: kanjiOfGiven.get(given) ?? capital(given),
  };
}

function domainOf(organisation: Organisation, simulation: Simulation): string {
  const upn = organisation.sections.find(({ head }) => head !== null)?.head ?? Object.keys(simulation.named)[0];
  return upn?.split('@')[1] ?? `${organisation.id}.example`;
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** A UUID in the form of version 4, the same for the same text. */
export function uuidOf(text: string): string {
  const bytes = hash(text).subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Numbers in [0, 1) that follow from the seed alone: SHA-256 in counter mode. */
function seededRandom(seed: string): () => number {
  let counter = 0;
  return () => hash(`${seed}/${counter++}`).readUInt32BE(0) / 2 ** 32;
}

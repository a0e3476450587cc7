import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';

interface File {
  sections: { id: string; department: string; name: { ja: string; en: string }; head: string | null }[];
  pools: { kind: string; hosts: { count: number } }[];
  simulation: { people: Record<string, number> };
  [field: string]: unknown;
}

/**
 * The text of a configuration like the shipped city's, with more sections of its kind until it has `people` people, and
 * hosts for them in its first pooled pool.
 */
export function bigCity(shipped: string, people: number): string {
  const file = parse(readFileSync(shipped, 'utf8')) as File;
  const inThere = () => Object.values(file.simulation.people).reduce((sum, count) => sum + count, 0);
  const [pattern] = file.sections;
  for (let number = 1; inThere() < people; number += 1) {
    const id = `added-${number}`;
    const name = { ja: `追加${number}課`, en: `Added Section ${number}` };
    file.sections.push({ ...pattern!, id, department: name.ja, name, head: `head.added${number}@kamakura.example` });
    file.simulation.people[id] = Math.min(40, people - inThere());
  }
  const pooled = file.pools.find(({ kind }) => kind === 'pooled')!;
  pooled.hosts.count = Math.ceil(people / 16);
  return stringify(file);
}

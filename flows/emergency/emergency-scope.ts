import type { Deps } from '../deps.ts';
import type { Localised, Organisation } from '../organisation.ts';
import type { Tx } from '../store.ts';
import type { Emergency } from './emergency-store.ts';

/** Ids of everybody in the scope of an emergency, ascending. */
export async function peopleInScope(tx: Tx, deps: Deps, { sections }: Pick<Emergency, 'sections'>): Promise<string[]> {
  if (sections === null) return (await tx.people.present()).sort();
  const people = new Set<string>();
  for (const { id, department } of deps.organisation().sections)
    if (sections.includes(id)) for (const person of await tx.people.inDepartment(department)) people.add(person);
  return [...people].sort();
}

/** Names of the sections in the scope; null is the whole organisation. A section that is gone from the settings is named by its id. */
export function scopeNames({ sections }: Organisation, scope: string[] | null): Localised[] | null {
  return scope && scope.map((id) => sections.find((one) => one.id === id)?.name ?? { ja: id, en: id });
}

/** True where everybody in `inner` is in `outer`. */
export function covers(outer: string[] | null, inner: string[] | null): boolean {
  if (outer === null) return true;
  return inner !== null && inner.every((id) => outer.includes(id));
}

/** Everybody, said in words. */
const ALL =
  /全庁|全職員|全員|市役所全体|庁内全体|全部署|全課|\b(?:everyone|everybody|all (?:staff|of (?:us|the city)|sections|departments)|whole (?:city|organi[sz]ation|office)|the (?:entire|whole) )/i;

/** The scope that a message names: ids of sections, `all`, or nothing. A preset of the form alone. */
export function scopeSaid(text: string, { sections }: Organisation): string[] {
  const said = text.normalize('NFKC').toLowerCase();
  const named = sections.filter(({ department, name }) =>
    [department, name.ja, name.en].some((word) => namesSection(said, word.normalize('NFKC').toLowerCase())),
  );
  if (named.length > 0) return named.map(({ id }) => id);
  return ALL.test(said) ? ['all'] : [];
}

/** Latin names as whole words: "IT" is not in "with". */
function namesSection(said: string, name: string): boolean {
  if (!name) return false;
  if (!/^[\x20-\x7e]+$/.test(name)) return said.includes(name);
  const plain = name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`(?<![a-z0-9])${plain}(?![a-z0-9])`).test(said);
}

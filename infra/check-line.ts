import type { Localised } from '../flows/organisation.ts';

/** One line of `zaitaku check`. */
export interface CheckLine {
  /** What was looked at: `host pool hp-tokyo: session limit`. */
  what: string;
  /** `warn`: works, or could not be tried without changing something; somebody should know. */
  ok: boolean | 'warn';
  /** What was found. */
  detail: string;
  /** What to do, in both languages where it is a sentence of ours; null where there is nothing to do. */
  mend: string | null;
}

export function checkLine(what: string, ok: CheckLine['ok'], detail: string, mend?: Localised | string): CheckLine {
  if (ok === true || mend === undefined) return { what, ok, detail, mend: null };
  return { what, ok, detail, mend: typeof mend === 'string' ? mend : `${mend.ja} / ${mend.en}` };
}

/** The first names of a list, and how many more there are. */
export function some(names: readonly string[]): string {
  return names.length <= 5 ? names.join(', ') : `${names.slice(0, 5).join(', ')} and ${names.length - 5} more`;
}

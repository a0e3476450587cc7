import { randomInt } from 'node:crypto';

/** Thirty that are not taken for one another when read from a phone and typed on a PC; small letters alone. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz2345679';
const GROUPS = 4;
const GROUP_LETTERS = 4;

/** A new passphrase that nobody can guess, four groups of four ("abcd-efgh-jkmn-pqrs"): 78 bits. */
export function makePassphrase(): string {
  const letter = () => LETTERS[randomInt(LETTERS.length)]!;
  const group = () => Array.from({ length: GROUP_LETTERS }, letter).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}

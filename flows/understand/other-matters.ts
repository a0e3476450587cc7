import { ASKS, WORDS } from './intent-words.ts';
import { has, leftoverEnglish, leftoverJapanese } from './left-words.ts';
import type { Found, Message } from './read-message.ts';
import type { DaySaid, Token } from './tokens.ts';
import type { Intent } from './understanding.ts';

type DayFound = Found<Extract<Token, { type: 'day' }>>;

interface Clause {
  from: number;
  to: number;
  text: string;
}

/** Of a booking that is there already, or of a day that is over. */
const SETTLED =
  /そのまま|済み|入れて(?:あ|い)る|入れた(?:T|予約)|取った(?:T|予約)|申請した(?:T|予約)|\balready\b|ありがとうございました|\bthank(?:s| you) for\b/;

/**
 * The days without those that a clause names for something else: 「月曜は窓口当番です。火曜に在宅希望します」, "team meeting on
 * Tuesday, wfh Wednesday". A day goes only where another clause asks for telework with a day of its own; nothing goes where
 * it could be the only day that is meant.
 */
export function withoutOtherMatters(message: Message, found: DayFound[], intent: Intent): DayFound[] {
  if (found.length < 2 || (intent !== 'book' && intent !== 'cancel')) return found;
  const { marks } = message;
  const clauses = clausesOf(marks);
  const clauseAt = (at: number): number => clauses.findIndex(({ from, to }) => at >= from && at < to);
  const holdsDay = new Set(found.map(({ at }) => clauseAt(at)));
  const text = (index: number): string => clauses[index]?.text ?? '';
  if (intent === 'cancel') {
    if (![...holdsDay].some((index) => has(WORDS.cancel, text(index)))) return found;
    const asks = (index: number) => /T/.test(text(index)) && has(ASKS, text(index)) && !has(WORDS.cancel, text(index));
    return kept(found, ({ at }) => !asks(clauseAt(at)));
  }
  const open = kept(found, ({ at }) => !SETTLED.test(text(clauseAt(at))));
  if (!open.some(({ at }) => /T/.test(text(clauseAt(at))))) return open;
  return kept(open, ({ at, token }) => {
    const index = clauseAt(at);
    if (/T/.test(text(index)) || isPlural(token.said)) return true;
    const next = text(index + 1);
    // 「23日、午後は在宅」: what is asked follows, and has no day of its own.
    if (/[TP]/.test(next) && !/D/.test(next)) return true;
    return !isForeign(text(index));
  });
}

/** Wednesdays tell a repetition. */
function isPlural(said: DaySaid): boolean {
  return said.kind === 'weekday' && said.plural === true;
}

function kept(found: DayFound[], keep: (day: DayFound) => boolean): DayFound[] {
  const left = found.filter(keep);
  return left.length > 0 ? left : found;
}

/** Says something that the grammar does not know. */
function isForeign(clause: string): boolean {
  const japanese = /[ぁ-ん一-龠]/.test(clause);
  return japanese ? leftoverJapanese(clause) >= 2 : leftoverEnglish(clause) >= 1;
}

function clausesOf(marks: string): Clause[] {
  const clauses: Clause[] = [];
  let from = 0;
  for (const match of marks.matchAll(/[、,;。!?\n]|\.(?=\s|$)| - /g)) {
    clauses.push({ from, to: match.index + match[0].length, text: marks.slice(from, match.index) });
    from = match.index + match[0].length;
  }
  clauses.push({ from, to: marks.length + 1, text: marks.slice(from) });
  return clauses;
}

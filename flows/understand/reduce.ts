import { foldKana } from './normalise.ts';
import type { Token } from './tokens.ts';

/**
 * The grammar is a cascade: each rule finds its pattern and puts one symbol, a capital letter that carries a token, in its
 * place; later rules read words and symbols alike, as in /D(?:から|~)D/. The letters are listed in tokens.ts.
 */
export interface Cell {
  /** One unit of folded text, or a symbol. */
  mark: string;
  /** Where it stands in the normal text: `start` included, `end` not. */
  start: number;
  end: number;
  token?: Token;
}

export interface Rule {
  /** Global. Bounded repetitions only, so that a pass stays linear. */
  pattern: RegExp;
  /** The tokens are those of the symbols inside the match, in order. Undefined leaves the text as it is. */
  read: (match: RegExpExecArray, tokens: Token[]) => { symbol: string; token: Token } | undefined;
}

/** A rule over folded text and symbols. */
export function rule(pattern: string, read: Rule['read']): Rule {
  return { pattern: grammar(pattern), read };
}

/** The edge of a Latin word, as \b; a symbol beside it is no letter of the word. */
const WORD_EDGE = '(?:(?<![a-z\\d_])|(?![a-z\\d_]))';

/** A pattern written in natural kana, folded as messages are. Capitals are symbols, also written {D} for the eye. */
export function grammar(pattern: string): RegExp {
  return new RegExp(foldKana(pattern.replace(/\{([A-Z])\}/g, '$1').replaceAll('\\b', WORD_EDGE)), 'g');
}

export function cellsOf(folded: string): Cell[] {
  return Array.from({ length: folded.length }, (_, start) => ({ mark: folded.charAt(start), start, end: start + 1 }));
}

export function marksOf(cells: Cell[]): string {
  let marks = '';
  for (const cell of cells) marks += cell.mark;
  return marks;
}

/** Applies the rules one after the other, each over the whole text. */
export function reduce(cells: Cell[], rules: Rule[]): Cell[] {
  let current = cells;
  let text = marksOf(current);
  for (const { pattern, read } of rules) {
    const next: Cell[] = [];
    let copied = 0;
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
      const until = match.index + match[0].length;
      const covered = current.slice(match.index, until);
      const first = covered[0];
      const last = covered.at(-1);
      if (!first || !last) {
        pattern.lastIndex += 1;
        continue;
      }
      const found = read(
        match,
        covered.flatMap((cell) => (cell.token ? [cell.token] : [])),
      );
      if (!found) {
        pattern.lastIndex = match.index + 1;
        continue;
      }
      for (let at = copied; at < match.index; at += 1) next.push(current[at] as Cell);
      next.push({ mark: found.symbol, start: first.start, end: last.end, token: found.token });
      copied = until;
    }
    if (copied === 0) continue;
    for (let at = copied; at < current.length; at += 1) next.push(current[at] as Cell);
    current = next;
    text = marksOf(current);
  }
  return current;
}

import type { LocalDay } from '../organisation.ts';
import { COMBINED_DAYS } from './combine-days.ts';
import { englishDays } from './days-en.ts';
import { japaneseDays } from './days-ja.ts';
import { EXCEPTIONS } from './exceptions.ts';
import { LENGTHS_AND_REPETITIONS } from './lengths-and-repetitions.ts';
import { normalise } from './normalise.ts';
import { PARTS_AND_HOURS } from './parts-and-hours.ts';
import { type Cell, cellsOf, marksOf, reduce, type Rule } from './reduce.ts';
import { findReason } from './reason.ts';
import { mendSpelling } from './spelling.ts';
import { TELEWORK_WORDS } from './telework-words.ts';
import type { Token } from './tokens.ts';

/** Where a token stands as to the reason: outside it, as the topic that leads into it, or inside it. */
export type Place = 'request' | 'topic' | 'reason';

export interface Found<Kind = Token> {
  token: Kind;
  /** Index into `marks`. */
  at: number;
  sentence: number;
  place: Place;
}

/** A message after the cascade. */
export interface Message {
  today: LocalDay;
  shown: string;
  /** Words and symbols of the whole message. */
  marks: string;
  /** The same without the reason. */
  request: string;
  /** The folded words of the whole message, and without the reason. */
  words: string;
  requestWords: string;
  /** `request` in its own kana. */
  requestShown: string;
  /** Every token, in order. */
  found: Found[];
  reason?: string;
  /** What the writer wrote from one place of `marks` to another, the second not included. */
  written: (from: number, to: number) => string;
}

/** The rules of one day: their patterns are built once, not for every message. */
let latest: { today: LocalDay; rules: Rule[] } | undefined;

function rulesFor(today: LocalDay): Rule[] {
  if (latest?.today !== today) {
    const fixed = [LENGTHS_AND_REPETITIONS, COMBINED_DAYS, TELEWORK_WORDS, PARTS_AND_HOURS, EXCEPTIONS];
    latest = { today, rules: [...japaneseDays(today), ...englishDays(today), ...fixed.flat()] };
  }
  return latest.rules;
}

export function readMessage(text: string, today: LocalDay): Message {
  const { shown, folded, gaps } = normalise(text);
  const words = mendSpelling(folded);
  const cells = reduce(cellsOf(words.text), rulesFor(today));
  const marks = marksOf(cells);
  const origin = (cell: Cell | undefined, edge: 'start' | 'end') => (cell ? words.origin(cell[edge]) : shown.length);
  const breaks = new Set<number>();
  cells.forEach((cell, at) => {
    if (gaps.has(words.origin(cell.start))) breaks.add(at);
  });

  const written = (from: number, to: number) => shown.slice(origin(cells[from], 'start'), origin(cells[to - 1], 'end'));
  const reason = findReason(marks, breaks, written);
  const place = (at: number): Place =>
    !reason || at < reason.topicFrom || at >= reason.topicTo
      ? 'request'
      : at >= reason.from && at < reason.to
        ? 'reason'
        : 'topic';

  const found: Found[] = [];
  let sentence = 0;
  let request = '';
  let requestWords = '';
  let requestShown = '';
  cells.forEach((cell, at) => {
    if (/[。!?\n]/.test(cell.mark) || (cell.mark === '.' && !/\S/.test(marks.charAt(at + 1)))) sentence += 1;
    if (cell.token) found.push({ token: cell.token, at, sentence, place: place(at) });
    const inReason = place(at) === 'reason';
    request += inReason ? ' ' : cell.mark;
    requestShown += inReason ? ' ' : cell.token ? cell.mark : shown.slice(origin(cell, 'start'), origin(cell, 'end'));
    requestWords += inReason ? ' ' : words.text.slice(cell.start, cell.end);
  });
  return {
    today,
    shown,
    marks,
    request,
    words: words.text,
    requestWords,
    requestShown,
    found,
    written,
    ...(reason ? { reason: reason.text } : {}),
  };
}

/** The tokens of one kind, in order. */
export function tokensOf<Type extends Token['type']>(
  message: Message,
  type: Type,
): Found<Extract<Token, { type: Type }>>[] {
  return message.found.flatMap((found) =>
    found.token.type === type ? [{ ...found, token: found.token as Extract<Token, { type: Type }> }] : [],
  );
}

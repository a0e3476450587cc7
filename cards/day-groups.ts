import type { LocalDay } from '../flows/organisation.ts';
import { type Colour, type Element, text, type TextBlock } from './adaptive-card.ts';
import { dayAndWord, dayIn, type Speech } from './booking-box.ts';
import { formatMonth, weekdayOf } from './day-and-time.ts';

/** One day as a card shows it: a word beside it, lines below it, and what is said of it where the card is short of room. */
export interface ShownDay {
  day: LocalDay;
  word: string;
  colour: Colour;
  lines: TextBlock[];
  short: string;
}

/** Most days that have a box each; more are grouped. */
export const MOST_BOXES = 4;
/** Most lines where the card is short of room. */
const MOST_SHORT = 24;

/** A box for each day; from the `inFull`th on one line each. */
export function dayBoxes(days: readonly ShownDay[], speech: Speech, inFull: number): Element[] {
  return days.map((one, index) => (index < inFull ? box([one], speech) : inShort([one], speech)));
}

/** Days of which the same is to be said, in one box; from the `inFull`th box on in one line for all of which the same is said in short. */
export function groupedBoxes(days: readonly ShownDay[], speech: Speech, inFull: number): Element[] {
  const groups = grouped(days, ({ word, lines }) => JSON.stringify([word, lines]));
  const boxes = groups.slice(0, inFull).map((group) => box(group, speech));
  const rest = grouped(groups.slice(inFull).flat(), ({ word, short }) => JSON.stringify([word, short]));
  const lines = rest.slice(0, MOST_SHORT).map((group) => inShort(group, speech));
  const last = grouped(rest.slice(MOST_SHORT).flat(), ({ word }) => word);
  return [
    ...boxes,
    ...lines,
    ...last.map((group) =>
      inShort(
        group.map((one) => ({ ...one, short: '' })),
        speech,
      ),
    ),
  ];
}

/** The weekday that all days share, or null. */
function sharedWeekday(days: readonly LocalDay[], { language }: Speech): string | null {
  const weekdays = new Set(days.map((day) => weekdayOf(day, language)));
  return weekdays.size === 1 ? [...weekdays][0]! : null;
}

/** One line a month, `2026年12月：1日(火)・3日(木)`; where the weekday has been said before, `12月：2・9・16日`. The year stands where it changes. */
function monthLines(days: readonly LocalDay[], speech: Speech, weekdaySaid: boolean): string[] {
  const { language, words } = speech;
  const ja = language === 'ja';
  const months = grouped([...new Set(days)].sort(), (day) => day.slice(0, 7));
  return months.map((month, index) => {
    const year = month[0]!.slice(0, 4);
    const withYear = speech.withYear && year !== months[index - 1]?.[0]?.slice(0, 4);
    const dates = month.map((day) => Number(day.slice(8)));
    const named = month.map((day, at) => {
      const weekday = weekdayOf(day, language);
      return ja ? `${dates[at]}日(${weekday})` : `${weekday} ${dates[at]}`;
    });
    const list = weekdaySaid ? dates.join(ja ? '・' : ', ') + (ja ? '日' : '') : named.join(ja ? '・' : ', ');
    return `${formatMonth(month[0]!, language, withYear)}${words.colon}${list}`;
  });
}

function box(group: readonly ShownDay[], speech: Speech): Element {
  const [{ word, colour, lines, day }] = group as [ShownDay];
  const days = group.map((one) => one.day);
  const several = new Set(days).size > 1;
  const head = several ? countIn(group, speech) : dayIn(speech, day);
  const months = several ? monthLines(days, speech, sharedWeekday(days, speech) !== null) : [];
  return {
    type: 'Container',
    style: 'emphasis',
    items: [
      word === '' ? text(head, { weight: 'bolder' }) : dayAndWord(head, word, colour),
      ...months.map((line, index) => text(line, { spacing: index === 0 ? 'small' : 'none' })),
      ...(several ? lines.map((line, index) => (index === 0 ? { ...line, spacing: 'small' as const } : line)) : lines),
    ],
  };
}

/** `47日分(水)`, `5日分`. */
function countIn(group: readonly ShownDay[], speech: Speech): string {
  const count = speech.words.dayCount(group.length);
  const weekday = sharedWeekday(
    group.map((one) => one.day),
    speech,
  );
  if (weekday === null) return count;
  return speech.language === 'ja' ? `${count}(${weekday})` : `${count} (${weekday})`;
}

function inShort(group: readonly ShownDay[], speech: Speech): Element {
  const [{ word, short, day }] = group as [ShownDay];
  const days = group.map((one) => one.day);
  const named = new Set(days).size > 1 ? monthLines(days, speech, false).join(' / ') : dayIn(speech, day);
  const said = [word, short].filter(Boolean).join(' ');
  return text(`${named}${said ? `${speech.words.colon}${said}` : ''}`, { spacing: 'small' });
}

function grouped<T>(all: readonly T[], key: (one: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const name = key(one);
    const group = groups.get(name);
    if (group) group.push(one);
    else groups.set(name, [one]);
  }
  return [...groups.values()];
}

import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import * as chrono from 'chrono-node';
import { understand } from '../../flows/understand/understand.ts';
import { HARD_SENTENCES } from '../flows/understand/hard-sentences.ts';

export interface UnderstandingFigures {
  lines: number;
  /** Messages a second, one thread. */
  ours: number;
  chrono: number;
  /** Share of the lines that name days, where exactly those days were found. chrono knows dates, not what telework is. */
  oursRight: number;
  chronoRight: number;
  /** Of the hardest sentence we know: median ms for 500 characters, and how much longer ten times as many take. */
  hardest: { medianMs: number; tenfold: number };
}

interface Line {
  text: string;
  now: Date;
  timeZone: string;
  language: string;
  days: string[] | undefined;
}

const SECONDS = 3;

/** The whole of `understand` beside chrono-node's date parser alone, on the same sentences. */
export function benchUnderstanding(): UnderstandingFigures {
  const lines = readLines();
  const ours = (line: Line) => understand(line.text, line).days ?? [];
  const theirs = (line: Line) => {
    const parser = line.language === 'ja' ? chrono.ja : chrono.en;
    // chrono takes the organisation's zone as minutes; every line is in one without summer time.
    const found = parser.parse(line.text, { instant: line.now, timezone: 540 }, { forwardDate: true });
    const ends = found.flatMap(({ start, end }) => (end ? [start, end] : [start]));
    return [...new Set(ends.map((one) => dayOf(one)))].sort();
  };
  const named = lines.filter((line): line is Line & { days: string[] } => line.days !== undefined);
  const right = (find: (line: Line) => string[]) =>
    named.filter((line) => JSON.stringify(find(line)) === JSON.stringify(line.days)).length / named.length;
  // As messages of one moment come: all on the same day.
  const sameDay = lines.map((line) => ({ ...line, now: new Date('2026-12-01T01:00:00Z') }));
  return {
    lines: lines.length,
    ours: perSecond(sameDay, ours),
    chrono: perSecond(sameDay, theirs),
    oursRight: right(ours),
    chronoRight: right(theirs),
    hardest: benchHardest(),
  };
}

function benchHardest(): UnderstandingFigures['hardest'] {
  const context = { now: new Date('2026-12-01T01:00:00Z'), timeZone: 'Asia/Tokyo' };
  const each = HARD_SENTENCES.map((sentence) => {
    const medianMs = (length: number, times: number) => {
      const text = sentence.repeat(Math.ceil(length / sentence.length)).slice(0, length);
      const taken = Array.from({ length: times }, () => {
        const begun = performance.now();
        understand(text, context);
        return performance.now() - begun;
      });
      return taken.sort((a, b) => a - b)[times >> 1] as number;
    };
    const short = medianMs(500, 101);
    return { medianMs: short, tenfold: medianMs(50_000, 5) / medianMs(5_000, 11) };
  });
  return {
    medianMs: Math.max(...each.map(({ medianMs }) => medianMs)),
    tenfold: Math.max(...each.map(({ tenfold }) => tenfold)),
  };
}

function perSecond(lines: Line[], work: (line: Line) => unknown): number {
  const run = (ms: number) => {
    const begun = performance.now();
    let count = 0;
    for (; performance.now() - begun < ms; count += lines.length) for (const line of lines) work(line);
    return (count * 1000) / (performance.now() - begun);
  };
  run(1_000);
  return run(SECONDS * 1_000);
}

function readLines(): Line[] {
  const file = readFileSync(new URL('../utterances.jsonl', import.meta.url), 'utf8');
  return file
    .split('\n')
    .filter(Boolean)
    .map((json) => {
      const { text, now, tz, expect } = JSON.parse(json) as {
        text: string;
        now: string;
        tz: string;
        expect: { days?: string[]; language: string };
      };
      return { text, now: new Date(now), timeZone: tz, language: expect.language, days: expect.days };
    });
}

function dayOf(one: chrono.ParsedComponents): string {
  const part = (name: 'year' | 'month' | 'day') => String(one.get(name)).padStart(2, '0');
  return `${part('year')}-${part('month')}-${part('day')}`;
}

import type { Command } from 'commander';
import { isRealDay } from '../../flows/local-time.ts';

/** What every report of a span of days is asked with. */
export interface SpanOptions {
  from?: string;
  to?: string;
  format: string;
  language: string;
  json?: boolean;
}

/** One clear line, and exit code 2, for what cannot be meant. */
export function checkSpan({ from, to, format, language }: SpanOptions, command: Command): void {
  for (const [name, day] of [
    ['from', from],
    ['to', to],
  ] as const)
    if (day !== undefined && !isRealDay(day))
      command.error(`--${name}: "${String(day)}" is no day; expected YYYY-MM-DD`, { exitCode: 2 });
  if (from !== undefined && to !== undefined && from > to)
    command.error(`--from: ${from} is after --to ${to}; expected the earlier day first`, { exitCode: 2 });
  if (format !== 'csv') command.error(`--format: "${format}" is not known; expected csv`, { exitCode: 2 });
  if (language !== 'ja' && language !== 'en')
    command.error(`--language: "${language}" is not known; expected ja or en`, { exitCode: 2 });
}

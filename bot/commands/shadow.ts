import { Command } from 'commander';
import { shadowLines } from '../../cards/shadow-lines.ts';
import type { ShadowReport } from '../../flows/capacity/shadow/shadow-report.ts';
import { languageOf, refuseUnknownPool, wholeNumber, type PoolOptions, type UnknownPool } from './pool-options.ts';

export interface ShadowQuery {
  /** null: every pool that is or was in shadow. */
  pool: string | null;
  days: number;
}

const MOST_DAYS = 400;

/** `zaitaku shadow`: day by day what zaitaku would have done where it only looks on, beside what was. Reads only. */
export function shadowCommand(read: (query: ShadowQuery) => Promise<ShadowReport[] | UnknownPool>): Command {
  return new Command('shadow')
    .description('シャドウのプールで zaitaku ならどうしたか / what zaitaku would have done where it only looks on')
    .option('--pool <id>', 'one pool, by its id in the configuration')
    .option('--days <number>', `the last whole days, 1 to ${MOST_DAYS}`, '14')
    .option('--language <language>', 'of headings and words: ja or en', 'ja')
    .option('--json', 'one JSON document')
    .action(async (options: PoolOptions & { days: string }, command: Command) => {
      const language = languageOf(options, command);
      const days = wholeNumber('days', options.days, MOST_DAYS, command);
      const reports = await read({ pool: options.pool ?? null, days });
      if ('unknown' in reports) return refuseUnknownPool(reports, command);
      const text = reports.map((one) => shadowLines(one, language).join('\n')).join('\n\n\n');
      process.stdout.write(options.json ? `${JSON.stringify(reports)}\n` : `${text}\n`);
    });
}

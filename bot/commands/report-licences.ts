import { Command } from 'commander';
import { licenceTable } from '../../cards/licence-table.ts';
import type { LicenceDay } from '../../flows/licences/licence-report.ts';
import type { LicenceQuery } from '../../flows/licences/read-licence-report.ts';
import type { Language } from '../../flows/organisation.ts';
import { BYTE_ORDER_MARK, toCsv } from './csv.ts';
import { checkSpan, type SpanOptions } from './report-options.ts';

interface LicenceOptions extends SpanOptions {
  pool?: string;
}

/** Null: no pool has that id. */
export type ReadLicences = (query: LicenceQuery) => Promise<LicenceDay[] | null>;

/** An empty table alone would leave open whether anything is counted. */
const EMPTY =
  "No licence was held or wanted on these days. They are counted where the organisation's file names them (licences).\n";

/** `zaitaku report licences`: what was held of each licence, day by day, and who found none. Reads only. */
export function licenceReportCommand(read: ReadLicences): Command {
  return new Command('licences')
    .description('ライセンスの使われ方と過不足 / how licences were used, and where they fell short')
    .option('--from <day>', 'first day, YYYY-MM-DD (default: four weeks until the last)')
    .option('--to <day>', 'last day, YYYY-MM-DD (default: today)')
    .option('--pool <id>', "one pool's licences")
    .option('--format <format>', 'csv', 'csv')
    .option('--language <language>', 'of headings and words: ja or en', 'ja')
    .option('--json', 'one JSON document')
    .action(async (options: LicenceOptions, command: Command) => {
      checkSpan(options, command);
      const { from = null, to = null, pool = null } = options;
      const days = await read({ from, to, pool });
      if (!days) return command.error(`--pool: there is no pool "${String(pool)}"`, { exitCode: 2 });
      if (days.length === 0) process.stderr.write(EMPTY);
      process.stdout.write(
        options.json
          ? `${JSON.stringify(days)}\n`
          : BYTE_ORDER_MARK + toCsv(licenceTable(days, options.language as Language)),
      );
    });
}

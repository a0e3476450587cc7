import { Command } from 'commander';
import { ledgerTable } from '../../cards/ledger-table.ts';
import { licenceTable } from '../../cards/licence-table.ts';
import type { LicenceDay } from '../../flows/licences/licence-report.ts';
import type { LedgerLine } from '../../flows/licences/read-ledger.ts';
import type { LicenceQuery } from '../../flows/licences/read-licence-report.ts';
import type { Language, Organisation } from '../../flows/organisation.ts';
import { BYTE_ORDER_MARK, toCsv } from './csv.ts';
import { checkSpan, type SpanOptions } from './report-options.ts';

interface LicenceOptions extends SpanOptions {
  pool?: string;
  holders?: boolean;
}

/** Null: no pool has that id. */
export type ReadLicences = (query: LicenceQuery) => Promise<LicenceDay[] | null>;

/** Null: no pool has that id. */
export type ReadLedger = (
  query: LicenceQuery,
) => Promise<{ lines: LedgerLine[]; organisation: Pick<Organisation, 'licences' | 'pools' | 'timeZone'> } | null>;

/** An empty table alone would leave open whether anything is counted. */
const EMPTY =
  "No licence was held or wanted on these days. They are counted where the organisation's file names them (licences).\n";

const NOBODY = 'Nobody had a licence on these days.\n';

/**
 * `zaitaku report licences`: what was held of each licence, day by day, and who found none; with `--holders` who had one,
 * from when to when and why. Reads only.
 */
export function licenceReportCommand(read: ReadLicences, readLedger: ReadLedger): Command {
  return new Command('licences')
    .description('ライセンスの使われ方と過不足 / how licences were used, and where they fell short')
    .option('--from <day>', 'first day, YYYY-MM-DD (default: four weeks until the last)')
    .option('--to <day>', 'last day, YYYY-MM-DD (default: today)')
    .option('--pool <id>', "one pool's licences")
    .option('--holders', 'who had one, from when to when, and why')
    .option('--format <format>', 'csv', 'csv')
    .option('--language <language>', 'of headings and words: ja or en', 'ja')
    .option('--json', 'one JSON document')
    .action(async (options: LicenceOptions, command: Command) => {
      checkSpan(options, command);
      const { from = null, to = null, pool = null } = options;
      const language = options.language as Language;
      const unknown = () => command.error(`--pool: there is no pool "${String(pool)}"`, { exitCode: 2 });
      if (options.holders) {
        const ledger = await readLedger({ from, to, pool });
        if (!ledger) return unknown();
        const { lines, organisation } = ledger;
        if (lines.length === 0) process.stderr.write(NOBODY);
        process.stdout.write(
          options.json
            ? `${JSON.stringify(lines)}\n`
            : BYTE_ORDER_MARK + toCsv(ledgerTable(lines, organisation, language)),
        );
        return;
      }
      const days = await read({ from, to, pool });
      if (!days) return unknown();
      if (days.length === 0) process.stderr.write(EMPTY);
      process.stdout.write(
        options.json ? `${JSON.stringify(days)}\n` : BYTE_ORDER_MARK + toCsv(licenceTable(days, language)),
      );
    });
}

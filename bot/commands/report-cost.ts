import { Command } from 'commander';
import { costTable } from '../../cards/cost-table.ts';
import type { CostAnswer, CostQuery } from '../../flows/cost/read-cost-report.ts';
import type { Language } from '../../flows/organisation.ts';
import { BYTE_ORDER_MARK, toCsv } from './csv.ts';
import { checkSpan, type SpanOptions } from './report-options.ts';

export type ReadCost = (query: CostQuery) => Promise<CostAnswer>;

/** `zaitaku report cost`: what desktops cost, month by month and for each booking, beside lending devices. Reads only. */
export function costReportCommand(read: ReadCost): Command {
  return new Command('cost')
    .description('仮想デスクトップの費用と、端末を貸す場合との差 / what desktops cost, beside lending devices')
    .option('--from <day>', "first day, YYYY-MM-DD (default: the first of the last day's month)")
    .option('--to <day>', 'last day, YYYY-MM-DD (default: today)')
    .option('--format <format>', 'csv', 'csv')
    .option('--language <language>', 'of headings and words: ja or en', 'ja')
    .option('--json', 'one JSON document')
    .action(async (options: SpanOptions, command: Command) => {
      checkSpan(options, command);
      const { from = null, to = null } = options;
      const answer = await read({ from, to });
      if (!answer.ok)
        return command.error(
          `--from: ${String(from)} has not come yet (today is ${answer.today}); expected a day past`,
          {
            exitCode: 2,
          },
        );
      process.stdout.write(
        options.json
          ? `${JSON.stringify(answer.months)}\n`
          : BYTE_ORDER_MARK + toCsv(costTable(answer.months, options.language as Language)),
      );
    });
}

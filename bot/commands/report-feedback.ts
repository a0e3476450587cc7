import { Command } from 'commander';
import { feedbackTable } from '../../cards/feedback-table.ts';
import type { FeedbackReport } from '../../flows/feedback/feedback-report.ts';
import type { Language, LocalDay } from '../../flows/organisation.ts';
import { BYTE_ORDER_MARK, toCsv } from './csv.ts';
import { checkSpan, type SpanOptions } from './report-options.ts';

export interface FeedbackQuery {
  from: LocalDay | null;
  to: LocalDay | null;
}

/** `zaitaku report feedback`: how people's days went, by score and week, and their lines without names. Reads only. */
export function feedbackReportCommand(read: (query: FeedbackQuery) => Promise<FeedbackReport>): Command {
  return new Command('feedback')
    .description('テレワークの感想のまとめ / how telework days went')
    .option('--from <day>', 'first day, YYYY-MM-DD')
    .option('--to <day>', 'last day, YYYY-MM-DD')
    .option('--format <format>', 'csv', 'csv')
    .option('--language <language>', 'of headings and words: ja or en', 'ja')
    .option('--json', 'one JSON document')
    .action(async (options: SpanOptions, command: Command) => {
      checkSpan(options, command);
      const report = await read({ from: options.from ?? null, to: options.to ?? null });
      process.stdout.write(
        options.json
          ? `${JSON.stringify(report)}\n`
          : BYTE_ORDER_MARK + toCsv(feedbackTable(report, options.language as Language)),
      );
    });
}

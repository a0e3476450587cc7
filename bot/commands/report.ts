import { Command } from 'commander';
import { attendanceTable } from '../../cards/attendance-table.ts';
import type { FeedbackReport } from '../../flows/feedback/feedback-report.ts';
import type { Language } from '../../flows/organisation.ts';
import type { AttendanceLine, AttendanceQuery } from '../../flows/work/attendance.ts';
import { BYTE_ORDER_MARK, toCsv } from './csv.ts';
import { costReportCommand, type ReadCost } from './report-cost.ts';
import { feedbackReportCommand, type FeedbackQuery } from './report-feedback.ts';
import { licenceReportCommand, type ReadLedger, type ReadLicences } from './report-licences.ts';
import { checkSpan, type SpanOptions } from './report-options.ts';

/** What the reports are read from. Null: nobody has the UPN that was named. */
export interface ReportSources {
  attendance(query: AttendanceQuery): Promise<{ lines: AttendanceLine[]; timeZone: string } | null>;
  feedback(query: FeedbackQuery): Promise<FeedbackReport>;
  licences: ReadLicences;
  ledger: ReadLedger;
  cost: ReadCost;
}

interface ReportOptions extends SpanOptions {
  person?: string;
}

/**
 * `zaitaku report NAME`: what the organisation's offices read, as CSV for a spreadsheet or one JSON document. Reads only.
 * A report is one command below it; a name that is none ends with 2.
 */
export function reportCommand(sources: ReportSources): Command {
  const reports = [
    attendanceReport(sources),
    feedbackReportCommand((query) => sources.feedback(query)),
    licenceReportCommand(
      (query) => sources.licences(query),
      (query) => sources.ledger(query),
    ),
    costReportCommand((query) => sources.cost(query)),
  ];
  const names = reports.map((one) => one.name()).join(', ');
  const report = new Command('report').description('帳票 / reports').argument('[name]', names);
  for (const one of reports) report.addCommand(one);
  return report.action((name: string | undefined, _options, command: Command) =>
    command.error(
      name === undefined
        ? `report: which one is missing; expected ${names}`
        : `report: "${name}" is not known; expected ${names}`,
      { exitCode: 2 },
    ),
  );
}

function attendanceReport(sources: ReportSources): Command {
  return new Command('attendance')
    .description('だれが、いつ、どこで働いたか / who worked when and where')
    .option('--from <day>', 'first day, YYYY-MM-DD')
    .option('--to <day>', 'last day, YYYY-MM-DD')
    .option('--person <upn>', 'one person, by user principal name')
    .option('--format <format>', 'csv', 'csv')
    .option('--language <language>', 'of headings and words: ja or en', 'ja')
    .option('--json', 'one JSON document')
    .action(async (options: ReportOptions, command: Command) => {
      checkSpan(options, command);
      const { from = null, to = null, person = null } = options;
      const found = await sources.attendance({ from, to, person });
      if (!found) return command.error(`--person: nobody is known as "${String(person)}"`, { exitCode: 2 });
      const { lines, timeZone } = found;
      process.stdout.write(
        options.json
          ? `${JSON.stringify(lines)}\n`
          : BYTE_ORDER_MARK + toCsv(attendanceTable(lines, options.language as Language, timeZone)),
      );
    });
}

import { Command } from 'commander';
import { isRealDay } from '../../flows/local-time.ts';

/** One line of `zaitaku bookings --json`, as CONTRACTS fixes it: people are UPNs, times ISO instants. */
export interface BookingRow {
  id: string;
  person: string;
  day: string;
  part: string;
  start: string;
  end: string;
  status: string;
  pool: string | null;
  place: string | null;
  approvers: string[];
  decidedBy: string | null;
  series: string | null;
  version: number;
}

export interface BookingQuery {
  from: string | null;
  to: string | null;
  person: string | null;
}

/** `zaitaku bookings`: who booked what. Reads only. */
export function bookingsCommand(read: (query: BookingQuery) => Promise<BookingRow[]>): Command {
  return new Command('bookings')
    .description('予約の一覧 / who booked what')
    .option('--from <day>', 'first day, YYYY-MM-DD')
    .option('--to <day>', 'last day, YYYY-MM-DD')
    .option('--person <upn>', 'one person, by user principal name')
    .option('--json', 'one JSON document')
    .action(async (options: { from?: string; to?: string; person?: string; json?: boolean }, command: Command) => {
      for (const name of ['from', 'to'] as const) {
        const day = options[name];
        if (day !== undefined && !isRealDay(day))
          command.error(`--${name}: "${String(day)}" is no day; expected YYYY-MM-DD`, { exitCode: 2 });
      }
      const rows = await read({ from: options.from ?? null, to: options.to ?? null, person: options.person ?? null });
      if (options.json) process.stdout.write(`${JSON.stringify(rows)}\n`);
      else if (rows.length === 0) process.stdout.write('予約はありません。 / No bookings.\n');
      else
        for (const row of rows)
          process.stdout.write(
            `${row.day}  ${row.part.padEnd(5)}  ${row.status.padEnd(9)}  ${row.person}  ${row.pool ?? '-'}  ${row.id}\n`,
          );
    });
}

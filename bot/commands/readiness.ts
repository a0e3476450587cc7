import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { isRealDay } from '../../flows/local-time.ts';
import type { ReadinessReport } from '../../flows/readiness/show-readiness.ts';
import { readinessInWords } from './readiness-words.ts';
import { parseFactorList, type FactorLine } from './factor-list.ts';

export interface ReadinessQuery {
  day: string | null;
  person: string | null;
}

export interface ImportAnswer {
  imported: number;
  /** Names in the list that the directory does not know. */
  unknown: string[];
}

interface Wiring {
  read: (query: ReadinessQuery) => Promise<ReadinessReport | 'person-unknown'>;
  import: (lines: FactorLine[]) => Promise<ImportAnswer>;
}

/**
 * `zaitaku readiness`: how the coming days' bookings stand before the gates, and the list of one-time passwords of a
 * gateway, which Graph does not know.
 */
export function readinessCommand({ read, import: take }: Wiring): Command {
  const command = new Command('readiness')
    .description('利用前の確認 / what is not ready before the coming days')
    .option('--day <day>', 'one day, YYYY-MM-DD; without it: the coming days that gates speak of')
    .option('--person <upn>', 'one person, by user principal name')
    .option('--json', 'one JSON document')
    .action(async (options: { day?: string; person?: string; json?: boolean }) => {
      const { day, person, json } = options;
      if (day !== undefined && !isRealDay(day))
        command.error(`--day: "${String(day)}" is no day; expected YYYY-MM-DD`, { exitCode: 2 });
      const report = await read({ day: day ?? null, person: person ?? null });
      if (report === 'person-unknown')
        return command.error(`--person: the directory knows no "${person}"; expected a user principal name`, {
          exitCode: 2,
        });
      process.stdout.write(json ? `${JSON.stringify(report)}\n` : `${readinessInWords(report)}\n`);
    });
  const importing = command
    .command('import')
    .description("ワンタイムパスワードの登録一覧(CSV)の取り込み / takes in a gateway's list of one-time passwords")
    .requiredOption(
      '--file <file>',
      'CSV with the columns upn and, where some are not registered, registered (yes or no)',
    )
    .option('--json', 'one JSON document')
    .action(async ({ file, json }: { file: string; json?: boolean }) => {
      const refuse = (said: string): never => importing.error(said, { exitCode: 2 });
      const parsed = parseFactorList(textOf(file, refuse));
      if ('fault' in parsed) return refuse(`${file}: ${parsed.fault}`);
      const answer = await take(parsed.lines);
      if (json) process.stdout.write(`${JSON.stringify(answer)}\n`);
      else {
        process.stdout.write(
          `${answer.imported} people taken in. Whoever is not in the list counts as not registered.\n`,
        );
        if (answer.unknown.length > 0)
          process.stdout.write(`Not in the directory, and left out: ${answer.unknown.join(', ')}\n`);
      }
    });
  return command;
}

function textOf(file: string, refuse: (said: string) => never): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return refuse(
      code === 'ENOENT'
        ? `--file: there is no ${file}; expected a CSV file`
        : code === 'ERR_ENCODING_INVALID_ENCODED_DATA'
          ? `--file: ${file} is not UTF-8; expected a CSV file saved as "CSV UTF-8"`
          : `--file: ${file} cannot be read (${code ?? 'unknown'}); expected a CSV file`,
    );
  }
}

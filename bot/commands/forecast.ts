import { Command } from 'commander';
import { forecastOfDay, forecastTable } from '../../cards/forecast-table.ts';
import { FORECAST_DAYS } from '../../flows/forecast/read-forecast.ts';
import { MOST_DAYS, type ForecastAnswer } from '../../flows/forecast/show-forecast.ts';
import { isRealDay } from '../../flows/local-time.ts';
import type { Language, LocalDay } from '../../flows/organisation.ts';

export interface ForecastQuery {
  pool: string | null;
  days: number;
  day: LocalDay | null;
}

interface ForecastOptions {
  pool?: string;
  days: string;
  day?: string;
  language: string;
  json?: boolean;
}

/**
 * `zaitaku forecast`: how many people, hosts, hours and yen the coming days bring, and the days on which seats run
 * short. One line a day, half hours with `--day`; all of it with `--json`. Reads only.
 */
export function forecastCommand(read: (query: ForecastQuery) => Promise<ForecastAnswer>): Command {
  return new Command('forecast')
    .description('これからの人数、台数、費用、足りない日 / people, hosts, cost and short days to come')
    .option('--pool <id>', 'one pool, by its id')
    .option('--days <number>', `1 to ${MOST_DAYS}, today the first`, String(FORECAST_DAYS))
    .option('--day <day>', 'one day by half hours, YYYY-MM-DD')
    .option('--language <language>', 'of headings and words: ja or en', 'ja')
    .option('--json', 'one JSON document')
    .action(async ({ days, language, json, ...named }: ForecastOptions, command: Command) => {
      const [pool, day] = [named.pool ?? null, named.day ?? null];
      const wrong = (sentence: string) => command.error(sentence, { exitCode: 2 });
      const count = /^\d{1,3}$/.test(days) ? Number(days) : 0;
      if (count < 1 || count > MOST_DAYS) wrong(`--days: "${days}" is not known; expected 1 to ${MOST_DAYS}`);
      if (day !== null && !isRealDay(day)) wrong(`--day: "${String(day)}" is no day; expected YYYY-MM-DD`);
      if (language !== 'ja' && language !== 'en') wrong(`--language: "${language}" is not known; expected ja or en`);
      const answer = await read({ pool, days: count, day });
      if (!answer.ok) {
        if (answer.refusal === 'no-such-pool')
          return wrong(`--pool: "${String(pool)}" is not known; expected ${answer.pools.join(', ')}`);
        return wrong(`--day: ${String(day)} is not forecast; expected ${answer.first} to ${answer.last}`);
      }
      const table = day === null ? forecastTable : forecastOfDay;
      process.stdout.write(`${json ? JSON.stringify(answer.view) : table(answer.view, language as Language)}\n`);
    });
}

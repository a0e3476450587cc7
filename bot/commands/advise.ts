import { Command } from 'commander';
import { adviceLines } from '../../cards/advice-lines.ts';
import { shadowTextIn } from '../../cards/texts/shadow.ts';
import type { HostSizing } from '../../flows/capacity/advice/host-sizings.ts';
import type { SizeAdvice } from '../../flows/capacity/advice/advise-sizes.ts';
import type { Localised } from '../../flows/organisation.ts';
import { languageOf, refuseUnknownPool, wholeNumber, type PoolOptions, type UnknownPool } from './pool-options.ts';

export interface AdviceQuery {
  /** null: every pool of shared desktops. */
  pool: string | null;
  weeks: number;
}

export interface PoolAdvice {
  pool: string;
  name: Localised;
  kind: 'pooled' | 'personal';
  /** Yen for an hour of a host of today's size, or null. */
  hostHour: number | null;
  /** null: nobody was seen there yet, or the desktops are personal. */
  advice: SizeAdvice | null;
}

const MOST_WEEKS = 52;

/** `zaitaku advise`: what the last weeks would have cost with hosts of other sizes and other session limits. Reads only. */
export function adviseCommand(
  read: (query: AdviceQuery, told: (sizing: HostSizing) => void) => Promise<PoolAdvice[] | UnknownPool>,
): Command {
  return new Command('advise')
    .description('ホストの大きさの助言 / what the last weeks would have cost with hosts of another size')
    .option('--pool <id>', 'one pool, by its id in the configuration')
    .option('--weeks <number>', `the last weeks, 1 to ${MOST_WEEKS}, as far as visits are kept`, '4')
    .option('--language <language>', 'of headings and words: ja or en', 'ja')
    .option('--json', 'one JSON document')
    .action(async (options: PoolOptions & { weeks: string }, command: Command) => {
      const language = languageOf(options, command);
      const weeks = wholeNumber('weeks', options.weeks, MOST_WEEKS, command);
      const { advice: words } = shadowTextIn(language);
      const told = ({ kind, places }: HostSizing) =>
        void process.stderr.write(`${words.replaying(words.kinds[kind], places)}\n`);
      const found = await read({ pool: options.pool ?? null, weeks }, told);
      if ('unknown' in found) return refuseUnknownPool(found, command);
      const linesOf = ({ pool, name, kind, hostHour, advice }: PoolAdvice) =>
        advice === null
          ? [`${name[language]} (${pool})`, '', kind === 'personal' ? words.personal : words.noVisits]
          : adviceLines(advice, hostHour, language);
      const text = found.map((one) => linesOf(one).join('\n')).join('\n\n\n');
      process.stdout.write(options.json ? `${JSON.stringify(found)}\n` : `${text}\n`);
    });
}

import { Command } from 'commander';
import { hostInWords, poolInWords } from './explain-words.ts';
import type { HostExplanation, PoolExplanation } from '../../flows/capacity/explain-pool.ts';

export interface ExplainQuery {
  pool: string;
  /** ISO, as typed; null: now. */
  at: string | null;
  host: string | null;
  minutes: number;
}

/** `said`: one sentence that names the option and what is expected. */
export type ExplainAnswer = { ok: true; explanation: PoolExplanation | HostExplanation } | { ok: false; said: string };

const MINUTES = 30;
const MOST_MINUTES = 24 * 60;

/** `zaitaku explain`: what was seen, decided and done in a pool around an instant, and why. Reads only. */
export function explainCommand(read: (query: ExplainQuery) => Promise<ExplainAnswer>): Command {
  return new Command('explain')
    .description('なぜホストを起動・停止したか / why hosts were started, drained and stopped')
    .requiredOption('--pool <pool>', 'id of the pool')
    .option('--at <instant>', "ISO time, in the organisation's zone unless it has an offset; without it: now")
    .option('--host <host>', 'the life of one host on that day')
    .option('--minutes <minutes>', 'actions from so long before to so long after', String(MINUTES))
    .option('--json', 'one JSON document')
    .action(
      async (
        options: { pool: string; at?: string; host?: string; minutes: string; json?: boolean },
        command: Command,
      ) => {
        const minutes = Number(options.minutes);
        if (!/^\d+$/.test(options.minutes) || minutes < 1 || minutes > MOST_MINUTES)
          command.error(`--minutes: "${options.minutes}" is not known; expected 1 to ${MOST_MINUTES}`, { exitCode: 2 });
        const { pool, at = null, host = null } = options;
        const answer = await read({ pool, at, host, minutes });
        if (!answer.ok) return command.error(answer.said, { exitCode: 2 });
        const { explanation } = answer;
        const said = 'host' in explanation ? hostInWords(explanation) : poolInWords(explanation);
        process.stdout.write(options.json ? `${JSON.stringify(explanation)}\n` : `${said}\n`);
      },
    );
}

import { Command } from 'commander';
import { maintenanceInWords } from './maintenance-words.ts';
import type { HostMaintenance } from '../../flows/maintenance/maintenance-store.ts';

export type MaintenanceWish =
  | { do: 'list'; pool: string }
  /** `hosts` null: all of the pool. */
  | { do: 'mark'; pool: string; hosts: string[] | null; reason: string }
  | { do: 'done'; pool: string; hosts: string[] };

/** `said`: one sentence that names the option and what is expected. */
export type MaintenanceAnswer =
  | { ok: true; marked: string[]; already: string[]; done: string[]; marks: HostMaintenance[]; timeZone: string }
  | { ok: false; said: string };

interface Options {
  pool: string;
  hosts?: string;
  mark?: string;
  done?: string;
  list?: boolean;
  json?: boolean;
}

const LONGEST_REASON = 200;

/**
 * `zaitaku maintenance`: hosts to be patched or replaced. They are taken out when bookings do not need them, one zone at a
 * time; the ICT section is told when they are off.
 */
export function maintenanceCommand(carryOut: (wish: MaintenanceWish) => Promise<MaintenanceAnswer>): Command {
  return new Command('maintenance')
    .description('ホストの保守(更新・入れ替え) / hosts to be patched or replaced')
    .requiredOption('--pool <pool>', 'id of the pool')
    .option('--mark <reason>', 'mark hosts, with the reason; they are taken out when they are not needed')
    .option('--hosts <hosts>', 'which to mark, with commas between; without it: all of the pool')
    .option('--done <hosts>', 'give hosts back to service, with commas between')
    .option('--list', 'show where each host stands (as without any option)')
    .option('--json', 'one JSON document')
    .action(async (options: Options, command: Command) => {
      const answer = await carryOut(wishOf(options, command));
      if (!answer.ok) return command.error(answer.said, { exitCode: 2 });
      const { marked, already, done, marks } = answer;
      process.stdout.write(
        options.json
          ? `${JSON.stringify({ marked, already, done, hosts: marks })}\n`
          : `${maintenanceInWords(answer)}\n`,
      );
    });
}

function wishOf({ pool, hosts, mark, done, list }: Options, command: Command): MaintenanceWish {
  const refuse = (said: string): never => command.error(said, { exitCode: 2 });
  const asked = [mark !== undefined && '--mark', done !== undefined && '--done', list && '--list'].filter(Boolean);
  if (asked.length > 1) refuse(`${asked.join(' and ')}: expected one of them at a time`);
  if (hosts !== undefined && mark === undefined) refuse('--hosts: expected together with --mark "reason"');
  if (mark !== undefined) {
    const reason = mark.trim();
    if (reason === '' || reason.length > LONGEST_REASON || /\p{Cc}/u.test(reason))
      refuse(`--mark: expected a reason in one line of 1 to ${LONGEST_REASON} characters, such as "January patches"`);
    return { do: 'mark', pool, hosts: hosts === undefined ? null : namesIn(hosts, '--hosts', refuse), reason };
  }
  return done === undefined ? { do: 'list', pool } : { do: 'done', pool, hosts: namesIn(done, '--done', refuse) };
}

function namesIn(text: string, option: string, refuse: (said: string) => never): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.some((name) => name === ''))
    refuse(`${option}: "${text}" is no list; expected names of hosts with commas between`);
  return names;
}

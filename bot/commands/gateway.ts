import { isAbsolute, resolve } from 'node:path';
import { Command } from 'commander';
import { type AllowList, allowListJson, allowListText } from '../../flows/gateway/allow-list-text.ts';

/** The list of now, where the settings want it written. Null where the organisation has no gateway. */
export type GatewayFileAnswer = { list: AllowList; file: string | null } | null;

interface Options {
  out?: string;
  json?: boolean;
}

/**
 * `zaitaku gateway file`: the allow-list of now, written by hand: where zaitaku itself does not run, or to look at it.
 * Without --out it goes to the place in the settings; `--out -` and --json print it.
 */
export function gatewayCommand(
  read: () => Promise<GatewayFileAnswer>,
  write: (path: string, text: string) => Promise<void>,
): Command {
  const gateway = new Command('gateway').description('ゲートウェイ / the gateway before the desktops');
  gateway
    .command('file')
    .description('許可の一覧を書き出す / write the list of who may pass, as it is now')
    .option('--out <path>', 'where to; - prints it (without it: gateway.file of the settings)')
    .option('--json', 'print it as one JSON document')
    .action(async ({ out, json }: Options, command: Command) => {
      if (out !== undefined && json) command.error('--json: expected without --out: it is printed', { exitCode: 2 });
      const answer = await read();
      if (answer === null)
        return command.error(
          'gateway: this organisation has none in its settings; expected file, pools and aheadHours',
          {
            exitCode: 2,
          },
        );
      const { list, file } = answer;
      if (json) return void process.stdout.write(`${JSON.stringify(allowListJson(list))}\n`);
      if (out === '-') return void process.stdout.write(allowListText(list));
      const path = out === undefined ? file : isAbsolute(out) ? out : resolve(out);
      if (path === null)
        return command.error('--out: gateway.file in the settings names no place; expected a path, or - to print it', {
          exitCode: 2,
        });
      await write(path, allowListText(list));
      const { entries, until } = list;
      process.stdout.write(
        `${path}: ${entries.length} ${entries.length === 1 ? 'entry' : 'entries'}, until ${until.toISOString()}\n`,
      );
    });
  return gateway;
}

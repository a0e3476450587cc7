import { Command } from 'commander';

/** One thing that was looked at. */
export interface CheckLine {
  what: string;
  ok: boolean | 'warn';
  detail: string;
  mend: string | null;
}

const MARK = { true: 'ok  ', warn: 'warn', false: 'FAIL' } as const;

/** `zaitaku check`: every real component, one line each with the mend. Exit 0 where nothing fails, 1 where something does. */
export function checkCommand(run: (options: { config: string | null }) => Promise<CheckLine[]>): Command {
  return new Command('check')
    .description('configuration, database, credentials, permissions, reachability / 設定・権限・接続の点検')
    .option('--config <file>', 'check this configuration instead of the one in ZAITAKU_CONFIG')
    .option('--json', 'one JSON document')
    .action(async (options: { config?: string; json?: boolean }) => {
      const lines = await run({ config: options.config ?? null });
      if (options.json) process.stdout.write(`${JSON.stringify(lines)}\n`);
      else
        for (const { what, ok, detail, mend } of lines)
          process.stdout.write(
            `${MARK[`${ok}`]}  ${what}${detail ? `: ${detail}` : ''}${ok !== true && mend ? ` → ${mend}` : ''}\n`,
          );
      if (lines.some(({ ok }) => ok === false)) process.exitCode = 1;
    });
}

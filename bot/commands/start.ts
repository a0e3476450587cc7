import { Command } from 'commander';

export interface StartCommandOptions {
  organisation?: string;
  now?: string;
  playground: boolean;
  fresh: boolean;
}

/** `zaitaku start`: the bot; without ZAITAKU_CONFIG the demo. Runs until it is told to stop. */
export function startCommand(run: (options: StartCommandOptions) => Promise<void>): Command {
  return new Command('start')
    .description('the bot; without ZAITAKU_CONFIG the demo / ボットを動かす（設定なしならデモ）')
    .option('--organisation <name>', "the demo's city: kamakura, ina")
    .option('--now <instant>', "the demo's clock, ISO 8601 with a zone; it runs on from there")
    .option('--no-playground', 'leave the chat windows out')
    .option('--fresh', 'begin with empty demo data', false)
    .action((options: StartCommandOptions) => run(options));
}

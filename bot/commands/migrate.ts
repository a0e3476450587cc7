import { Command } from 'commander';

/** `zaitaku migrate`: brings the database's schema up to date. `migrate` answers the names of what it applied. */
export function migrateCommand(migrate: () => Promise<string[]>): Command {
  return new Command('migrate')
    .description("データベースを最新の形にする / brings the database's schema up to date")
    .action(async () => {
      const applied = await migrate();
      process.stdout.write(applied.length === 0 ? 'up to date\n' : `applied: ${applied.join(', ')}\n`);
    });
}

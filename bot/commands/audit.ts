import { readFile } from 'node:fs/promises';
import { Command } from 'commander';

/** The log's last entry at some time, as the product writes it to a file outside the database. */
export interface KeptHead {
  seq: number;
  at: string;
  mac: string;
}

export type AuditAnswer = { ok: true; entries: number } | { ok: false; seq: number; problem: string };

/**
 * `zaitaku audit verify`: reads the whole audit log. Exit 0 where it is unbroken; 1 and the first broken entry, or the
 * cut tail, where not; 2 where the file of heads cannot be read.
 */
export function auditCommand(verify: (heads: KeptHead[]) => Promise<AuditAnswer>): Command {
  const audit = new Command('audit').description('監査ログ / the audit log');
  audit
    .command('verify')
    .description('監査ログが改ざんされていないか調べる / whether the audit log was altered')
    .option('--head <file>', 'file of heads that zaitaku wrote: shows also a tail that was cut off')
    .action(async (options: { head?: string }, command: Command) => {
      const heads = options.head === undefined ? [] : await readHeads(options.head, command);
      const answer = await verify(heads);
      if (answer.ok) {
        process.stdout.write(`unbroken: ${answer.entries} entries\n`);
        return;
      }
      command.error(`audit log: entry ${answer.seq}: ${answer.problem}`, { exitCode: 1 });
    });
  return audit;
}

async function readHeads(file: string, command: Command): Promise<KeptHead[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) =>
    command.error(`--head: ${file} cannot be read (${error.code})`, { exitCode: 2 }),
  );
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0)
    command.error(`--head: ${file} is empty; expected a line with seq, at and mac`, { exitCode: 2 });
  return lines
    .map((line, index) => {
      const head = parsed(line);
      if (head === null) {
        // A crash while writing may leave the last line unfinished; the one before it counts then.
        if (index === lines.length - 1 && index > 0) return null;
        command.error(`--head: ${file} line ${index + 1}: expected {"seq": number, "at": text, "mac": hex}`, {
          exitCode: 2,
        });
      }
      return head;
    })
    .filter((head) => head !== null);
}

function parsed(line: string): KeptHead | null {
  try {
    const { seq, at, mac } = JSON.parse(line) as Partial<KeptHead>;
    if (!Number.isInteger(seq) || (seq as number) < 1) return null;
    if (typeof at !== 'string' || typeof mac !== 'string' || !/^[0-9a-f]{64}$/i.test(mac)) return null;
    return { seq: seq as number, at, mac };
  } catch {
    return null;
  }
}

import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { Command } from 'commander';
import { capacityConversation } from './plan-conversation.ts';

/** `zaitaku plan`: the capacity planner over JSON lines, as the capacity planner protocol (version 1) says. */
export function planCommand(): Command {
  return new Command('plan')
    .description('capacity planner: one JSON line on stdout for each on stdin (capacity planner protocol, version 1)')
    .action(async () => {
      await answerLines(process.stdin, process.stdout, (message) => process.stderr.write(`${message}\n`));
    });
}

/**
 * Answers every line with exactly one line, in order, until `end` (which is not answered) or the end of the input.
 * What is no message of the protocol is answered by `{}` and told to `log`.
 */
export async function answerLines(input: Readable, output: Writable, log: (message: string) => void): Promise<void> {
  const conversation = capacityConversation();
  const lines = createInterface({ input, crlfDelay: Infinity });
  let number = 0;
  for await (const line of lines) {
    number++;
    let reply: object | 'end' = {};
    try {
      reply = conversation.answer(JSON.parse(line));
    } catch (error) {
      log(`line ${number}: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (reply === 'end') break;
    if (!output.write(`${JSON.stringify(reply)}\n`)) await new Promise((resolve) => output.once('drain', resolve));
  }
  lines.close();
  // A pipe that the other side keeps open would keep the process alive.
  if (input === process.stdin) process.stdin.destroy();
}

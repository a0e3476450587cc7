/**
 * `npm run bench`: what a chat turn, a capacity round, a directory and a sentence cost. Loopback only, ends by itself
 * within four minutes. `--write` keeps the figures in docs/bench.md.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bigCity } from './big-city.ts';
import { benchChatTurn, writeSome } from './chat-turn.ts';
import { benchReconcileRound } from './reconcile-round.ts';
import { reportOf, type Figures } from './report.ts';
import { endAll, openBot, type Memory } from './running-bot.ts';
import { benchUnderstanding } from './understanding.ts';

const LONGEST_MS = 4 * 60_000;
const CITY = fileURLToPath(new URL('../../infra/organisations/kamakura.yaml', import.meta.url));
const REPORT = fileURLToPath(new URL('../../docs/bench.md', import.meta.url));
const MANY = 20_000;

const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } });
const tooLong = setTimeout(() => {
  process.stderr.write('bench: not done after four minutes; the machine is too busy to measure on\n');
  void endAll().then(() => process.exit(1));
}, LONGEST_MS);
process.once('SIGINT', () => void endAll().then(() => process.exit(130)));
const step = (what: string) => process.stderr.write(`bench: ${what}\n`);
const loadBefore = loadavg()[0]!;

step('chat turns beside the echo bot (about a minute and a half)');
try {
  const small = await openBot(CITY);
  const turns = await benchChatTurn(small, small.tenantUrl);
  const memory: Figures['memory'] = [{ people: 1_100, ...(await small.memory()) }];
  await small.close();
  step('sentences');
  const understanding = benchUnderstanding();
  step('a capacity round for 1,000 hosts');
  const round = await benchReconcileRound();
  step(`memory with ${MANY.toLocaleString('en')} people`);
  memory.push({ people: MANY, ...(await memoryWith(MANY)) });
  const machine = {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memory: totalmem(),
    node: process.version,
    load: [loadBefore, loadavg()[0]!],
  };
  const report = reportOf({ turns, round, memory, understanding, machine });
  process.stdout.write(`${report}\n`);
  if (values.write) writeFileSync(REPORT, report);
} finally {
  clearTimeout(tooLong);
  await endAll();
}

async function memoryWith(people: number): Promise<Memory> {
  const folder = mkdtempSync(join(tmpdir(), 'zaitaku-bench-city-'));
  const configuration = join(folder, 'city.yaml');
  writeFileSync(configuration, bigCity(CITY, people));
  try {
    const bot = await openBot(configuration);
    await writeSome(bot, bot.tenantUrl, 300);
    const memory = await bot.memory();
    await bot.close();
    return memory;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

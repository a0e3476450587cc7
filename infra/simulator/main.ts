import { parseArgs } from 'node:util';
import { OrganisationError } from '../organisations/load-organisation.ts';
import { SimulatorStartError, startSimulator } from './start-simulator.ts';
import type { SimulatorOptions } from './start-simulator.ts';

const help = `Simulated tenant (Azure Resource Manager, Microsoft Graph, Bot Connector) on 127.0.0.1.
  --organisation NAME  kamakura, ina, or the path of an organisation's file (kamakura)
  --port N             3979
  --data DIR           keeps its state in DIR/simulator (.data)
  --bot URL            where activities of simulated people go (http://127.0.0.1:3978/api/messages)
  --now ISO            sets the clock; earlier than the kept one only with --fresh
  --fresh              begins with nothing kept
  --seed N             another course of the same days
`;

/** Wrong usage: one line on stderr, exit code 2. */
function refuse(line: string): never {
  process.stderr.write(`${line}\n`);
  process.exit(2);
}

function read(): SimulatorOptions {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = {
    port: text,
    data: text,
    organisation: text,
    bot: text,
    now: text,
    seed: text,
    fresh: flag,
    help: flag,
  };
  let values;
  try {
    ({ values } = parseArgs({ options }));
  } catch (error) {
    return refuse((error as Error).message.split('\n')[0] ?? 'wrong usage');
  }
  if (values.help) {
    process.stdout.write(help);
    process.exit(0);
  }
  return {
    organisation: values.organisation ?? 'kamakura',
    dataDir: values.data ?? '.data',
    port: wholeNumber('--port', values.port ?? '3979', 65_535),
    botUrl: loopback(values.bot ?? 'http://127.0.0.1:3978/api/messages'),
    ...(values.now === undefined ? {} : { now: instant(values.now) }),
    ...(values.seed === undefined ? {} : { seed: wholeNumber('--seed', values.seed, 2 ** 31) }),
    fresh: values.fresh ?? false,
  };
}

function wholeNumber(name: string, value: string, greatest: number): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number > greatest)
    refuse(`${name} ${value}: expected a whole number from 0 to ${greatest}`);
  return number;
}

function instant(value: string): Date {
  if (
    !/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/.test(value) ||
    Number.isNaN(Date.parse(value))
  )
    refuse(`--now ${value}: expected an instant with its offset, such as 2026-12-02T08:30:00+09:00`);
  return new Date(value);
}

/** Simulated people write to nobody but a bot on this machine. */
function loopback(value: string): string {
  if (!URL.canParse(value) || !['127.0.0.1', 'localhost', '[::1]'].includes(new URL(value).hostname))
    refuse(`--bot ${value}: expected an address of this machine, such as http://127.0.0.1:3978/api/messages`);
  return value;
}

const options = read();
// Whoever started this may go: a closed terminal or a broken pipe ends nothing here.
process.on('SIGHUP', () => {});
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

try {
  const { port, save } = await startSimulator({ ...options, stopped: () => process.exit(0) });
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      save();
      process.exit(0);
    });
  const ready = {
    ready: true,
    port,
    pid: process.pid,
    organisation: options.organisation,
    url: `http://127.0.0.1:${port}`,
  };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
} catch (error) {
  if (error instanceof SimulatorStartError || error instanceof OrganisationError) refuse(error.message);
  throw error;
}

import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { OrganisationKind } from './organisation-kind.ts';
import { large, organisations, troubles } from './organisations.ts';
import { decisionCost } from './decision-cost.ts';
import { drawPicture } from './picture.ts';
import { writeReport } from './report.ts';
import { runOrganisation, type OrganisationResult } from './run-organisation.ts';
import { tune } from './tune.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const usage = `npm run bench:capacity -- [--full] [--seeds N] [--only ID,...] [--jobs N] [--keep DIR] [--tune [NAME]]
  writes docs/capacity.md and docs/images/capacity.svg; with --only the table goes to stdout alone
  --full   the 100,000 as well; --seeds: so many each (2, and 1 from 1,000 people on)
  --keep   results of organisations are kept there and not made again; --tune prints what other numbers of the planner would have given
  --cost   what an answer of the planner costs from 1,000 to 100,000 people, through a morning's storm
`;

/** Runs the organisations, each in a process of its own, so many at once; prints each as it is done. */
async function main(): Promise<number> {
  const args = process.argv.slice(2);
  const value = (name: string) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
  if (args.includes('--help')) {
    process.stdout.write(usage);
    return 0;
  }
  const kinds = [...organisations, ...troubles, ...large];
  const one = kinds.find(({ id }) => id === value('--organisation'));
  if (one) {
    const count = Number(value('--seeds') ?? (one.people < 1000 ? 2 : 1));
    const seeds = Array.from({ length: count }, (_, index) => index + 1);
    const peers = one.people >= 50_000 || troubles.includes(one) ? 'none' : 'all';
    const result = runOrganisation(one, seeds, peers);
    process.stdout.write(`${JSON.stringify({ ...result, megabytes: process.memoryUsage().rss / 1e6 })}\n`);
    return 0;
  }
  if (args.includes('--cost')) {
    // The product's process has long been warm.
    decisionCost(1000);
    for (const people of [1000, 3000, 10_000, 30_000, 100_000]) {
      const { hosts, average, worst } = decisionCost(people);
      const megabytes = (process.memoryUsage().rss / 1e6).toFixed(0);
      const line = `${people} people, ${hosts} hosts: ${average.toFixed(2)} ms on average, ${worst.toFixed(0)} at most`;
      process.stdout.write(`${line}, ${megabytes} MB\n`);
    }
    return 0;
  }
  if (args.includes('--tune')) {
    tune((line) => process.stdout.write(`${line}\n`), value('--tune'));
    return 0;
  }
  const only = value('--only')?.split(',');
  const chosen = kinds.filter((kind) => only?.includes(kind.id) ?? (args.includes('--full') || !large.includes(kind)));
  if (chosen.length === 0) {
    process.stderr.write(`--only: expected some of ${kinds.map(({ id }) => id).join(', ')}\n`);
    return 2;
  }
  const begun = Date.now();
  const results = await inProcesses(chosen, Number(value('--jobs') ?? 2), value('--seeds'), value('--keep'));
  const minutes = (Date.now() - begun) / 60_000;
  const kept = join(root, 'docs', 'capacity.md');
  const before = only === undefined ? readIfThere(kept) : '';
  const report = writeReport(results, {
    troubles: troubles.map(({ id }) => id),
    minutes,
    before,
    command: ['npm run bench:capacity', ...(args.length > 0 ? ['--', ...args] : [])].join(' '),
  });
  if (only === undefined) {
    writeFileSync(kept, report);
    writeFileSync(
      join(root, 'docs', 'images', 'capacity.svg'),
      drawPicture(
        results,
        troubles.map(({ id }) => id),
      ),
    );
  }
  process.stdout.write(report);
  return 0;
}

/** One lane begins with the smallest, a second with the largest. */
async function inProcesses(
  kinds: OrganisationKind[],
  jobs: number,
  seeds: string | undefined,
  keep: string | undefined,
): Promise<OrganisationResult[]> {
  const waiting = [...kinds].sort((a, b) => a.people - b.people);
  const done = new Map<string, OrganisationResult>();
  const next = (fromEnd: boolean) => (fromEnd ? waiting.pop() : waiting.shift());
  const lane = async (fromEnd: boolean) => {
    for (let kind = next(fromEnd); kind !== undefined; kind = next(fromEnd)) {
      const path = keep === undefined ? null : join(keep, `${kind.id}.json`);
      const text = (path === null ? '' : readIfThere(path)) || (await inProcess(kind.id, seeds));
      if (path !== null) writeFileSync(path, text);
      done.set(kind.id, JSON.parse(text) as OrganisationResult);
      process.stderr.write(`${kind.id} done, ${done.size} of ${kinds.length}\n`);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, jobs) }, (_, index) => lane(index > 0)));
  return kinds.map(({ id }) => done.get(id)!);
}

function inProcess(id: string, seeds: string | undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    const script = fileURLToPath(import.meta.url);
    const more = seeds === undefined ? [] : ['--seeds', seeds];
    const child = spawn(process.execPath, ['--import', 'tsx', script, '--organisation', id, ...more], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (chunk) => (text += String(chunk)));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(text) : reject(new Error(`${id}: the run ended with ${code}`))));
  });
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

process.exitCode = await main();

import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { OrganisationKind } from './organisation-kind.ts';
import { large, organisations, troubles } from './organisations.ts';
import { drawPicture } from './picture.ts';
import { writeReport } from './report.ts';
import { runOrganisation, type OrganisationResult } from './run-organisation.ts';
import { tune } from './tune.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const seedsOf = ({ people }: OrganisationKind) => (people >= 2000 ? [1] : [1, 2]);
const usage = `npm run bench:capacity -- [--full] [--only ID,...] [--jobs N] [--tune [NAME]]
  writes docs/capacity.md and docs/images/capacity.svg; with --only the table goes to stdout alone
  --full   the 100,000 as well; --tune prints what other numbers of the planner would have given
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
    const result = runOrganisation(one, seedsOf(one), one.people >= 50_000 || troubles.includes(one) ? 'none' : 'all');
    process.stdout.write(`${JSON.stringify({ ...result, megabytes: process.memoryUsage().rss / 1e6 })}\n`);
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
  const results = await inProcesses(chosen, Number(value('--jobs') ?? 2));
  const minutes = (Date.now() - begun) / 60_000;
  const kept = join(root, 'docs', 'capacity.md');
  const before = only === undefined ? readIfThere(kept) : '';
  const report = writeReport(results, { troubles: troubles.map(({ id }) => id), minutes, before });
  if (only === undefined) {
    writeFileSync(kept, report);
    writeFileSync(join(root, 'docs', 'images', 'capacity.svg'), drawPicture(results, troubles.map(({ id }) => id)));
  }
  process.stdout.write(report);
  return 0;
}

/** The largest first, so that the last to end is a small one. */
async function inProcesses(kinds: OrganisationKind[], jobs: number): Promise<OrganisationResult[]> {
  const waiting = [...kinds].sort((a, b) => b.people - a.people);
  const done = new Map<string, OrganisationResult>();
  const lane = async () => {
    for (let kind = waiting.shift(); kind !== undefined; kind = waiting.shift()) {
      done.set(kind.id, await inProcess(kind.id));
      process.stderr.write(`${kind.id} done, ${done.size} of ${kinds.length}\n`);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, jobs) }, lane));
  return kinds.map(({ id }) => done.get(id)!);
}

function inProcess(id: string): Promise<OrganisationResult> {
  return new Promise((resolve, reject) => {
    const script = fileURLToPath(import.meta.url);
    const child = spawn(process.execPath, ['--import', 'tsx', script, '--organisation', id], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (chunk) => (text += String(chunk)));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(text) as OrganisationResult);
      else reject(new Error(`${id}: the run ended with ${code}`));
    });
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

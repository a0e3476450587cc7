import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { renderView } from '../../cards/render-view.ts';
import { SAMPLE_VIEWS } from '../cards/sample-views.ts';

const LARGEST_ANSWER = 1024 * 1024 * 1024;

/** A line that the checker calls bad and that stays: the documents lack it, for this reason. */
interface KnownLine {
  service: string;
  method: string;
  /** Regular expression over the address. */
  url: string;
  /** Text that the finding contains. */
  finding: string;
  reason: string;
}

interface JudgedLine {
  line: number;
  service: string;
  method: string;
  url: string;
  status: number;
  errors: { kind: string; message: string }[];
}

interface LogAnswer {
  summary: { lines: number; byOperation: Record<string, { lines: number; bad: number }> };
  results: JudgedLine[];
}

/** Judges recorded exchanges line by line. Answers what is bad; prints counts by operation. */
export function judgeLog(kit: string, log: string): string[] {
  const service = basename(log, '.jsonl');
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [join(kit, 'check-log.mjs'), log, '--json', '--prefix', `${service}=/${service}`],
    { maxBuffer: LARGEST_ANSWER, encoding: 'utf8' },
  );
  if (!stdout) return [`check-log.mjs: ${stderr}`];
  const { summary, results } = JSON.parse(stdout) as LogAnswer;
  const known = JSON.parse(readFileSync(new URL('./known-lines.json', import.meta.url), 'utf8')) as KnownLine[];
  const bad: string[] = [];
  let excused = 0;
  for (const line of results) {
    const left = line.errors.filter(({ message }) => !known.some((one) => fits(one, line, message)));
    if (left.length === 0 && line.errors.length > 0) excused += 1;
    for (const { kind, message } of left)
      bad.push(`${service} line ${line.line}: ${line.method} ${line.url} ${line.status}: ${kind}: ${message}`);
  }
  for (const [operation, { lines, bad: count }] of Object.entries(summary.byOperation))
    process.stdout.write(`${String(lines).padStart(6)} lines ${String(count).padStart(4)} bad  ${operation}\n`);
  process.stdout.write(`${service}: ${summary.lines} lines, ${bad.length} findings, ${excused} lines excused\n`);
  return summary.lines > 0 ? bad : [`${service}: nothing was recorded`];
}

function fits(known: KnownLine, line: JudgedLine, message: string): boolean {
  const { service, method, url, finding } = known;
  return (
    line.service === service && line.method === method && new RegExp(url).test(line.url) && message.includes(finding)
  );
}

/** Judges activities that the bot sent, one a line. */
export function judgeActivities(kit: string, folder: string, activities: object[]): string[] {
  const file = join(folder, 'activities.jsonl');
  writeFileSync(file, activities.map((activity) => JSON.stringify(activity)).join('\n'));
  return run(kit, ['check-activity.mjs', file]);
}

/** Judges every sample card in both languages, as Teams shows them. */
export function judgeCards(kit: string, folder: string): string[] {
  for (const [name, view] of Object.entries(SAMPLE_VIEWS))
    for (const language of ['ja', 'en'] as const) {
      const rendered = renderView(view, language);
      if ('card' in rendered) writeFileSync(join(folder, `${name}.${language}.json`), JSON.stringify(rendered.card));
    }
  return run(kit, ['check-cards.mjs', folder, '--teams', '--version', '1.5']);
}

function run(kit: string, [program, ...args]: string[]): string[] {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(kit, program!), ...args], {
    maxBuffer: LARGEST_ANSWER,
    encoding: 'utf8',
  });
  const lines = stdout.trim().split('\n');
  process.stdout.write(`${program}: ${lines.at(-1)}\n`);
  if (status === 0) return [];
  return [`${program}: ${lines.filter((line) => !line.startsWith('ok')).join('\n')}${stderr}`];
}

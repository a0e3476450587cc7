import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const LARGEST_ANSWER = 64 * 1024 * 1024;

/** Runs tests that judge what they say to Graph, and what it answers, by the kit in `CONFORM_DIR`. Answers what is bad. */
export function judgeTests(files: string[]): string[] {
  const mocha = join(dirname(createRequire(import.meta.url).resolve('mocha/package.json')), 'bin', 'mocha.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [mocha, ...files], {
    maxBuffer: LARGEST_ANSWER,
    encoding: 'utf8',
  });
  const counts = stdout.split('\n').filter((line) => /^\s*\d+ (passing|failing)/.test(line));
  process.stdout.write(`calendars over Graph: ${counts.map((line) => line.trim()).join(', ')}\n`);
  return status === 0 ? [] : [`tests of calendars: ${stdout.slice(stdout.indexOf('failing'))}${stderr}`];
}

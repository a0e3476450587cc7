import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PAGES = ['README.md', 'CHANGELOG.md', ...markdownBelow('docs')];

/** What stands between backticks on one line. */
function codeOf(page: string): string[] {
  return read(page)
    .split('\n')
    .flatMap((line) => line.split('`').filter((_, index) => index % 2 === 1));
}

describe('the documents', function () {
  this.timeout(90_000);

  it('are read by this test, every one', () => {
    assert.ok(PAGES.length >= 20, PAGES.join(' '));
  });

  it('link to files and pictures that exist', () => {
    const dead = PAGES.flatMap((page) =>
      [...read(page).matchAll(/\]\(([^)\s]+)\)/g)]
        .map(([, target]) => target!.split('#')[0]!)
        .filter((target) => target !== '' && !/^[a-z]+:/.test(target))
        .filter((target) => !existsSync(join(ROOT, dirname(page), target)))
        .map((target) => `${page}: ${target}`),
    );

    assert.deepEqual(dead, []);
  });

  it('name scripts that package.json has', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = PAGES.flatMap((page) => [...read(page).matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name!));

    assert.ok(named.length > 0);
    assert.deepEqual(
      [...new Set(named)].filter((name) => !(name in scripts)),
      [],
    );
  });

  it('name commands and options that zaitaku has', () => {
    const help = (...command: string[]) =>
      execFileSync(process.execPath, [join(ROOT, 'bot/zaitaku.mjs'), ...command, '--help'], { encoding: 'utf8' });
    const commands = new Set([...help().matchAll(/^ {2}([a-z]+)/gm)].map(([, name]) => name!));
    const named = PAGES.flatMap((page) =>
      codeOf(page).flatMap((code) => [...code.matchAll(/zaitaku ([a-z]+)/g)].map(([, name]) => name!)),
    );
    const rows = [...read('README.md').matchAll(/^\| `zaitaku ([a-z ]+)` \|(.*)\|$/gm)];
    const missing = rows.flatMap(([, command, text]) => {
      const known = help(...command!.split(' '));
      return [...text!.matchAll(/`(--[a-z-]+)/g)]
        .map(([, option]) => option!)
        .filter((option) => !known.includes(option))
        .map((option) => `${command} ${option}`);
    });

    assert.ok(rows.length >= 7);
    assert.deepEqual(
      [...new Set(named)].filter((name) => !commands.has(name)),
      [],
    );
    assert.deepEqual(missing, []);
  });

  it('name environment variables that the product reads', () => {
    const sources = ['bot/main', 'infra']
      .flatMap((folder) => filesBelow(folder, '.ts'))
      .map(read)
      .join('\n');
    const byItsLibraries = /^(AZURE_|NODE_|MicrosoftApp)/;
    const named = [...read('README.md').matchAll(/`([A-Z][A-Z]+_[A-Z_]+)`/g)].map(([, name]) => name!);

    assert.ok(named.length >= 8);
    assert.deepEqual(
      [...new Set(named)].filter((name) => !byItsLibraries.test(name) && !sources.includes(`'${name}'`)),
      [],
    );
  });
});

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => `${folder}/${name}`);
}

function markdownBelow(folder: string): string[] {
  return filesBelow(folder, '.md');
}

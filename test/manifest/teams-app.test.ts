import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inflateSync } from 'node:zlib';
import { AppManifestUtils } from '@microsoft/app-manifest';
import { checkTeamsAppOptions, teamsAppFiles, teamsAppPackage } from '../../manifest/teams-app.ts';
import { itWhere } from '../support/it-where.ts';

const options = { appId: '3F2504E0-4F89-41D3-9A0C-0305E82C3301', domain: 'Telework.city.example' };
const root = fileURLToPath(new URL('../../', import.meta.url));
const { CONFORM_DIR = '' } = process.env;

interface Manifest {
  $schema: string;
  id: string;
  version: string;
  developer: Record<string, string>;
  localizationInfo: { defaultLanguageTag: string; additionalLanguages: { languageTag: string; file: string }[] };
  bots: { botId: string; scopes: string[]; commandLists: { commands: { title: string; description: string }[] }[] }[];
  validDomains: string[];
  webApplicationInfo: { id: string; resource: string };
}

const file = (name: string, given = options) =>
  teamsAppFiles(given).find((each) => each.name === name)?.content ?? assert.fail(`no ${name}`);
const manifestOf = (given = options) => JSON.parse(file('manifest.json', given).toString()) as Manifest;
const english = () => JSON.parse(file('en.json').toString()) as Record<string, string>;

/**
 * The most characters that Microsoft's schema gives to a localised text; none where it does not know the field. Read here
 * by hand: the schema has patterns that its validator, always in Unicode mode, refuses to compile.
 */
function longest(field: string): number {
  interface Schema {
    properties: Record<string, { maxLength?: number }>;
    patternProperties: Record<string, { maxLength?: number }>;
  }
  const path = `node_modules/@microsoft/app-manifest/build/json-schemas/teams/v1.22/MicrosoftTeams.Localization.schema.json`;
  const { properties, patternProperties } = JSON.parse(readFileSync(join(root, path), 'utf8')) as Schema;
  const pattern = Object.keys(patternProperties).find((each) => new RegExp(each).test(field));
  const rule = properties[field] ?? (pattern === undefined ? undefined : patternProperties[pattern]);
  return rule === undefined ? -1 : (rule.maxLength ?? Infinity);
}

describe('the Teams app', () => {
  let fetchOfMachine: typeof fetch;
  before(() => {
    fetchOfMachine = globalThis.fetch;
    globalThis.fetch = () => assert.fail('the network was asked');
  });
  after(() => (globalThis.fetch = fetchOfMachine));

  it("fits Microsoft's schema of its version, without asking the network", async () => {
    const manifest = manifestOf();

    assert.deepEqual(await AppManifestUtils.validateAgainstSchema(manifest as never), []);
    const broken = { ...manifest, id: 'zaitaku' };
    assert.notDeepEqual(await AppManifestUtils.validateAgainstSchema(broken as never), []);
  });

  it('fits it in English too, word for word beside the Japanese', () => {
    const { bots } = manifestOf();
    const texts = english();

    for (const [field, text] of Object.entries(texts)) assert.ok(text.length <= longest(field), `${field}: ${text}`);
    const commands = bots[0]?.commandLists[0]?.commands ?? [];
    assert.ok(commands.length > 0 && commands.length <= 10);
    for (const [index, { title, description }] of commands.entries()) {
      const key = `bots[0].commandLists[0].commands[${index}]`;
      assert.match(title, /[\u3040-\u30ff\u4e00-\u9fff]/);
      assert.match(texts[`${key}.title`] ?? '', /^[\x20-\x7e]{1,32}$/);
      assert.ok(texts[`${key}.description`]);
      assert.ok(title.length <= 32 && description.length <= 128);
    }
    const localised = Object.keys(texts).filter((key) => key.startsWith('bots['));
    assert.equal(localised.length, commands.length * 2, 'en.json names a command that is not there');
  });

  it('carries the ids and the host name that were given, in small letters, and no other', () => {
    const manifest = manifestOf();
    const id = options.appId.toLowerCase();

    assert.equal(manifest.id, id);
    assert.equal(manifest.bots[0]?.botId, id);
    assert.deepEqual(manifest.bots[0]?.scopes, ['personal']);
    assert.deepEqual(manifest.validDomains, ['telework.city.example']);
    assert.deepEqual(manifest.webApplicationInfo, { id, resource: `api://telework.city.example/botid-${id}` });
    assert.equal(manifest.developer['privacyUrl'], 'https://telework.city.example/about#privacy');
    assert.doesNotMatch(JSON.stringify(manifest), /00000000|example\.jp|[{]{2}|undefined/);
  });

  it('names its own version, developer and pages where they are given', () => {
    const developer = { name: '鎌倉市', website: 'https://city.example/a', privacy: 'https://city.example/b' };

    const manifest = manifestOf({ ...options, ...developer, developer: developer.name, version: '2.10.0' } as never);

    assert.equal(manifest.version, '2.10.0');
    assert.deepEqual(manifest.developer, {
      name: '鎌倉市',
      websiteUrl: 'https://city.example/a',
      privacyUrl: 'https://city.example/b',
      termsOfUseUrl: 'https://telework.city.example/about#terms',
    });
  });

  it('is Japanese unless somebody uses Teams in English', () => {
    assert.deepEqual(manifestOf().localizationInfo, {
      defaultLanguageTag: 'ja',
      additionalLanguages: [{ languageTag: 'en', file: 'en.json' }],
    });
  });

  const wrong: [given: Partial<typeof options> & Record<string, string>, sentence: RegExp][] = [
    [{ appId: 'zaitaku' }, /^--app-id: expected .*UUID/],
    [{ appId: '' }, /^--app-id: /],
    [{ appId: '00000000-0000-4000-8000-000000000000' }, /^--app-id: /],
    [{ domain: '' }, /^--domain: expected .* without https/],
    [{ domain: 'https://bot.city.example' }, /^--domain: /],
    [{ domain: 'bot.city.example:3978' }, /^--domain: /],
    [{ domain: '*.city.example' }, /^--domain: /],
    [{ domain: 'localhost' }, /^--domain: /],
    [{ domain: '10.0.0.1' }, /^--domain: /],
    [{ domain: 'bot."city.example' }, /^--domain: /],
    [{ version: '1.0' }, /^--app-version: expected three numbers/],
    [{ developer: 'x'.repeat(33) }, /^--developer: /],
    [{ terms: 'http://city.example' }, /^--terms: expected an address that begins with https/],
  ];
  for (const [given, sentence] of wrong)
    it(`is not made with ${JSON.stringify(given)}`, () => {
      const faults = checkTeamsAppOptions({ ...options, ...given });

      assert.equal(faults.length, 1);
      assert.match(faults[0] ?? '', sentence);
      assert.throws(() => teamsAppFiles({ ...options, ...given }), { message: sentence });
    });
});

/** Pixels of a PNG that our own encoder wrote: RGBA, every row unfiltered. */
function pixelsOf(png: Buffer): { width: number; height: number; pixels: number[][] } {
  assert.equal(png.subarray(1, 4).toString(), 'PNG');
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  assert.deepEqual([...png.subarray(24, 29)], [8, 6, 0, 0, 0]);
  const start = png.indexOf('IDAT') + 4;
  const rows = inflateSync(png.subarray(start, start + png.readUInt32BE(start - 8)));
  const pixels: number[][] = [];
  for (let y = 0; y < height; y++) {
    const row = rows.subarray(y * (width * 4 + 1), (y + 1) * (width * 4 + 1));
    assert.equal(row[0], 0);
    for (let x = 0; x < width; x++) pixels.push([...row.subarray(1 + x * 4, 5 + x * 4)]);
  }
  return { width, height, pixels };
}

describe('the icons', () => {
  it('are, in colour, 192 pixels wide and high and without a hole', () => {
    const { width, height, pixels } = pixelsOf(file('color.png'));

    assert.deepEqual([width, height], [192, 192]);
    assert.ok(pixels.every(([, , , alpha]) => alpha === 255));
    assert.deepEqual(pixels[0], [0x16, 0x5e, 0x83, 255], 'the corner is not of the accent colour');
    assert.ok(new Set(pixels.map(String)).size >= 3);
  });

  it('are, as an outline, 32 pixels wide and high, white alone on nothing', () => {
    const { width, height, pixels } = pixelsOf(file('outline.png'));

    assert.deepEqual([width, height], [32, 32]);
    assert.ok(pixels.every(([red, green, blue]) => red === 255 && green === 255 && blue === 255));
    const drawn = pixels.filter(([, , , alpha]) => (alpha ?? 0) > 127).length;
    assert.ok(drawn > 100 && drawn < 600, `${drawn} pixels are drawn`);
    assert.equal(pixels[0]?.[3], 0, 'the corner is not transparent');
  });
});

describe('the zip', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'teams-app-'))));
  after(() => rmSync(folder, { recursive: true }));

  it('is the same for the same options, byte for byte', () => {
    assert.ok(teamsAppPackage(options).equals(teamsAppPackage({ ...options })));
    assert.ok(!teamsAppPackage(options).equals(teamsAppPackage({ ...options, domain: 'other.city.example' })));
  });

  it('holds the four files at its top, as its directory says', () => {
    const bytes = teamsAppPackage(options);

    const end = bytes.subarray(-22);
    assert.equal(end.readUInt32LE(0), 0x06054b50);
    const names: string[] = [];
    for (let at = end.readUInt32LE(16); at < bytes.length - 22;) {
      assert.equal(bytes.readUInt32LE(at), 0x02014b50);
      const [size, length] = [bytes.readUInt32LE(at + 24), bytes.readUInt16LE(at + 28)];
      const name = bytes.subarray(at + 46, at + 46 + length).toString();
      const local = bytes.readUInt32LE(at + 42);
      assert.equal(bytes.readUInt32LE(local), 0x04034b50);
      assert.ok(bytes.subarray(local + 30 + length, local + 30 + length + size).equals(file(name)), name);
      names.push(name);
      at += 46 + length;
    }
    assert.deepEqual(names, ['manifest.json', 'en.json', 'color.png', 'outline.png']);
  });

  itWhere(!spawnSync('unzip', ['-v']).error, 'is opened by an ordinary unzip', () => {
    const path = join(folder, 'app.zip');
    writeFileSync(path, teamsAppPackage(options));

    assert.match(execFileSync('unzip', ['-t', path], { encoding: 'utf8' }), /No errors detected/);
  });

  it('is written by `npm run manifest`, which says where, and names a wrong option with exit status 2', () => {
    const out = join(folder, 'deep', 'zaitaku.zip');
    const run = (...args: string[]) =>
      spawnSync(process.execPath, ['--import', 'tsx', 'manifest/build-package.ts', ...args], {
        cwd: root,
        encoding: 'utf8',
      });

    const good = run('--app-id', options.appId, '--domain', options.domain, '--out', out);
    const bad = run('--app-id', 'x', '--domain', options.domain);
    const unknown = run('--colour', 'red');

    assert.deepEqual([good.status, good.stdout.trim()], [0, out]);
    assert.ok(readFileSync(out).equals(teamsAppPackage(options)));
    assert.equal(bad.status, 2);
    assert.match(bad.stderr, /^--app-id: expected[^\n]+\n$/);
    assert.equal(unknown.status, 2);
  });

  itWhere(CONFORM_DIR !== '', 'satisfies the conformance checker', () => {
    for (const { name, content } of teamsAppFiles(options)) writeFileSync(join(folder, name), content);

    const checked = spawnSync(process.execPath, [join(CONFORM_DIR, 'check-manifest.mjs'), folder], {
      encoding: 'utf8',
    });

    assert.equal(checked.status, 0, checked.stdout + checked.stderr);
  });
});

import { readFileSync } from 'node:fs';
import { zip } from './zip.ts';

/** What the committed manifest holds in place of an organisation's own. Never a value that somebody may upload. */
const sample = { appId: '00000000-0000-4000-8000-000000000000', domain: 'bot.example.jp' };

export interface TeamsAppOptions {
  /** Application (client) id of the bot's app registration. */
  appId: string;
  /** Host name at which Teams reaches the bot. */
  domain: string;
  /** Version that Teams shows; an update needs a higher one. The manifest's unless given. */
  version?: string;
  /** Who runs the bot, as Teams shows it. */
  developer?: string;
  /** Pages about the bot, its privacy notice and terms of use: https addresses. Pages of the bot's own host unless given. */
  website?: string;
  privacy?: string;
  terms?: string;
}

/** Every fault of the options in one sentence each: the option, and what is expected. */
export function checkTeamsAppOptions(options: TeamsAppOptions): string[] {
  const faults: string[] = [];
  if (
    !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(options.appId) ||
    /^[0-]+$/.test(options.appId) ||
    options.appId === sample.appId
  )
    faults.push(
      '--app-id: expected the application (client) id of the bot, a UUID like 3f2504e0-4f89-41d3-9a0c-0305e82c3301',
    );
  if (!isHostName(options.domain))
    faults.push(
      "--domain: expected the bot's host name alone, like telework.city.example, without https://, port or path",
    );
  if (options.version !== undefined && !/^(0|[1-9]\d{0,8})(\.(0|[1-9]\d{0,8})){2}$/.test(options.version))
    faults.push('--app-version: expected three numbers like 1.2.0');
  if (options.developer !== undefined && !/^[^\p{Cc}]{1,32}$/u.test(options.developer.trim()))
    faults.push('--developer: expected a name of 1 to 32 characters');
  for (const name of ['website', 'privacy', 'terms'] as const) {
    const address = options[name];
    if (address !== undefined && !isHttpsAddress(address))
      faults.push(`--${name}: expected an address that begins with https://`);
  }
  return faults;
}

function isHostName(domain: string): boolean {
  const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
  const labels = domain.toLowerCase().split('.');
  const [top = ''] = labels.slice(-1);
  return domain.length <= 253 && labels.length >= 2 && labels.every((each) => label.test(each)) && /[a-z]/.test(top);
}

function isHttpsAddress(address: string): boolean {
  return address.length <= 2048 && URL.canParse(address) && new URL(address).protocol === 'https:';
}

/**
 * The files of the Teams app package for one bot. Throws RangeError with the first fault where the options are wrong;
 * `checkTeamsAppOptions` tells all of them.
 */
export function teamsAppFiles(options: TeamsAppOptions): { name: string; content: Buffer }[] {
  const [fault] = checkTeamsAppOptions(options);
  if (fault !== undefined) throw new RangeError(fault);
  const text = read('manifest.json')
    .toString('utf8')
    .replaceAll(sample.appId, options.appId.toLowerCase())
    .replaceAll(sample.domain, options.domain.toLowerCase());
  const manifest = JSON.parse(text) as { version: string; developer: Record<string, string> };
  manifest.version = options.version ?? manifest.version;
  const { developer } = manifest;
  developer['name'] = options.developer?.trim() ?? developer['name'] ?? '';
  developer['websiteUrl'] = options.website ?? developer['websiteUrl'] ?? '';
  developer['privacyUrl'] = options.privacy ?? developer['privacyUrl'] ?? '';
  developer['termsOfUseUrl'] = options.terms ?? developer['termsOfUseUrl'] ?? '';
  return [
    { name: 'manifest.json', content: Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`) },
    { name: 'en.json', content: read('en.json') },
    { name: 'color.png', content: read('icons/color.png') },
    { name: 'outline.png', content: read('icons/outline.png') },
  ];
}

/** The zip that an administrator uploads in the Teams admin centre. The same options always make the same bytes. */
export function teamsAppPackage(options: TeamsAppOptions): Buffer {
  return zip(teamsAppFiles(options));
}

function read(path: string): Buffer {
  return readFileSync(new URL(path, import.meta.url));
}

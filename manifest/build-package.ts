/** `npm run manifest -- --app-id UUID --domain bot.city.example`: writes the zip that an administrator uploads in the Teams admin centre. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { checkTeamsAppOptions, teamsAppPackage } from './teams-app.ts';

const help = `npm run manifest -- --app-id UUID --domain HOST [options]

Writes the Teams app package: the zip that an administrator uploads in the Teams admin centre (Teams apps, Manage apps).

  --app-id UUID       application (client) id of the bot's app registration
  --domain HOST       host name at which Teams reaches the bot, like telework.city.example
  --out FILE          where the zip goes (manifest/build/zaitaku.zip)
  --app-version N.N.N version that Teams shows; an update needs a higher one
  --developer NAME    who runs the bot, as Teams shows it
  --website URL       page about the bot      (https://HOST/about)
  --privacy URL       its privacy notice      (https://HOST/about#privacy)
  --terms URL         its terms of use        (https://HOST/about#terms)
`;

process.exitCode = run(process.argv.slice(2));

/** The process's exit status: 0 written, 2 wrong usage, 1 any other failure. */
function run(args: string[]): number {
  let values: Record<string, string | boolean | undefined>;
  try {
    const text = { type: 'string' } as const;
    const options = { 'app-id': text, domain: text, out: text, 'app-version': text, developer: text, website: text };
    values = parseArgs({ args, options: { ...options, privacy: text, terms: text, help: { type: 'boolean' } } }).values;
  } catch (error) {
    console.error(`${(error as Error).message.split('.')[0]}; --help shows what is expected`);
    return 2;
  }
  if (values['help']) {
    console.log(help);
    return 0;
  }
  const given = (name: string) => (typeof values[name] === 'string' ? values[name] : undefined);
  const options = {
    appId: given('app-id') ?? '',
    domain: given('domain') ?? '',
    version: given('app-version'),
    developer: given('developer'),
    website: given('website'),
    privacy: given('privacy'),
    terms: given('terms'),
  };
  const faults = checkTeamsAppOptions(options);
  if (faults.length > 0) {
    for (const fault of faults) console.error(fault);
    return 2;
  }
  const out = resolve(given('out') ?? 'manifest/build/zaitaku.zip');
  try {
    mkdirSync(dirname(out), { recursive: true });
    writeFileSync(out, teamsAppPackage(options));
  } catch (error) {
    console.error(`--out: ${(error as Error).message}`);
    return 1;
  }
  console.log(out);
  return 0;
}

import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Organisation } from '../../flows/organisation.ts';
import type { CheckLine } from '../commands/check.ts';
import { gatewaySecretOf } from './gateway-secret.ts';

/** What the gateway needs of this machine: its secret, and a folder that can be written. Nothing where there is no gateway. */
export function gatewayLines(organisation: Organisation, env: NodeJS.ProcessEnv): CheckLine[] {
  const { gateway } = organisation;
  if (gateway === null) return [];
  const secret = gatewaySecretOf(env, () => organisation)();
  const lines: CheckLine[] = [
    {
      what: 'gateway secret',
      ok: secret !== null,
      detail: secret === null ? 'none: GET /gateway/allow is answered to nobody' : 'set',
      mend: 'set ZAITAKU_GATEWAY_SECRET, or write one of at least 24 characters into gateway.secretFile',
    },
  ];
  if (gateway.file === null) return lines;
  const problem = whyNotWritable(dirname(gateway.file));
  const mend = 'make the folder and give the bot’s user the right to write in it (gateway.file)';
  return [
    ...lines,
    { what: `gateway file ${gateway.file}`, ok: problem === null, detail: problem ?? 'can be written', mend },
  ];
}

function whyNotWritable(folder: string): string | null {
  try {
    if (!statSync(folder).isDirectory()) return `${folder} is no folder`;
    accessSync(folder, constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    return `${folder} cannot be written in (${(error as NodeJS.ErrnoException).code})`;
  }
}

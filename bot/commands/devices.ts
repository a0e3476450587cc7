import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { DEVICE_KINDS, type DeviceKind } from '../../flows/devices/device-store.ts';
import type { EnteredDevice } from '../../flows/devices/keep-devices.ts';
import { BYTE_ORDER_MARK, toCsv } from './csv.ts';
import { readCsv } from './read-csv.ts';

/** One line of `zaitaku devices --json`: people are UPNs, times ISO instants. */
export interface DeviceRow {
  id: string;
  kind: DeviceKind;
  label: string;
  os: string;
  person: string | null;
  state: string;
  admitted: boolean;
  pledgedAt: string | null;
  registeredAt: string;
  /** Of the certificate that counts longest: null where none does. */
  certificateUntil: string | null;
}

export type DeviceWish =
  | { do: 'list'; person: string | null }
  | { do: 'enter'; devices: EnteredDevice[]; places: string[] }
  | { do: 'lend'; device: string; person: string }
  | { do: 'return' | 'lost' | 'found' | 'retire'; device: string };

/** `said`: one sentence that names the option and what is expected. */
export type DeviceAnswer = { ok: true; devices: DeviceRow[]; said: string | null } | { ok: false; said: string };

const COLUMNS = [
  'id',
  'kind',
  'label',
  'os',
  'person',
  'state',
  'registeredAt',
  'pledgedAt',
  'certificateUntil',
] as const;
const LONGEST = 60;

/** `zaitaku devices`: the register of devices. Lent PCs have a stock; a return revokes their certificates. */
export function devicesCommand(carryOut: (wish: DeviceWish) => Promise<DeviceAnswer>): Command {
  const show = async (wish: DeviceWish, options: { json?: boolean; csv?: boolean }, command: Command) => {
    const answer = await carryOut(wish);
    if (!answer.ok) return command.error(answer.said, { exitCode: 2 });
    const { devices, said } = answer;
    if (options.json) process.stdout.write(`${JSON.stringify(devices)}\n`);
    else if (options.csv)
      process.stdout.write(
        BYTE_ORDER_MARK + toCsv([COLUMNS, ...devices.map((row) => COLUMNS.map((name) => row[name] ?? ''))]),
      );
    else process.stdout.write(`${[...(said ? [said] : []), ...inLines(devices)].join('\n')}\n`);
  };
  const command = new Command('devices')
    // `--person` after a word such as `lend` is that word's.
    .enablePositionalOptions()
    .description('機器の台帳 / the register of devices')
    .option('--person <upn>', 'one person, by user principal name')
    .option('--csv', 'as CSV')
    .option('--json', 'one JSON document')
    .action((options: { person?: string; json?: boolean; csv?: boolean }, self: Command) =>
      show({ do: 'list', person: options.person ?? null }, options, self),
    );
  command
    .command('add')
    .description('機器を加える / enter a device')
    .requiredOption('--kind <kind>', DEVICE_KINDS.join(', '))
    .requiredOption('--label <label>', 'what it is known by, such as the number on its sticker')
    .option('--os <os>', 'such as "Windows 11"', '')
    .option('--person <upn>', 'who has it; a lent-pc without goes to stock')
    .option('--json', 'one JSON document')
    .action((options: Record<'kind' | 'label' | 'os', string> & { person?: string; json?: boolean }, self: Command) => {
      const read = entered({ ...options, person: options.person ?? '' }, (name) => `--${name}`);
      if (typeof read === 'string') return self.error(read, { exitCode: 2 });
      return show({ do: 'enter', devices: [read], places: ['--person'] }, options, self);
    });
  command
    .command('import')
    .description('CSV から加える / enter devices from a CSV file')
    .requiredOption('--file <file>', 'columns kind,label,os,person')
    .option('--json', 'one JSON document')
    .action((options: { file: string; json?: boolean }, self: Command) => {
      const refuse = (said: string): never => self.error(`--file: ${options.file}: ${said}`, { exitCode: 2 });
      const read = readCsv(fileText(options.file, refuse), ['kind', 'label', 'os', 'person']);
      if (!read.ok) return refuse(read.said);
      const devices = read.rows.map(({ line, fields }) => {
        const one = entered(fields, (name) => `line ${line}: ${name}`);
        return typeof one === 'string' ? refuse(one) : one;
      });
      const places = read.rows.map(({ line }) => `--file: ${options.file}: line ${line}`);
      return show({ do: 'enter', devices, places }, options, self);
    });
  command
    .command('lend')
    .description('貸し出す / lend a PC from stock')
    .requiredOption('--device <device>', 'its label or id')
    .requiredOption('--person <upn>', 'to whom')
    .option('--json', 'one JSON document')
    .action((options: { device: string; person: string; json?: boolean }, self: Command) =>
      show({ do: 'lend', device: options.device, person: options.person }, options, self),
    );
  const moves = {
    return: '返却を受ける / take a lent PC back to stock',
    lost: '紛失にする / mark as lost; its certificates are revoked',
    found: '見つかった / it has turned up',
    retire: '廃止する / take it out of the register; its certificates are revoked',
  } as const;
  for (const [name, description] of Object.entries(moves) as [keyof typeof moves, string][])
    command
      .command(name)
      .description(description)
      .requiredOption('--device <device>', 'its label or id')
      .option('--json', 'one JSON document')
      .action((options: { device: string; json?: boolean }, self: Command) =>
        show({ do: name, device: options.device }, options, self),
      );
  return command;
}

/** A device as it was written, or what is wrong with it. */
function entered(
  written: Record<'kind' | 'label' | 'os' | 'person', string>,
  place: (name: string) => string,
): EnteredDevice | string {
  const kind = DEVICE_KINDS.find((one) => one === written.kind);
  if (!kind) return `${place('kind')}: "${written.kind}" is no kind; expected ${DEVICE_KINDS.join(', ')}`;
  for (const name of ['label', 'os'] as const)
    if (written[name].length > LONGEST || /\p{Cc}/u.test(written[name]) || (name === 'label' && written[name] === ''))
      return `${place(name)}: expected one line of at most ${LONGEST} characters`;
  return { kind, label: written.label, os: written.os, person: written.person || null };
}

/** The text of a file, or one sentence why not. */
export function fileText(file: string, refuse: (said: string) => never): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return refuse(code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code})`);
  }
}

function inLines(devices: readonly DeviceRow[]): string[] {
  if (devices.length === 0) return ['機器の登録はありません。 / No devices.'];
  return devices.map(({ id, kind, label, os, person, state, admitted, pledgedAt, certificateUntil }) => {
    const until = certificateUntil ? `certificate until ${certificateUntil.slice(0, 10)}` : 'no certificate';
    const standing = state === 'in-use' && !admitted ? 'not admitted' : until;
    const pledge = pledgedAt ? `  pledge ${pledgedAt.slice(0, 10)}` : '';
    return `${kind.padEnd(9)}  ${state.padEnd(8)}  ${person ?? '-'}  ${label}${os ? ` (${os})` : ''}  ${standing}${pledge}  ${id}`;
  });
}

import { once } from 'node:events';
import { open, type FileHandle } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { Command } from 'commander';
import { understand } from '../../flows/understand/understand.ts';
import type { Understanding } from '../../flows/understand/understanding.ts';
import { instantOf, isRealDay, isWallTime } from '../../flows/local-time.ts';

export interface UnderstandCommandOptions {
  /** The organisation's zone, taken where neither `--tz` nor a line names one. */
  timeZone?: string;
  /** The time taken where neither `--now` nor a line names one. A command line's edge may ask the machine. */
  now?: () => Date;
  output?: Writable;
}

interface Options {
  text?: string;
  file?: string;
  now?: string;
  tz?: string;
  json?: boolean;
}

/** Told to the person at the keyboard in one line: exit code 2. */
class BadInput extends Error {}

/** `zaitaku understand`: what the bot makes of one message, or of a file of them, without database or network. */
export function understandCommand({
  timeZone = 'Asia/Tokyo',
  now = () => new Date(),
  output = process.stdout,
}: UnderstandCommandOptions = {}): Command {
  const command = new Command('understand')
    .description('what the bot makes of one chat message')
    .option('--text <text>', 'the message')
    .option('--file <file>', 'JSON lines {"text","now","tz"}; one JSON line is printed for each')
    .option('--now <iso>', "the time it is written, 2026-12-01T09:00:00+09:00 (default: the machine's clock)")
    .option('--tz <zone>', `IANA time zone (default: the organisation's, ${timeZone})`)
    .option('--json', 'print one JSON document');
  return command.action(async (options: Options) => {
    try {
      if (options.text !== undefined && options.file !== undefined)
        throw new BadInput('--text and --file exclude each other: give one of them');
      const zone = readZone(options.tz ?? timeZone, '--tz');
      const at = options.now === undefined ? undefined : readInstant(options.now, zone, '--now');
      if (options.file !== undefined) {
        await understandFile(options.file, output, { now: () => at ?? now(), timeZone: zone });
      } else if (options.text !== undefined) {
        const understanding = understand(options.text, { now: at ?? now(), timeZone: zone });
        output.write(options.json ? `${JSON.stringify(understanding)}\n` : humanReadable(understanding));
      } else {
        throw new BadInput('--text or --file is missing: give a message, or a file of JSON lines');
      }
    } catch (error) {
      if (error instanceof BadInput) command.error(`understand: ${error.message}`, { exitCode: 2 });
      throw error;
    }
  });
}

async function understandFile(
  path: string,
  output: Writable,
  fallback: { now: () => Date; timeZone: string },
): Promise<void> {
  const file = await openFile(path);
  let number = 0;
  try {
    for await (const line of file.readLines({ encoding: 'utf8' })) {
      number += 1;
      const json = number === 1 ? line.replace(/^\uFEFF/, '') : line;
      if (json.trim() === '') continue;
      const { text, now, tz } = readLine(json, `--file ${path}, line ${number}`);
      const where = `--file ${path}, line ${number}`;
      const timeZone = tz === undefined ? fallback.timeZone : readZone(tz, `${where}: "tz"`);
      const at = now === undefined ? fallback.now() : readInstant(now, timeZone, `${where}: "now"`);
      if (!output.write(`${JSON.stringify(understand(text, { now: at, timeZone }))}\n`)) await once(output, 'drain');
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EISDIR')
      throw new BadInput(`--file ${path} is a folder: expected a file of JSON lines`);
    throw error;
  } finally {
    await file.close().catch(() => undefined);
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'does not exist' : code === 'EACCES' ? 'may not be read' : message;
    throw new BadInput(`--file ${path} ${why}: expected a file of JSON lines`);
  }
}

function readLine(line: string, where: string): { text: string; now?: string; tz?: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new BadInput(`${where}: no JSON; expected {"text","now","tz"}`);
  }
  const fields = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  if (typeof fields.text !== 'string') throw new BadInput(`${where}: "text" is missing or no string`);
  for (const name of ['now', 'tz']) {
    const field = fields[name];
    if (field !== undefined && field !== null && typeof field !== 'string')
      throw new BadInput(`${where}: "${name}" is no string`);
  }
  const { text, now, tz } = fields as { text: string; now?: string | null; tz?: string | null };
  return { text, ...(now ? { now } : {}), ...(tz ? { tz } : {}) };
}

function readZone(zone: string, name: string): string {
  try {
    return Intl.DateTimeFormat('en', { timeZone: zone }) && zone;
  } catch {
    throw new BadInput(`${name}: "${zone}" is no time zone; expected an IANA name such as Asia/Tokyo`);
  }
}

const ISO = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/** An ISO 8601 instant; without an offset it is a wall-clock time of the zone. */
function readInstant(text: string, timeZone: string, name: string): Date {
  const [, day, time = '00:00', seconds = '00', offset] = ISO.exec(text) ?? [];
  if (day && isRealDay(day) && isWallTime(time) && Number(seconds) < 60) {
    const instant = offset
      ? new Date(text.replace(' ', 'T').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
      : instantOf(day, time, timeZone);
    if (!Number.isNaN(instant.getTime())) return instant;
  }
  throw new BadInput(`${name}: "${text}" is no ISO 8601 time; expected 2026-12-01T09:00:00+09:00`);
}

function humanReadable(understanding: Understanding): string {
  return Object.entries(understanding)
    .map(
      ([field, value]) =>
        `${field.padEnd(12)}${Array.isArray(value) ? value.join(' ') : typeof value === 'object' ? JSON.stringify(value) : value}\n`,
    )
    .join('');
}

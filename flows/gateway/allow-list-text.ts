import { createHash } from 'node:crypto';
import { type AllowEntry, plainSerial } from './allow-list.ts';
import { secondsPattern } from './seconds-pattern.ts';

/** The allow-list as the gateway gets it. */
export interface AllowList {
  /** The instant whose bookings and certificates it tells. */
  asOf: Date;
  /** Everything that begins before is in it. */
  until: Date;
  entries: (AllowEntry & { upn: string })[];
}

/** One JSON document; instants in UTC. */
export function allowListJson({ asOf, until, entries }: AllowList) {
  return {
    asOf: asOf.toISOString(),
    until: until.toISOString(),
    entries: entries.map(({ upn, serial, fingerprint, from, to }) => ({
      upn,
      serial,
      fingerprint,
      from: from.toISOString(),
      to: to.toISOString(),
    })),
  };
}

/** Changes with what the list says, not with the instant at which it was asked. */
export function allowListTag(list: AllowList): string {
  const { asOf: _, ...said } = allowListJson(list);
  return hashOf(JSON.stringify(said));
}

const SUM = '# sha256 ';

/**
 * The plain form, and the file: what nginx's `map "$ssl_client_serial:$msec" $zaitaku_allowed` includes. Each entry is a
 * comment that any program can read (UPN, serial, fingerprint or "-", from, to) and a pattern that compares serial and
 * nginx's own clock, so that the list is exact to the second though nobody reads it anew. The last line is the SHA-256
 * of everything above it, by which a list that was cut off or altered is known.
 */
export function allowListText(list: AllowList): string {
  const lines = [
    '# zaitaku allow-list',
    `# as of ${list.asOf.toISOString()}`,
    `# until ${list.until.toISOString()}`,
    '# upn serial sha256-fingerprint from to',
  ];
  for (const { upn, serial, fingerprint, from, to } of list.entries) {
    const pattern = patternLine(serial, from, to);
    if (pattern === null) continue;
    lines.push(`# ${wordOf(upn)} ${wordOf(serial)} ${fingerprint ?? '-'} ${from.toISOString()} ${to.toISOString()}`);
    lines.push(pattern);
  }
  const text = `${lines.join('\n')}\n`;
  return `${text}${SUM}${hashOf(text)}\n`;
}

/** Whether a text in the plain form is whole and unaltered. */
export function isWholeList(text: string): boolean {
  const at = text.lastIndexOf(SUM);
  return at >= 0 && text.slice(at) === `${SUM}${hashOf(text.slice(0, at))}\n`;
}

/**
 * The lines of a plain form that let somebody in at some time of [from, to), as they stand there, and any line that is
 * not as zaitaku writes it.
 */
export function linesWithin(text: string, from: Date, to: Date): string[] {
  let said: string[] = [];
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    if (line.startsWith('#')) said = line.split(' ');
    else if (line !== '' && !isOutside(said, line, from, to)) lines.push(line);
  }
  return lines;
}

/** What the comment above it says is believed only of a line that is as zaitaku writes it for that. */
function isOutside(said: string[], line: string, from: Date, to: Date): boolean {
  const [serial = '', , first = '', last = ''] = said.slice(-4);
  const [begins, ends] = [new Date(first), new Date(last)];
  if (!(begins < ends) || (begins < to && from < ends)) return false;
  try {
    return line === patternLine(serial, begins, ends);
  } catch {
    return false; // times that zaitaku never writes
  }
}

/** What nginx compares a certificate's serial and its own clock with; null where no whole second lies between. */
function patternLine(serial: string, from: Date, to: Date): string | null {
  const seconds = secondsPattern(from, to);
  return seconds === null ? null : `"~*^0*${wordOf(plainSerial(serial))}:${seconds}\\." 1;`;
}

/** Nothing of a name can end a comment or a pattern. */
function wordOf(text: string): string {
  return text.replace(/[^\w.@:+'-]/gu, '_');
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

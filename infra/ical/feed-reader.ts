import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { FeedMarks, FeedReader, FeedReading, ReadOptions, SeenEntry } from '../../flows/calendar/feed-reader.ts';
import { csvEntries } from '../../flows/calendar/csv-entries.ts';
import { decodeText } from './decode-text.ts';
import { fetchFeed, MOST_BYTES } from './fetch-feed.ts';
import { readIcal } from './read-ical.ts';

/** A year of files dropped daily. */
const MOST_FILES = 500;

/** Feeds of other groupware: an address, a file, or a folder of files, in iCalendar or CSV as they begin. */
export const feedReader: FeedReader = {
  read: (feed, options) => {
    if (feed.url !== null) return readAddress(feed.url, options);
    if (feed.file !== null) return readCalendarFile(feed.file, options);
    return readFolder(feed.folder!, options);
  },
};

async function readAddress(url: string, options: ReadOptions): Promise<FeedReading> {
  const fetched = await fetchFeed(url, options.marks);
  if (fetched.state === 'unchanged') return fetched;
  const { bytes, charset, etag, lastModified } = fetched;
  // Servers that know no ETag answer everything anew each time.
  const marks: FeedMarks = { etag, lastModified, hash: hashOf([bytes]) };
  if (options.marks?.hash === marks.hash) return { state: 'unchanged' };
  return { state: 'read', marks, ...(await entriesOf(decodeText(bytes, charset), options)) };
}

/** A file of iCalendar or CSV; unchanged where its bytes are. */
export async function readCalendarFile(path: string, options: ReadOptions): Promise<FeedReading> {
  const bytes = await bytesOf(path);
  const marks: FeedMarks = { etag: null, lastModified: null, hash: hashOf([bytes]) };
  if (options.marks?.hash === marks.hash) return { state: 'unchanged' };
  return { state: 'read', marks, ...(await entriesOf(decodeText(bytes), options)) };
}

/**
 * A folder is one calendar: what all of its files say together. Where two name the same entry, the file that was written
 * later counts. Nothing is deleted in it, and a file that is taken out takes its entries along.
 */
async function readFolder(folder: string, options: ReadOptions): Promise<FeedReading> {
  const names = (await readdir(folder).catch((error: unknown) => failed(folder, error))).filter(
    (name) => /\.(?:ics|ical|csv|txt)$/i.test(name) && !name.startsWith('.'),
  );
  if (names.length > MOST_FILES) throw new Error(`${folder}: ${names.length} files; expected at most ${MOST_FILES}`);
  const files = await Promise.all(
    names.sort().map(async (name) => {
      const path = join(folder, name);
      return { name, bytes: await bytesOf(path), at: (await stat(path)).mtimeMs };
    }),
  );
  const marks: FeedMarks = {
    etag: null,
    lastModified: null,
    hash: hashOf(files.flatMap(({ name, bytes }) => [Buffer.from(name), bytes])),
  };
  if (options.marks?.hash === marks.hash) return { state: 'unchanged' };
  const entries = new Map<string, SeenEntry>();
  const wrong: string[] = [];
  for (const { name, bytes } of files.sort((a, b) => a.at - b.at || (a.name < b.name ? -1 : 1))) {
    const whole = (error: unknown) => `${name}: ${error instanceof Error ? error.message : String(error)}`;
    try {
      const found = await entriesOf(decodeText(bytes), options);
      for (const entry of found.entries) entries.set(entry.key, entry);
      wrong.push(...found.wrong.map((said) => `${name}: ${said}`));
    } catch (error) {
      wrong.push(whole(error));
    }
  }
  return { state: 'read', marks, entries: [...entries.values()], wrong };
}

async function entriesOf(text: string, options: ReadOptions): Promise<{ entries: SeenEntry[]; wrong: string[] }> {
  const start = text.trimStart();
  if (/^BEGIN:VCALENDAR/i.test(start)) return readIcal(start, options);
  if (start.startsWith('<'))
    throw new Error('it is a web page, no calendar; check the address, and whether it asks to sign in');
  return csvEntries(text, options);
}

async function bytesOf(path: string): Promise<Buffer> {
  const { size } = await stat(path).catch((error: unknown) => failed(path, error));
  if (size > MOST_BYTES) throw new Error(`${basename(path)}: ${size} bytes; expected at most ${MOST_BYTES}`);
  return readFile(path).catch((error: unknown) => failed(path, error));
}

function failed(path: string, error: unknown): never {
  const { code } = error as NodeJS.ErrnoException;
  const why = code === 'ENOENT' ? 'there is no such file or folder' : `cannot be read (${code ?? String(error)})`;
  throw new Error(`${path}: ${why}`, { cause: error });
}

function hashOf(parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length} `).update(part);
  return hash.digest('hex');
}

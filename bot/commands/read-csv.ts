import { csvRecords } from '../../flows/csv-records.ts';

/** One row of a CSV file with a header: its line in the file, and its fields by the header's names, in small letters. */
export interface CsvRow {
  line: number;
  fields: Record<string, string>;
}

export type CsvRead = { ok: true; rows: CsvRow[] } | { ok: false; said: string };

/**
 * Reads CSV after RFC 4180 with a header row: commas, quotes, any line ends, a byte order mark. Blanks round a field do
 * not count; empty lines are left out; the apostrophe that our own files put before what looks like a formula is taken
 * off. `required`: columns that must be there. What else the file has is left unread.
 */
export function readCsv(text: string, required: readonly string[]): CsvRead {
  const [header, ...rows] = csvRecords(text.replace(/^\uFEFF/, ''));
  const names = (header?.fields ?? []).map((name) => name.toLowerCase());
  const missing = required.filter((name) => !names.includes(name));
  if (missing.length > 0)
    return { ok: false, said: `line 1: the column ${missing[0]} is missing; expected at least ${required.join(',')}` };
  const read: CsvRow[] = [];
  for (const { line, fields } of rows) {
    if (fields.length !== names.length)
      return { ok: false, said: `line ${line}: ${fields.length} fields; expected ${names.length} as in line 1` };
    read.push({ line, fields: Object.fromEntries(names.map((name, index) => [name, fields[index]!])) });
  }
  return { ok: true, rows: read };
}

import type { ColumnType } from 'kysely';

/** Read as a value, written as its JSON text: node-postgres would make a PostgreSQL array of a JavaScript one. */
export type Json<T> = ColumnType<T, string, string>;

/**
 * A value as JSON that PostgreSQL's jsonb and text take: NUL characters, which it refuses, are left out, and halves of
 * surrogate pairs become U+FFFD. People's messages hold both now and then.
 */
export function toJson(value: unknown): string {
  const json = JSON.stringify(value) ?? 'null';
  // What has to be left out stands escaped in it: without it, which is nearly always, one pass is enough.
  if (!/\\u(?:0000|d[89a-f])/.test(json)) return json;
  return JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'string' ? toText(inner) : inner));
}

/** The same for a text column. */
export function toText(text: string): string {
  return (text.includes('\0') ? text.replaceAll('\0', '') : text).replaceAll(/\p{Surrogate}/gu, '\uFFFD');
}

/** JSON with sorted keys and no spaces: the same text for the same value, however it was kept in between. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(JSON.parse(toJson(value))));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

/**
 * Why a database cannot be used, with the mend in the message (one line, for the operator):
 * - `unreachable`: no connection, or the server refused it
 * - `too-old`: below PostgreSQL 15
 * - `not-utf8`: the database's encoding is another
 * - `foreign`: marked with another organisation or mode
 * - `not-migrated`: its schema is not the one that this version needs
 * - `no-role`: the application's role is missing, may not be used or may not be made
 */
export type DatabaseRefusalKind = 'unreachable' | 'too-old' | 'not-utf8' | 'foreign' | 'not-migrated' | 'no-role';

export class DatabaseRefusal extends Error {
  readonly kind: DatabaseRefusalKind;

  constructor(kind: DatabaseRefusalKind, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'DatabaseRefusal';
    this.kind = kind;
  }
}

/** SQLSTATE of an error that PostgreSQL reported, or undefined. */
export function sqlState(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

/** What went wrong, in one line. An AggregateError (every address of a name refused) has an empty message of its own. */
export function oneLine(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return oneLine(error.errors[0]);
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** The address of a connection string for messages: without the password. */
export function shownUrl(url: string): string {
  try {
    const { hostname, port, pathname, username } = new URL(url);
    return `${username ? `${username}@` : ''}${hostname}${port ? `:${port}` : ''}${pathname}`;
  } catch {
    return 'the given DATABASE_URL';
  }
}

export function unreachable(url: string, cause: unknown): DatabaseRefusal {
  return new DatabaseRefusal(
    'unreachable',
    `database ${shownUrl(url)}: ${oneLine(cause)}; start the server or mend DATABASE_URL (postgres://user:password@host:port/database)`,
    { cause },
  );
}

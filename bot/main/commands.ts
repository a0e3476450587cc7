import type { BookingQuery, BookingRow } from '../commands/bookings.ts';
import type { AuditAnswer, KeptHead } from '../commands/audit.ts';
import { readBookings as readRows } from '../../infra/store/read-bookings.ts';
import { runMigrations } from '../../infra/store/run-migrations.ts';
import { checkServer } from '../../infra/store/open-database.ts';
import { verifyAudit as verify } from '../../infra/store/verify-audit.ts';
import { organisationOf, openServer, withDatabase } from './database.ts';
import { auditKeyOf, readSettings } from './settings.ts';

/** What the commands of the terminal do; each opens what it needs and closes it again. */

export function readBookings(query: BookingQuery): Promise<BookingRow[]> {
  return withDatabase(readSettings(process.env), ({ db }) =>
    readRows(db, {
      from: query.from ?? undefined,
      to: query.to ?? undefined,
      person: query.person ?? undefined,
    }),
  );
}

export async function migrate(): Promise<string[]> {
  const settings = readSettings(process.env);
  const { organisation } = organisationOf(settings);
  const server = await openServer(settings, organisation.id, () => undefined);
  try {
    const url = settings.migrationDatabaseUrl ?? server.url;
    await checkServer(url, { organisation: organisation.id, mode: settings.demo ? 'demo' : 'real' });
    return await runMigrations(url);
  } finally {
    await server.stop();
  }
}

export function verifyAudit(heads: KeptHead[]): Promise<AuditAnswer> {
  const settings = readSettings(process.env);
  return withDatabase(settings, ({ db }) => verify({ db, key: auditKeyOf(settings), heads }));
}

export { check } from './check.ts';

import type { BookingQuery, BookingRow } from '../commands/bookings.ts';
import type { AuditAnswer, KeptHead } from '../commands/audit.ts';
import type { ForecastQuery } from '../commands/forecast.ts';
import type { GatewayFileAnswer } from '../commands/gateway.ts';
import type { FeedbackQuery } from '../commands/report-feedback.ts';
import { costReport, type CostAnswer, type CostQuery } from '../../flows/cost/read-cost-report.ts';
import { feedbackReport, type FeedbackReport } from '../../flows/feedback/feedback-report.ts';
import { readAllowList } from '../../flows/gateway/read-allow-list.ts';
import { showForecast, type ForecastAnswer } from '../../flows/forecast/show-forecast.ts';
import type { LicenceDay } from '../../flows/licences/licence-report.ts';
import { readLedger as ledgerOf, type LedgerLine } from '../../flows/licences/read-ledger.ts';
import { licenceReport, type LicenceQuery } from '../../flows/licences/read-licence-report.ts';
import type { Organisation } from '../../flows/organisation.ts';
import type { PersonRecords } from '../../flows/records/person-records.ts';
import { exportRecords } from '../../flows/records/record-link.ts';
import { attendance, type AttendanceLine, type AttendanceQuery } from '../../flows/work/attendance.ts';
import { allowListFile } from '../../infra/gateway/allow-list-file.ts';
import { readBookings as readRows } from '../../infra/store/read-bookings.ts';
import { runMigrations } from '../../infra/store/run-migrations.ts';
import { checkServer } from '../../infra/store/open-database.ts';
import { verifyAudit as verify } from '../../infra/store/verify-audit.ts';
import { organisationOf, openServer, withDatabase } from './database.ts';
import { presentTime } from './present-time.ts';
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

export function readAttendance(query: AttendanceQuery): Promise<{ lines: AttendanceLine[]; timeZone: string } | null> {
  return withDatabase(readSettings(process.env), async ({ store }, { organisation }) => {
    const lines = await store.transaction((tx) => attendance(tx, organisation, query));
    return lines && { lines, timeZone: organisation.timeZone };
  });
}

export function readFeedback({ from, to }: FeedbackQuery): Promise<FeedbackReport> {
  return withDatabase(readSettings(process.env), ({ store }) =>
    store.transaction(async (tx) => feedbackReport(await tx.feedback.given(from, to))),
  );
}

export function readLicences(query: LicenceQuery): Promise<LicenceDay[] | null> {
  const settings = readSettings(process.env);
  return withDatabase(settings, async ({ store }, { organisation }) => {
    const now = await presentTime(settings);
    return store.transaction((tx) => licenceReport(tx, organisation, { ...query, now }));
  });
}

export function readLedger(query: LicenceQuery): Promise<{ lines: LedgerLine[]; organisation: Organisation } | null> {
  const settings = readSettings(process.env);
  return withDatabase(settings, async ({ store }, { organisation }) => {
    const now = await presentTime(settings);
    const lines = await store.transaction((tx) => ledgerOf(tx, organisation, { ...query, now }));
    return lines && { lines, organisation };
  });
}

export function readCost(query: CostQuery): Promise<CostAnswer> {
  const settings = readSettings(process.env);
  return withDatabase(settings, async ({ store }, { organisation }) => {
    const now = await presentTime(settings);
    return store.transaction((tx) => costReport(tx, organisation, { ...query, now }));
  });
}

export function readForecast(query: ForecastQuery): Promise<ForecastAnswer> {
  const settings = readSettings(process.env);
  return withDatabase(settings, async ({ store }, { organisation }) => {
    const now = await presentTime(settings);
    return store.transaction((tx) => showForecast(tx, organisation, { now, ...query }));
  });
}

export function exportPerson(upn: string): Promise<PersonRecords | null> {
  const settings = readSettings(process.env);
  return withDatabase(settings, async ({ store }, { organisation }) => {
    const now = await presentTime(settings);
    return exportRecords({ store, clock: { now: () => now }, organisation: () => organisation }, upn);
  });
}

export function readGatewayFile(): Promise<GatewayFileAnswer> {
  const settings = readSettings(process.env);
  return withDatabase(settings, async ({ store }, { organisation }) => {
    const { gateway } = organisation;
    if (gateway === null) return null;
    const now = await presentTime(settings);
    const list = await store.transaction((tx) =>
      readAllowList(tx, { organisation: () => organisation, clock: { now: () => now } }, gateway),
    );
    return { list, file: gateway.file };
  });
}

export function writeGatewayFile(path: string, text: string): Promise<void> {
  return allowListFile.write(path, text);
}

export function verifyAudit(heads: KeptHead[]): Promise<AuditAnswer> {
  const settings = readSettings(process.env);
  return withDatabase(settings, ({ db }) => verify({ db, key: auditKeyOf(settings), heads }));
}

import { Command, CommanderError } from 'commander';
import { adviseCommand } from './commands/advise.ts';
import { auditCommand } from './commands/audit.ts';
import { bookingsCommand } from './commands/bookings.ts';
import { calendarCommand } from './commands/calendar.ts';
import { calendarFeedsCommand } from './commands/calendar-feeds.ts';
import { certificatesCommand } from './commands/certificates.ts';
import { checkCommand } from './commands/check.ts';
import { devicesCommand } from './commands/devices.ts';
import { explainCommand } from './commands/explain.ts';
import { exportCommand } from './commands/export.ts';
import { maintenanceCommand } from './commands/maintenance.ts';
import { forecastCommand } from './commands/forecast.ts';
import { gatewayCommand } from './commands/gateway.ts';
import { migrateCommand } from './commands/migrate.ts';
import { planCommand } from './commands/plan.ts';
import { readinessCommand } from './commands/readiness.ts';
import { reportCommand } from './commands/report.ts';
import { shadowCommand } from './commands/shadow.ts';
import { startCommand } from './commands/start.ts';
import { understandCommand } from './commands/understand.ts';

/**
 * The command line: `zaitaku …`. Exit codes: 0 success, 2 wrong usage or bad input, 1 any other failure, each with one
 * line on stderr. What a command needs is loaded when it is called: the vendors' packages take seconds.
 */
const wiring = () => import('./main/commands.ts');
const pools = () => import('./main/pool-commands.ts');
const readings = () => import('./main/read-capacity.ts');
const devices = () => import('./main/device-commands.ts');
const readiness = () => import('./main/readiness-commands.ts');
// Options after a word belong to that word: `devices` and `devices lend` both have --person.
const program = new Command('zaitaku')
  .enablePositionalOptions()
  .description('テレワークの予約と仮想デスクトップ / telework days and their desktops');
const commands = [
  startCommand(async (options) => (await import('./main/start-command.ts')).startUntilStopped(options)),
  understandCommand(),
  bookingsCommand(async (query) => (await wiring()).readBookings(query)),
  forecastCommand(async (query) => (await wiring()).readForecast(query)),
  planCommand(),
  explainCommand(async (query) => (await pools()).explain(query)),
  maintenanceCommand(async (wish) => (await pools()).maintain(wish)),
  readinessCommand({
    read: async (query) => (await readiness()).readReadiness(query),
    import: async (lines) => (await readiness()).importFactors(lines),
  }),
  shadowCommand(async (query) => (await readings()).readShadow(query)),
  adviseCommand(async (query, told) => (await readings()).readAdvice(query, told)),
  devicesCommand(async (wish) => (await devices()).keepDevices(wish)),
  certificatesCommand(
    async (wish) => (await devices()).keepCertificates(wish),
    async () => (await devices()).readAuthority(),
  ),
  calendarFeedsCommand(async (wish) => (await import('./main/calendar-commands.ts')).keepFeeds(wish)),
  gatewayCommand(
    async () => (await wiring()).readGatewayFile(),
    async (path, text) => (await wiring()).writeGatewayFile(path, text),
  ),
  calendarCommand(async () => (await import('./main/calendar-command.ts')).readCalendars()),
  checkCommand(async (options) => (await import('./main/check.ts')).check(options)),
  migrateCommand(async () => (await wiring()).migrate()),
  reportCommand({
    attendance: async (query) => (await wiring()).readAttendance(query),
    feedback: async (query) => (await wiring()).readFeedback(query),
    licences: async (query) => (await wiring()).readLicences(query),
    ledger: async (query) => (await wiring()).readLedger(query),
    cost: async (query) => (await wiring()).readCost(query),
  }),
  exportCommand(async (upn) => (await wiring()).exportPerson(upn)),
  auditCommand(async (options) => (await wiring()).verifyAudit(options)),
];
for (const command of [program, ...commands, ...commands.flatMap((one) => one.commands)]) command.exitOverride();
for (const command of commands) program.addCommand(command);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
  if (!(error instanceof CommanderError)) process.stderr.write(`zaitaku: ${(error as Error).message}\n`);
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) {
    // What commander itself refuses is wrong usage (it would say 1); a command that names its code means it.
    if (error.exitCode === 0) return 0;
    return error.code === 'commander.error' ? error.exitCode : 2;
  }
  const { name, kind } = error as { name?: string; kind?: string };
  if (name === 'UsageError' || name === 'OrganisationError') return 2;
  return name === 'DatabaseRefusal' && kind !== 'unreachable' ? 2 : 1;
}

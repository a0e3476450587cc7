import { parseArgs } from 'node:util';
import { openCity } from './city.ts';
import { runDay, type DayReport } from './run-day.ts';

const help = `A whole working day of Kamakura through the product, its real adapters and the simulated tenant.
  --people N    people who ask for the day (1100)
  --no-faults   vendors without faults, nobody meddling
  --verbose     one line for each step of the clock
  --json        the report as JSON
`;

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '1100' },
    'no-faults': { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(help);
  process.exit(0);
}
const people = Number(values.people);
if (!Number.isInteger(people) || people < 1) {
  process.stderr.write(`--people ${values.people}: expected a whole number above 0\n`);
  process.exit(2);
}

const city = await openCity({
  now: '2026-12-01T15:00:00+09:00',
  ...(process.env['DATABASE_URL'] ? { databaseUrl: process.env['DATABASE_URL'] } : {}),
});
try {
  const report = await runDay(city, {
    people,
    faults: !values['no-faults'],
    ...(values.verbose ? { log: (line: string) => process.stderr.write(`${line}\n`) } : {}),
  });
  process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : told(report));
  process.exitCode = report.problems.length > 0 ? 1 : 0;
} finally {
  await city.close();
}

function told({ seconds, calls, ...report }: DayReport): string {
  const total = Object.values(calls).reduce((sum, count) => sum + count, 0);
  return [
    `${report.requests} requests (${report.approved} approved at once, ${report.leftToChat} left to chat) in ${seconds.requests.toFixed(1)} s`,
    `their messages and calendar entries: ${seconds.deliveries.toFixed(1)} s`,
    `the day: ${seconds.day.toFixed(1)} s, ${report.rounds} rounds of capacity, ${report.delivered} deliveries, ${total} calls:`,
    ...Object.entries(calls).map(([kind, count]) => `  ${String(count).padStart(6)}  ${kind}`),
    `most at once: ${report.most.sessions} sessions, ${report.most.hostsOn} hosts on; ${report.hostHours.toFixed(0)} host-hours`,
    `harm: ${JSON.stringify(report.harm)}`,
    `latest withdrawal of a membership: ${report.latestWithdrawal} s after its window`,
    ...(report.problems.length > 0 ? report.problems.map((problem) => `WRONG  ${problem}`) : ['all as it has to be']),
    '',
  ].join('\n');
}

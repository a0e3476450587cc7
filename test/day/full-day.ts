import { parseArgs } from 'node:util';
import { openCity } from './city.ts';
import { inaFile } from './ina-month.ts';
import { runDay } from './run-day.ts';
import { runDays } from './run-days.ts';
import { dayTold, daysTold } from './told.ts';

const help = `Whole days of a city through the product, its real adapters and the simulated tenant.
  --organisation NAME  kamakura or ina (kamakura)
  --people N    people of the city who take part (all of them): all of them ask for a single day, about three in five for each of several
  --days N      days one after the other, weekends and holidays included (1); then the same planned by zaitaku plan
  --script      with --organisation ina and several days: a lost device, an ended certificate, somebody without a second factor,
                device and second factor as gates that block, and a judge at every step of the clock
  --no-faults   vendors without faults, nobody meddling
  --verbose     one line for each step of the clock
  --json        the report as JSON
`;

const { values } = parseArgs({
  options: {
    organisation: { type: 'string', default: 'kamakura' },
    people: { type: 'string', default: '1100' },
    days: { type: 'string', default: '1' },
    'no-faults': { type: 'boolean', default: false },
    script: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(help);
  process.exit(0);
}
const people = wholeNumber('--people', values.people);
const days = wholeNumber('--days', values.days);
if (values.script && (values.organisation !== 'ina' || days < 2)) {
  process.stderr.write('--script: expected --organisation ina and --days of 2 or more\n');
  process.exit(2);
}
const file = values.script ? inaFile() : null;

// A fortnight from Monday, 23 November: a public holiday, two weekends, nine working days.
const city = await openCity({
  organisation: file?.path ?? values.organisation,
  now: days === 1 ? '2026-12-01T15:00:00+09:00' : '2026-11-22T15:00:00+09:00',
  ...(process.env['DATABASE_URL'] ? { databaseUrl: process.env['DATABASE_URL'] } : {}),
});
try {
  const options = {
    people,
    faults: !values['no-faults'],
    script: values.script,
    ...(values.verbose ? { log: (line: string) => process.stderr.write(`${line}\n`) } : {}),
  };
  if (days === 1) {
    const report = await runDay(city, options);
    process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : dayTold(report));
    process.exitCode = report.problems.length > 0 ? 1 : 0;
  } else {
    const report = await runDays(city, { ...options, days });
    process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : daysTold(report));
    process.exitCode = report.problems.length > 0 ? 1 : 0;
  }
} finally {
  await city.close();
  file?.remove();
}

function wholeNumber(name: string, said: string): number {
  const number = Number(said);
  if (Number.isInteger(number) && number > 0) return number;
  process.stderr.write(`${name} ${said}: expected a whole number above 0\n`);
  process.exit(2);
}

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openCity, type City } from '../day/city.ts';
import { runDay } from '../day/run-day.ts';
import { freePorts } from '../support/zaitaku-process.ts';
import { judgeTests } from './judge-tests.ts';
import { judgeActivities, judgeCards, judgeLog } from './judge.ts';
import { recordCitrix } from './record-citrix.ts';
import { recordOutlook } from './record-outlook.ts';
import { startRecorder, type Recorder } from './recorder.ts';
import { playMainJob } from './scripted-job.ts';

/** People whose day is recorded. */
const PEOPLE = 200;
/** Calendars both ways, in every case and at random, with sections' and copies. */
const CALENDAR_TESTS = [
  'calendar-both-ways',
  'calendar-matrix-on-graph',
  'calendar-at-random',
  'calendar-copies',
  'section-calendar-on-graph',
].map((name) => `test/infra/graph/${name}.test.ts`);
/** The simulated tenant writes its state at least this often (ms). */
const STATE_WRITTEN_MS = 3_000;

/**
 * Records what the product and the simulated tenant say to each other, in the main job, in a day of some hundred people
 * with faults, in everything that a pool of Citrix and Outlook calendars are asked, and in the tests of calendars over
 * Graph, and lets the conformance kit judge every line, every activity of the bot and every sample card.
 */
const kit = process.env['CONFORM_DIR'];
if (!kit || !existsSync(join(kit, 'record-proxy.mjs'))) {
  process.stderr.write(
    'CONFORM_DIR: set it to the folder of the conformance kit (npm ci done in it, specs beside it)\n',
  );
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'zaitaku-conform-'));
const cards = join(folder, 'cards');
mkdirSync(cards);
const bad: string[] = [];
const recorders: Recorder[] = [];
try {
  const [armPort, graphPort] = (await freePorts(2)) as [number, number];
  const city = await openCity({
    now: '2026-12-01T15:00:00+09:00',
    env: () => ({
      AZURE_RESOURCE_MANAGER_ENDPOINT: `http://127.0.0.1:${armPort}/arm`,
      GRAPH_ENDPOINT: `http://127.0.0.1:${graphPort}/graph`,
      // Graph takes subscriptions for https alone; the simulated tenant notifies the loopback twin.
      PUBLIC_URL: 'https://bot.example.jp',
    }),
    begin: async ({ simulatorPort }) => {
      recorders.push(await startRecorder(kit, folder, 'arm', armPort, simulatorPort));
      recorders.push(await startRecorder(kit, folder, 'graph', graphPort, simulatorPort));
    },
  });
  try {
    const activities = await playMainJob(city);
    const report = await runDay(city, { people: PEOPLE, faults: true });
    bad.push(...report.problems);
    activities.push(...(await activitiesInChats(city)));
    bad.push(...judgeActivities(kit, folder, activities));
  } finally {
    await city.close();
  }
  recorders.push(await recordCitrix(kit, folder));
  recorders.push(await recordOutlook(kit, folder));
  for (const recorder of recorders) {
    await recorder.stop();
    bad.push(...judgeLog(kit, recorder.log));
  }
  bad.push(...judgeTests(CALENDAR_TESTS));
  bad.push(...judgeCards(kit, cards));
} finally {
  for (const recorder of recorders) await recorder.stop();
  if (process.env['CONFORM_KEEP']) process.stdout.write(`recorded in ${folder}\n`);
  else rmSync(folder, { recursive: true, force: true });
}
for (const line of bad.slice(0, 100)) process.stdout.write(`BAD  ${line}\n`);
process.stdout.write(bad.length > 0 ? `${bad.length} findings\n` : 'every line fits the documents\n');
process.exitCode = bad.length > 0 ? 1 : 0;

/** What the bot sent to simulated people, as their chats keep it. */
async function activitiesInChats({ place, organisation }: City): Promise<Record<string, unknown>[]> {
  await wait(STATE_WRITTEN_MS);
  const file = join(place.dataDir, organisation.id, 'simulator', 'state.json');
  const state = JSON.parse(readFileSync(file, 'utf8')) as {
    connector: { chats: { activities: { from: string; activity: Record<string, unknown> }[] }[] };
  };
  const entries = state.connector.chats.flatMap(({ activities }) => activities);
  return entries.flatMap(({ from, activity }) =>
    from === 'bot' && typeof activity['type'] === 'string' ? [activity] : [],
  );
}

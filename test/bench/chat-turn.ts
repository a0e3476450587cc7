import { percentile } from './percentile.ts';
import { openEchoBot, type RunningBot } from './running-bot.ts';
import { TurnLoad, type TurnSource } from './turn-load.ts';

export interface TurnFigures {
  rate: number;
  turns: number;
  echo: Times;
  ours: Times;
}

interface Times {
  p50: number;
  p99: number;
  failed: number;
  /** Processor time of the bot's process a turn, in ms. Says more than the clock where the machine is shared. */
  cpuMs: number;
  /** Highest turns a second with 32 people writing at a time. */
  highest: number;
}

const RATE = 50;
const ROUNDS = 3;
const ROUND_SECONDS = 7;
const LANES = 32;
/** How many different people write. */
const PEOPLE = 300;

/** What people ask most: whole and half days, several days, their list. Each is answered by one card. */
const TEXTS = [
  '来週の水曜テレワークしたい',
  '来週の木曜、午前だけ在宅でお願いします',
  '12/7と12/9、自宅で作業します。子どもの通院のため',
  'I want to work from home next Tuesday',
  '予約の一覧',
];

/** A message in, its reply out, beside the bare echo bot: the same client, in turns, so that both meet the same machine. */
export async function benchChatTurn(bot: RunningBot, tenantUrl: string): Promise<TurnFigures> {
  const source = await readSource(tenantUrl);
  const load = await TurnLoad.open(source);
  const bots = { echo: await openEchoBot(), ours: bot };
  const seen = { echo: { ms: [] as number[], failed: 0, cpuMs: 0 }, ours: { ms: [] as number[], failed: 0, cpuMs: 0 } };
  try {
    // Everybody's first message is among the warm-up, so that what is written once a person is written by then.
    await load.openLoop(bots.echo.url, RATE, 5);
    await load.openLoop(bots.ours.url, RATE, Math.ceil(source.people.length / RATE));
    for (let round = 0; round < ROUNDS; round += 1)
      for (const name of ['echo', 'ours'] as const) {
        const before = await bots[name].cpuMs();
        const { ms, failed } = await load.openLoop(bots[name].url, RATE, ROUND_SECONDS);
        seen[name].cpuMs += (await bots[name].cpuMs()) - before;
        seen[name].ms.push(...ms);
        seen[name].failed += failed;
      }
    const turns = RATE * ROUNDS * ROUND_SECONDS;
    const times = async (name: 'echo' | 'ours'): Promise<Times> => ({
      p50: percentile(seen[name].ms, 0.5),
      p99: percentile(seen[name].ms, 0.99),
      failed: seen[name].failed,
      cpuMs: seen[name].cpuMs / turns,
      highest: await load.closedLoop(bots[name].url, LANES, 5),
    });
    return { rate: RATE, turns, echo: await times('echo'), ours: await times('ours') };
  } finally {
    await bots.echo.close();
    await load.close();
  }
}

/** People write for a while, so that the memory is that of a bot in use. */
export async function writeSome(bot: RunningBot, tenantUrl: string, turns: number): Promise<void> {
  const load = await TurnLoad.open(await readSource(tenantUrl));
  try {
    await load.openLoop(bot.url, RATE, Math.ceil(turns / RATE));
  } finally {
    await load.close();
  }
}

async function readSource(tenantUrl: string): Promise<TurnSource> {
  const state = (await (await fetch(`${tenantUrl}/simulator/state`)).json()) as {
    tenantId: string;
    people: { id: string }[];
  };
  return { tenantId: state.tenantId, people: state.people.slice(0, PEOPLE), texts: TEXTS };
}

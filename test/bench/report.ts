import type { TurnFigures } from './chat-turn.ts';
import type { ReconcileRoundFigures } from './reconcile-round.ts';
import type { UnderstandingFigures } from './understanding.ts';

export interface Figures {
  turns: TurnFigures;
  round: ReconcileRoundFigures;
  memory: { people: number; rss: number; heapUsed: number }[];
  understanding: UnderstandingFigures;
  machine: { cpu: string; cores: number; memory: number; node: string; load: number[] };
}

/** The aim for a turn: p99 at most the echo bot's plus so many ms. */
const AIM_MS = 25;

/** The figures as Markdown. */
export function reportOf({ turns, round, memory, understanding, machine }: Figures): string {
  const over = turns.ours.p99 - turns.echo.p99;
  const { startingRound, calmRound } = round;
  return `# What it costs

Measured by \`npm run bench\` on ${machine.cores} cores (${machine.cpu}), ${gigabytes(machine.memory)} of memory, Node ${machine.node.slice(1)}; load of the machine ${machine.load.map((one) => one.toFixed(1)).join(' before, ')} after. Bot, database, simulated tenant and the measuring client share these cores.${machine.load.some((one) => one > machine.cores) ? " The machine was busy with other work besides: times by the clock are too long, the echo bot's as well; processor times and the comparison within a table say more." : ''}

## A chat turn

From a message going in to its reply arriving at the Bot Connector, PostgreSQL included, beside a bare botbuilder echo bot in the same run. ${count(turns.turns)} turns each at ${turns.rate} a second, sent on time whether or not earlier ones are done; then 32 people who write again as soon as they are answered.

${table(
  ['', 'p50', 'p99', 'processor time a turn', 'highest a second', 'failed'],
  (['echo', 'ours'] as const).map((name) => {
    const { p50, p99, cpuMs, highest, failed } = turns[name];
    return [name === 'echo' ? 'echo bot' : 'zaitaku', ms(p50), ms(p99), ms(cpuMs), count(highest), count(failed)];
  }),
)}

zaitaku's p99 is ${ms(over)} above the echo bot's; the aim is at most ${AIM_MS} ms: ${over <= AIM_MS ? 'kept' : 'not kept'}.

## A capacity round for ${count(round.hosts)} hosts

Our own code over a provider in memory, ${count(round.people)} people booked. Calls of the provider are those of its port; on the wire a reading is one call for each page.

${table(
  ['', 'calls', 'of them actions', 'time'],
  [
    ['round that starts hosts', count(startingRound.calls), count(startingRound.actions), ms(startingRound.ms)],
    ['round with nothing to do', count(calmRound.calls), count(calmRound.actions), ms(calmRound.ms)],
    ['planner alone', '0', '', ms(round.planMs)],
  ],
)}

Paid host hours beside the booked hours with every place filled, ten simulated working days:

${table(
  ['hosts', 'paid', 'bound', 'paid / bound', 'people harmed'],
  round.paid.map((one) => [
    count(one.hosts),
    `${count(one.paidHours)} h`,
    `${count(one.boundHours)} h`,
    one.ratio.toFixed(2),
    count(one.harm),
  ]),
)}

## Memory of the bot

After reading the directory and answering people, garbage collected; the database is a process of its own.

${table(
  ['people', 'resident', 'heap'],
  memory.map((one) => [count(one.people), megabytes(one.rss), megabytes(one.heapUsed)]),
)}

## Sentences

The whole of understanding (intent, days, parts, place, reason, repetition) beside chrono-node, which finds dates alone, on the ${understanding.lines} sentences of \`test/utterances.jsonl\`; one thread. "Right" is the share of sentences with days for which exactly those days were found.

${table(
  ['', 'messages a second', 'right'],
  [
    ['zaitaku', count(understanding.ours), percent(understanding.oursRight)],
    ['chrono-node', count(understanding.chrono), percent(understanding.chronoRight)],
  ],
)}

A message of 500 characters made to be hard takes ${understanding.hardest.medianMs.toFixed(1)} ms at the median (aim: at most 5); ten times the length takes at most ${understanding.hardest.tenfold.toFixed(0)} times as long.
`;
}

function table(head: string[], rows: string[][]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const count = (value: number) => Math.round(value).toLocaleString('en');
const ms = (value: number) => `${value.toFixed(1)} ms`;
const percent = (value: number) => `${Math.round(value * 100)} %`;
const megabytes = (bytes: number) => `${count(bytes / 1e6)} MB`;
const gigabytes = (bytes: number) => `${count(bytes / 1e9)} GB`;

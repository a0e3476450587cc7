import { scoreOf, type Figures } from './figures.ts';
import { policies, type OrganisationResult } from './run-organisation.ts';

interface Context {
  /** Organisations that are reported apart. */
  troubles: string[];
  minutes: number;
  /** As it was called. */
  command: string;
  /** The report as it was: what stands below the mark is kept. */
  before: string;
}

/** Text below this line is written by hand and kept. */
export const MARK = '<!-- written by hand from here on -->';

/** docs/capacity.md: the table, and what each figure means. */
export function writeReport(results: OrganisationResult[], { troubles, minutes, before, command }: Context): string {
  const usual = results.filter(({ id }) => !troubles.includes(id));
  const apart = results.filter(({ id }) => troubles.includes(id));
  const byHand = before.includes(MARK) ? before.slice(before.indexOf(MARK)) : `${MARK}\n`;
  return [
    '# Capacity: what the planner pays, against others on the same days\n',
    `Made by \`${command}\` in ${minutes.toFixed(0)} minutes. Deterministic: the same seeds give the same figures (times aside). Each organisation is simulated with learning days first, which are not counted; then every policy meets the same people, boots and faults. Cost is what is paid divided by a bound that knows every desktop in advance, ends it when its person goes for good, moves people freely so that hosts are always full, and boots at the fastest (2 minutes).\n`,
    '![Cost over the bound for each organisation and policy](images/capacity.svg)\n',
    '## All organisations together\n',
    summary(usual),
    'Cost and score are geometric means over the organisations. Score adds 0.6 host-hours for each minute waited, 10 for each person refused or thrown off, 5 for each lost session. The peers are tuned by a grid on the very days measured, which no real installation can do; "few waits" is the cheapest setting with at most 0.2 % of the booked waiting over a minute, or the one with the fewest waits where none reaches that.\n',
    '## Each organisation\n',
    costs(usual),
    '## zaitaku in detail\n',
    details(usual),
    apart.length > 0
      ? `## With an outage, a quota, an emergency without notice, failing starts\n\n${details(apart)}\n${costs(apart)}`
      : '',
    '## How to read and repeat it\n',
    '- `npm run bench:capacity` runs the default set; `-- --full` adds 100,000 people on 4,400 hosts; `-- --only city-normal,half-days` prints some alone; `-- --tune` shows what other numbers of the planner would have given.',
    `- Seeds: ${seedsOf(results)}. Tuning used other organisations (\`test/bench/capacity/tuning-organisations.ts\`) and seeds 101 and 102.`,
    '- Bound as left: the same bound where a session whose person closed the window runs on until Windows ends it after an hour. It shows what fragmentation costs apart from sessions left open.',
    '- Booked, waited: sign-ins by people with a booking, from asking to the start of signing in, the queue of the host included. A decision is the CPU time of one answer of the planner.\n',
    byHand,
  ].join('\n');
}

function seedsOf(results: OrganisationResult[]): string {
  const bySeeds = new Map<string, string[]>();
  for (const { seeds, id } of results) bySeeds.set(seeds.join(', '), [...(bySeeds.get(seeds.join(', ')) ?? []), id]);
  if (bySeeds.size === 1) return [...bySeeds.keys()][0]!;
  return [...bySeeds].map(([seeds, ids]) => `${seeds} (${ids.join(', ')})`).join('; ');
}

function summary(results: OrganisationResult[]): string {
  const rows = policies.flatMap((policy) => {
    const all = results.flatMap(({ results: some }) => some.filter((one) => one.policy === policy));
    if (all.length === 0) return [];
    const ratios = all.map(({ figures }) => figures.paid / figures.bound);
    const scores = all.map(({ figures }) => scoreOf(figures) / figures.bound);
    const sum = (key: keyof Figures) => all.reduce((total, { figures }) => total + figures[key], 0);
    const bold = (text: string) => (policy === 'zaitaku' ? `**${text}**` : text);
    return [
      [
        bold(policy),
        bold(geometric(ratios).toFixed(3)),
        bold(Math.max(...ratios).toFixed(2)),
        bold(geometric(scores).toFixed(3)),
        bold(percent(sum('booked60'), sum('booked'))),
        bold(String(sum('booked300'))),
        bold(percent(sum('walkin60'), sum('walkIns'))),
        bold(`${sum('refused')} / ${sum('walkinRefused')}`),
        bold(String(sum('forced'))),
        bold(String(sum('lostDisconnected'))),
      ],
    ];
  });
  const head = ['policy', 'cost ÷ bound', 'worst', 'score ÷ bound', 'booked > 60 s', '> 300 s', 'walk-ins > 60 s'];
  return table([...head, 'refused (booked / walk-in)', 'thrown off', 'lost'], rows);
}

function costs(results: OrganisationResult[]): string {
  const shown = policies.filter((policy) => results.some((one) => one.results.some((some) => some.policy === policy)));
  const rows = results.map((one) => [
    one.title,
    ...shown.map((policy) => {
      const found = one.results.find((some) => some.policy === policy)?.figures;
      if (found === undefined) return '';
      const waits = found.booked60 > 0 ? ` (${percent(found.booked60, found.booked)})` : '';
      return `${(found.paid / found.bound).toFixed(2)}${waits}`;
    }),
  ]);
  return `Cost ÷ bound; in brackets the share of the booked who waited over 60 s.\n\n${table(['organisation', ...shown], rows)}`;
}

function details(results: OrganisationResult[]): string {
  const rows = results.flatMap((one) => {
    const figures = one.results.find(({ policy }) => policy === 'zaitaku')?.figures;
    if (figures === undefined) return [];
    return [
      [
        one.title,
        String(one.people),
        String(one.hosts),
        figures.bound.toFixed(0),
        (figures.paid / figures.bound).toFixed(3),
        (figures.paid / figures.boundAsLeft).toFixed(3),
        `${figures.booked60} of ${figures.booked}`,
        String(figures.booked300),
        figures.walkIns > 0 ? `${figures.walkin60} of ${figures.walkIns}` : '-',
        `${figures.refused} / ${figures.walkinRefused}`,
        String(figures.forced),
        String(figures.lostDisconnected),
        String(figures.outageLost),
        (figures.planMs / figures.ticks).toFixed(2),
      ],
    ];
  });
  const head = ['organisation', 'people', 'hosts', 'bound, host-hours', 'cost ÷ bound', '÷ bound as left'];
  const waits = ['booked > 60 s', '> 300 s', 'walk-ins > 60 s', 'refused', 'thrown off', 'lost', 'lost with a zone'];
  return table([...head, ...waits, 'ms a decision'], rows);
}

/** As prettier writes tables: every column as wide as its widest cell. */
function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return `${[line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')}\n`;
}

export function geometric(values: number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

function percent(some: number, all: number): string {
  if (all === 0) return '-';
  return some === 0 ? 'none' : `${((some / all) * 100).toFixed(some / all < 0.001 ? 3 : 2)} %`;
}

import type { SizeAdvice } from '../flows/capacity/advice/advise-sizes.ts';
import type { Language } from '../flows/organisation.ts';
import { columns } from './columns.ts';
import { grouped, hours, minutes, signed } from './shadow-lines.ts';
import { shadowTextIn } from './texts/shadow.ts';

/** Advice on sizes for the terminal. `hostHour`: yen for an hour of a host of today's size, or null. */
export function adviceLines(advice: SizeAdvice, hostHour: number | null, language: Language): string[] {
  const { advice: words } = shadowTextIn(language);
  const { heads } = words;
  const priced = hostHour !== null;
  const head = [
    heads.kind,
    heads.hosts,
    heads.places,
    heads.hours,
    heads.percent,
    ...(priced ? [heads.yen] : []),
    heads.waited60,
    heads.waited300,
    heads.longest,
    heads.peak,
  ];
  const rows = advice.sizings.map((one) => [
    words.kinds[one.kind],
    `${one.hosts}`,
    `${one.places}`,
    hours(one.hostHours),
    one.percent === null ? '-' : signed(one.percent, (value) => value.toFixed(1)),
    ...(priced ? [grouped(one.hostHours * hostHour)] : []),
    `${one.waitedOver60s}`,
    `${one.waitedOver300s}`,
    minutes(one.longestWaitMinutes),
    `${one.peakHosts}`,
  ]);
  const [today] = advice.sizings;
  const better = advice.sizings.find(({ kind }) => kind === advice.better);
  const saved = better === undefined ? 0 : today!.hostHours - better.hostHours;
  return [
    words.title(`${advice.name[language]} (${advice.pool})`, advice.from, advice.to, advice.visits),
    '',
    ...columns([head, ...rows]),
    '',
    better === undefined
      ? words.stay
      : words.better(better.kind, Math.round(-better.percent!), priced ? grouped(saved * hostHour) : null),
    '',
    ...words.limits.map((one) => `- ${one}`),
  ];
}

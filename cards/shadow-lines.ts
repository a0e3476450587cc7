import type { Compared, ShadowReport } from '../flows/capacity/shadow/shadow-report.ts';
import type { Language } from '../flows/organisation.ts';
import { columns } from './columns.ts';
import { shadowTextIn } from './texts/shadow.ts';

/** A pool's shadow for the terminal: a line for each day, totals, one sentence of conclusion, and what it cannot tell. */
export function shadowLines(report: ShadowReport, language: Language): string[] {
  const words = shadowTextIn(language);
  const { days, totals, scaling } = report;
  const title = words.title(`${report.name[language]} (${report.pool})`, report.from, report.to);
  if (days.length === 0) return [title, '', scaling === 'shadow' ? words.noDay : words.notInShadow];
  const priced = days[0]!.real.yen !== null;
  const { heads } = words;
  const head = [
    heads.day,
    heads.realPeak,
    heads.realHours,
    heads.ourPeak,
    heads.ourHours,
    heads.difference,
    heads.percent,
    ...(priced ? [heads.yen] : []),
    heads.waited60,
    heads.waited300,
    heads.longest,
    heads.starts,
    heads.stops,
    heads.people,
  ];
  const rows = days.map((one) => [one.day + (one.whole ? '' : ' *'), ...cells(one, priced)]);
  const sums = totals === null ? [] : [[words.total(totals.days), ...cells(totals, priced)]];
  return [
    title,
    ...(scaling === 'shadow' ? [] : [words.over]),
    '',
    ...columns([head, ...rows, ...sums]),
    '',
    words.columns,
    ...(days.some(({ whole }) => !whole) ? [words.partly] : []),
    '',
    ...(totals === null ? [words.noWholeDay] : conclusion(totals, language)),
    '',
    ...words.limits.map((one) => `- ${one}`),
  ];
}

function conclusion(totals: NonNullable<ShadowReport['totals']>, language: Language): string[] {
  const words = shadowTextIn(language);
  const { ours, real, difference } = totals;
  const percent = difference.percent === null ? null : Math.round(difference.percent);
  const yen = difference.yen === null ? null : grouped(Math.abs(difference.yen));
  return [
    words.conclusion({ days: totals.days, ours: hours(ours.hostHours), real: hours(real.hostHours), percent, yen }),
    words.waits({
      people: real.people,
      over60: ours.waitedOver60s,
      over300: ours.waitedOver300s,
      refused: ours.refused,
      longest: minutes(ours.longestWaitMinutes),
    }),
  ];
}

function cells({ real, ours, difference }: Compared, priced: boolean): string[] {
  return [
    `${real.peakHosts}`,
    hours(real.hostHours),
    `${ours.peakHosts}`,
    hours(ours.hostHours),
    signed(difference.hostHours, hours),
    difference.percent === null ? '-' : signed(difference.percent, (one) => one.toFixed(0)),
    ...(priced ? [signed(difference.yen ?? 0, grouped)] : []),
    `${ours.waitedOver60s}`,
    `${ours.waitedOver300s}`,
    minutes(ours.longestWaitMinutes),
    `${ours.starts}`,
    `${ours.stops}`,
    `${real.people}`,
  ];
}

export function hours(value: number): string {
  return value.toFixed(1);
}

export function minutes(value: number): string {
  return value === 0 ? '0' : value.toFixed(1);
}

export function signed(value: number, said: (value: number) => string): string {
  const text = said(Math.abs(value));
  return /[1-9]/.test(text) ? `${value < 0 ? '-' : '+'}${text}` : text;
}

/** 1,234,567 in either language. */
export function grouped(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

import { chanceOfAtMost } from '../capacity/chance-of-shortage.ts';
import type { Range } from './forecast.ts';

const LOW = 0.1;
const HIGH = 0.9;

/** A number of people by mean and variance. */
export interface Count {
  mean: number;
  variance: number;
}

/**
 * Mean and range of those booked and those who come besides, together. However unsure the day, of those booked no more
 * than all come.
 */
export function sessionRange(booked: Count & { most: number }, besides: Count): Range {
  const mean = booked.mean + besides.mean;
  const law = chanceOfAtMost(mean, booked.variance + besides.variance);
  const around = Math.floor(mean);
  const bound = booked.most + quantile(chanceOfAtMost(besides.mean, besides.variance), HIGH, Math.floor(besides.mean));
  const rounded = Math.round(mean);
  return {
    expected: Math.round(mean * 10) / 10,
    low: Math.min(rounded, quantile(law, LOW, around)),
    high: Math.max(rounded, Math.min(Math.ceil(bound), quantile(law, HIGH, around))),
  };
}

/** Hosts for them where a host takes `maxSessions` and no more than `seats` sessions can be had. */
export function hostRange(count: Count, sessions: Range, maxSessions: number, seats: number): Range {
  const most = Math.ceil(Math.min(sessions.high, seats) / maxSessions);
  const least = Math.ceil(Math.min(sessions.low, seats) / maxSessions);
  const law = chanceOfAtMost(count.mean, count.variance);
  let expected = least;
  for (let hosts = least; hosts < most; hosts++) expected += 1 - law(hosts * maxSessions);
  return { expected: Math.round(expected * 100) / 100, low: least, high: most };
}

/** Smallest number that is not exceeded with this chance. */
function quantile(law: (people: number) => number, share: number, near: number): number {
  let people = Math.max(0, near);
  while (people > 0 && law(people - 1) >= share) people--;
  while (law(people) < share) people++;
  return people;
}

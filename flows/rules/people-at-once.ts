import type { Interval } from '../booking/booked-time.ts';

export interface Away extends Interval {
  personId: string;
}

/** The most different people away at any instant of a time. */
export function mostAtOnce(away: readonly Away[], within: Interval): number {
  const touching = away.filter((one) => one.startsAt < within.endsAt && within.startsAt < one.endsAt);
  // The number changes at beginnings alone: it is enough to count there, and at the beginning of the time.
  const begin = within.startsAt.getTime();
  const instants = new Set([begin, ...touching.map((one) => one.startsAt.getTime()).filter((at) => at > begin)]);
  return Math.max(
    0,
    ...[...instants].map((at) => {
      const present = touching.filter((one) => one.startsAt.getTime() <= at && at < one.endsAt.getTime());
      return new Set(present.map((one) => one.personId)).size;
    }),
  );
}

/** What is measured of one run, as the protocol names it (section 4). Host-hours and people. */
export interface Figures {
  paid: number;
  bound: number;
  /** The same bound where sessions left open run on until Windows ends them: what stays without signing anybody out. */
  boundAsLeft: number;
  /** Sign-ins wanted by people with a booking, and without. */
  booked: number;
  walkIns: number;
  booked60: number;
  booked300: number;
  walkin60: number;
  walkin300: number;
  /** Gave up after 15 minutes: with a booking, without. */
  refused: number;
  walkinRefused: number;
  forced: number;
  lostDisconnected: number;
  outageLost: number;
  waitedMinutes: number;
  invalid: number;
  throttled: number;
  starts: number;
  ticks: number;
  /** Time that the planner took for its answers. */
  planMs: number;
}

export function noFigures(): Figures {
  return {
    paid: 0,
    bound: 0,
    boundAsLeft: 0,
    booked: 0,
    walkIns: 0,
    booked60: 0,
    booked300: 0,
    walkin60: 0,
    walkin300: 0,
    refused: 0,
    walkinRefused: 0,
    forced: 0,
    lostDisconnected: 0,
    outageLost: 0,
    waitedMinutes: 0,
    invalid: 0,
    throttled: 0,
    starts: 0,
    ticks: 0,
    planMs: 0,
  };
}

export function addFigures(all: readonly Figures[]): Figures {
  const sum = noFigures();
  for (const one of all) for (const key of Object.keys(sum) as (keyof Figures)[]) sum[key] += one[key];
  return sum;
}

/** Host-hours: paid, and 0.6 a minute waited, 10 for each refused or thrown off, 5 for each lost session. */
export function scoreOf(one: Figures): number {
  const thrown = one.refused + one.walkinRefused + one.forced;
  return one.paid + 0.6 * one.waitedMinutes + 10 * thrown + 5 * one.lostDisconnected;
}

import type { BootCurve } from './boot-curve.ts';
import type { Doors } from './open-doors.ts';
import type { Situation } from './situation.ts';
import type { StartQuestion } from './start-decision.ts';

/**
 * The numbers that one look at a pooled pool was decided on, kept for whoever asks later. Plain values; a price is in
 * host-hours.
 */
export interface PlanFigures {
  signedIn: number;
  /** People who ask for a desktop and have none. */
  waiting: number;
  /** How many people are thought to sign in within so many minutes, and by how much that may differ (standard deviation). */
  expected: { minutes: number; people: number; deviation: number }[];
  /** Bookings within the next half hour whose person is still to come; of those thought to come within a quarter hour. */
  booked: number;
  bookedSoon: number;
  walkInsAMinute: number;
  /** Places on hosts that take people or could at once; those that newcomers of the next minutes are thought to need. */
  free: number;
  wanted: number;
  hosts: { open: number; starting: number; drained: number; late: number; startable: number; outOfService: number };
  /** Minutes within which half and nine of ten starts are up; null: not within the longest that is reckoned with. */
  boots: { half: number | null; nineOfTen: number | null };
  /** What a minute waited costs, with those who come now. */
  minuteWaited: number;
  /** The comparison for the first host that could be started; null where there is none. */
  start: StartQuestion | null;
}

const EXPECTED_MINUTES = [5, 15, 30];

export function figuresOf(situation: Situation, doors: Doors, minuteWaited: number): PlanFigures {
  const { forecast, hosts, coming, waiting, reading, groups, curve, settings } = situation;
  const last = forecast.mean.length - 1;
  return {
    signedIn: reading.sessions,
    waiting,
    expected: EXPECTED_MINUTES.map((minutes) => ({
      minutes,
      people: rounded(forecast.mean[Math.min(minutes, last)]!),
      deviation: rounded(Math.sqrt(forecast.risk[Math.min(minutes, last)]!)),
    })),
    booked: forecast.booked,
    bookedSoon: rounded(forecast.bookedSoon),
    walkInsAMinute: rounded(forecast.walkIns),
    free: hosts.reduce((sum, { room }) => sum + room, 0),
    wanted: doors.places,
    hosts: {
      open: groups.open.length,
      starting: coming.length,
      drained: groups.draining.length,
      late: groups.late.length,
      startable: groups.startable.length,
      outOfService: settings.outOfService.size,
    },
    boots: { half: minutesFor(curve, 0.5), nineOfTen: minutesFor(curve, 0.9) },
    minuteWaited: rounded(minuteWaited),
    start: null,
  };
}

/** The same in a few words, for the reason of an action. */
export function figuresInWords({ signedIn, waiting, expected, free, wanted, hosts }: PlanFigures): string {
  const people = (minutes: number) => expected.find((one) => one.minutes === minutes)!.people.toFixed(1);
  return (
    `${signedIn} signed in, ${waiting} waiting, ${people(5)} expected in 5 min and ${people(30)} in 30 min, ` +
    `${free} places free, ${hosts.starting} hosts starting, ${wanted} places wanted open`
  );
}

/** Why a host is started now rather than a minute later. */
export function startInWords({ people, cost, price }: StartQuestion): string {
  return (
    `started a minute later, ${inShort(people)} people more would wait, which costs ${inShort(cost)} host-hours ` +
    `against ${inShort(price)} for a minute of the host`
  );
}

function minutesFor(curve: BootCurve, share: number): number | null {
  const minutes = curve.findIndex((ready) => ready >= share);
  return minutes < 0 ? null : minutes;
}

/** Three digits, whatever the size. */
function inShort(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}

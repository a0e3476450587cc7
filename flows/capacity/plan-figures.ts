import type { BootCurve } from './boot-curve.ts';
import type { PlanFigures, StartQuestion } from './capacity.ts';
import type { Doors } from './open-doors.ts';
import type { Situation } from './situation.ts';

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
    today: {
      later: rounded(forecast.today.later),
      unsure: rounded(forecast.today.unsure),
      times: rounded(forecast.today.times),
    },
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

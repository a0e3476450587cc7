import type { CapacityAction } from '../../flows/capacity/capacity.ts';
import type { HostExplanation, PoolExplanation } from '../../flows/capacity/explain-pool.ts';
import type { HostEvent } from '../../flows/capacity/host-events.ts';
import type { PlanFigures } from '../../flows/capacity/capacity.ts';
import type { KeptAction, KeptRound } from '../../flows/capacity/round-store.ts';
import { localDayOf, wallTimeOf } from '../../flows/local-time.ts';
import { markInWords } from './maintenance-words.ts';

/** Ids of bookings that are written out; `--json` has all of them. */
const IDS_SHOWN = 3;

/** What is known of a pool around an instant, for somebody who is called at night. English, as the reasons are. */
export function poolInWords(it: PoolExplanation): string {
  const time = clockOf(it.timeZone, it.at);
  const lines = [`Pool ${it.pool} at ${localDayOf(it.at, it.timeZone)} ${time(it.at)} (${it.timeZone})`, ''];
  if (it.round === null && it.actions.length === 0 && it.next === null)
    return [
      ...lines,
      'Nothing is kept of that time: the pool was not looked at, or it is longer ago than records are kept.',
    ].join('\n');
  lines.push(...lookInWords(it, time));
  if (it.bookings.length > 0)
    lines.push('', 'Bookings behind it, by the quarter hour in which they start', ...bookingsIn(it, time));
  lines.push('', `Decided from ${it.minutes} minutes before to ${it.minutes} minutes after`);
  lines.push(
    ...(it.actions.length === 0 ? ['  nothing: no host was started, drained or stopped'] : actionsIn(it.actions, time)),
  );
  if (it.maintenance.length > 0)
    lines.push('', 'Hosts in maintenance', ...it.maintenance.map((mark) => `  ${markInWords(mark, time)}`));
  return lines.join('\n');
}

/** The life of one host on a day. */
export function hostInWords(it: HostExplanation): string {
  const first = it.life[0]?.at ?? it.before?.at ?? it.maintenance[0]?.markedAt;
  const lines = [`Host ${it.host} of pool ${it.pool} on ${it.day} (${it.timeZone})`, ''];
  if (first === undefined) return [...lines, 'Nothing was asked of it and nothing happened to it.'].join('\n');
  const time = clockOf(it.timeZone, it.life[0]?.at ?? null);
  if (it.before !== null) {
    const { at, action } = it.before;
    lines.push(
      `Before that day: ${ASKED[action.op]} on ${localDayOf(at, it.timeZone)} ${wallTimeOf(at, it.timeZone)}`,
      '',
    );
  }
  if (it.life.length === 0) lines.push('Nothing was asked of it that day and nothing happened to it.');
  for (const moment of it.life) {
    if ('event' in moment) lines.push(`${time(moment.at)}  ${eventInWords(moment.event)}`);
    else
      lines.push(
        `${time(moment.at)}  ${ASKED[moment.action.action.op]} (${outcomeOf(moment.action)})`,
        `          because: ${moment.action.action.reason}`,
      );
  }
  if (it.maintenance.length > 0)
    lines.push('', 'Maintenance', ...it.maintenance.map((mark) => markInWords(mark, time)));
  return lines.join('\n');
}

type Clock = (at: Date) => string;

/** Time of day to the second; with the day where that is another than `base`'s. */
function clockOf(timeZone: string, base: Date | null): Clock {
  return (at) => {
    const day = localDayOf(at, timeZone);
    const time = `${wallTimeOf(at, timeZone)}:${String(at.getUTCSeconds()).padStart(2, '0')}`;
    return base !== null && day === localDayOf(base, timeZone) ? time : `${day} ${time}`;
  };
}

function lookInWords({ round, next }: PoolExplanation, time: Clock): string[] {
  if (round === null) {
    const first = next === null ? '' : `; the first one kept was at ${time(next.at)}`;
    return [`No look at the pool is kept before that${first}.`];
  }
  const age = round.readAt === null ? null : Math.round((round.at.getTime() - round.readAt.getTime()) / 1000);
  const read =
    age === null
      ? 'the provider could not be read'
      : age <= 0
        ? 'hosts read at that moment'
        : `hosts read ${age} s before`;
  const lines = [`Last look kept: ${time(round.at)} (${read}); the next was due by ${time(round.wakeAt)}`];
  if (round.figures !== null) lines.push(...figuresIn(round.figures));
  lines.push(...faultsIn(round));
  for (const event of round.events) lines.push(`  seen      ${event.host} ${eventInWords(event)}`);
  if (next === null) return lines;
  const people =
    next.figures === null ? '' : `, ${next.figures.signedIn} signed in, ${next.figures.hosts.open} hosts open`;
  return [...lines, `Next look kept: ${time(next.at)}${people}`, ...faultsIn(next)];
}

function figuresIn({
  signedIn,
  waiting,
  expected,
  booked,
  bookedSoon,
  walkInsAMinute,
  free,
  wanted,
  ...more
}: PlanFigures): string[] {
  const { today, hosts, boots, start, minuteWaited } = more;
  const coming = expected.map(
    ({ minutes, people, deviation }) => `${people.toFixed(1)} ± ${deviation.toFixed(1)} in ${minutes} min`,
  );
  const lines = [
    `  people    ${signedIn} signed in, ${waiting} waiting for a host; expected: ${coming.join(', ')}`,
    `            ${booked} booked and still to come within the half hour, ${bookedSoon.toFixed(1)} of them thought to come within 15 min; ` +
      `${(walkInsAMinute * 60).toFixed(1)} an hour without a booking`,
    ...todayIn(today),
    `  hosts     ${hosts.open} open, ${hosts.starting} starting, ${hosts.drained} drained by zaitaku, ${hosts.late} late, ` +
      `${hosts.startable} off and startable, ${hosts.outOfService} out for maintenance`,
    `  places    ${free} free; ${wanted} wanted open for the next minutes`,
    `  boots     half are up within ${boots.half ?? 'more than 20'} min, nine of ten within ${boots.nineOfTen ?? 'more than 20'} min`,
  ];
  if (start === null) return [...lines, '  starting  no host is left that could be started'];
  const { people, cost, price } = start;
  const verdict = cost > price ? 'so one is started' : 'so none is started for them';
  return [
    ...lines,
    `  starting  one started a minute later: ${people.toFixed(3)} people more would wait, at ${minuteWaited} host-hours a waited minute ` +
      `${cost.toFixed(4)} host-hours; a minute of the host: ${price.toFixed(4)}; ${verdict}`,
  ];
}

/** Nothing of looks kept before this was reckoned, nor where today is as other days. */
function todayIn(today: PlanFigures['today'] | undefined): string[] {
  if (today === undefined) return [];
  const { later, unsure, times } = today;
  const parts = [
    ...(Math.abs(later) < 1
      ? []
      : [`${Math.abs(later).toFixed(1)} ± ${unsure.toFixed(1)} min ${later > 0 ? 'later' : 'earlier'}`]),
    ...(Math.abs(times - 1) < 0.1 ? [] : [`${times.toFixed(1)} times as many in the last minutes`]),
  ];
  return parts.length === 0 ? [] : [`            people come ${parts.join(', ')} than on other days`];
}

function faultsIn({ faults }: KeptRound): string[] {
  return faults.map(({ code, subject, detail }) => `  fault     ${code} ${subject}: ${detail}`);
}

function bookingsIn({ bookings }: PoolExplanation, time: Clock): string[] {
  return bookings.map(({ quarter, counted, ids }) => {
    const shown = ids.slice(0, IDS_SHOWN).join(' ');
    const more = ids.length > IDS_SHOWN ? ` and ${ids.length - IDS_SHOWN} more (--json has all)` : '';
    const since = counted === ids.length ? '' : ` (${ids.length} of them stand now)`;
    return `  ${time(quarter).slice(0, -3)}  ${String(counted).padStart(4)}${since}  ${shown}${more}`.trimEnd();
  });
}

/** Actions of the same kind, moment, reason and outcome are one paragraph; numbers within a reason are the first's. */
function actionsIn(actions: readonly KeptAction[], time: Clock): string[] {
  const groups = new Map<string, KeptAction[]>();
  for (const one of actions) {
    const { op, reason } = one.action;
    const key = [one.at.getTime(), op, reason.replaceAll(/\d+(\.\d+)?/g, '#'), outcomeOf(one)].join('|');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()].flatMap((group) => {
    const first = group[0]!;
    const what = group.map(({ action }) => subjectOf(action)).join(', ');
    return [
      `  ${time(first.at)}  ${first.action.op} ${what} (${outcomeOf(first)})`,
      `            because: ${first.action.reason}`,
    ];
  });
}

function subjectOf(action: CapacityAction): string {
  return action.op === 'balance' ? action.mode : action.host;
}

function outcomeOf({ ok, error }: KeptAction): string {
  if (ok === null) return 'no outcome was written: zaitaku ended, or is still waiting for the answer';
  return ok ? 'accepted' : `failed: ${error ?? 'without a reason'}`;
}

const ASKED: Record<CapacityAction['op'], string> = {
  start: 'asked to start',
  deallocate: 'asked to stop',
  drain: 'drained',
  undrain: 'opened again',
  assign: 'given to a person',
  'log-off': 'a session left open was ended',
  balance: 'balance changed',
};

function eventInWords({ what, minutes }: HostEvent): string {
  switch (what) {
    case 'up':
      return minutes === null ? 'takes people' : `takes people, ${minutes} min after it was asked to start`;
    case 'off':
      return 'is off';
    case 'off-by-hand':
      return 'is off, and zaitaku did not stop it';
    case 'started-by-hand':
      return 'is on, and zaitaku did not start it: left on for twelve hours';
    case 'down':
      return 'takes nobody any more, and is on';
    case 'back':
      return 'takes people again';
    case 'drained-by-hand':
      return 'was drained by somebody: left alone';
    case 'undrained-by-hand':
      return 'was opened by somebody';
    case 'gone':
      return "is no longer in the provider's list";
  }
}

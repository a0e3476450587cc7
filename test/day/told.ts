import { ARM_BUCKETS } from './arm-buckets.ts';
import type { DayReport } from './run-day.ts';
import type { MonthJudgement } from './ina-month.ts';
import type { DaysReport } from './run-days.ts';

/** The report of one day as text. */
export function dayTold({ seconds, calls, ...report }: DayReport): string {
  const total = Object.values(calls).reduce((sum, count) => sum + count, 0);
  return lines([
    `${report.requests} requests (${report.approved} approved at once, ${report.leftToChat} left to chat) in ${seconds.requests.toFixed(1)} s`,
    `their messages and calendar entries: ${seconds.deliveries.toFixed(1)} s`,
    `the day: ${seconds.day.toFixed(1)} s, ${report.rounds} rounds of capacity, ${report.delivered} deliveries, ${total} calls:`,
    ...byKind(calls),
    `most at once: ${report.most.sessions} sessions, ${report.most.hostsOn} hosts on; ${report.hostHours.toFixed(0)} host-hours`,
    `harm: ${JSON.stringify(report.harm)}`,
    `latest withdrawal of a membership: ${exactly(report.latestWithdrawal * 1000)} after its window`,
    ...verdict(report.problems),
  ]);
}

/** The report of several days as text: a line for each, then all of them, and what planning says. */
export function daysTold(report: DaysReport): string {
  const { days, harm, planned, arm } = report;
  const waited = report.booked === 0 ? 0 : (harm.waitedOver60s / report.booked) * 100;
  const buckets = (['reads', 'writes', 'deletes'] as const).map(
    (kind) =>
      `${kind} ${arm[kind].calls} (at most ${arm[kind].most} of ${ARM_BUCKETS[kind].size} tokens, ${arm[kind].at ?? 'never'})`,
  );
  const bill = (figures: typeof planned.all) =>
    `${figures.paid.toFixed(0)} host-hours, ours ${((report.hostHours / figures.paid - 1) * 100).toFixed(1)} % beside it; ` +
    `${figures.booked60} of ${figures.booked} sign-ins waited over 60 s, ${figures.refused} refused`;
  return lines([
    'day         booked   held  unserved  sessions  hosts  host-hours  waited  refused  thrown  lost  rounds   calls  ARM reads/writes  worst bucket',
    ...days.map((one) =>
      [
        one.day,
        pad(one.booked, 7),
        pad(one.held, 6),
        pad(one.unserved, 9),
        pad(one.most.sessions, 9),
        pad(one.most.hostsOn, 6),
        pad(one.hostHours.toFixed(1), 11),
        pad(one.harm.waitedOver60s, 7),
        pad(one.harm.refused, 8),
        pad(one.harm.forcedLogoffs, 7),
        pad(one.harm.lostSessions, 5),
        pad(one.rounds, 7),
        pad(one.calls, 7),
        pad(`${one.arm.reads.calls}/${one.arm.writes.calls + one.arm.deletes.calls}`, 17),
        pad(`${one.arm.reads.most}/${one.arm.writes.most}`, 13),
      ].join(' '),
    ),
    `in all: ${report.booked} booked, ${report.hostHours.toFixed(1)} host-hours, harm ${JSON.stringify(harm)}, ${waited.toFixed(3)} % waited`,
    `of these, ${report.byHandHours.toFixed(1)} host-hours of the host that somebody starts by hand each day; without them ${(report.hostHours - report.byHandHours).toFixed(1)}`,
    `ARM: ${buckets.join('; ')}`,
    `zaitaku plan, ending no session as the pool has it: ${bill(planned.asThePool)}`,
    `zaitaku plan, with sessions left open ended as well: ${bill(planned.all)}`,
    `memberships withdrawn: ${report.withdrawals.count}, the latest ${exactly(report.withdrawals.latestMs)} after its window`,
    refusalsTold(report),
    ...(report.month ? monthTold(report.month, days.filter(({ working }) => working).length) : []),
    'calls:',
    ...byKind(report.calls),
    ...verdict(report.problems),
  ]);
}

function refusalsTold({ harm, refusals }: DaysReport): string {
  const told = Object.entries(refusals).map(([reason, count]) => `${count} ${reason}`);
  return `refused: ${harm.refused}${told.length > 0 ? `, told of the reason before: ${told.join(', ')}` : ''}`;
}

function monthTold(month: MonthJudgement, workingDays: number): string[] {
  const { licences, lists, sessions, officer, lost, ended, withoutFactor } = month;
  const { halfDays, waiting, outage } = month.facts;
  const { count, booked, lent, signedIn } = licences;
  const cards = Object.values(officer).reduce((sum, one) => sum + one, 0);
  const kinds = Object.entries(officer).map(([what, number]) => `${number} ${what}`);
  return [
    `licences: ${count}; at most at one instant ${booked} booked, ${lent} lent, ${signedIn} signed in`,
    `access: ${sessions.judged} sign-ins, all in their windows but ${sessions.afterTheirWindow} within the hour in which Entra’s withdrawal is felt late, when the gateway’s list has them no more${longestTold(sessions.longest)}; ${lists.looked} allow-lists with ${lists.entries} entries judged by bookings and certificates`,
    `half days worked: ${halfDays}; waiting list: ${waiting.served} had a seat of others, ${waiting.inVain} waited in vain`,
    `certificate that ended: ${ended.at.toISOString()}; ${ended.listsBefore} lists with its person before, none after, though they asked for ${ended.daysAfter} days that reach beyond`,
    `without a second factor: ${withoutFactor.upn} asked for ${withoutFactor.days} days and was let in on none`,
    outage === null
      ? 'outage: none'
      : `outage: Citrix from ${outage.from.toISOString()} to ${outage.to.toISOString()}, in which the access of ${outage.ended} bookings ended; the ICT section told at ${instant(outage.toldAt)}, the last of their sessions over at ${instant(outage.lastOut)}`,
    lost === null
      ? 'lost device: none'
      : `lost device: one sentence; after it the certificate was revoked in ${exactly(lost.after?.certificate)}, the membership withdrawn in ${exactly(lost.after?.membership)}, the session disconnected in ${exactly(lost.after?.session)}`,
    `an officer's work in ${workingDays} working days: ${cards} cards and messages${cards > 0 ? `: ${kinds.join(', ')}` : ''}`,
  ];
}

function longestTold(longest: MonthJudgement['sessions']['longest']): string {
  if (!longest) return '';
  const { windowTo, cameAt, endedAt } = longest;
  return ` (the longest: window until ${instant(windowTo)}, there from ${instant(cameAt)} to ${instant(endedAt)})`;
}

function instant(at: Date | null): string {
  return at?.toISOString() ?? '(never)';
}

/** To the millisecond. */
function exactly(ms: number | null | undefined): string {
  return ms === null || ms === undefined ? '(never)' : `${(ms / 1000).toFixed(3)} s`;
}

function byKind(calls: Record<string, number>): string[] {
  return Object.entries(calls).map(([kind, count]) => `  ${String(count).padStart(6)}  ${kind}`);
}

function verdict(problems: readonly string[]): string[] {
  return problems.length > 0 ? problems.map((problem) => `WRONG  ${problem}`) : ['all as it has to be'];
}

function pad(value: number | string, width: number): string {
  return String(value).padStart(width);
}

function lines(all: string[]): string {
  return `${all.join('\n')}\n`;
}

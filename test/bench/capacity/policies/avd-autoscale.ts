import type { Planner } from '../protocol.ts';
import { HostTable, nothing, stopFailed, used, type Decision, type TableHost } from './host-table.ts';

export interface AvdSettings {
  /** Local minutes of the day at which ramp-up and ramp-down begin on weekdays; peak lies between, off-peak after 22:00. */
  rampUp: number;
  rampDown: number;
  /** Shares of all hosts that are on at least, from ramp-up and from ramp-down; shares of used capacity. */
  minimumUp: number;
  minimumDown: number;
  thresholdUp: number;
  thresholdDown: number;
}

export const avdGrid: AvdSettings[] = [[405, 960]].flatMap(([rampUp, rampDown]) =>
  [0.1, 0.3, 0.5].flatMap((minimumUp) =>
    [0.6, 0.75, 0.9].map((thresholdUp) => ({
      rampUp: rampUp!,
      rampDown: rampDown!,
      minimumUp,
      minimumDown: 0.02,
      thresholdUp,
      thresholdDown: 0.9,
    })),
  ),
);

/**
 * Azure Virtual Desktop Autoscale for pooled hosts, as its documentation has it (autoscale-scenarios.md, glossary):
 * capacity is the limit times the available hosts, used are active and disconnected sessions; above the threshold hosts
 * are started until it is met again, drained ones first; below it, where it would still be met with one host fewer, an
 * empty one is drained and stopped, else the one with the fewest sessions drained and waited for. Breadth-first by day,
 * depth-first in the evening. Weekends follow the evening's figures. Nobody is signed out by force.
 */
export function avdAutoscale(settings: AvdSettings): Planner {
  let table: HostTable;
  return {
    init: (message) => void (table = new HostTable(message)),
    tick: (tick) => {
      table.see(tick);
      const { weekday, minute } = table.local(tick.now);
      const day = weekday < 5 && minute >= settings.rampUp && minute < settings.rampDown;
      const minimum = Math.ceil((day ? settings.minimumUp : settings.minimumDown) * table.hosts.length);
      const threshold = day ? settings.thresholdUp : settings.thresholdDown;
      const decision = scale(table, minimum, threshold);
      decision.deallocate.push(...stopFailed(table));
      return { ...decision, balance: day ? 'breadth' : 'depth' };
    },
  };
}

function scale(table: HostTable, minimum: number, threshold: number): Decision {
  const decision = nothing();
  const open = table.on.filter(({ drain }) => !drain);
  const drained = table.on.filter(({ drain }) => drain).sort((a, b) => used(b) - used(a));
  const sessions = table.hosts.reduce((sum, host) => sum + used(host), 0);
  let hosts = open.length + table.starting.length;
  let capacity = places(open) + places(table.starting);
  const lacking = () => hosts < minimum || sessions > threshold * capacity;
  for (const host of [...drained, ...table.off]) {
    if (!lacking()) break;
    hosts++;
    capacity += host.maxSessions;
    if (host.drain) decision.undrain.push(host.id);
    if (host.state === 'off') decision.start.push(host.id);
  }
  const begun = decision.start.length + decision.undrain.length > 0;
  for (const host of drained) {
    if (used(host) === 0 && !decision.undrain.includes(host.id)) decision.deallocate.push(host.id);
  }
  if (begun) return decision;
  for (const host of [...open].sort((a, b) => used(a) - used(b) || b.id - a.id)) {
    if (hosts - 1 < minimum || sessions > threshold * (capacity - host.maxSessions)) break;
    hosts--;
    capacity -= host.maxSessions;
    decision.drain.push(host.id);
    if (used(host) === 0) decision.deallocate.push(host.id);
    else break; // one with people is waited for
  }
  return decision;
}

function places(hosts: TableHost[]): number {
  return hosts.reduce((sum, host) => sum + host.maxSessions, 0);
}

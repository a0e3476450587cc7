import type { Planner } from '../protocol.ts';
import { HostTable, nothing, stopFailed, used, type TableHost } from './host-table.ts';

export interface CitrixSettings {
  /** Shares of all machines on by schedule, weekdays from `from` to `to` (local minutes). */
  scheduled: number;
  from: number;
  to: number;
  /** Capacity buffer as a share of the whole group's load index, in peak times and else. */
  buffer: number;
  bufferOffPeak: number;
  powerOffDelayMin: number;
}

export const citrixGrid: CitrixSettings[] = [0.02, 0.2, 0.4].flatMap((scheduled) =>
  [0.04, 0.08, 0.15].flatMap((buffer) =>
    [0.01].map((bufferOffPeak) => ({
      scheduled,
      from: 420,
      to: 1110,
      buffer,
      bufferOffPeak,
      powerOffDelayMin: 30,
    })),
  ),
);

/**
 * Citrix Autoscale for multi-session machines, as its documentation has it (schedule-based and load-based settings): so
 * many machines on by schedule; besides, a capacity buffer in per cent of the group's total capacity is kept free on
 * registered machines; what is surplus after the power-off delay is put into drain state and powered off when empty.
 * Vertical load balancing. Nobody is logged off by force.
 */
export function citrixAutoscale(settings: CitrixSettings): Planner {
  let table: HostTable;
  const startedAt = new Map<number, number>();
  return {
    init: (message) => void (table = new HostTable(message)),
    tick: (tick) => {
      table.see(tick);
      const { weekday, minute } = table.local(tick.now);
      const peak = weekday < 5 && minute >= settings.from && minute < settings.to;
      const minimum = peak ? Math.max(1, Math.ceil(settings.scheduled * table.hosts.length)) : 0;
      const wanted = (peak ? settings.buffer : settings.bufferOffPeak) * places(table.hosts);
      const decision = nothing();
      const open = table.on.filter(({ drain }) => !drain);
      const drained = table.on.filter(({ drain }) => drain);
      let hosts = open.length + table.starting.length;
      let free = places([...open, ...table.starting]) - open.reduce((sum, host) => sum + used(host), 0);
      const enough = () => hosts >= minimum && free >= wanted && (free > 0 || tick.waiting === 0);
      for (const host of [...drained.sort((a, b) => used(b) - used(a)), ...table.off]) {
        if (enough()) break;
        hosts++;
        free += host.maxSessions - used(host);
        if (host.drain) decision.undrain.push(host.id);
        if (host.state !== 'off') continue;
        decision.start.push(host.id);
        startedAt.set(host.id, tick.now);
      }
      const fewest = [...open].sort((a, b) => used(a) - used(b) || b.id - a.id);
      for (const host of decision.start.length + decision.undrain.length > 0 ? [] : fewest) {
        const left = free - (host.maxSessions - used(host));
        const young = tick.now - (startedAt.get(host.id) ?? 0) < settings.powerOffDelayMin * 60;
        if (hosts - 1 < minimum || left < wanted || left < 0) break;
        if (young) continue;
        hosts--;
        free = left;
        decision.drain.push(host.id);
        if (used(host) === 0) decision.deallocate.push(host.id);
      }
      for (const host of drained) {
        if (used(host) === 0 && !decision.undrain.includes(host.id)) decision.deallocate.push(host.id);
      }
      decision.deallocate.push(...stopFailed(table));
      return { ...decision, balance: 'depth' };
    },
  };
}

function places(hosts: TableHost[]): number {
  return hosts.reduce((sum, host) => sum + host.maxSessions, 0);
}

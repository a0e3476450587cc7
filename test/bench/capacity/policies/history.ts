import type { Planner } from '../protocol.ts';
import { HostTable, nothing, stopFailed, used } from './host-table.ts';

export interface HistorySettings {
  /** Places held beyond the most sessions of the last such days, as a share. */
  margin: number;
}

export const historyGrid: HistorySettings[] = [0, 0.05, 0.12].map((margin) => ({ margin }));

const QUARTER = 900;
const DAYS = 4;

/**
 * A forecaster from history alone, as the proactive resume of cloud databases does it: the most sessions of the last
 * four days of the same weekday (or of any weekday while there is none) in this quarter hour and the next two, and a
 * margin; never fewer than are there.
 */
export function history(settings: HistorySettings): Planner {
  let table: HostTable;
  const seen = new Map<string, number[]>();
  const past = new Map<string, number[][]>();
  let today = '';
  const slot = (weekday: number) => String(weekday);
  const predicted = (weekday: number, quarter: number) => {
    const same = past.get(slot(weekday)) ?? past.get('any') ?? [];
    return Math.max(0, ...same.map((day) => Math.max(day[quarter] ?? 0, day[quarter + 1] ?? 0, day[quarter + 2] ?? 0)));
  };
  return {
    init: (message) => void (table = new HostTable(message)),
    tick: (tick) => {
      table.see(tick);
      const { weekday, minute, day } = table.local(tick.now);
      const sessions = table.hosts.reduce((sum, host) => sum + used(host), 0);
      if (day !== today) {
        const yesterday = seen.get(today);
        const before = (weekday + 6) % 7;
        for (const key of yesterday ? [slot(before), ...(before < 5 ? ['any'] : [])] : []) {
          past.set(key, [...(past.get(key) ?? []), yesterday!].slice(-DAYS));
        }
        seen.clear();
        today = day;
      }
      const quarter = Math.floor(minute / 15);
      const counts = seen.get(day) ?? Array<number>(96).fill(0);
      counts[quarter] = Math.max(counts[quarter]!, sessions + tick.waiting);
      seen.set(day, counts);

      const wanted = Math.max(predicted(weekday, quarter) * (1 + settings.margin), sessions + tick.waiting);
      const decision = nothing();
      const open = table.on.filter(({ drain }) => !drain);
      const drained = table.on.filter(({ drain }) => drain);
      const closed = drained.reduce((sum, host) => sum + used(host), 0);
      let held = [...open, ...table.starting].reduce((sum, host) => sum + host.maxSessions, 0) + closed;
      for (const host of [...drained.sort((a, b) => used(b) - used(a)), ...table.off]) {
        if (held >= wanted) break;
        held += host.maxSessions - (host.state === 'off' ? 0 : used(host));
        if (host.drain) decision.undrain.push(host.id);
        if (host.state === 'off') decision.start.push(host.id);
      }
      for (const host of [...open].sort((a, b) => used(a) - used(b) || b.id - a.id)) {
        if (held - host.maxSessions + used(host) < wanted || decision.start.length > 0) break;
        held -= host.maxSessions - used(host);
        decision.drain.push(host.id);
        if (used(host) === 0) decision.deallocate.push(host.id);
      }
      for (const host of drained) {
        if (used(host) === 0 && !decision.undrain.includes(host.id)) decision.deallocate.push(host.id);
      }
      decision.deallocate.push(...stopFailed(table));
      return { ...decision, balance: 'depth', wake: (Math.floor(tick.now / QUARTER) + 1) * QUARTER };
    },
  };
}

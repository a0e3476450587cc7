import type { Planner } from '../protocol.ts';
import { HostTable, nothing, stopFailed, used } from './host-table.ts';

/** Start VM on Connect, pooled: a host is started when somebody asks and none has room; depth-first; stopped when empty. */
export function startOnConnect(): Planner {
  let table: HostTable;
  return {
    init: (message) => void (table = new HostTable(message)),
    tick: (tick) => {
      table.see(tick);
      const decision = nothing();
      const room = table.on.reduce((sum, host) => sum + (host.drain ? 0 : host.maxSessions - used(host)), 0);
      const first = table.off[0];
      if (tick.waiting > 0 && room === 0 && table.starting.length === 0 && first) {
        decision.start.push(first.id);
        if (first.drain) decision.undrain.push(first.id);
      }
      for (const host of table.on) {
        if (used(host) > 0 || tick.waiting > 0) continue;
        decision.drain.push(host.id);
        decision.deallocate.push(host.id);
      }
      decision.deallocate.push(...stopFailed(table));
      return { ...decision, balance: 'depth' };
    },
  };
}

import { HostTable, stopFailed } from './host-table.ts';
import type { Planner } from '../protocol.ts';

/** Every host is on, day and night. */
export function alwaysOn(): Planner {
  let table: HostTable;
  return {
    init: (message) => void (table = new HostTable(message)),
    tick: (tick) => {
      table.see(tick);
      return { start: table.off.map(({ id }) => id), deallocate: stopFailed(table) };
    },
  };
}

import type { Planner } from '../protocol.ts';
import { HostTable, nothing, stopFailed, used } from './host-table.ts';

export interface ScheduleSettings {
  /** Share of all hosts on weekdays from 7:45 to `until`; on other days one host. */
  share: number;
  until: number;
}

export const scheduleGrid: ScheduleSettings[] = [0.5, 0.7, 0.85, 1].flatMap((share) =>
  [1140].map((until) => ({ share, until })),
);

/** A fixed number of hosts by the clock, the same every weekday; drained and stopped when empty afterwards. */
export function schedule(settings: ScheduleSettings): Planner {
  let table: HostTable;
  return {
    init: (message) => void (table = new HostTable(message)),
    tick: (tick) => {
      table.see(tick);
      const { weekday, minute } = table.local(tick.now);
      const day = minute >= 465 && minute < settings.until;
      const wanted = !day ? 0 : weekday < 5 ? Math.ceil(settings.share * table.hosts.length) : 1;
      const decision = nothing();
      table.hosts.forEach((host, index) => {
        if (index < wanted) {
          if (host.drain) decision.undrain.push(host.id);
          if (host.state === 'off') decision.start.push(host.id);
        } else if (host.state === 'available') {
          if (!host.drain) decision.drain.push(host.id);
          if (used(host) === 0) decision.deallocate.push(host.id);
        }
      });
      decision.deallocate.push(...stopFailed(table));
      return { ...decision, balance: 'breadth', wake: (Math.floor(tick.now / 900) + 1) * 900 };
    },
  };
}

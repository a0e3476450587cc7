import type { Init, InitHost, Reply, Tick, TickHost } from '../protocol.ts';

export interface TableHost extends InitHost, Omit<TickHost, 'id'> {}

/** Hosts as the ticks tell them; what simple policies have in common. */
export class HostTable {
  readonly hosts: TableHost[];
  readonly offset: (now: number) => number;

  constructor({ pool, tz }: Init) {
    this.hosts = pool.hosts.map((host) => ({ ...host, state: 'off', active: 0, disconnected: 0, drain: false }));
    this.offset = zoneOffset(tz);
  }

  see(tick: Tick): void {
    for (const news of tick.hosts) Object.assign(this.hosts[news.id]!, news);
  }

  get on(): TableHost[] {
    return this.hosts.filter(({ state }) => state === 'available');
  }

  get starting(): TableHost[] {
    return this.hosts.filter(({ state }) => state === 'starting');
  }

  get off(): TableHost[] {
    return this.hosts.filter(({ state }) => state === 'off');
  }

  /** Weekday (Monday 0) and minute of the local day. */
  local(now: number): { weekday: number; minute: number; day: string } {
    const shifted = new Date((now + this.offset(now)) * 1000);
    const minute = shifted.getUTCHours() * 60 + shifted.getUTCMinutes();
    return { weekday: (shifted.getUTCDay() + 6) % 7, minute, day: shifted.toISOString().slice(0, 10) };
  }
}

export function used(host: TableHost): number {
  return host.active + host.disconnected;
}

/** Every policy stops what has failed. */
export function stopFailed(table: HostTable): number[] {
  return table.hosts.filter(({ state }) => state === 'failed').map(({ id }) => id);
}

export type Decision = Omit<Reply, 'start' | 'drain' | 'undrain' | 'deallocate'> & Required<Lists>;
type Lists = Pick<Reply, 'start' | 'drain' | 'undrain' | 'deallocate'>;

export function nothing(): Decision {
  return { start: [], drain: [], undrain: [], deallocate: [] };
}

/** Seconds that local time is ahead of UTC; looked up once an hour. */
function zoneOffset(tz: string): (now: number) => number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: tz,
    dateStyle: 'short',
    timeStyle: 'medium',
    hourCycle: 'h23',
  });
  const known = new Map<number, number>();
  return (now) => {
    const hour = Math.floor(now / 3600);
    let offset = known.get(hour);
    if (offset === undefined) {
      const [day, time] = format.format(new Date(hour * 3_600_000)).split(', ');
      const [date, month, year] = day!.split('/');
      offset = Date.parse(`${year}-${month}-${date}T${time}Z`) / 1000 - hour * 3600;
      known.set(hour, offset);
    }
    return offset;
  };
}

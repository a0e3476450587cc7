import { openDoors, type DoorHost } from '../../../../flows/capacity/open-doors.ts';
import { plannerParameters } from '../../../../flows/capacity/planner-parameters.ts';
import type { Invented, Visit } from '../invent-visits.ts';
import type { Planner, Tick } from '../protocol.ts';
import { HostTable, nothing, stopFailed, used, type TableHost } from './host-table.ts';

const MINUTE = 60_000;
/** Boots are not foreseen: nearly all are over by then. */
const LEAD = 6 * MINUTE;
const KEEP = 10 * MINUTE;

/**
 * Perfect foresight with the same levers: knows to the second who will come and when each will be gone, but not how
 * long a boot takes, and can only start, drain, stop, sign out who is gone, and choose depth or breadth.
 */
export function foresight({ visits, bookings }: Invented): Planner {
  let table: HostTable;
  const called = new Set(bookings.flatMap(({ id, cancelledAt }) => (cancelledAt === null ? [] : [id])));
  const coming = visits.filter(({ booking }) => booking === null || !called.has(booking));
  const byUser = new Map<number, Visit[]>();
  for (const visit of coming) byUser.set(visit.user, [...(byUser.get(visit.user) ?? []), visit]);
  const inside = new Map<number, { host: number; away: boolean }>();
  const onHost = new Map<number, Set<number>>();
  let next = 0;

  const goneAt = (user: number, now: number) => {
    const visit = byUser.get(user)?.findLast(({ ask }) => ask <= now);
    return visit === undefined ? now : Math.max(now, visit.back?.until ?? visit.leave);
  };
  const hear = (tick: Tick) => {
    for (const { op, user, host } of tick.sessions) {
      if (op === 'on') {
        inside.set(user, { host, away: false });
        onHost.set(host, (onHost.get(host) ?? new Set()).add(user));
      } else if (op === 'off') {
        onHost.get(host)?.delete(user);
        inside.delete(user);
      } else inside.set(user, { host, away: op === 'disconnect' });
    }
  };
  /** Everybody on it has gone for the day. */
  const leftAlone = (host: TableHost, now: number) =>
    host.active === 0 && [...(onHost.get(host.id) ?? [])].every((user) => goneAt(user, now) <= now);

  return {
    init: (message) => void (table = new HostTable(message)),
    tick: (tick) => {
      table.see(tick);
      hear(tick);
      const now = tick.now * 1000;
      while (next < coming.length && coming[next]!.ask <= now) next++;
      const within = (ms: number) => {
        let count = 0;
        for (let at = next; at < coming.length && coming[at]!.ask <= now + ms; at++) count++;
        return count;
      };
      const decision = nothing();
      const logoff: { host: number; user: number }[] = [];
      for (const host of table.on) {
        if (used(host) === 0 || !leftAlone(host, now)) continue;
        for (const user of onHost.get(host.id) ?? []) logoff.push({ host: host.id, user });
        Object.assign(host, { active: 0, disconnected: 0 });
      }
      const doorHosts = table.on.map((host): DoorHost => {
        const last = Math.max(now, ...[...(onHost.get(host.id) ?? [])].map((user) => goneAt(user, now)));
        return doorOf(host, used(host) === 0 ? now : last);
      });
      const soon = coming.slice(next, next + Math.max(1, within(30 * MINUTE)));
      const leaveBy = soon.length === 0 ? null : Math.max(...soon.map(({ leave }) => leave));
      const mean = Float64Array.from({ length: 31 }, (_, minute) => (minute === 0 ? 0 : within(minute * MINUTE)));
      const forecast = {
        mean,
        variance: mean.map(() => 1e-6),
        risk: mean.map(() => 1e-6),
        leaveBy,
        booked: 0,
        wanted: 0,
        bookedSoon: 0,
        walkIns: 0,
        today: { later: 0, unsure: 0, times: 1 },
        nextChange: null,
      };
      const doors = openDoors(doorHosts, forecast, tick.waiting, 1, now, plannerParameters);
      for (const { place, isOpen } of doors.chosen) if (!isOpen) decision.undrain.push(Number(place.seen.name));
      for (const { place, isOpen } of doors.shut) if (isOpen) decision.drain.push(Number(place.seen.name));

      const worth = (host: DoorHost) =>
        leaveBy === null ||
        tick.waiting > 0 ||
        Math.max(0, leaveBy - host.emptiesAt) / Math.max(1, Math.min(host.room, soon.length)) <=
          (leaveBy - now) / Math.min(host.place.max, soon.length);
      let free = doorHosts.filter(worth).reduce((sum, host) => sum + host.room, 0);
      free += table.starting.reduce((sum, host) => sum + host.maxSessions, 0) - tick.waiting;
      for (const host of table.off) {
        if (free >= within(LEAD)) break;
        free += host.maxSessions;
        decision.start.push(host.id);
        if (host.drain) decision.undrain.push(host.id);
      }
      for (const host of table.on) {
        if (used(host) > 0 || free - host.maxSessions < within(KEEP)) continue;
        free -= host.maxSessions;
        decision.drain.push(host.id);
        decision.deallocate.push(host.id);
        decision.undrain = decision.undrain.filter((id) => id !== host.id);
      }
      decision.deallocate.push(...stopFailed(table));
      const upcoming = coming[next]?.ask ?? Infinity;
      const wake = Math.max(now + MINUTE, upcoming - LEAD - MINUTE) / 1000;
      return { ...decision, logoff, balance: doors.balance ?? undefined, wake: Math.min(wake, tick.now + 900) };
    },
  };
}

function doorOf(host: TableHost, emptiesAt: number): DoorHost {
  const sessions = used(host);
  return {
    place: {
      seen: {
        name: String(host.id),
        power: 'running',
        health: 'available',
        allowNewSession: !host.drain,
        sessions,
        assignedUser: null,
        size: host.size,
        zone: null,
      },
      mem: {},
      sessions,
      isEmpty: sessions === 0,
      wasEmpty: true,
      max: host.maxSessions,
      price: host.price,
    },
    room: Math.max(0, host.maxSessions - sessions),
    emptiesAt,
    isOpen: !host.drain,
  };
}

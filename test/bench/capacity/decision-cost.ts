import { capacityConversation } from '../../../bot/commands/plan-conversation.ts';
import type { HostState, Reply, Tick, TickHost } from './protocol.ts';

const HOUR = 3600;
/** Midnight of a Monday in Tokyo. */
const MIDNIGHT = Date.UTC(2026, 9, 18, 15) / 1000;
/** Half past eight less 25 minutes to a quarter past: all come evenly within 40 minutes. */
const [FIRST_MINUTE, MINUTES] = [485, 40];

export interface DecisionCost {
  people: number;
  hosts: number;
  /** CPU milliseconds of an answer: on average from seven to ten, and the dearest. */
  average: number;
  worst: number;
}

/** What an answer costs through the sign-in storm of one morning, the dearest hours of a day: 55 of 100 people come. */
export function decisionCost(people: number): DecisionCost {
  const count = Math.ceil(people * 0.044);
  const coming = Math.floor(people * 0.55);
  const conversation = capacityConversation();
  const size = { size: 'D8s_v5', maxSessions: 16, price: 1 };
  conversation.answer({
    type: 'init',
    version: 1,
    now: MIDNIGHT,
    end: MIDNIGHT + 24 * HOUR,
    tz: 'Asia/Tokyo',
    holidays: [],
    pool: { hosts: Array.from({ length: count }, (_, id) => ({ id, zone: id % 3, ...size })), startsPerMinute: 200 },
  });
  const hosts = Array.from({ length: count }, (_, id) => ({
    id,
    state: 'off' as HostState,
    active: 0,
    drain: false,
    boot: 0,
  }));
  let bookings: Tick['bookings'] = Array.from({ length: coming }, (_, id) => {
    const [start, end] = [MIDNIGHT + 8.5 * HOUR, MIDNIGHT + 17.25 * HOUR];
    return { id, user: id, start, end, status: 'booked', at: MIDNIGHT - 24 * HOUR };
  });
  let [come, total, worst, ticks] = [0, 0, 0, 0];
  for (let now = MIDNIGHT + 7 * HOUR; now < MIDNIGHT + 10 * HOUR; now += 60) {
    const changed = new Set(hosts.filter(({ state, boot }) => state === 'starting' && boot <= now));
    for (const host of changed) host.state = 'available';
    const minute = (now - MIDNIGHT) / 60 - FIRST_MINUTE;
    const wanted = Math.round(coming * Math.min(1, Math.max(0, minute / MINUTES)));
    const sessions: Tick['sessions'] = [];
    for (const host of hosts) {
      while (come < wanted && host.state === 'available' && !host.drain && host.active < 16) {
        host.active++;
        changed.add(host);
        sessions.push({ op: 'on', user: come++, host: host.id, at: now });
      }
    }
    const told = [...changed].map(({ boot: _, ...host }): TickHost => ({ ...host, disconnected: 0 }));
    const begun = process.cpuUsage();
    const reply = conversation.answer({ type: 'tick', now, bookings, sessions, hosts: told, waiting: wanted - come });
    const took = process.cpuUsage(begun);
    if (bookings.length === 0) {
      const spent = (took.user + took.system) / 1000;
      total += spent;
      worst = Math.max(worst, spent);
      ticks++;
    }
    bookings = [];
    const { start = [], drain = [], undrain = [], deallocate = [] } = reply as Reply;
    for (const id of drain) hosts[id]!.drain = true;
    for (const id of undrain) hosts[id]!.drain = false;
    for (const id of start) Object.assign(hosts[id]!, { state: 'starting', boot: now + 180 + ((id * 7919) % 180) });
    for (const id of deallocate) hosts[id]!.state = 'off';
  }
  return { people, hosts: count, average: total / ticks, worst };
}

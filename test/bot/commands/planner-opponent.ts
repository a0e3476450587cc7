/** The other side of the capacity planner protocol, small: hosts, people and a clock, exact and deterministic. */
export interface Opponent {
  people: number;
  days: number;
  hosts: { id: number; maxSessions: number; price: number }[];
  licences?: number;
  startsPerMinute?: number;
}

export interface Verdict {
  ticks: number;
  invalid: number;
  throttled: number;
  forced: number;
  /** Minutes waited by booked people, and those who gave up after 15. */
  waited: number;
  refused: number;
  onAtNight: number;
  paid: number;
  /** CPU time: the machine may do other work besides. */
  msPerReply: number;
}

type Reply = {
  start?: number[];
  drain?: number[];
  undrain?: number[];
  deallocate?: number[];
  balance?: string;
  wake?: number;
};

const DAY = 86_400;
const BEGIN = Date.UTC(2026, 11, 7) / 1000 - 9 * 3600; // a Monday, midnight in Tokyo

/** Plays the days; `ask` answers one message. Throws where a reply is no object. */
export async function play(opponent: Opponent, ask: (message: object) => Promise<unknown>): Promise<Verdict> {
  const verdict = {
    ticks: 0,
    invalid: 0,
    throttled: 0,
    forced: 0,
    waited: 0,
    refused: 0,
    onAtNight: 0,
    paid: 0,
    msPerReply: 0,
  };
  const hosts = opponent.hosts.map((host) => ({
    ...host,
    state: 'off',
    until: 0,
    drain: false,
    users: new Set<number>(),
  }));
  const rate = opponent.startsPerMinute ?? 60;
  const pool = { hosts: opponent.hosts, licences: opponent.licences ?? null, startsPerMinute: rate };
  await ask({
    type: 'init',
    version: 1,
    now: BEGIN,
    end: BEGIN + opponent.days * DAY,
    tz: 'Asia/Tokyo',
    holidays: [],
    pool,
  });

  const visits = visitsOf(opponent);
  const bookings = visits.map((visit, id) => ({
    id,
    user: visit.user,
    start: visit.start,
    end: visit.end,
    status: 'booked',
    at: BEGIN,
  }));
  let told: object[] = bookings;
  let sessions: object[] = [];
  const changed = new Set(hosts);
  const waiting = new Map<(typeof visits)[number], number>();
  const inside = new Map<(typeof visits)[number], (typeof hosts)[number]>();
  let balance = 'breadth';
  let wake = BEGIN;
  let lastTick = BEGIN;
  let spent = 0;
  const byMinute = grouped(visits, (visit) => visit.come);
  const leaving = grouped(visits, (visit) => visit.go);
  for (let now = BEGIN; now < BEGIN + opponent.days * DAY; now += 60) {
    for (const host of hosts) {
      if (host.state !== 'off' && host.state !== 'deallocating') verdict.paid += host.price / 60;
      if (host.until > now || host.until === 0) continue;
      host.until = 0;
      host.state = host.state === 'starting' ? 'available' : 'off';
      changed.add(host);
    }
    for (const visit of leaving.get(now) ?? []) {
      waiting.delete(visit);
      const host = inside.get(visit);
      if (!host) continue;
      inside.delete(visit);
      host.users.delete(visit.user);
      changed.add(host);
      sessions.push({ op: 'off', user: visit.user, host: host.id, at: now });
    }
    for (const visit of byMinute.get(now) ?? []) waiting.set(visit, now);
    for (const [visit, since] of waiting) {
      const open = hosts.filter(
        (host) => host.state === 'available' && !host.drain && host.users.size < host.maxSessions,
      );
      const best = open.sort(
        (a, b) => (balance === 'depth' ? b.users.size - a.users.size : a.users.size - b.users.size) || a.id - b.id,
      )[0];
      if (best) {
        waiting.delete(visit);
        inside.set(visit, best);
        best.users.add(visit.user);
        changed.add(best);
        sessions.push({ op: 'on', user: visit.user, host: best.id, at: now });
      } else if (now - since >= 15 * 60) {
        waiting.delete(visit);
        verdict.refused++;
      } else verdict.waited++;
    }
    if ((now - BEGIN) % DAY === 3 * 3600) verdict.onAtNight += hosts.filter((host) => host.state !== 'off').length;
    const due = told.length || sessions.length || changed.size || waiting.size || now >= wake || now - lastTick >= 900;
    if (!due) continue;
    const states = [...changed].map((host) => ({
      id: host.id,
      state: host.state,
      active: host.users.size,
      disconnected: 0,
      drain: host.drain,
    }));
    const message = { type: 'tick', now, bookings: told, sessions, hosts: states, waiting: waiting.size };
    [told, sessions] = [[], []];
    changed.clear();
    lastTick = now;
    const begun = process.cpuUsage();
    const reply = (await ask(message)) as Reply;
    const took = process.cpuUsage(begun);
    spent += (took.user + took.system) / 1000;
    verdict.ticks++;
    if (typeof reply !== 'object' || reply === null) throw new Error('no reply');
    wake = reply.wake ?? Infinity;
    balance = reply.balance ?? balance;
    const of = (id: number) => hosts.find((host) => host.id === id);
    for (const [ids, drain] of [
      [reply.drain, true],
      [reply.undrain, false],
    ] as const) {
      for (const id of ids ?? []) {
        const host = of(id);
        if (!host) verdict.invalid++;
        else if (changed.add(host)) host.drain = drain;
      }
    }
    let started = 0;
    for (const id of reply.start ?? []) {
      const host = of(id);
      if (host?.state !== 'off') verdict.invalid++;
      else if (++started > rate) verdict.throttled++;
      else {
        changed.add(host);
        Object.assign(host, { state: 'starting', until: now + 180 + 60 * (id % 3) });
      }
    }
    for (const id of reply.deallocate ?? []) {
      const host = of(id);
      if (!host || host.state === 'off' || host.state === 'deallocating') verdict.invalid++;
      else {
        changed.add(host);
        verdict.forced += host.users.size;
        host.users.clear();
        Object.assign(host, { state: 'deallocating', until: now + 120 });
      }
    }
  }
  verdict.msPerReply = spent / verdict.ticks;
  return verdict;
}

/** Everybody comes 20 minutes early to 40 late, the hundredth not at all, and leaves about the end; every fifth pm only. */
function visitsOf({ people, days }: Opponent) {
  const visits: { user: number; start: number; end: number; come: number; go: number }[] = [];
  for (let day = 0; day < days; day++) {
    for (let user = 0; user < people; user++) {
      const [from, to] = user % 5 === 4 ? [13, 17.25] : [8.5, 17.25];
      const start = BEGIN + day * DAY + from * 3600;
      const end = BEGIN + day * DAY + to * 3600;
      const spread = ((user * 7919 + day * 104_729) % 61) - 20;
      const come = user % 100 === 99 ? -1 : start + 60 * spread;
      visits.push({ user, start, end, come, go: end + 60 * (((user * 31) % 41) - 15) });
    }
  }
  return visits;
}

function grouped<T>(all: T[], key: (one: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const one of all) {
    const group = groups.get(key(one));
    if (group) group.push(one);
    else groups.set(key(one), [one]);
  }
  return groups;
}

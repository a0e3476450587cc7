import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import pino from 'pino';
import { graphNotificationRoutes } from '../../bot/graph-notifications.ts';
import { followMailboxes } from '../../flows/calendar/follow-mailboxes.ts';
import type { MailboxDeps } from '../../flows/calendar/mailbox-deps.ts';
import { retryAfter } from '../../flows/back-off.ts';
import { createCredential } from '../../infra/azure-credential.ts';
import { GraphCalendarReader } from '../../infra/graph/graph-calendar-reader.ts';
import { createGraphCaller } from '../../infra/graph/graph-caller.ts';
import { startSimulator, type RunningSimulator } from '../../infra/simulator/start-simulator.ts';
import { anOrganisation } from '../support/builders.ts';
import { openStage } from '../support/flow-harness.ts';

/** What catching up took. */
export interface OutageReport {
  mailboxes: number;
  /** Calendars whose picture is not what the mailbox says, after all. */
  wrong: number;
  /** Simulated seconds until every calendar was up to date again. */
  seconds: number;
  steps: number;
  /** HTTP requests to Graph, and the items of batches. */
  requests: number;
  items: number;
  throttled: number;
  /** The most calls under way at once, over all mailboxes and of one. */
  mostAtOnce: number;
  mostOfOne: number;
  /** Machine seconds. */
  took: number;
}

/**
 * Everybody's calendars are followed, then a day passes without us in which `edits` of them change, notifications of it
 * lost; then everything is caught up with Graph throttling every `throttleEvery`th reading (1 in so many; 0: none).
 */
export async function catchUp(options: {
  people: number;
  edits: number;
  throttleEvery: number;
}): Promise<OutageReport> {
  const stage = await openStage();
  const app = express();
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const now = new Date('2026-12-02T01:00:00Z');
  const simulator: RunningSimulator = await startSimulator({
    organisation: 'kamakura',
    clock: 'frozen',
    now,
    seed: 7,
    botUrl: `${origin}/api/messages`,
  });
  try {
    const { tenant, url } = simulator;
    tenant.setBehave(false);
    const people = tenant.setup.people.slice(0, options.people);
    await stage.reset();
    const organisation = anOrganisation({ tenantId: tenant.organisation.tenantId });
    stage.organisation = { ...organisation, calendar: { ...organisation.calendar, outlook: true } };
    stage.clock.set(now);
    await stage.tx((tx) => tx.people.saveFromDirectory(people, now));
    const known = new Map<string, Map<string, string>>();
    const graph = createGraphCaller({ endpoint: `${url}/graph`, credential: createCredential([url]) });
    const watched = watch(graph);
    const deps: MailboxDeps = {
      ...stage.deps,
      calendars: new GraphCalendarReader(watched.graph, () => stage.organisation.timeZone),
      notificationUrl: 'https://zaitaku.example.jp/api/graph/notifications',
      takeEntries: (_tx, _deps, { id }, _source, { entries, gone, whole }) => {
        const mine = whole ? new Map<string, string>() : (known.get(id) ?? new Map<string, string>());
        for (const key of gone) mine.delete(key);
        for (const { key, subject, startsAt } of entries) mine.set(key, `${subject} ${startsAt.toISOString()}`);
        known.set(id, mine);
        return Promise.resolve();
      },
    };
    graphNotificationRoutes(app, deps, pino({ level: 'silent' }));
    const event = (user: string, n: number) => ({
      user,
      subject: `テレワーク ${n}`,
      start: new Date(now.getTime() + (1 + (n % 20)) * 86_400_000),
      end: new Date(now.getTime() + (1 + (n % 20)) * 86_400_000 + 3_600_000),
      showAs: 'busy',
      categories: [],
    });
    people.forEach(({ id }, n) => [0, 1, 2].forEach((more) => tenant.graph.addEvent(event(id, n + more))));
    await followMailboxes(deps, 'people');
    await settle(deps, stage.clock);

    // The day without us: changes of which nobody hears.
    tenant.faults.add({ service: 'graph', notifications: 'lost', rate: 1 });
    for (let n = 0; n < options.edits; n += 1) {
      const { id } = people[(n * 7) % people.length]!;
      const [first] = tenant.graph.eventsOf(id);
      if (n % 3 === 0) tenant.graph.addEvent(event(id, n + 3));
      else if (first && n % 3 === 1) tenant.graph.editEvent(first.id, { subject: `変更 ${n}` });
      else if (first) tenant.graph.removeEvent(first.id);
    }
    tenant.graph.calendars.forgetTokens(people[0]!.id);
    await tenant.advance(new Date(now.getTime() + 86_400_000));
    stage.clock.forward(24 * 60);
    tenant.faults.clear();
    if (options.throttleEvery > 0)
      tenant.faults.add({
        service: 'graph',
        status: 429,
        retryAfter: 20,
        rate: 1 / options.throttleEvery,
        path: 'calendarView',
      });
    watched.reset();
    const begun = stage.clock.now().getTime();
    const began = performance.now();
    await stage.tx((tx) => tx.mailboxes.wishAll(stage.clock.now()));
    await followMailboxes(deps, 'people');
    const steps = await settle(deps, stage.clock);

    const wrong = people.filter(({ id }) => {
      const truth = tenant.graph.eventsOf(id).map(({ subject, start }) => `${subject} ${start.toISOString()}`);
      return truth.sort().join() !== [...(known.get(id)?.values() ?? [])].sort().join();
    }).length;
    return {
      mailboxes: people.length,
      wrong,
      seconds: (stage.clock.now().getTime() - begun) / 1000,
      steps,
      ...watched.figures,
      throttled: tenant.faults.faults[0]?.hits ?? 0,
      took: Math.round(performance.now() - began) / 1000,
    };
  } finally {
    await simulator.close();
    server.closeAllConnections();
    server.close();
    await stage.database.close();
  }
}

/** Works as the scheduler does: comes when told, at its own pace, until every mailbox is read. */
async function settle(deps: MailboxDeps, clock: { now(): Date; set(at: Date): void }): Promise<number> {
  for (let steps = 1, failures = 0; ; steps += 1) {
    const next = await followMailboxes(deps, 'looks').catch((error: unknown) => {
      failures += 1;
      return new Date(clock.now().getTime() + retryAfter(error, failures).afterMs);
    });
    const { waiting, failing } = await deps.store.transaction((tx) => tx.mailboxes.counts(clock.now()));
    if (waiting + failing === 0 || next === null) return steps;
    if (steps > 5_000) throw new Error('the calendars are never up to date');
    if (next > clock.now()) clock.set(next);
  }
}

function watch(graph: ReturnType<typeof createGraphCaller>) {
  const figures = { requests: 0, items: 0, mostAtOnce: 0, mostOfOne: 0 };
  const underWay = new Map<string, number>();
  let all = 0;
  const counted = async <T>(owners: string[], call: () => Promise<T>): Promise<T> => {
    figures.requests += 1;
    all += 1;
    figures.mostAtOnce = Math.max(figures.mostAtOnce, all);
    for (const owner of owners) {
      underWay.set(owner, (underWay.get(owner) ?? 0) + 1);
      figures.mostOfOne = Math.max(figures.mostOfOne, underWay.get(owner)!);
    }
    try {
      return await call();
    } finally {
      all -= 1;
      for (const owner of owners) underWay.set(owner, underWay.get(owner)! - 1);
    }
  };
  const ownerOf = (path: string) => /\/users\/([^/]+)\//.exec(path)?.slice(1) ?? [];
  const watched: typeof graph = {
    ...graph,
    get: (path, headers) => counted(ownerOf(path), () => graph.get(path, headers)),
    post: (path, body) => {
      const requests = (body as { requests?: { url: string }[] }).requests ?? [];
      figures.items += requests.length;
      return counted(
        requests.flatMap(({ url }) => ownerOf(url)),
        () => graph.post(path, body),
      );
    },
    patch: (path, body) => counted([], () => graph.patch(path, body)),
  };
  return {
    graph: watched,
    figures,
    reset: () => Object.assign(figures, { requests: 0, items: 0, mostAtOnce: 0, mostOfOne: 0 }),
  };
}

import type { Server } from 'node:http';
import type { Express } from 'express';
import type { Logger } from 'pino';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { join } from 'node:path';
import type { Clock } from '../../flows/clock.ts';
import { addMinutes } from '../../flows/minutes.ts';
import type { Organisation } from '../../flows/organisation.ts';
import { writeAuditHead } from '../../infra/store/write-audit-head.ts';
import { tidy } from '../../infra/store/tidy.ts';
import { startDeliveryWorker } from '../../infra/store/delivery-worker.ts';
import type { Database } from '../../infra/store/open-database.ts';
import { aboutRoutes } from '../about.ts';
import type { CertificateAuthority } from '../../flows/certificates/certificate-authority.ts';
import { connectRoutes, type ConnectOptions } from '../connect.ts';
import { enrolRoutes } from '../enrol.ts';
import { graphNotificationRoutes, type NotificationCounts } from '../graph-notifications.ts';
import { gatewayRoutes } from '../gateway.ts';
import { icalRoutes } from '../ical.ts';
import { recordsRoutes } from '../records.ts';
import { createApp, listen } from '../server.ts';
import { gatewaySecretOf } from './gateway-secret.ts';
import { keptDays, keptSince } from './kept-since.ts';
import { openZaitaku, type Outside, type Zaitaku } from './open-zaitaku.ts';

export interface RunOptions {
  database: Database;
  /** Connection of the schema's owner, for the queue. */
  ownerUrl: string;
  clock: Clock;
  organisation: () => Organisation;
  outside: Outside;
  authority: CertificateAuthority;
  publicUrl: string;
  notificationUrl: string | null;
  appId: string;
  defaultServiceUrl: string;
  webClientUrl: ConnectOptions['webClientUrl'];
  dataDir: string;
  port: number;
  host: string;
  log: Logger;
  /** More routes, given the running product (the demo's). */
  routes?: (app: Express, zaitaku: Zaitaku) => void;
}

export interface RunningZaitaku {
  zaitaku: Zaitaku;
  server: Server;
  close(): Promise<void>;
}

/**
 * Opens the product and lets it work: queue, scheduler, HTTP. Everything that a crash left undone is made due first.
 * `close` ends what it started and leaves the database open.
 */
export async function runZaitaku(options: RunOptions): Promise<RunningZaitaku> {
  const { database, clock, log } = options;
  const zaitaku = openZaitaku({
    store: database.store,
    clock,
    organisation: options.organisation,
    outside: options.outside,
    authority: options.authority,
    publicUrl: options.publicUrl,
    notificationUrl: options.notificationUrl,
    appId: options.appId,
    defaultServiceUrl: options.defaultServiceUrl,
    log,
    keepHouse: async () => {
      const now = clock.now();
      await tidy(database.db, keptSince(options.organisation(), now));
      return addMinutes(now, 24 * 60);
    },
    writeAuditHead: async () => {
      const head = await writeAuditHead(database.db, join(options.dataDir, 'audit-head.jsonl'), clock.now());
      log.info({ head }, 'head of the audit log');
    },
  });
  const { scheduler, deliverer } = zaitaku;
  const worker = await startDeliveryWorker({
    connectionString: options.ownerUrl,
    tasks: {
      deliver: async (queue) => void (await deliverer.deliver(queue)),
      wake: async () => scheduler.poke(),
    },
    log: (message) => log.warn(message),
  });
  let notifications: NotificationCounts = { taken: 0, unknown: 0, refused: 0, unreadable: 0 };
  const metrics = metricsOf(zaitaku, database, clock, () => notifications);
  const app = createApp({
    adapter: zaitaku.adapter,
    onTurn: zaitaku.onTurn,
    authenticated: options.appId !== '',
    ready: async () => {
      try {
        await database.store.nextDueAt();
        return { ok: true, detail: 'ready' };
      } catch {
        return { ok: false, detail: 'the database does not answer' };
      }
    },
    metrics: async () => ({ contentType: metrics.contentType, text: await metrics.metrics() }),
    routes: (express) => {
      aboutRoutes(express, {
        organisation: options.organisation,
        keptDays: () => keptDays(options.organisation()),
      });
      recordsRoutes(express, zaitaku.deps);
      icalRoutes(express, zaitaku.deps);
      enrolRoutes(express, zaitaku.deps, { authority: options.authority, log });
      connectRoutes(express, zaitaku.deps, { webClientUrl: options.webClientUrl });
      gatewayRoutes(express, zaitaku.deps, { secret: gatewaySecretOf(process.env, options.organisation) });
      notifications = graphNotificationRoutes(express, zaitaku.deps, log);
      options.routes?.(express, zaitaku);
    },
    log,
  });
  try {
    await zaitaku.arm();
    const server = await listen(app, options.port, options.host);
    scheduler.start();
    return {
      zaitaku,
      server,
      close: async () => {
        await new Promise<void>((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        });
        // What waits for its turn stays in the outbox: nobody at the terminal waits for a thousand messages.
        deliverer.stop();
        await Promise.all([scheduler.pause(), worker.stop()]);
        await deliverer.idle();
      },
    };
  } catch (error) {
    await worker.stop();
    throw error;
  }
}

function metricsOf(
  zaitaku: Zaitaku,
  database: Database,
  clock: Clock,
  notifications: () => NotificationCounts,
): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  registry.registerMetric(
    new Gauge({
      name: 'zaitaku_outbox_entries',
      help: 'Outbox entries not yet delivered, by state',
      labelNames: ['state'],
      registers: [],
      async collect() {
        const { waiting, due, failing } = await database.store.outboxState(clock.now());
        this.set({ state: 'waiting' }, waiting);
        this.set({ state: 'due' }, due);
        this.set({ state: 'failing' }, failing);
      },
    }),
  );
  registry.registerMetric(
    new Gauge({
      name: 'zaitaku_mailboxes',
      help: 'Outlook calendars that are followed, by state',
      labelNames: ['state'],
      registers: [],
      async collect() {
        const counts = await database.store.transaction((tx) => tx.mailboxes.counts(clock.now()));
        this.set({ state: 'followed' }, counts.mailboxes);
        this.set({ state: 'up-to-date' }, counts.upToDate);
        this.set({ state: 'waiting' }, counts.waiting);
        this.set({ state: 'never-read' }, counts.neverRead);
        this.set({ state: 'failing' }, counts.failing);
        this.set({ state: 'subscribed' }, counts.subscribed);
      },
    }),
  );
  registry.registerMetric(
    new Gauge({
      name: 'zaitaku_graph_notifications_total',
      help: 'Notifications of Microsoft Graph since the start, by what became of them',
      labelNames: ['outcome'],
      registers: [],
      collect() {
        for (const [outcome, count] of Object.entries(notifications())) this.set({ outcome }, count);
      },
    }),
  );
  registry.registerMetric(
    new Gauge({
      name: 'zaitaku_channel_pace',
      help: 'Messages that wait for room in the channel, calls a second allowed to the outbox, calls refused as too many since the start',
      labelNames: ['what'],
      registers: [],
      collect() {
        const { waiting, perSecond, throttled } = zaitaku.pace.state();
        this.set({ what: 'waiting' }, waiting);
        this.set({ what: 'per-second' }, perSecond);
        this.set({ what: 'throttled' }, throttled);
      },
    }),
  );
  registry.registerMetric(
    new Gauge({
      name: 'zaitaku_capacity_rounds_total',
      help: 'Capacity rounds since the start',
      registers: [],
      collect() {
        this.set(zaitaku.scheduler.rounds);
      },
    }),
  );
  registry.registerMetric(
    new Gauge({
      name: 'zaitaku_due_failing',
      help: 'Due work that failed the last time it was tried',
      registers: [],
      collect() {
        this.set(zaitaku.scheduler.failures.size);
      },
    }),
  );
  return registry;
}

import type { Server } from 'node:http';
import type { Express } from 'express';
import type { Logger } from 'pino';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { join } from 'node:path';
import type { Clock } from '../../flows/clock.ts';
import { addMinutes } from '../../flows/minutes.ts';
import type { Organisation } from '../../flows/organisation.ts';
import { writeAuditHead } from '../../infra/store/write-audit-head.ts';
import { tidy, type TidyLimits } from '../../infra/store/tidy.ts';
import { startDeliveryWorker } from '../../infra/store/delivery-worker.ts';
import type { Database } from '../../infra/store/open-database.ts';
import { aboutRoutes } from '../about.ts';
import { connectRoutes } from '../connect.ts';
import { createApp, listen } from '../server.ts';
import { openZaitaku, type Outside, type Zaitaku } from './open-zaitaku.ts';

export interface RunOptions {
  database: Database;
  /** Connection of the schema's owner, for the queue. */
  ownerUrl: string;
  clock: Clock;
  organisation: () => Organisation;
  outside: Outside;
  publicUrl: string;
  appId: string;
  defaultServiceUrl: string;
  webClientUrl: (upn: string | null) => string;
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
    publicUrl: options.publicUrl,
    appId: options.appId,
    defaultServiceUrl: options.defaultServiceUrl,
    log,
    keepHouse: async () => {
      const now = clock.now();
      await tidy(database.db, keptSince(now));
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
  const metrics = metricsOf(zaitaku, database, clock);
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
      aboutRoutes(express, { organisation: options.organisation, keptDays: KEPT_DAYS });
      connectRoutes(express, zaitaku.deps, { webClientUrl: options.webClientUrl });
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
        await scheduler.pause();
        await worker.stop();
        await deliverer.idle();
      },
    };
  } catch (error) {
    await worker.stop();
    throw error;
  }
}

/**
 * How long records are kept, in days, until an organisation says otherwise. Three years of texts and details: the period
 * for which Japanese labour law has working records kept (Labour Standards Act, article 109 with its interim clause).
 */
const KEPT_DAYS = {
  activities: 7,
  outbox: 30,
  drafts: 30,
  warnings: 30,
  journal: 90,
  texts: 1095,
  auditPersonal: 1095,
};

function keptSince(now: Date): TidyLimits {
  const before = (days: number) => addMinutes(now, -days * 24 * 60);
  return {
    activities: before(KEPT_DAYS.activities),
    outbox: before(KEPT_DAYS.outbox),
    drafts: before(KEPT_DAYS.drafts),
    warnings: before(KEPT_DAYS.warnings),
    journal: before(KEPT_DAYS.journal),
    texts: before(KEPT_DAYS.texts),
    auditPersonal: before(KEPT_DAYS.auditPersonal),
  };
}

function metricsOf(zaitaku: Zaitaku, database: Database, clock: Clock): Registry {
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

import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { gatewayRoutes } from '../../bot/gateway.ts';
import type { Booking } from '../../flows/booking/booking.ts';
import type { Certificate } from '../../flows/certificates/certificate-store.ts';
import type { Deps } from '../../flows/deps.ts';
import type { AllowListFile } from '../../flows/gateway/follow-allow-list.ts';
import { NO_TEXTS } from '../../flows/booking/booking.ts';
import { aBooking, idOf } from './builders.ts';
import { aCertificate } from './certificate-builders.ts';
import type { Stage } from './flow-harness.ts';

export const GATEWAY_SECRET = 'a secret of the gateway, long enough';

/** The gateway's routes on a loopback port, over a stage. */
export async function serveGateway(
  stage: Stage,
  options: { secret?: string | null; port?: number; deps?: Deps } = {},
): Promise<{ url: string; port: number; close(): Promise<void> }> {
  const { secret = GATEWAY_SECRET } = options;
  const app = express();
  gatewayRoutes(app, options.deps ?? stage.deps, { secret: () => secret });
  const server = app.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A booking of somebody in the store; an approved full day of `pool` unless said. */
export async function booked(stage: Stage, name: string, booking: Partial<Booking> = {}): Promise<Booking> {
  const personId = idOf(name);
  const id = randomUUID();
  const made = aBooking({ id, requestId: id, personId, status: 'approved', ...booking });
  await stage.tx((tx) => tx.bookings.add([made], NO_TEXTS));
  return made;
}

/** A certificate of somebody in the store. */
export async function certified(stage: Stage, name: string, more: Partial<Certificate> = {}): Promise<Certificate> {
  const certificate = aCertificate({ personId: idOf(name), notBefore: new Date('2026-01-01T00:00:00Z'), ...more });
  await stage.tx((tx) => tx.certificates.add(certificate));
  return certificate;
}

/** A file in memory that fails on request. */
export class FakeAllowListFile implements AllowListFile {
  text: string | null = null;
  writes = 0;
  failure: Error | null = null;

  read(): Promise<string | null> {
    return Promise.resolve(this.text);
  }

  write(_path: string, text: string): Promise<void> {
    const { failure } = this;
    this.failure = null;
    if (failure) return Promise.reject(failure);
    this.writes += 1;
    this.text = text;
    return Promise.resolve();
  }
}

import { request as httpRequest } from 'node:http';
import express, { type Express, type Request, type Response } from 'express';
import { isRealDay } from '../../flows/local-time.ts';
import { isLoopbackAddress } from '../loopback.ts';
import type { ClockMover } from './move-clock.ts';

/** Durations as ISO 8601 writes them, in days, hours, minutes and seconds: `PT90M`, `P1DT2H`. */
const DURATION = /^P(?:(\d{1,3})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?$/;
/** The clock is moved by this much at most in one go. */
const LONGEST_MOVE_DAYS = 400;

export interface DemoRoutesOptions {
  mover: ClockMover;
  /** Port of the simulated tenant on 127.0.0.1. */
  simulatorPort: number;
  /** The connector's address of simulated people: whoever speaks from another is played from outside. */
  connectorUrl: string;
  playedFromOutside: (personId: string) => Promise<void>;
}

/** The demo's routes on PORT: the clock, and everything else below /simulator handed on to the simulated tenant. Loopback only. */
export function demoRoutes(app: Express, options: DemoRoutesOptions): void {
  app.use('/simulator', (request, response, next) => {
    if (isLoopbackAddress(request.socket.remoteAddress ?? '')) return next();
    response.status(403).json({ error: 'the simulator is served on loopback addresses only' });
  });
  app.post('/simulator/clock', express.json({ limit: '10kb' }), async (request, response) => {
    const target = parseMove(request.body);
    if (typeof target === 'string') {
      response.status(400).json({ error: target });
      return;
    }
    try {
      const moved = await options.mover.move(target);
      response.json({ ...moved, now: moved.now.toISOString() });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      response.status(400).json({ error: error.message });
    }
  });
  app.use('/simulator', (request, response) => handOn(request, response, options.simulatorPort));
  const known = new Set<string>();
  app.post('/api/messages', express.json({ limit: '1mb' }), async (request, _response, next) => {
    const { serviceUrl, from } = (request.body ?? {}) as { serviceUrl?: unknown; from?: { aadObjectId?: unknown } };
    const person = from?.aadObjectId;
    const outside = typeof serviceUrl === 'string' && !serviceUrl.startsWith(options.connectorUrl);
    if (outside && typeof person === 'string' && !known.has(person)) {
      known.add(person);
      await options.playedFromOutside(person).catch(() => known.delete(person));
    }
    next();
  });
}

/** `{"now": ISO}` or `{"advance": "PT90M"}`, as a move; a sentence where it is neither. */
export function parseMove(body: unknown): ((now: Date) => Date) | string {
  const { now, advance } = (typeof body === 'object' && body !== null ? body : {}) as {
    now?: unknown;
    advance?: unknown;
  };
  if (typeof now === 'string' && advance === undefined) {
    const at = new Date(now);
    if (Number.isNaN(at.getTime()) || !isRealDay(now.slice(0, 10)) || !/(?:Z|[+-]\d{2}:?\d{2})$/.test(now))
      return `now: "${now}" is no instant; expected ISO 8601 with a zone such as 2026-12-02T07:00:00+09:00`;
    return (from) => within(from, at);
  }
  if (typeof advance === 'string' && now === undefined) {
    const match = DURATION.exec(advance);
    if (!match || !match.slice(1).some(Boolean))
      return `advance: "${advance}" is no duration; expected ISO 8601 such as PT90M or P1D`;
    const [days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0)) as [
      number,
      number,
      number,
      number,
    ];
    const ms = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
    return (from) => within(from, new Date(from.getTime() + ms));
  }
  return 'body: expected {"now": ISO} or {"advance": "PT90M"}';
}

function within(from: Date, at: Date): Date {
  if (at.getTime() - from.getTime() > LONGEST_MOVE_DAYS * 86_400_000)
    throw new RangeError(`now: more than ${LONGEST_MOVE_DAYS} days ahead`);
  return at;
}

function handOn(request: Request, response: Response, port: number): void {
  const onward = httpRequest(
    {
      host: '127.0.0.1',
      port,
      method: request.method,
      path: request.originalUrl,
      headers: { ...request.headers, host: `127.0.0.1:${port}` },
    },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    },
  );
  onward.on('error', () => {
    if (response.headersSent) response.destroy();
    else response.status(502).json({ error: 'the simulated tenant does not answer; start again with "npm start"' });
  });
  request.pipe(onward);
}

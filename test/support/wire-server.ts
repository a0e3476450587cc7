import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Express, Request, Response } from 'express';

/** One request as it came over the wire. */
export interface WireRequest {
  method: string;
  /** Path and query as the client wrote them. */
  url: string;
  headers: Record<string, string | string[] | undefined>;
  body: unknown;
}

export interface WireFault {
  /** Only requests whose `METHOD url` fits. */
  match?: RegExp;
  /** How many requests it meets. */
  times?: number;
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  /** Cuts the connection instead of answering. */
  drop?: boolean;
  /** Never answers (until the server is closed). */
  hang?: boolean;
  /** The work is done first; only its answer is lost. */
  afterWork?: boolean;
}

/** A vendor's API on loopback, as far as a test needs it: records every request, fails as told. */
export interface WireServer {
  /** `http://127.0.0.1:PORT` */
  url: string;
  requests: WireRequest[];
  /** `GET /path` of each request, without the query. */
  log(): string[];
  fail(fault: WireFault): void;
  /** Faults that met nobody: a test that leaves one behind did not test it. */
  unusedFaults(): WireFault[];
  close(): Promise<void>;
}

export async function startWireServer(routes: (app: Express) => void): Promise<WireServer> {
  const app = express();
  const requests: WireRequest[] = [];
  const faults: WireFault[] = [];
  app.use(express.json());
  app.use((req: Request, res: Response, next) => {
    const url = req.originalUrl;
    requests.push({ method: req.method, url, headers: req.headers, body: req.body });
    const index = faults.findIndex((fault) => (fault.match ?? /./).test(`${req.method} ${url}`));
    const fault = faults[index];
    if (!fault) return next();
    fault.times = (fault.times ?? 1) - 1;
    if (fault.times <= 0) faults.splice(index, 1);
    const json = res.json.bind(res);
    const fail = () => {
      if (fault.hang) return;
      if (fault.drop) {
        req.socket.destroy();
        return;
      }
      res.status(fault.status ?? 503).set(fault.headers ?? {});
      if (fault.body === undefined) res.end();
      else json(fault.body);
    };
    if (!fault.afterWork) return fail();
    // The route answers as ever; the answer is cut off before a byte of it leaves.
    res.json = () => (fail(), res);
    res.sendStatus = () => (fail(), res);
    return next();
  });
  routes(app);
  const server = await new Promise<ReturnType<Express['listen']>>((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    log: () => requests.map(({ method, url }) => `${method} ${url.split('?')[0]}`),
    fail: (fault) => void faults.push({ ...fault }),
    unusedFaults: () => faults,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

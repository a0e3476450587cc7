import { once } from 'node:events';
import { createServer, request as httpRequest, type Server } from 'node:http';
import type { SeededRandom } from '../../infra/simulator/model/seeded-random.ts';

/** Shares of the calls that the channel refuses, or takes without an answer. */
const THROTTLED = 0.03;
const AWAY = 0.03;
const LOST = 0.03;

/** Stands before a channel and fails now and then: 429, 503, and messages that arrive but whose answer is lost. */
export class FaultyChannel {
  readonly url: string;
  faults = { throttled: 0, away: 0, lost: 0 };
  /** Off: everything goes through. */
  failing = true;
  private readonly server: Server;

  private constructor(server: Server, url: string) {
    this.server = server;
    this.url = url;
  }

  static async before(target: string, random: SeededRandom): Promise<FaultyChannel> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const channel = new FaultyChannel(server, `http://127.0.0.1:${port}`);
    const to = new URL(target);
    server.on('request', (request, response) => {
      const fate = channel.failing ? random.next() : 1;
      if (fate < THROTTLED + AWAY) {
        request.resume();
        const throttled = fate < THROTTLED;
        channel.faults[throttled ? 'throttled' : 'away'] += 1;
        response.writeHead(throttled ? 429 : 503, throttled ? { 'retry-after': '1' } : {}).end('{"error":{}}');
        return;
      }
      const lost = fate < THROTTLED + AWAY + LOST;
      if (lost) channel.faults.lost += 1;
      const { method, url, headers } = request;
      const onward = httpRequest({ host: to.hostname, port: to.port, method, path: url, headers }, (answer) => {
        if (lost) {
          answer.resume();
          request.socket.destroy();
          return;
        }
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      onward.on('error', () => response.destroy());
      // The bot may be killed while it writes.
      request.on('error', () => onward.destroy());
      request.pipe(onward);
    });
    return channel;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

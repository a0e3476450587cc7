import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Agent, createServer, request, type Server } from 'node:http';
import { performance } from 'node:perf_hooks';

/** A turn that has no reply by then has failed (ms). */
const GIVE_UP_MS = 15_000;

export interface TurnSource {
  tenantId: string;
  people: { id: string }[];
  texts: string[];
}

/**
 * A fake Bot Connector and the client before it, in one process: sends messages of many people to a bot and takes the
 * time until the reply arrives at the connector. Plain node:http on both sides, connections kept, the same for every bot.
 */
export class TurnLoad {
  private readonly server: Server;
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 512 });
  private readonly waiting = new Map<string, () => void>();
  private readonly source: TurnSource;
  private serviceUrl = '';
  private turn = 0;

  private constructor(source: TurnSource) {
    this.source = source;
    this.server = createServer((incoming, response) => {
      // /v3/conversations/{conversation}/activities/{the activity that is answered}
      const answered = incoming.url?.split('/')[5] ?? '';
      incoming.resume().once('end', () => {
        response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify({ id: randomUUID() }));
        this.waiting.get(answered)?.();
      });
    });
    this.server.keepAliveTimeout = 60_000;
  }

  static async open(source: TurnSource): Promise<TurnLoad> {
    const load = new TurnLoad(source);
    load.server.listen(0, '127.0.0.1');
    await once(load.server, 'listening');
    load.serviceUrl = `http://127.0.0.1:${(load.server.address() as { port: number }).port}`;
    return load;
  }

  async close(): Promise<void> {
    this.agent.destroy();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Open loop: `rate` turns a second, sent on time whether or not earlier ones are done; times from the due instant. */
  async openLoop(botUrl: string, rate: number, seconds: number): Promise<{ ms: number[]; failed: number }> {
    const begun = performance.now();
    const turns: Promise<number | null>[] = [];
    for (let count = 0; count < rate * seconds; count += 1) {
      const due = begun + (count * 1000) / rate;
      const early = due - performance.now();
      if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
      turns.push(this.take(botUrl, due));
    }
    const taken = await Promise.all(turns);
    const ms = taken.filter((one) => one !== null);
    return { ms, failed: taken.length - ms.length };
  }

  /** Closed loop: `lanes` people at a time who write again as soon as they are answered. Answers turns a second. */
  async closedLoop(botUrl: string, lanes: number, seconds: number): Promise<number> {
    const begun = performance.now();
    const until = begun + seconds * 1000;
    let done = 0;
    const lane = async () => {
      while (performance.now() < until) if ((await this.take(botUrl, performance.now())) !== null) done += 1;
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    return (done * 1000) / (performance.now() - begun);
  }

  private async take(botUrl: string, due: number): Promise<number | null> {
    const { people, texts, tenantId } = this.source;
    this.turn += 1;
    const person = people[this.turn % people.length]!;
    const id = randomUUID();
    let timer: NodeJS.Timeout | undefined;
    const replied = new Promise<number | null>((resolve) => {
      this.waiting.set(id, () => resolve(performance.now() - due));
      timer = setTimeout(() => resolve(null), GIVE_UP_MS);
    });
    const body = JSON.stringify({
      type: 'message',
      id,
      timestamp: new Date().toISOString(),
      serviceUrl: this.serviceUrl,
      channelId: 'msteams',
      from: { id: `29:${person.id}`, aadObjectId: person.id },
      recipient: { id: '28:zaitaku' },
      conversation: { id: `chat-${person.id}`, tenantId, conversationType: 'personal' },
      channelData: { tenant: { id: tenantId } },
      locale: 'ja-JP',
      text: texts[this.turn % texts.length],
      textFormat: 'plain',
    });
    try {
      const [status, ms] = await Promise.all([this.post(`${botUrl}/api/messages`, body), replied]);
      return status < 300 ? ms : null;
    } catch {
      return null;
    } finally {
      clearTimeout(timer);
      this.waiting.delete(id);
    }
  }

  private post(url: string, body: string): Promise<number> {
    return new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
      const outgoing = request(url, { method: 'POST', agent: this.agent, headers }, (answer) => {
        answer.resume().once('end', () => resolve(answer.statusCode ?? 0));
      });
      outgoing.once('error', reject).end(body);
    });
  }
}

import type { Store } from '../../flows/store.ts';
import type { GraphCaller } from '../../infra/graph/graph-caller.ts';

/**
 * A process that can be killed wherever it speaks to its database or to Graph: before a transaction or call, or after it
 * with the answer lost. From then on nothing that it had under way goes on, and nothing of its memory is used again.
 */
export class MortalProcess {
  /** So many such points are passed before it dies; null: it lives. */
  fuse: number | null = null;
  alive = true;
  private readonly death: Promise<'died'>;
  private die!: () => void;

  constructor() {
    this.death = new Promise((resolve) => {
      this.die = () => resolve('died');
    });
  }

  kill(): void {
    this.alive = false;
    this.die();
  }

  /** Does this until it is done or the process is dead. */
  run<T>(work: () => Promise<T>): Promise<T | 'died'> {
    return Promise.race([work(), this.death]);
  }

  store(inner: Store): Store {
    return {
      transaction: (work) => this.within(() => inner.transaction(work)),
      nextDueAt: () => this.within(() => inner.nextDueAt()),
      outboxState: (now) => this.within(() => inner.outboxState(now)),
    };
  }

  caller(inner: GraphCaller): GraphCaller {
    const within = <T>(call: () => Promise<T>) => this.within(call);
    const caller: GraphCaller = {
      get: (path, headers) => within(() => inner.get(path, headers)),
      post: (path, body) => within(() => inner.post(path, body)),
      patch: (path, body) => within(() => inner.patch(path, body)),
      delete: (path) => within(() => inner.delete(path)),
      async *pages<T>(path: string, headers?: Record<string, string>) {
        const pages = inner.pages<T>(path, headers)[Symbol.asyncIterator]();
        for (;;) {
          const { done, value } = await within(() => pages.next());
          if (done) return;
          yield value;
        }
      },
    };
    return caller;
  }

  private async within<T>(work: () => Promise<T>): Promise<T> {
    await this.point();
    try {
      return await work();
    } finally {
      await this.point();
    }
  }

  private async point(): Promise<void> {
    if (this.fuse === 0) this.kill();
    if (this.fuse !== null) this.fuse -= 1;
    // The dead wait for ever.
    if (!this.alive) await new Promise(() => undefined);
  }
}

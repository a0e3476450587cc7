/**
 * Runs work by key: one at a time for each key, once more if it was asked for meanwhile, any number of keys beside each
 * other. Who asks while it runs does not wait: the running one goes round again.
 */
export class OneAtATime {
  readonly #running = new Map<string, { again: boolean; done: Promise<void> }>();

  async run(key: string, work: () => Promise<void>): Promise<void> {
    const running = this.#running.get(key);
    if (running) {
      running.again = true;
      return;
    }
    const entry = { again: false, done: Promise.resolve() };
    this.#running.set(key, entry);
    entry.done = (async () => {
      try {
        do {
          entry.again = false;
          await work();
        } while (entry.again);
      } finally {
        this.#running.delete(key);
      }
    })();
    await entry.done;
  }

  /** Everything that runs now has ended, well or not. */
  async idle(): Promise<void> {
    await Promise.allSettled([...this.#running.values()].map((entry) => entry.done));
  }
}

import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

const debounceMs = 100;
/** Writing takes about this share of the time: a large state is written less often, yet this often at least. */
const writingShare = 0.05;
const longestMs = 2000;

/**
 * A JSON file that is written whole: into a file beside it, then renamed over it, so that a crash leaves the old or the new
 * one. `changed` writes soon (100 ms where the state is small, at most 2 s), `writeNow` at once and synchronously (for
 * signals). Loopback demo data: no fsync.
 */
export class KeptFile {
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> | null = null;
  /** What the last write took, in milliseconds of this thread: nothing else is done meanwhile. */
  private lastTook = 0;
  private readonly path: string;
  private readonly content: () => unknown;

  constructor(path: string, content: () => unknown) {
    this.path = path;
    this.content = content;
    mkdirSync(dirname(path), { recursive: true });
  }

  /** What the file holds, or null where there is none. Throws where it is no JSON. */
  static read(path: string): unknown {
    try {
      return JSON.parse(readFileSync(path, 'utf8')) as unknown;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  changed(): void {
    this.timer ??= setTimeout(
      () => {
        this.timer = null;
        void this.write();
      },
      Math.min(longestMs, Math.max(debounceMs, this.lastTook / writingShare)),
    );
  }

  writeNow(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const beside = `${this.path}.${process.pid}.now`;
    writeFileSync(beside, JSON.stringify(this.content()), { mode: 0o600 });
    renameSync(beside, this.path);
  }

  /** Writes what is due and waits for it. */
  async close(): Promise<void> {
    await this.writing;
    this.writeNow();
  }

  private async write(): Promise<void> {
    if (this.writing) return this.changed(); // the one on its way ends first
    const beside = `${this.path}.${process.pid}.new`;
    const begun = performance.now();
    const content = Buffer.from(JSON.stringify(this.content()));
    this.lastTook = performance.now() - begun;
    this.writing = writeFile(beside, content, { mode: 0o600 })
      .then(() => rename(beside, this.path))
      .catch((error: unknown) => console.error(`simulated tenant: ${this.path} cannot be written: ${String(error)}`))
      .finally(() => {
        this.writing = null;
      });
    await this.writing;
  }
}

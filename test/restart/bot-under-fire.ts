import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';

/** The bot's process of one place, killed and started again; what it said is kept for the day something fails. */
export class BotUnderFire {
  private readonly program: string;
  private readonly env: NodeJS.ProcessEnv;
  private readonly url: string;
  private child: ChildProcess | null = null;
  private ended: Promise<number | null> = Promise.resolve(null);
  output = '';

  constructor(program: string, env: NodeJS.ProcessEnv, url: string) {
    this.program = program;
    this.env = env;
    this.url = url;
  }

  start(args: string[] = []): void {
    this.output = '';
    const child = spawn(process.execPath, [this.program, 'start', '--no-playground', ...args], {
      env: this.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.child = child;
    this.ended = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
  }

  /** Waits until it takes messages, which is before it says that it is ready. */
  async serving(): Promise<void> {
    await this.until(
      () =>
        fetch(`${this.url}/healthz`).then(
          (response) => response.ok,
          () => false,
        ),
      'takes no messages',
    );
  }

  async ready(): Promise<void> {
    await this.until(() => this.output.includes('/ ready'), 'is not ready');
  }

  /** SIGKILL, as a crash or the kernel does it. */
  async kill(): Promise<void> {
    this.child?.kill('SIGKILL');
    await this.ended;
  }

  /** Ctrl-C. Answers the exit code. */
  async stop(): Promise<number | null> {
    this.child?.kill('SIGINT');
    return this.ended;
  }

  private async until(holds: () => boolean | Promise<boolean>, problem: string): Promise<void> {
    const child = this.child!;
    for (const end = Date.now() + 60_000; Date.now() < end; await wait(30)) {
      if (await holds()) return;
      if (child.exitCode !== null) throw new Error(`start ended with ${child.exitCode}: ${this.output}`);
    }
    throw new Error(`the bot ${problem} after 60 s: ${this.output}`);
  }
}

import { spawn } from 'node:child_process';
import type { ServerUser } from './server-user.ts';

export interface Ran {
  code: number;
  output: string;
}

/**
 * Runs a program as the server's user and answers its exit code and what it wrote. A program that cannot be started is
 * an answer too (code 127). Standard output is not waited for: a daemon that the program leaves behind may hold it.
 */
export function runProgram(
  file: string,
  args: string[],
  { user, cwd, timeoutMs = 60_000 }: { user: ServerUser | null; cwd: string; timeoutMs?: number },
): Promise<Ran> {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(file, args, {
      cwd,
      ...(user ? { uid: user.uid, gid: user.gid } : {}),
      env: { ...process.env, LC_ALL: 'C', LC_MESSAGES: 'C', TZ: 'UTC', PGTZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      windowsHide: true,
    });
    const take = (chunk: Buffer) => {
      output = (output + chunk.toString('utf8')).slice(-8_000);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', (error) => resolve({ code: 127, output: error.message }));
    child.on('exit', (code) => {
      // What was written before the exit may still be on its way.
      setImmediate(() => {
        child.stdout.destroy();
        child.stderr.destroy();
        resolve({ code: code ?? 1, output: output.trim() });
      });
    });
  });
}

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface Recorder {
  /** What to call instead of the target. */
  url: string;
  log: string;
  stop(): Promise<void>;
}

/** The conformance kit's proxy before one service of the simulated tenant: writes every exchange into a file. */
export async function startRecorder(
  kit: string,
  folder: string,
  service: 'arm' | 'graph' | 'citrix',
  port: number,
  tenantPort: number,
): Promise<Recorder> {
  const log = join(folder, `${service}.jsonl`);
  const target = `http://127.0.0.1:${tenantPort}/${service}`;
  const args = [join(kit, 'record-proxy.mjs'), '--listen', String(port), '--target', target];
  const child = spawn(process.execPath, [...args, '--service', service, '--log', log], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await saysSomething(child);
  return {
    url: `http://127.0.0.1:${port}/${service}`,
    log,
    async stop() {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

function saysSomething(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr!.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('recording')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`the recording proxy ended with ${code}: ${said}`)));
  });
}

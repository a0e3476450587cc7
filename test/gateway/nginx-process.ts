import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const NGINX = '/usr/sbin/nginx';
const EXAMPLES = fileURLToPath(new URL('../../docs/gateway/', import.meta.url));

export interface Places {
  /** Certificates, list, secret. */
  folder: string;
  port: number;
  zaitakuPort: number;
  desktopsPort: number;
  /** File name of the example. */
  example?: string;
}

/** nginx with the example of the docs, its places and ports alone replaced. Needs Debian's nginx-light. */
export class Nginx {
  private readonly child: ChildProcess;
  private readonly places: Places;
  private said = '';

  private constructor(places: Places) {
    this.places = places;
    this.child = spawn(NGINX, [...this.args(), '-g', 'daemon off;'], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.child.stderr?.on('data', (chunk: Buffer) => (this.said += chunk.toString()));
    this.child.on('error', (error) => (this.said += error.message));
  }

  static async start(places: Places): Promise<Nginx> {
    writeFileSync(join(places.folder, `${places.port}.conf`), configuration(places));
    const nginx = new Nginx(places);
    while (!(await listens(places.port))) {
      if (nginx.child.exitCode !== null || nginx.child.pid === undefined)
        throw new Error(`nginx (Debian: apt-get install nginx-light) did not start: ${nginx.said}`);
      await wait(20);
    }
    return nginx;
  }

  /** Takes over what the files say now. The workers of before end when their requests do. */
  async reload(): Promise<void> {
    const before = this.workers();
    const { status, stderr } = spawnSync(NGINX, [...this.args(), '-s', 'reload'], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`nginx -s reload: ${stderr}`);
    while (this.workers().some((worker) => before.includes(worker))) await wait(20);
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    if (this.child.exitCode === null && this.child.kill('SIGTERM')) await ended;
  }

  private workers(): string[] {
    const path = `/proc/${this.child.pid}/task/${this.child.pid}/children`;
    return readFileSync(path, 'utf8').trim().split(' ');
  }

  private args(): string[] {
    return ['-p', this.places.folder, '-c', join(this.places.folder, `${this.places.port}.conf`), '-e', 'stderr'];
  }
}

function configuration({ folder, port, zaitakuPort, desktopsPort, example: file = 'nginx.conf' }: Places): string {
  const example = readFileSync(join(EXAMPLES, file), 'utf8')
    .replaceAll('/etc/nginx/zaitaku/', `${folder}/`)
    .replace('listen 443 ssl;', `listen 127.0.0.1:${port} ssl;`)
    .replace('127.0.0.1:3978', `127.0.0.1:${zaitakuPort}`)
    .replace('127.0.0.1:8080', `127.0.0.1:${desktopsPort}`);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/temp-${port}-${name};`,
  );
  const user = process.getuid?.() === 0 ? `user ${userInfo().username};\n` : '';
  return `${user}worker_processes 1;\npid ${folder}/${port}.pid;\nerror_log stderr error;\nevents {}\nhttp {\naccess_log off;\n${temporary.join('\n')}\n${example}}\n`;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

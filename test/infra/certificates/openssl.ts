import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ownAuthority } from '../../../infra/certificates/own-authority.ts';
import { fileSigningKey, type KeyKind } from '../../../infra/certificates/signing-key.ts';

const run = promisify(execFile);

/** What openssl said, both streams, and whether it was content. */
export interface Said {
  ok: boolean;
  text: string;
}

/** An authority in a folder of its own, and openssl beside it. */
export async function openBench(kind: KeyKind, now: () => Date) {
  const folder = await mkdtemp(join(tmpdir(), 'zaitaku-openssl-'));
  const file = (name: string) => join(folder, name);
  const authority = ownAuthority({
    key: () => fileSigningKey(file('authority.key'), kind),
    certificateFile: file('authority.crt'),
    organisation: 'Ina City',
    listUrl: 'https://bot.city.example/crl/ina.crl',
    now,
  });
  const openssl = async (...parts: string[]): Promise<Said> => {
    try {
      const { stdout, stderr } = await run('openssl', parts, { cwd: folder });
      return { ok: true, text: stdout + stderr };
    } catch (error) {
      const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
      return { ok: false, text: stdout + stderr };
    }
  };
  return {
    folder,
    file,
    authority,
    openssl,
    /** What openssl says of a list of the revoked, in DER, and of its signature by the authority. */
    readList: (list: string) =>
      openssl('crl', '-inform', 'DER', '-in', list, '-noout', '-text', '-CAfile', 'authority.crt'),
    write: (name: string, content: string | Uint8Array) => writeFile(file(name), content),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

export type Bench = Awaited<ReturnType<typeof openBench>>;

/** PEM from DER. */
export function pem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TLSSocket } from 'node:tls';

const run = promisify(execFile);
const words = (line: string) => line.split(' ');

export type EstStandIn = Awaited<ReturnType<typeof openEstStandIn>>;

/** Who may enrol, beside whoever shows a certificate of the authority. */
export const EST_USER = { user: 'zaitaku', password: 'a secret between two servers' };

/**
 * An EST server (RFC 7030) on loopback, over TLS: /cacerts, /simpleenroll and /simplereenroll, by password or client
 * certificate. A renewal is refused whose names are not those of a certificate that it made. openssl is its authority and
 * makes its PKCS#7, so that nothing of the product is on both sides. Written from the standard; no product was asked whether
 * it does the same.
 */
export async function openEstStandIn() {
  const folder = await mkdtemp(join(tmpdir(), 'est-stand-in-'));
  const file = (name: string) => join(folder, name);
  const openssl = (...parts: string[]) => run('openssl', parts, { cwd: folder });
  await openssl(
    ...words(
      'req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -days 3650 -subj /O=City/CN=Another-authority',
    ),
    ...words('-addext keyUsage=critical,keyCertSign,cRLSign'),
  );
  const sign = async (name: string, extensions: string[]) => {
    await writeFile(file(`${name}.ext`), `${extensions.join('\n')}\n`);
    await openssl(
      ...words(`x509 -req -in ${name}.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 365 -copy_extensions copy`),
      ...words(`-extfile ${name}.ext -out ${name}.crt`),
    );
  };
  const keyed = async (name: string, subject: string, extensions: string[]) => {
    await openssl(
      'req',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.csr`,
      '-subj',
      subject,
    );
    await sign(name, extensions);
    return {
      certificate: await readFile(file(`${name}.crt`), 'utf8'),
      key: await readFile(file(`${name}.key`), 'utf8'),
    };
  };
  const server = await keyed('server', '/CN=127.0.0.1', ['subjectAltName=IP:127.0.0.1']);
  const zaitaku = await keyed('zaitaku', '/CN=zaitaku', ['extendedKeyUsage=clientAuth']);
  const ca = await readFile(file('ca.crt'), 'utf8');
  /** What the next calls are answered with instead, each once. */
  const instead: { status: number; headers?: Record<string, string>; text?: string }[] = [];
  const asked: { operation: string; type: string | undefined; encoding: string | undefined }[] = [];
  let issued = 0;

  async function pkcs7(...names: string[]): Promise<string> {
    const all = names.flatMap((name) => ['-certfile', name]);
    await openssl('crl2pkcs7', '-nocrl', ...all, '-outform', 'DER', '-out', 'answer.p7');
    return (await readFile(file('answer.p7'))).toString('base64').replaceAll(/(.{64})/g, '$1\r\n');
  }

  /** Subject and other names, with the kinds of their strings, as openssl reads them. */
  async function namesIn(kind: 'req' | 'x509', from: string): Promise<string> {
    const { stdout } = await openssl(kind, '-in', from, '-noout', '-subject', '-nameopt', 'oneline,show_type', '-text');
    const subject = /^subject=.*$/m.exec(stdout)![0];
    const others = /Subject Alternative Name:.*\n(.*)/.exec(stdout)?.[1]?.trim();
    return `${subject} ${others ?? ''}`;
  }

  async function isRenewal(request: string, before: number): Promise<boolean> {
    const wanted = await namesIn('req', request);
    for (let one = 1; one <= before; one += 1)
      if ((await namesIn('x509', `issued-${one}.crt`).catch(() => null)) === wanted) return true;
    return false;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const operation = (request.url ?? '').split('/').at(-1)!;
    const { 'content-type': type, 'content-transfer-encoding': encoding, authorization = '' } = request.headers;
    asked.push({ operation, type, encoding: encoding as string | undefined });
    const body: Buffer[] = [];
    for await (const part of request) body.push(part as Buffer);
    const other = instead.shift();
    if (other) return void response.writeHead(other.status, other.headers).end(other.text ?? '');
    const certsOnly = {
      'content-type': 'application/pkcs7-mime; smime-type=certs-only',
      'content-transfer-encoding': 'base64',
    };
    if (operation === 'cacerts') return void response.writeHead(200, certsOnly).end(await pkcs7('ca.crt'));
    const password = `Basic ${Buffer.from(`${EST_USER.user}:${EST_USER.password}`).toString('base64')}`;
    if (!(request.socket as TLSSocket).authorized && authorization !== password)
      return void response.writeHead(401, { 'www-authenticate': 'Basic realm="est"' }).end('who are you?');
    const name = `issued-${(issued += 1)}`;
    const der = Buffer.from(Buffer.concat(body).toString('ascii'), 'base64');
    await writeFile(file(`${name}.der`), der);
    try {
      await openssl('req', '-inform', 'DER', '-in', `${name}.der`, '-verify', '-out', `${name}.csr`);
    } catch {
      return void response.writeHead(400, { 'content-type': 'text/plain' }).end('not a request');
    }
    if (operation === 'simplereenroll' && !(await isRenewal(`${name}.csr`, issued - 1)))
      return void response.writeHead(400, { 'content-type': 'text/plain' }).end('another name');
    await sign(name, [
      'basicConstraints=critical,CA:FALSE',
      'keyUsage=critical,digitalSignature',
      'extendedKeyUsage=clientAuth',
    ]);
    response.writeHead(200, certsOnly).end(await pkcs7(`${name}.crt`));
  }

  const http = createServer(
    { cert: server.certificate, key: server.key, ca, requestCert: true, rejectUnauthorized: false },
    (request, response) => {
      answer(request, response).catch((error: Error) => response.writeHead(500).end(error.message));
    },
  );
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  return {
    url: `https://127.0.0.1:${(http.address() as AddressInfo).port}/.well-known/est`,
    /** The authority's certificate in PEM: also what its server is trusted by. */
    ca,
    zaitaku,
    folder,
    openssl,
    file,
    instead,
    asked,
    async close() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

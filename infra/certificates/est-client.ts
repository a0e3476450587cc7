import { request as httpsRequest } from 'node:https';
import * as x509 from '@peculiar/x509';
import { ProviderError, type ProviderErrorKind } from '../../flows/provider-error.ts';

/** How an EST server is reached, and as whom. */
export interface EstOptions {
  /** `https://est.city.example/.well-known/est`, with a label behind it where the authority has several. */
  url: string;
  /** The EST server's own authorities in PEM; null: those that Node.js knows. */
  trust: string | null;
  /** Who zaitaku is to the server: a certificate with its key (PEM), or a name with a password, over TLS alone. */
  as: { certificate: string; key: string } | { user: string; password: string };
}

export interface EstClient {
  /** The authority's present certificates in DER. */
  caCertificates(): Promise<Uint8Array[]>;
  /** What the authority made of a request (PKCS#10 in DER): all the certificates that it sent. */
  enrol(request: Uint8Array): Promise<Uint8Array[]>;
  /** The same of a request that has subject and other names of the certificate which it renews. */
  reenrol(request: Uint8Array): Promise<Uint8Array[]>;
}

const PATIENCE_MS = 30_000;
/** A chain of a few certificates; more is not EST. */
const LONGEST = 256 * 1024;
/** An answer that is to be had within this time is waited for; an officer's decision is not. */
const LONGEST_WAIT_MS = 10_000;

/**
 * Enrollment over Secure Transport (RFC 7030): /cacerts (4.1), /simpleenroll (4.2.1) and /simplereenroll (4.2.2), as whom
 * the options say: the key of the certificate that is renewed is on its device, and then what is good for an enrolment may be
 * used (2.3). 202 with Retry-After is repeated with the same request once, where the wait is short (4.2.3). Written from the
 * standard and tried against a stand-in of our own; not proved against a product. Throws ProviderError.
 */
export function estClient(options: EstOptions, wait: (ms: number) => Promise<void> = sleep): EstClient {
  if (!options.url.startsWith('https://'))
    throw new Error(`${options.url}: expected an https address of an EST server`);
  const ask = async (operation: string, body: string | null, again: boolean): Promise<Uint8Array[]> => {
    const { status, type, retryAfter, text } = await call(options, operation, body);
    const failed = (kind: ProviderErrorKind, said: string, retryAfterMs?: number) =>
      new ProviderError(`${options.url}: ${operation}: ${said}`, {
        kind,
        operation,
        resource: options.url,
        ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      });
    if (status === 200) {
      if (!type.startsWith('application/pkcs7-mime')) throw failed('invalid', `answered ${type || 'no content type'}`);
      try {
        return certificatesIn(text);
      } catch {
        throw failed('invalid', 'answered what is no list of certificates (PKCS#7)');
      }
    }
    const seconds = retryAfterSeconds(retryAfter);
    if (status === 202) {
      if (again || seconds === null || seconds * 1000 > LONGEST_WAIT_MS)
        throw failed('unavailable', 'the request waits for somebody at the authority', (seconds ?? 60) * 1000);
      await wait(seconds * 1000);
      return ask(operation, body, true);
    }
    const said = `${status} ${text.replaceAll(/\s+/g, ' ').slice(0, 200)}`.trim();
    throw failed(kindOf(status), said, seconds === null ? undefined : seconds * 1000);
  };
  return {
    caCertificates: () => ask('cacerts', null, true),
    enrol: (request) => ask('simpleenroll', wrapped(request), false),
    reenrol: (request) => ask('simplereenroll', wrapped(request), false),
  };
}

interface Answer {
  status: number;
  type: string;
  retryAfter: string | undefined;
  text: string;
}

/** One call. TLS with the server's name checked, always: what comes back is trusted. Redirects are not followed. */
function call({ url, trust, as }: EstOptions, operation: string, body: string | null): Promise<Answer> {
  const failed = (kind: ProviderErrorKind, cause: Error) =>
    new ProviderError(`${url}: ${operation}: ${cause.message}`, { kind, operation, resource: url, cause });
  return new Promise((resolve, reject) => {
    const asked = httpsRequest(
      `${url.replace(/\/$/, '')}/${operation}`,
      {
        method: body === null ? 'GET' : 'POST',
        minVersion: 'TLSv1.2',
        timeout: PATIENCE_MS,
        ...(trust === null ? {} : { ca: trust }),
        ...('user' in as ? { auth: `${as.user}:${as.password}` } : { cert: as.certificate, key: as.key }),
        headers:
          body === null
            ? {}
            : {
                'content-type': 'application/pkcs10',
                'content-transfer-encoding': 'base64',
                'content-length': Buffer.byteLength(body),
              },
      },
      (answer) => {
        const parts: Buffer[] = [];
        let length = 0;
        answer.on('data', (part: Buffer) => {
          length += part.length;
          if (length > LONGEST) answer.destroy(new Error('answered too much'));
          else parts.push(part);
        });
        answer.on('error', (error) => reject(failed('invalid', error)));
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            type: (answer.headers['content-type'] ?? '').toLowerCase(),
            retryAfter: answer.headers['retry-after'],
            text: Buffer.concat(parts).toString('utf8'),
          }),
        );
      },
    );
    asked.on('timeout', () => asked.destroy(new Error('no answer')));
    asked.on('error', (error) => reject(failed('unavailable', error)));
    asked.end(body ?? undefined);
  });
}

/** The certificates of a certs-only PKCS#7 message in base64 (RFC 7030, 4.1.3). Throws where it is none. */
function certificatesIn(text: string): Uint8Array[] {
  const der = Buffer.from(text.replaceAll(/\s/g, ''), 'base64');
  const found = new x509.X509Certificates(Uint8Array.from(der).buffer);
  if (found.length === 0) throw new Error('no certificate');
  return [...found].map((one) => new Uint8Array(one.rawData));
}

/** Base64 in lines of 64, as servers have it everywhere. */
function wrapped(der: Uint8Array): string {
  return `${(
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  ).join('\r\n')}\r\n`;
}

/** Seconds, or null. A date (RFC 9110, 10.2.3) is as good as not said: whoever enrols tries again later anyhow. */
function retryAfterSeconds(said: string | undefined): number | null {
  return said !== undefined && /^\d{1,6}$/.test(said.trim()) ? Number(said) : null;
}

function kindOf(status: number): ProviderErrorKind {
  if (status === 401 || status === 403) return 'denied';
  if (status === 404) return 'not-found';
  if (status === 429) return 'throttled';
  return status >= 500 || status === 0 ? 'unavailable' : 'invalid';
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

import { createHash, timingSafeEqual } from 'node:crypto';
import type { Express, Request, Response } from 'express';
import type { Deps } from '../flows/deps.ts';
import { allowListJson, allowListTag, allowListText } from '../flows/gateway/allow-list-text.ts';
import { mayPass, readAllowList } from '../flows/gateway/read-allow-list.ts';
import type { Gateway } from '../flows/organisation.ts';

/** A serial has at most 20 bytes (RFC 5280, 4.1.2.2); colons between them are borne with. */
const SERIAL = /^[0-9a-f:]{1,64}$/i;
/** SHA-256, with colons or without. */
const FINGERPRINT = /^(?:[0-9a-f]{2}:?){32}$/i;

export interface GatewayOptions {
  /** The secret as it is now, or null where there is none: nobody is answered then. */
  secret: () => string | null;
}

/**
 * `GET /gateway/allow`: the allow-list, for whoever has the gateway's secret in `Authorization: Bearer`. As JSON, or with
 * `?format=nginx` in the plain form of the file; with an ETag that changes with what it says alone. With `?serial=` (and
 * `&fingerprint=`, SHA-256) the answer is 204 where this certificate may pass at this moment, else 403, as nginx's
 * auth_request and Citrix's HTTP callout ask. As everything on this port it is plain HTTP, behind a proxy with TLS.
 */
export function gatewayRoutes(app: Express, deps: Deps, options: GatewayOptions): void {
  app.get('/gateway/allow', async (request, response) => {
    response.set({ 'Cache-Control': 'private, no-cache', 'X-Content-Type-Options': 'nosniff' });
    const { gateway } = deps.organisation();
    if (!gateway) return refuse(response, 404, 'gateway: this organisation has none in its settings');
    const secret = options.secret();
    if (secret === null)
      return refuse(response, 503, 'ZAITAKU_GATEWAY_SECRET: not set, and gateway.secretFile names no readable file');
    if (!isBearer(request, secret)) {
      response.set('WWW-Authenticate', 'Bearer realm="zaitaku gateway"');
      return refuse(response, 401, 'Authorization: expected Bearer and the secret of the gateway');
    }
    await (request.query['serial'] === undefined
      ? sendList(request, response, gateway)
      : answerOne(request, response, gateway));
  });

  async function sendList(request: Request, response: Response, gateway: Gateway): Promise<void> {
    const { format = 'json' } = request.query;
    if (format !== 'json' && format !== 'nginx') return refuse(response, 400, 'format: expected json or nginx');
    const list = await deps.store.transaction((tx) => readAllowList(tx, deps, gateway));
    const tag = `"${format}-${allowListTag(list)}"`;
    response.set('ETag', tag);
    // Not left to Express, which answers 200 to whoever asks with "Cache-Control: no-cache".
    if (request.headers['if-none-match'] === tag) return void response.status(304).end();
    if (format === 'nginx') response.type('text/plain').send(allowListText(list));
    else response.json(allowListJson(list));
  }

  async function answerOne({ query }: Request, response: Response, gateway: Gateway): Promise<void> {
    const { serial, fingerprint } = query;
    if (typeof serial !== 'string' || (serial !== '' && !SERIAL.test(serial)))
      return refuse(response, 400, 'serial: expected the serial of a certificate, hexadecimal');
    if (fingerprint !== undefined && (typeof fingerprint !== 'string' || !FINGERPRINT.test(fingerprint)))
      return refuse(response, 400, 'fingerprint: expected the SHA-256 of a certificate, hexadecimal');
    // Whoever showed no certificate has an empty one: nginx leaves the value out.
    const passes = serial !== '' && (await mayPass(deps, gateway, { serial, fingerprint: fingerprint ?? null }));
    response.status(passes ? 204 : 403).end();
  }
}

function refuse(response: Response, status: number, said: string): void {
  response.status(status).json({ error: said });
}

/** Compared by hashes of one length, in a time that does not tell how much of it was right. */
function isBearer(request: Request, secret: string): boolean {
  const [, given = ''] = /^Bearer +(.+)$/i.exec(request.headers.authorization ?? '') ?? [];
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(secret));
}

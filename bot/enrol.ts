import express, { type Express, type Request, type Response } from 'express';
import type { Logger } from 'pino';
import type { CertificateAuthority } from '../flows/certificates/certificate-authority.ts';
import { openLink, confirmHandOver, redeemLink, type RedeemWish } from '../flows/certificates/redeem-link.ts';
import type { Deps } from '../flows/deps.ts';
import { wallTimeOf } from '../flows/local-time.ts';
import type { Language } from '../flows/organisation.ts';
import { languageOf } from '../flows/person.ts';
import { enrolGonePage, enrolPage } from './enrol-page.ts';
import { MissLimit } from './miss-limit.ts';

/** As addHandOver makes them: 256 bits. Anything else is not looked for. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/;
/** Links that are none, from one address in a minute: a person mistypes one or two. */
const MOST_MISSES = 20;
/** A request in PEM, percent-encoded, is a few kilobytes. */
const LARGEST_FORM = '64kb';

/**
 * `/enrol/TOKEN`: how a certificate is fetched. Opening it shows the page and uses nothing up; the form on it does, once.
 * `GET /crl/ORGANISATION.crl`: the list of revoked certificates, as RFC 5280 has it in DER.
 */
export function enrolRoutes(app: Express, deps: Deps, options: { authority: CertificateAuthority; log: Logger }): void {
  const misses = new MissLimit(MOST_MISSES, 60_000, () => deps.clock.now());
  const address = ({ socket }: Request) => socket.remoteAddress ?? '';
  // Whoever has a link is served: behind a proxy, or in one office, all come from one address.
  const gone = (request: Request, response: Response, refusal: Parameters<typeof enrolGonePage>[1]) => {
    const why = refusal === 'unknown' && misses.isOver(address(request)) ? 'busy' : refusal;
    const status = { unknown: 404, used: 410, late: 410, withdrawn: 403, busy: 429 }[why];
    if (why === 'unknown') misses.note(address(request));
    if (why === 'busy') response.set('Retry-After', '60');
    response
      .status(status)
      .vary('Accept-Language')
      .type('html')
      .send(enrolGonePage(languageAsked(request), why));
  };

  app.get('/enrol/:token', async (request, response) => {
    close(response);
    const { token } = request.params;
    const found = TOKEN.test(token) ? await openLink(deps, token) : NONE;
    if (!found.ok) return gone(request, response, found.refusal);
    const { device, link, person } = found;
    const language = said(request) ?? languageOf(person);
    const until = wallTimeOf(link.expiresAt, deps.organisation().timeZone);
    response.type('html').send(enrolPage({ language, device, until, problem: null }));
  });

  app.post(
    '/enrol/:token',
    express.urlencoded({ extended: false, limit: LARGEST_FORM, parameterLimit: 10 }),
    express.raw({ type: 'application/pkcs10', limit: LARGEST_FORM }),
    async (request: Request<{ token: string }>, response) => {
      close(response);
      const { token } = request.params;
      const wish = wishOf(request.body);
      // Looked at before anything is made of what was sent; and needed to show the page again, as the link is used up then.
      const shown = TOKEN.test(token) && wish ? await openLink(deps, token) : NONE;
      if (!shown.ok || !wish) return gone(request as Request, response, shown.ok ? 'unknown' : shown.refusal);
      const redeemed = await redeemLink({ ...deps, authority: options.authority }, token, wish);
      if (!redeemed.ok) {
        const { refusal } = redeemed;
        if (refusal !== 'not-a-request' && refusal !== 'bad-signature' && refusal !== 'weak-key')
          return gone(request as Request, response, refusal);
        const language = said(request as Request) ?? languageOf(shown.person);
        const until = wallTimeOf(shown.link.expiresAt, deps.organisation().timeZone);
        response
          .status(422)
          .type('html')
          .send(enrolPage({ language, device: shown.device, until, problem: refusal }));
        return;
      }
      const { file, certificate, serial } = redeemed;
      response.once('finish', () => {
        confirmHandOver(deps, serial).catch((error: unknown) =>
          options.log.error({ err: error, serial }, 'a certificate was handed over and is not noted as such'),
        );
      });
      if (file) response.attachment('zaitaku.p12').type('application/x-pkcs12').send(Buffer.from(file));
      else response.attachment('zaitaku.cer').type('application/pkix-cert').send(Buffer.from(certificate));
    },
  );

  app.get('/crl/:name', async (request, response) => {
    const { id, certificates } = deps.organisation();
    const list =
      request.params.name === `${id}.crl` && certificates.authority === 'own'
        ? await deps.store.transaction((tx) => tx.certificates.revocationList())
        : null;
    if (!list) {
      response.status(404).type('text/plain').send('no such list\n');
      return;
    }
    // Signed anew at every revocation: asked again at each use, answered in a line where nothing is new.
    response
      .set({ 'Cache-Control': 'no-cache', 'Last-Modified': list.thisUpdate.toUTCString() })
      .type('application/pkix-crl')
      .send(Buffer.from(list.der));
  });
}

const NONE = { ok: false as const, refusal: 'unknown' as const };

function wishOf(body: unknown): RedeemWish | null {
  if (Buffer.isBuffer(body)) return { way: 'request', request: new Uint8Array(body) };
  const { way, request } = (body ?? {}) as { way?: unknown; request?: unknown };
  if (way === 'file') return { way: 'file' };
  return way === 'request' && typeof request === 'string' ? { way: 'request', request } : null;
}

/** Chosen on the page; what the person speaks in chat otherwise. */
function said(request: Request): Language | null {
  const { lang } = request.query;
  return lang === 'ja' || lang === 'en' ? lang : null;
}

function languageAsked(request: Request): Language {
  return said(request) ?? (request.acceptsLanguages(['ja', 'en']) === 'en' ? 'en' : 'ja');
}

/** Nothing of it may be kept on the way, shown inside another page, sent elsewhere, or told to a page that follows. */
function close(response: Response): void {
  response.set({
    'Cache-Control': 'no-store',
    'Content-Security-Policy':
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Robots-Tag': 'noindex',
  });
}

import type { Express, Response } from 'express';
import type { Deps } from '../flows/deps.ts';
import { localDayOf } from '../flows/local-time.ts';
import { languageOf } from '../flows/person.ts';
import { openRecords } from '../flows/records/record-link.ts';
import { recordsGonePage, recordsPage } from './records-page.ts';

/** As addLink makes them: 256 bits. Anything else is not looked for. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/**
 * `GET /records/TOKEN`: a person's own records, behind a link that opens for some minutes; `?format=json` is the same
 * as a file. Nothing of it may be kept on the way, shown inside another page, or told to a page that follows.
 */
export function recordsRoutes(app: Express, deps: Deps): void {
  app.get('/records/:token', async (request, response) => {
    const { token } = request.params;
    const opened = TOKEN.test(token) ? await openRecords(deps, token) : null;
    close(response);
    if (!opened) {
      const language = request.acceptsLanguages(['ja', 'en']) === 'en' ? 'en' : 'ja';
      response.status(404).vary('Accept-Language').type('html').send(recordsGonePage(language));
      return;
    }
    const { person, records } = opened;
    if (request.query['format'] !== 'json') {
      response.type('html').send(recordsPage(records, languageOf(person)));
      return;
    }
    const day = localDayOf(records.at, records.timeZone);
    response
      .attachment(`zaitaku-records-${day}.json`)
      .type('json')
      .send(`${JSON.stringify(records, null, 2)}\n`);
  });
}

function close(response: Response): void {
  response.set({
    'Cache-Control': 'no-store',
    'Content-Security-Policy':
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Robots-Tag': 'noindex',
  });
}

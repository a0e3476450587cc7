import type { IncomingHttpHeaders } from 'node:http';
import type { Express } from 'express';
import type { Deps } from '../flows/deps.ts';
import { readFeed, type FeedFile } from '../flows/calendar/read-feed.ts';
import { calendarFile } from './calendar-file.ts';
import { MissLimit } from './miss-limit.ts';

/** As feeds' secrets are made: 256 bits. Anything else is not looked for. */
const SECRET = /^([A-Za-z0-9_-]{43})\.ics$/;
/** An address that tries secrets waits; so does a program that reads a feed more often than any calendar needs. */
const BOUND_MINUTES = 15;
const MOST_MISSES = 30;
const MOST_READS = 60;

/**
 * `GET /ical/SECRET.ics`: a calendar feed. Whoever has the address may read it, so what is unknown, ended or not allowed
 * any more gets one and the same 404. A program that asks with If-None-Match or If-Modified-Since gets 304 where nothing
 * has changed. Caches on the way may keep nothing.
 */
export function icalRoutes(app: Express, deps: Deps): void {
  const now = () => deps.clock.now();
  const misses = new MissLimit(MOST_MISSES, BOUND_MINUTES * 60_000, now);
  const reads = new MissLimit(MOST_READS, BOUND_MINUTES * 60_000, now);
  app.get('/ical/:file', async (request, response) => {
    response.set({
      'Cache-Control': 'private, no-cache',
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
      'X-Robots-Tag': 'noindex',
    });
    const address = request.ip ?? '';
    const secret = SECRET.exec(request.params.file)?.[1];
    const tooOften = () =>
      response
        .set('Retry-After', `${BOUND_MINUTES * 60}`)
        .status(429)
        .type('text')
        .send('Too many requests\n');
    if (secret && reads.isOver(secret)) return void tooOften();
    const feed = secret ? await readFeed(deps, secret) : null;
    if (!feed || !secret) {
      // A groupware server reads for many people: what one of them has ended shuts nobody else out.
      if (misses.isOver(address)) return void tooOften();
      misses.note(address);
      response.status(404).type('text').send('Not found\n');
      return;
    }
    reads.note(secret);
    response.set({
      'Content-Type': 'text/calendar; charset=utf-8',
      'Content-Disposition': 'inline; filename="zaitaku.ics"',
      ETag: `"${feed.contentHash}"`,
      'Last-Modified': feed.changedAt.toUTCString(),
    });
    if (isKnown(request.headers, feed)) response.status(304).end();
    else response.send(calendarFile(feed));
  });
}

/**
 * Whether the program has this version. Express would send it anew to whoever says `Cache-Control: no-cache`, as programs
 * do that poll: that asks caches on the way, and there are none.
 */
function isKnown(headers: IncomingHttpHeaders, { contentHash, changedAt }: FeedFile): boolean {
  const etags = headers['if-none-match'];
  if (etags !== undefined)
    return etags.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === `"${contentHash}"`);
  const since = Date.parse(headers['if-modified-since'] ?? '');
  return since >= changedAt.getTime();
}

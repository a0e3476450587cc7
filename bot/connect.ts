import type { Express } from 'express';
import { connectPage } from './connect-page.ts';
import { showConnect } from '../flows/conversation/own-bookings.ts';
import { poolOf, type Deps } from '../flows/deps.ts';
import type { Pool } from '../flows/organisation.ts';
import { languageOf } from '../flows/person.ts';
import type { BookingLine } from '../flows/views.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export interface ConnectOptions {
  /** Address of the web client for a person. The client asks them to sign in; the link opens nothing by itself. */
  webClientUrl: (upn: string | null, pool: Pool | null) => string;
}

/**
 * The page behind every "connect" button: one address for PC, iPad and phone. It gives no access by itself and shows
 * nothing about the booking but when the desktop opens; an unknown booking shows the same page without that.
 */
export function connectRoutes(app: Express, deps: Deps, options: ConnectOptions): void {
  app.get(['/connect', '/connect/:bookingId'], async (request, response) => {
    const { bookingId } = request.params as { bookingId?: string };
    const found = await deps.store.transaction(async (tx) => {
      const booking = bookingId && UUID.test(bookingId) ? await tx.bookings.byId(bookingId) : null;
      const person = booking ? await tx.people.byId(booking.personId) : null;
      if (!person) return null;
      const view = await showConnect(tx, deps, person);
      return { person, view, pool: poolOf(deps.organisation(), view.next ? view.poolId : booking!.poolId) };
    });
    const pool = found?.pool ?? deps.organisation().pools[0] ?? null;
    const asked = request.acceptsLanguages(['ja', 'en']);
    response
      .set('Referrer-Policy', 'no-referrer')
      .type('html')
      .send(
        connectPage({
          language: found ? languageOf(found.person) : asked === 'en' ? 'en' : 'ja',
          webClientUrl: options.webClientUrl(found?.person.upn ?? null, pool),
          client: pool?.provider === 'citrix' ? 'citrix' : 'windows-app',
          avdUri: null,
          readiness: found?.view.readiness ?? 'none',
          opensAt: found?.view.opensAt ?? null,
          booked: found?.view.next ?? null,
          instead: insteadOf(found?.view.next ?? null),
          timeZone: deps.organisation().timeZone,
        }),
      );
  });
}

/** The person looks for their usual desktop in the client; where it is another one, the page names it. */
function insteadOf(line: BookingLine | null) {
  return line?.poolName && line.insteadOf ? { desktop: line.poolName, usual: line.insteadOf } : null;
}

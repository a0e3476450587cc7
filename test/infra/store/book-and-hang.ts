/** A process for crash.test.ts: does a booking's work in a transaction and never commits. Tells when it is at it. */
import { openDatabase } from '../../../infra/store/open-database.ts';
import { aBooking, NO_TEXTS, NOW } from './store-builders.ts';

const { store } = await openDatabase({
  url: process.env['URL']!,
  organisation: 'kamakura',
  mode: 'demo',
  auditKey: Buffer.from(process.env['KEY']!, 'hex'),
  migrate: false,
});
const work = (hang: boolean) =>
  store.transaction(async (tx) => {
    await tx.activities.claim(hang ? 'hung' : 'done', NOW);
    const booking = aBooking({ id: hang ? 'hung' : 'done', from: hang ? 5 : 0 });
    await tx.caps.lock({
      personId: booking.personId,
      seats: [{ poolId: 'main', startsAt: booking.startsAt, endsAt: booking.endsAt }],
      weeks: ['2026-11-30'],
    });
    await tx.bookings.add([booking], NO_TEXTS);
    await tx.outbox.add({ kind: 'calendar', bookingId: booking.id }, NOW);
    tx.audit.add({ kind: 'asked', by: 'staff', subject: booking.id, facts: {} }, NOW);
    await tx.activities.answer(hang ? 'hung' : 'done', 'confirmed');
    if (!hang) return;
    // Everything is written; only the commit is missing.
    await tx.outbox.dueQueues(NOW);
    process.send!('hanging');
    await new Promise(() => setInterval(() => undefined, 1_000));
  });
await work(false);
await work(true);

import type { Tx } from '../store.ts';
import { followBookingChange } from './booking-changes.ts';
import { HOLDING } from './booking.ts';

/**
 * A change has been approved: the booking whose place it takes is given back, in the same transaction, before the new
 * one is written. One that holds no time any more is left as it is. Repeating changes nothing.
 */
export async function replaceBooking(tx: Tx, id: string, by: string, now: Date): Promise<void> {
  const [booking] = await tx.bookings.lock([id]);
  if (!booking || !HOLDING.includes(booking.status)) return;
  const cancelled = { ...booking, status: 'cancelled' as const, version: booking.version + 1 };
  await tx.bookings.save(cancelled);
  tx.audit.add({ kind: 'booking-replaced', by, subject: id, facts: { from: booking.status } }, now);
  await followBookingChange(tx, [cancelled], now, { grants: booking.status !== 'pending', cards: true });
}

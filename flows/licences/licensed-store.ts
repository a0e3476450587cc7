import type { Booking } from '../booking/booking.ts';
import type { Deps } from '../deps.ts';
import type { BookingStore, Store } from '../store.ts';
import { followLicences } from './follow-licences.ts';
import { isCounted } from './licence.ts';
import { licensedCaps } from './read-room.ts';

/**
 * The store with licences looked after, as every flow uses it. Caps count the licences that pools share and those that are
 * bound to people; and what a transaction makes of bookings is followed in the ledger before it is committed. So whatever
 * changes a booking, now or one day, cannot forget the licence. Where none are counted it is the store as it was.
 */
export function licensedStore(store: Store, deps: Omit<Deps, 'store'>): Store {
  return {
    transaction: (work) =>
      store.transaction(async (tx) => {
        const organisation = deps.organisation();
        if (!organisation.licences.some(isCounted)) return work(tx);
        const changed = new Map<string, Booking>();
        const caps = licensedCaps(tx.caps, tx.licences, organisation, () => deps.clock.now());
        const result = await work({ ...tx, caps, bookings: watched(tx.bookings, changed) });
        await followLicences({ ...tx, caps }, { ...deps, store }, [...changed.values()]);
        return result;
      }),
    nextDueAt: () => store.nextDueAt(),
    outboxState: (now) => store.outboxState(now),
  };
}

/** Remembers each booking as it was written last. What was refused as an overlap was not written. */
function watched(bookings: BookingStore, changed: Map<string, Booking>): BookingStore {
  const own: Pick<BookingStore, 'add' | 'save'> = {
    async add(added, texts) {
      await bookings.add(added, texts);
      for (const booking of added) changed.set(booking.id, booking);
    },
    async save(booking, comment) {
      await bookings.save(booking, comment);
      changed.set(booking.id, booking);
    },
  };
  return new Proxy(bookings, {
    get(target, name) {
      if (name === 'add' || name === 'save') return own[name];
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

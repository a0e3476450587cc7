import { type Booking, HOLDING } from '../../../flows/booking/booking.ts';
import type { Organisation, Pool } from '../../../flows/organisation.ts';
import { anOrganisation, aPool } from '../../support/builders.ts';
import type { Stage } from '../../support/flow-harness.ts';

/** Everybody's pool, which overflows to a spare one that is for nobody by itself. */
export function twoPools(
  licences: [pool: number, spare: number],
  organisation: Partial<Organisation> = {},
): Organisation {
  const hosts = { prefix: 'avd-', count: 50 };
  const nobody = { everyone: false, sections: [], people: [] };
  const usual = aPool({ hosts, licences: licences[0], overflow: 'spare' });
  const spare: Pool = aPool({
    id: 'spare',
    name: { ja: '予備プール', en: 'Spare pool' },
    hostPool: 'hp-spare',
    group: 'spare-group',
    hosts: { prefix: 'spare-', count: 50 },
    licences: licences[1],
    for: nobody,
  });
  return anOrganisation({ pools: [usual, spare], ...organisation });
}

/** What is wrong with the bookings that hold a seat: one over in a pool, or a person in two pools on one day. */
export function faultsOf(bookings: readonly Booking[], { pools }: Organisation): string[] {
  const seated = bookings.filter(({ status, seatHeld }) => HOLDING.includes(status) && seatHeld);
  return seated.flatMap((one) => {
    const pool = pools.find(({ id }) => id === one.poolId);
    const together = seated.filter(
      (other) => other.poolId === one.poolId && other.startsAt <= one.startsAt && one.startsAt < other.endsAt,
    );
    // A change that is not decided holds its seat beside the booking that it replaces: one of the two ends with the decision.
    const elsewhere = seated.filter(
      (other) =>
        other.personId === one.personId &&
        other.day === one.day &&
        other.poolId !== one.poolId &&
        other.replacesId !== one.id &&
        one.replacesId !== other.id,
    );
    return [
      ...(together.length > (pool?.licences ?? 0)
        ? [`${together.length} in ${one.poolId} at ${one.startsAt.toISOString()}`]
        : []),
      ...(elsewhere.length > 0 ? [`${one.personId} in two pools on ${one.day}`] : []),
    ];
  });
}

export function allBookings(stage: Stage): Promise<Booking[]> {
  return stage.tx((tx) => tx.bookings.between(null, null, null));
}

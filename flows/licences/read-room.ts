import type { CapRequest, CapSeat, CapState, CapStore } from '../booking/cap-store.ts';
import { poolOf } from '../deps.ts';
import { addMinutes } from '../minutes.ts';
import { placesOf, seatsOf, type Organisation } from '../organisation.ts';
import { freeFor, heldBy, type Held } from './held.ts';
import { countedLicencesOf, type CountedLicence, type LockedLicence } from './licence.ts';
import type { LicenceStore } from './licence-store.ts';

/** What is free throughout an asked time: places on hosts, and licences of each sort that the pool needs. Below 0: too many are taken. */
export interface Room {
  places: number;
  licences: { licence: CountedLicence; free: number }[];
}

type ReadCaps = (asked: CapRequest) => Promise<CapState>;

/**
 * Reads the room for each seat asked for, in the order asked. What is read under locks holds until the transaction ends:
 * seats are locked in every pool that shares a licence, and a licence that is bound to people is locked as a whole, because
 * a use today binds it for months. Who is signed in without a booking has a licence of those that are wanted from now on,
 * or within the pool's notice; nobody knows whether they will be there later.
 */
export async function readRoom(
  read: ReadCaps,
  licences: Pick<LicenceStore, 'held' | 'holderOf' | 'openSessions'>,
  organisation: Organisation,
  asked: CapRequest,
  now: Date,
): Promise<Room[]> {
  const needed = asked.seats.map((seat) => countedLicencesOf(organisation, seat.poolId));
  const counted = asked.seats.flatMap((seat, index) =>
    needed[index]!.flatMap((licence) => (licence.kind === 'concurrent' ? [{ index, licence, seat }] : [])),
  );
  const locked = [...new Set(needed.flat().filter((one) => one.kind !== 'concurrent'))];
  const { taken } = await read({
    ...asked,
    seats: [...asked.seats, ...counted.map(({ seat, licence }) => ({ ...seat, together: licence.pools }))],
    keys: [...(asked.keys ?? []), ...locked.map(({ id }) => `licence/${id}`)],
  });
  const held = new Map<string, { all: Held[]; holder: string }>();
  for (const licence of locked)
    held.set(licence.id, {
      all: await heldAround(licences, licence, asked, needed),
      holder: licence.kind === 'device' ? await licences.holderOf(licence.id, asked.personId) : asked.personId,
    });

  const walkIns = await walkInsOf(
    licences,
    organisation,
    counted.filter(({ seat }) => isSoon(seat, organisation, now)).map(({ licence }) => licence),
    asked.personId,
  );

  return asked.seats.map((seat, index) => {
    const pool = poolOf(organisation, seat.poolId);
    return {
      places: (pool ? placesOf(pool) : 0) - (taken[index] ?? 0),
      licences: needed[index]!.map((licence) => {
        if (licence.kind !== 'concurrent') {
          const { all, holder } = held.get(licence.id)!;
          return { licence, free: freeFor(licence, all, useOf(seat, holder)) };
        }
        const nth = counted.findIndex((one) => one.index === index && one.licence === licence);
        const besides = isSoon(seat, organisation, now) ? (walkIns.get(licence.id) ?? 0) : 0;
        return { licence, free: licence.count - (taken[asked.seats.length + nth] ?? 0) - besides };
      }),
    };
  });
}

/** Whether a time begins before its pool promises a desktop to whoever asks now. */
function isSoon({ poolId, startsAt }: CapSeat, organisation: Organisation, now: Date): boolean {
  const pool = poolOf(organisation, poolId);
  return pool !== null && startsAt < addMinutes(now, pool.noticeMinutes);
}

/** People who are signed in without a booking where anybody may, beside the one who asks, by licence. */
async function walkInsOf(
  licences: Pick<LicenceStore, 'openSessions'>,
  { pools }: Organisation,
  wanted: readonly CountedLicence[],
  besides: string,
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const { id, pools: own } of new Set(wanted)) {
    const open = pools.filter((pool) => pool.admission === 'open' && own.includes(pool.id));
    const sessions = await Promise.all(open.map((pool) => licences.openSessions([id], pool.id)));
    const people = new Set(sessions.flat().map(({ personId }) => personId));
    people.delete(besides);
    counts.set(id, people.size);
  }
  return counts;
}

/** The caps as the flows ask for them: a seat is taken where its place or any of its licences is. */
export function licensedCaps(
  caps: CapStore,
  licences: LicenceStore,
  organisation: Organisation,
  now: () => Date,
): CapStore {
  const answer = async (read: ReadCaps, asked: CapRequest): Promise<CapState> => {
    const rooms = await readRoom(read, licences, organisation, asked, now());
    return {
      taken: rooms.map(({ places, licences: sorts }, index) => {
        const pool = poolOf(organisation, asked.seats[index]!.poolId);
        return pool ? Math.max(0, seatsOf(pool) - Math.min(places, ...sorts.map(({ free }) => free))) : 0;
      }),
      licencesShort: rooms.map(({ licences: sorts }) =>
        sorts.flatMap(({ licence, free }) => (free <= 0 ? licence.id : [])),
      ),
    };
  };
  return {
    lock: (asked) => answer((expanded) => caps.lock(expanded), asked),
    look: (asked) => answer((expanded) => caps.look(expanded), asked),
  };
}

function useOf({ startsAt, endsAt }: CapSeat, holder: string): Held {
  return { holder, from: startsAt, to: endsAt };
}

/** One look for all asked times of a licence. */
function heldAround(
  licences: Pick<LicenceStore, 'held'>,
  licence: LockedLicence,
  { seats, personId }: CapRequest,
  needed: readonly CountedLicence[][],
): Promise<Held[]> {
  const spans = seats
    .filter((_, index) => needed[index]!.includes(licence))
    .map((seat) => heldBy(licence, useOf(seat, personId)));
  const from = new Date(Math.min(...spans.map((one) => one.from.getTime())));
  const to = new Date(Math.max(...spans.map((one) => one.to.getTime())));
  return licences.held({ licenceId: licence.id, pools: licence.pools, lockDays: licence.lockDays, from, to });
}

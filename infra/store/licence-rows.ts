import { type Selectable, sql, type Transaction } from 'kysely';
import type {
  DatedUse,
  KeptDetails,
  KeptLease,
  Lease,
  LeaseReturn,
  LicenceStore,
  LicenceWant,
} from '../../flows/licences/licence-store.ts';
import type { LocalDay } from '../../flows/organisation.ts';
import { toJson, toText } from './json.ts';
import type { LicenceLeaseRow, Tables } from './tables.ts';

/** A booking's day and its instants lie no further apart than this, whatever the zone. */
const ZONE_DAYS = 2;

export class LicenceRows implements LicenceStore {
  readonly #trx: Transaction<Tables>;

  constructor(trx: Transaction<Tables>) {
    this.#trx = trx;
  }

  async ofBookings(bookingIds: string[]): Promise<KeptLease[]> {
    if (bookingIds.length === 0) return [];
    const rows = await this.#leases()
      .where(sql<boolean>`booking_id = ANY (${bookingIds}::text[])`)
      .execute();
    return rows.map(leaseOf);
  }

  async openSessions(licenceIds: string[], poolId: string): Promise<KeptLease[]> {
    const rows = await this.#leases()
      .where(sql<boolean>`licence_id = ANY (${licenceIds}::text[])`)
      .where('pool_id', '=', poolId)
      .where('booking_id', 'is', null)
      .where('returned_at', 'is', null)
      .execute();
    return rows.map(leaseOf);
  }

  async between(licenceIds: string[], { from, to }: { from: Date; to: Date }): Promise<KeptLease[]> {
    const rows = await this.#leases()
      .where(sql<boolean>`licence_id = ANY (${licenceIds}::text[])`)
      .where('from_at', '<', to)
      .where((is) => is.or([is('returned_at', 'is', null), is('returned_at', '>', from)]))
      .execute();
    return rows.map(leaseOf);
  }

  async lent(): Promise<KeptLease[]> {
    return (await this.#leases().where('returned_at', 'is', null).execute()).map(leaseOf);
  }

  async unlent(licences: readonly { id: string; pools: string[] }[]): Promise<string[]> {
    const needed = licences.flatMap(({ id, pools }) => pools.map((pool) => ({ id, pool })));
    const { rows } = await sql<{ id: string }>`
      SELECT DISTINCT b.id
        FROM booking b JOIN jsonb_to_recordset(${toJson(needed)}::jsonb) AS n (id text, pool text) ON b.pool_id = n.pool
        WHERE b.status = 'active' AND b.seat_held AND NOT EXISTS (
          SELECT FROM licence_lease l
            WHERE l.booking_id = b.id AND l.licence_id = n.id AND l.returned_at IS NULL)`.execute(this.#trx);
    return rows.map(({ id }) => id);
  }

  async lend(leases: Lease[]): Promise<Lease[]> {
    if (leases.length === 0) return [];
    const rows = await this.#trx
      .insertInto('licence_lease')
      .values(
        leases.map((lease) => ({
          licence_id: lease.licenceId,
          pool_id: lease.poolId,
          person_id: lease.personId,
          booking_id: lease.bookingId,
          from_at: lease.from,
          until_at: lease.until,
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .returning(['licence_id', 'pool_id', 'person_id', 'booking_id'])
      .execute();
    const lent = new Set(rows.map((row) => [row.licence_id, row.pool_id, row.person_id, row.booking_id].join(' ')));
    return leases.filter((one) => lent.has([one.licenceId, one.poolId, one.personId, one.bookingId].join(' ')));
  }

  async giveBack(leaseId: number, { returnedAt, why, lockedUntil }: LeaseReturn): Promise<boolean> {
    const { numUpdatedRows } = await this.#trx
      .updateTable('licence_lease')
      .set({ returned_at: returnedAt, returned_why: why, locked_until: lockedUntil })
      .where('id', '=', leaseId)
      .where('returned_at', 'is', null)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  async held(asked: {
    licenceId: string;
    pools: string[];
    lockDays: number;
    from: Date;
    to: Date;
  }): Promise<DatedUse[]> {
    const { licenceId, pools, from, to } = asked;
    const lock = sql`make_interval(hours => ${asked.lockDays * 24}::integer)`;
    const around = sql`make_interval(days => ${asked.lockDays + ZONE_DAYS}::integer)`;
    const { rows } = await sql<DatedUse>`
      WITH used AS (
        SELECT DISTINCT ON (person_id) person_id, device FROM licence_device
          WHERE licence_id = ${licenceId} ORDER BY person_id, bound_until DESC, device)
      SELECT coalesce(u.device, b.person_id) AS holder, b.starts_at AS "from", b.ends_at + ${lock} AS "to",
             b.created_at AS "askedAt"
        FROM booking b LEFT JOIN used u ON u.person_id = b.person_id
        WHERE b.pool_id = ANY (${pools}::text[]) AND b.seat_held AND b.status IN ('pending', 'approved', 'active')
          AND b.day BETWEEN (${from}::timestamptz - ${around})::date
                        AND (${to}::timestamptz + make_interval(days => ${ZONE_DAYS}))::date
          AND b.starts_at < ${to} AND b.ends_at + ${lock} > ${from}
          AND NOT EXISTS (
            SELECT FROM licence_lease l
              WHERE l.booking_id = b.id AND l.licence_id = ${licenceId} AND l.returned_at IS NULL)
      UNION ALL
      SELECT coalesce(u.device, l.person_id), l.from_at,
             CASE WHEN l.returned_at IS NULL THEN coalesce(l.until_at + ${lock}, ${to})
                  ELSE coalesce(l.locked_until, l.returned_at) END,
             coalesce(b.created_at, l.from_at)
        FROM licence_lease l LEFT JOIN booking b ON b.id = l.booking_id LEFT JOIN used u ON u.person_id = l.person_id
        WHERE l.licence_id = ${licenceId} AND l.from_at < ${to}
          AND (l.returned_at IS NULL OR coalesce(l.locked_until, l.returned_at) > ${from})
      UNION ALL
      SELECT device, first_seen, bound_until, first_seen
        FROM licence_device
        WHERE licence_id = ${licenceId} AND first_seen < ${to} AND bound_until > ${from}
      ORDER BY 4, 2, 1`.execute(this.#trx);
    return rows;
  }

  async bindDevices(
    licenceId: string,
    seen: readonly { personId: string; device: string }[],
    { firstSeen, boundUntil }: { firstSeen: Date; boundUntil: Date },
  ): Promise<boolean> {
    const asked = seen.map(({ personId, device }) => ({
      person: toText(personId),
      device: toText(`device:${device}`),
    }));
    // What is bound for long is not written again at every look.
    const { rows } = await sql<{ fresh: boolean }>`
      INSERT INTO licence_device AS d (licence_id, person_id, device, first_seen, bound_until)
        SELECT DISTINCT ${licenceId}, a.person, a.device, ${firstSeen}::timestamptz, ${boundUntil}::timestamptz
          FROM jsonb_to_recordset(${toJson(asked)}::jsonb) AS a (person text, device text)
      ON CONFLICT (licence_id, person_id, device) DO UPDATE SET
        first_seen = CASE WHEN d.bound_until < EXCLUDED.first_seen THEN EXCLUDED.first_seen ELSE d.first_seen END,
        bound_until = EXCLUDED.bound_until
        WHERE d.bound_until < EXCLUDED.bound_until - interval '1 hour'
      RETURNING d.first_seen = ${firstSeen} AS fresh`.execute(this.#trx);
    return rows.some(({ fresh }) => fresh);
  }

  async holderOf(licenceId: string, personId: string): Promise<string> {
    const row = await this.#trx
      .selectFrom('licence_device')
      .select('device')
      .where('licence_id', '=', licenceId)
      .where('person_id', '=', personId)
      .orderBy('bound_until', 'desc')
      .orderBy('device')
      .limit(1)
      .executeTakeFirst();
    return row?.device ?? personId;
  }

  async want(want: LicenceWant): Promise<void> {
    const changing = { from_at: want.from, to_at: want.to, asked_at: want.askedAt, outcome: want.outcome };
    await this.#trx
      .insertInto('licence_want')
      .values({ licence_id: want.licenceId, person_id: want.personId, day: want.day, ...changing })
      .onConflict((conflict) =>
        conflict
          .columns(['licence_id', 'person_id', 'day'])
          .doUpdateSet(changing)
          .where(sql<boolean>`licence_want.outcome = 'refused' OR ${want.outcome} = 'waitlisted'`),
      )
      .execute();
  }

  async unmet(licenceId: string, from: LocalDay, to: LocalDay): Promise<LicenceWant[]> {
    const { rows } = await sql<LicenceWant>`
      SELECT w.licence_id AS "licenceId", w.person_id AS "personId", w.day, w.from_at AS "from", w.to_at AS "to",
             w.asked_at AS "askedAt", w.outcome
        FROM licence_want w
        WHERE w.licence_id = ${licenceId} AND w.day BETWEEN ${from}::date AND ${to}::date
          AND NOT EXISTS (
            SELECT FROM booking b
              WHERE b.person_id = w.person_id AND b.day = w.day AND b.pool_id IS NOT NULL AND b.seat_held
                AND b.status IN ('pending', 'approved', 'active', 'completed', 'no-show')
                AND b.starts_at < w.to_at AND b.ends_at > w.from_at)
        ORDER BY w.asked_at, w.person_id`.execute(this.#trx);
    return rows;
  }

  async ofPerson(personId: string): Promise<{ leases: KeptLease[]; wants: LicenceWant[] }> {
    const leases = await this.#leases().where('person_id', '=', personId).execute();
    const wants = await this.#trx
      .selectFrom('licence_want')
      .selectAll()
      .where('person_id', '=', personId)
      .orderBy('day')
      .orderBy('licence_id')
      .execute();
    return {
      leases: leases.map(leaseOf),
      wants: wants.map((row) => ({
        licenceId: row.licence_id,
        personId: row.person_id,
        day: row.day,
        from: row.from_at,
        to: row.to_at,
        askedAt: row.asked_at,
        outcome: row.outcome,
      })),
    };
  }

  async devicesOf(
    personId: string,
  ): Promise<{ licenceId: string; device: string; firstSeen: Date; boundUntil: Date }[]> {
    const rows = await this.#trx
      .selectFrom('licence_device')
      .selectAll()
      .where('person_id', '=', personId)
      .orderBy('first_seen')
      .orderBy('licence_id')
      .orderBy('device')
      .execute();
    return rows.map(({ licence_id, device, first_seen, bound_until }) => ({
      licenceId: licence_id,
      device: device.replace(/^device:/, ''),
      firstSeen: first_seen,
      boundUntil: bound_until,
    }));
  }

  async details(personId: string): Promise<KeptDetails | null> {
    return (await this.detailsOf([personId])).get(personId) ?? null;
  }

  async detailsOf(personIds: readonly string[]): Promise<Map<string, KeptDetails>> {
    const rows = await this.#trx
      .selectFrom('licence_details')
      .selectAll()
      .where(sql<boolean>`person_id = ANY (${[...personIds]}::text[])`)
      .execute();
    return new Map(rows.map((row) => [row.person_id, { readAt: row.read_at, skus: row.skus, plans: row.plans }]));
  }

  async saveDetails(personId: string, { readAt, skus, plans }: KeptDetails): Promise<void> {
    const changing = { read_at: readAt, skus, plans };
    await this.#trx
      .insertInto('licence_details')
      .values({ person_id: personId, ...changing })
      .onConflict((conflict) => conflict.column('person_id').doUpdateSet(changing))
      .execute();
  }

  async toBeRead(pools: string[], from: LocalDay, to: LocalDay, before: Date, limit: number): Promise<string[]> {
    const { rows } = await sql<{ person_id: string }>`
      SELECT b.person_id
        FROM booking b LEFT JOIN licence_details d ON d.person_id = b.person_id
        WHERE b.pool_id = ANY (${pools}::text[]) AND b.day BETWEEN ${from}::date AND ${to}::date
          AND b.status IN ('pending', 'waitlisted', 'approved', 'active')
          AND (d.read_at IS NULL OR d.read_at <= ${before})
        GROUP BY b.person_id ORDER BY min(b.day), b.person_id LIMIT ${limit}`.execute(this.#trx);
    return rows.map((row) => row.person_id);
  }

  #leases() {
    return this.#trx.selectFrom('licence_lease').selectAll().orderBy('from_at').orderBy('id');
  }
}

function leaseOf(row: Selectable<LicenceLeaseRow>): KeptLease {
  return {
    id: row.id,
    licenceId: row.licence_id,
    poolId: row.pool_id,
    personId: row.person_id,
    bookingId: row.booking_id,
    from: row.from_at,
    until: row.until_at,
    returned:
      row.returned_at === null || row.returned_why === null
        ? null
        : { returnedAt: row.returned_at, why: row.returned_why, lockedUntil: row.locked_until },
  };
}

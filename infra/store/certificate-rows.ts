import { createHash, randomBytes } from 'node:crypto';
import { sql, type Selectable, type Transaction } from 'kysely';
import type {
  Certificate,
  CertificateStore,
  HandOver,
  RevocationList,
} from '../../flows/certificates/certificate-store.ts';
import { toText } from './json.ts';
import { safe } from './person-rows.ts';
import type { Tables } from './tables.ts';

const TOKEN_BYTES = 32;
const COUNTING = ['issued', 'handed-over'] as const;

export class CertificateRows implements CertificateStore {
  readonly #trx: Transaction<Tables>;

  constructor(trx: Transaction<Tables>) {
    this.#trx = trx;
  }

  async add(certificate: Certificate, der?: Uint8Array): Promise<void> {
    await this.#trx
      .insertInto('certificate')
      .values({
        serial: certificate.serial,
        subject: toText(certificate.subject),
        device_id: certificate.deviceId,
        person_id: certificate.personId,
        authority: certificate.authority,
        not_before: certificate.notBefore,
        not_after: certificate.notAfter,
        fingerprint: certificate.fingerprint,
        issued_at: certificate.issuedAt,
        ...changing(certificate),
      })
      .execute();
    if (!der) return;
    await this.#trx
      .insertInto('certificate_der')
      .values({ serial: certificate.serial, der: Buffer.from(der) })
      .execute();
  }

  async derOf(serial: string): Promise<Uint8Array | null> {
    const row = await this.#trx
      .selectFrom('certificate_der')
      .select('der')
      .where('serial', '=', toText(serial))
      .executeTakeFirst();
    return row ? new Uint8Array(row.der) : null;
  }

  async bySerial(serial: string): Promise<Certificate | null> {
    const row = await certificates(this.#trx).where('serial', '=', toText(serial)).executeTakeFirst();
    return row ? toCertificate(row) : null;
  }

  async lock(serials: string[]): Promise<Certificate[]> {
    if (serials.length === 0) return [];
    const rows = await certificates(this.#trx)
      .where('serial', 'in', safe(serials))
      .orderBy('serial')
      .forUpdate()
      .execute();
    return rows.map(toCertificate);
  }

  async save(certificate: Certificate): Promise<void> {
    await this.#trx
      .updateTable('certificate')
      .set(changing(certificate))
      .where('serial', '=', certificate.serial)
      .execute();
  }

  async ofPeople(personIds: string[]): Promise<Certificate[]> {
    if (personIds.length === 0) return [];
    return inOrder(certificates(this.#trx).where('person_id', 'in', safe(personIds)));
  }

  async ofDevice(deviceId: string): Promise<Certificate[]> {
    return inOrder(certificates(this.#trx).where('device_id', '=', toText(deviceId)));
  }

  async endingBy(now: Date, by: Date): Promise<Certificate[]> {
    const rows = await certificates(this.#trx)
      .where('state', 'in', COUNTING)
      .where('not_after', '>', now)
      .where('not_after', '<=', by)
      .orderBy('not_after')
      .orderBy('serial')
      .execute();
    return rows.map(toCertificate);
  }

  async neverFetched(before: Date): Promise<Certificate[]> {
    const never = certificates(this.#trx).where('state', '=', 'issued');
    return inOrder(never.where('issued_at', '<=', before));
  }

  async revoked(now: Date): Promise<Certificate[]> {
    const rows = await certificates(this.#trx)
      .where('authority', '=', 'own')
      .where('state', 'in', ['revoked', 'replaced'])
      .where('not_after', '>', now)
      .orderBy('serial')
      .execute();
    return rows.map(toCertificate);
  }

  all(): Promise<Certificate[]> {
    return inOrder(certificates(this.#trx));
  }

  async addHandOver(handOver: HandOver): Promise<string> {
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    await this.#trx
      .insertInto('hand_over')
      .values({
        id: handOver.id,
        token_hash: hashOf(token),
        person_id: handOver.personId,
        device_id: handOver.deviceId,
        made_at: handOver.madeAt,
        expires_at: handOver.expiresAt,
        used_at: handOver.usedAt,
        serial: handOver.serial,
        passphrase: handOver.passphrase,
      })
      .execute();
    return token;
  }

  async handOverOf(token: string, lock?: 'lock'): Promise<HandOver | null> {
    const asked = this.#trx.selectFrom('hand_over').selectAll().where('token_hash', '=', hashOf(token));
    const row = await (lock ? asked.forUpdate() : asked).executeTakeFirst();
    return row ? toHandOver(row) : null;
  }

  async handOver(id: string): Promise<HandOver | null> {
    const row = await this.#trx.selectFrom('hand_over').selectAll().where('id', '=', toText(id)).executeTakeFirst();
    return row ? toHandOver(row) : null;
  }

  async lockHandOversOf(personId: string): Promise<HandOver[]> {
    const rows = await this.#trx
      .selectFrom('hand_over')
      .selectAll()
      .where('person_id', '=', toText(personId))
      .orderBy('id')
      .forUpdate()
      .execute();
    return rows.map(toHandOver).sort((a, b) => a.madeAt.getTime() - b.madeAt.getTime());
  }

  async saveHandOver({ id, expiresAt, usedAt, serial, passphrase }: HandOver): Promise<void> {
    await this.#trx
      .updateTable('hand_over')
      .set({ expires_at: expiresAt, used_at: usedAt, serial, passphrase })
      .where('id', '=', id)
      .execute();
  }

  async tidyHandOvers(now: Date, before: Date): Promise<void> {
    await sql`UPDATE hand_over SET passphrase = NULL WHERE expires_at <= ${now} AND passphrase IS NOT NULL`.execute(
      this.#trx,
    );
    await sql`DELETE FROM hand_over WHERE expires_at < ${before}`.execute(this.#trx);
  }

  async revocationList(): Promise<RevocationList | null> {
    const row = await this.#trx.selectFrom('revocation_list').selectAll().executeTakeFirst();
    return row ? toList(row) : null;
  }

  async lockRevocationList(): Promise<RevocationList | null> {
    const row = await this.#trx.selectFrom('revocation_list').selectAll().forUpdate().executeTakeFirst();
    return row ? toList(row) : null;
  }

  async saveRevocationList({ number, thisUpdate, nextUpdate, der }: RevocationList): Promise<void> {
    const row = { number, this_update: thisUpdate, next_update: nextUpdate, der: Buffer.from(der) };
    await this.#trx
      .insertInto('revocation_list')
      .values(row)
      .onConflict((conflict) => conflict.column('only_row').doUpdateSet(row))
      .execute();
  }
}

type Asked = ReturnType<typeof certificates>;

function certificates(trx: Transaction<Tables>) {
  return trx.selectFrom('certificate').selectAll();
}

async function inOrder(asked: Asked): Promise<Certificate[]> {
  const rows = await asked.orderBy('person_id').orderBy('issued_at').orderBy('serial').execute();
  return rows.map(toCertificate);
}

/** A token is random already: a plain hash of it cannot be guessed back. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function changing({ state, revokedAt, reason, renewalToldAt }: Certificate) {
  return { state, revoked_at: revokedAt, reason, renewal_told_at: renewalToldAt };
}

function toCertificate(row: Selectable<Tables['certificate']>): Certificate {
  return {
    serial: row.serial,
    subject: row.subject,
    deviceId: row.device_id,
    personId: row.person_id,
    authority: row.authority,
    notBefore: row.not_before,
    notAfter: row.not_after,
    fingerprint: row.fingerprint,
    state: row.state,
    issuedAt: row.issued_at,
    revokedAt: row.revoked_at,
    reason: row.reason,
    renewalToldAt: row.renewal_told_at,
  };
}

function toHandOver(row: Selectable<Tables['hand_over']>): HandOver {
  return {
    id: row.id,
    personId: row.person_id,
    deviceId: row.device_id,
    madeAt: row.made_at,
    expiresAt: row.expires_at,
    usedAt: row.used_at,
    serial: row.serial,
    passphrase: row.passphrase,
  };
}

function toList(row: Selectable<Tables['revocation_list']>): RevocationList {
  return { number: row.number, thisUpdate: row.this_update, nextUpdate: row.next_update, der: row.der };
}

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { verifyAudit } from '../../../infra/store/verify-audit.ts';
import { type AuditHead, writeAuditHead } from '../../../infra/store/write-audit-head.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { at, NOW } from './store-builders.ts';

describe('the audit log', () => {
  let database: TestDatabase;
  let folder: string;
  before(async () => {
    database = await testDatabase();
    folder = await mkdtemp(path.join(tmpdir(), 'zaitaku-audit-'));
  });
  after(async () => {
    await database.close();
    await rm(folder, { recursive: true });
  });
  beforeEach(() => database.owner.query('TRUNCATE audit_entry, audit_personal'));

  const append = (count: number, personal?: Record<string, unknown>, when = NOW) =>
    database.store.transaction(async (tx) => {
      for (let index = 0; index < count; index += 1) {
        tx.audit.add(
          {
            kind: 'decision',
            by: 'manager',
            subject: `booking-${index}`,
            facts: { z: 1.5, at: when, a: ['x', null] },
            ...(personal ? { personal } : {}),
          },
          when,
        );
      }
    });
  const verify = (heads: AuditHead[] = []) => verifyAudit({ db: database.db, key: database.auditKey, heads });

  it('is unbroken, ordered by number and without gaps after many writers at once', async () => {
    await Promise.all(Array.from({ length: 15 }, () => append(3, { reason: '通院' })));

    const { rows } = await database.owner.query('SELECT array_agg(seq ORDER BY seq) AS seqs FROM audit_entry');
    assert.deepEqual(
      rows[0].seqs.map(Number),
      Array.from({ length: 45 }, (_, index) => index + 1),
    );
    assert.deepEqual(await verify(), { ok: true, entries: 45 });
  });

  it('has nothing of a transaction that failed', async () => {
    await assert.rejects(
      database.store.transaction(async (tx) => {
        tx.audit.add({ kind: 'decision', by: 'manager', subject: 's', facts: {} }, NOW);
        await tx.bookings.save({ id: 'missing' } as never);
      }),
    );
    await append(1);

    assert.deepEqual(await verify(), { ok: true, entries: 1 });
  });

  for (const [what, change] of [
    ['a fact', `UPDATE audit_entry SET facts = facts || '{"z": 2}' WHERE seq = 3`],
    ['the person', `UPDATE audit_entry SET done_by = 'somebody' WHERE seq = 3`],
    ['the time', `UPDATE audit_entry SET at = at + interval '1 millisecond' WHERE seq = 3`],
    ['the subject', `UPDATE audit_entry SET subject = 'other' WHERE seq = 3`],
    ['the kind', `UPDATE audit_entry SET kind = 'other' WHERE seq = 3`],
    ['the hash of the personal details', `UPDATE audit_entry SET personal_hash = NULL WHERE seq = 3`],
    ['its MAC', `UPDATE audit_entry SET mac = decode(repeat('00', 32), 'hex') WHERE seq = 3`],
  ] as const) {
    it(`shows where ${what} of an entry was altered`, async () => {
      await append(5, { reason: 'x' });

      await database.owner.query(change);

      assert.deepEqual(await verify(), { ok: false, seq: 3, problem: 'altered' });
    });
  }

  it('shows an entry that was taken out', async () => {
    await append(5);

    await database.owner.query('DELETE FROM audit_entry WHERE seq = 3');

    assert.deepEqual(await verify(), { ok: false, seq: 3, problem: 'missing' });
  });

  it('shows two entries that changed places', async () => {
    await append(5);

    await database.owner.query(`UPDATE audit_entry SET seq = CASE seq WHEN 2 THEN 100 ELSE 200 END WHERE seq IN (2, 3);
      UPDATE audit_entry SET seq = CASE seq WHEN 100 THEN 3 ELSE 2 END WHERE seq IN (100, 200)`);

    assert.deepEqual(await verify(), { ok: false, seq: 2, problem: 'altered' });
  });

  it('shows an entry written by somebody without the key', async () => {
    await append(2);

    await database.owner.query(
      `INSERT INTO audit_entry SELECT 3, at, kind, done_by, subject, facts, personal_hash, mac FROM audit_entry WHERE seq = 2`,
    );

    assert.deepEqual(await verify(), { ok: false, seq: 3, problem: 'altered' });
  });

  it('does not show a cut tail by itself, but with a head that was kept', async () => {
    const file = path.join(folder, 'cut.json');
    await append(3);
    const head = await writeAuditHead(database.db, file, at(1));
    await append(2);
    const later = await writeAuditHead(database.db, file, at(2));
    const kept = (await readFile(file, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as AuditHead);

    assert.deepEqual(kept, [head, later]);
    assert.deepEqual(await verify(kept), { ok: true, entries: 5 });
    await database.owner.query('DELETE FROM audit_entry WHERE seq > 4');

    assert.deepEqual(await verify(), { ok: true, entries: 4 });
    assert.deepEqual(await verify(kept), { ok: false, seq: 5, problem: 'cut off: the head file knows entry 5' });
  });

  it('shows a chain that was begun anew by somebody with the key', async () => {
    const file = path.join(folder, 'anew.json');
    await append(3);
    const head = await writeAuditHead(database.db, file, at(1));
    await database.owner.query('TRUNCATE audit_entry, audit_personal');
    await append(4, undefined, at(1));

    assert.deepEqual(await verify(), { ok: true, entries: 4 });
    assert.deepEqual(await verify([head!]), { ok: false, seq: 3, problem: 'not the entry that the head file knows' });
  });

  it('has no head while it is empty', async () => {
    assert.equal(await writeAuditHead(database.db, path.join(folder, 'none.json'), NOW), null);
    assert.deepEqual(await verify(), { ok: true, entries: 0 });
  });

  it('stays whole when personal details are deleted, and shows it when they are altered', async () => {
    await append(2, { reason: '通院' }, at(0));
    await append(2, { reason: '子の行事' }, at(5));

    await sql`SELECT forget_audit_personal(${at(1)})`.execute(database.db);

    const { rows } = await database.owner.query('SELECT seq::int FROM audit_personal ORDER BY seq');
    assert.deepEqual(
      rows.map((row) => row.seq),
      [3, 4],
    );
    assert.deepEqual(await verify(), { ok: true, entries: 4 });
    await database.owner.query(`UPDATE audit_personal SET details = '{"reason": "私用"}' WHERE seq = 4`);
    assert.deepEqual(await verify(), { ok: false, seq: 4, problem: 'personal details altered' });
  });

  it('is the same whatever order its facts are kept in, with texts of every kind', async () => {
    const facts = { b: { d: 1e21, c: -0.1 }, a: '\u2028"\\ 絵文字 😀', nothing: undefined };

    await database.store.transaction(async (tx) => tx.audit.add({ kind: 'k', by: 'b', subject: 's', facts }, NOW));

    assert.deepEqual(await verify(), { ok: true, entries: 1 });
  });

  it('lets the application insert and read, and nothing else', async () => {
    await append(1, { reason: 'x' });

    for (const statement of [
      'UPDATE audit_entry SET at = at',
      'DELETE FROM audit_entry',
      'TRUNCATE audit_entry',
      'UPDATE audit_personal SET details = details',
      'DELETE FROM audit_personal',
      'TRUNCATE audit_personal',
      'ALTER TABLE audit_entry ADD COLUMN x int',
      'DROP TABLE audit_personal',
    ]) {
      await assert.rejects(sql.raw(statement).execute(database.db), /permission denied|must be owner/, statement);
    }
  });
});

import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { verifyAudit } from '../../../infra/store/verify-audit.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { aBooking, addLocked, NOW } from './store-builders.ts';

describe('a process that is killed inside a transaction', () => {
  let database: TestDatabase;
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.close());

  it('leaves everything that it committed, nothing of what it did not, and no lock', async function () {
    this.timeout(60_000);
    const child = fork(fileURLToPath(new URL('./book-and-hang.ts', import.meta.url)), {
      execArgv: ['--import', 'tsx'],
      env: { ...process.env, URL: database.url, KEY: database.auditKey.toString('hex') },
    });
    const [message] = await once(child, 'message');
    assert.equal(message, 'hanging');

    child.kill('SIGKILL');
    await once(child, 'exit');

    const found = await database.store.transaction(async (tx) => ({
      bookings: (await tx.bookings.between(null, null, null)).map((booking) => booking.id),
      repeat: await tx.activities.claim('done', NOW),
      // Waits until the server has noticed the death, then finds nothing claimed.
      hung: await tx.activities.claim('hung', NOW),
      queues: await tx.outbox.dueQueues(NOW),
    }));
    assert.deepEqual(found, {
      bookings: ['done'],
      repeat: { answer: 'confirmed' },
      hung: null,
      queues: ['calendar:staff'],
    });
    assert.deepEqual(await database.store.outboxState(NOW), { waiting: 1, due: 1, failing: 0 });
    assert.deepEqual(await verifyAudit({ db: database.db, key: database.auditKey }), { ok: true, entries: 1 });
    await database.store.transaction((tx) => addLocked(tx, [aBooking({ id: 'again', from: 5 })]));
  });
});

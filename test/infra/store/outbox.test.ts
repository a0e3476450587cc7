import assert from 'node:assert/strict';
import type { OutboxEntry, OutboxWork } from '../../../flows/store.ts';
import type { Fault } from '../../../flows/notice.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { aBooking, at, NO_TEXTS, NOW } from './store-builders.ts';

describe('the outbox in the store', () => {
  let database: TestDatabase;
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.close());
  beforeEach(() =>
    database.owner.query(
      'TRUNCATE outbox, posted_card, booking, booking_text, late_word, licence_lease, decision, feedback, due RESTART IDENTITY',
    ),
  );

  const inTransaction: TestDatabase['store']['transaction'] = (work) => database.store.transaction(work);
  const tell = (personId: string, requestId = 'request'): OutboxWork => ({
    kind: 'tell',
    personId,
    notice: { kind: 'approval-request', requestId },
  });
  const addAll = (...works: OutboxWork[]) =>
    inTransaction(async (tx) => {
      for (const work of works) await tx.outbox.add(work, NOW);
    });
  const take = (queue: string, now = NOW) => inTransaction((tx) => tx.outbox.take(queue, now));
  const requestOf = (entry: OutboxEntry | null) =>
    entry?.work.kind === 'tell' && entry.work.notice.kind === 'approval-request' ? entry.work.notice.requestId : null;

  it('puts what goes to one person into one queue, in the order in which it was said', async () => {
    await addAll(tell('a', '1'), tell('b', '2'), tell('a', '3'));

    const first = await take('chat:a');
    await inTransaction((tx) => tx.outbox.done(first!.id, NOW));
    const second = await take('chat:a');

    assert.deepEqual([requestOf(first), requestOf(second)], ['1', '3']);
    assert.deepEqual(await inTransaction((tx) => tx.outbox.dueQueues(NOW)), ['chat:b', 'chat:a']);
  });

  it('puts a card into its person’s queue and an event into their mailbox’s', async () => {
    const booking = aBooking({ personId: 'a' });
    await inTransaction(async (tx) => {
      await tx.postedCards.save({
        personId: 'a',
        kind: 'request',
        subject: 'r',
        serviceUrl: 's',
        conversationId: 'c',
        activityId: '1',
      });
      await tx.bookings.add([booking], NO_TEXTS);
    });
    const [card] = await inTransaction((tx) => tx.postedCards.of('request', 'r'));

    await addAll({ kind: 'refresh-card', postedCardId: card!.id }, { kind: 'calendar', bookingId: booking.id });

    assert.deepEqual(await inTransaction((tx) => tx.outbox.dueQueues(NOW)), ['chat:a', 'calendar:a']);
  });

  it('counts every attempt and holds a queue back until its first entry is tried again', async () => {
    await addAll(tell('a', '1'), tell('a', '2'));
    const entry = await take('chat:a');
    await inTransaction((tx) => tx.outbox.retryAt(entry!.id, at(1), 'throttled'));

    assert.equal(await take('chat:a', at(0.5)), null);
    assert.deepEqual(await inTransaction((tx) => tx.outbox.dueQueues(at(0.5))), []);
    assert.deepEqual(await database.store.outboxState(at(0.5)), { waiting: 2, due: 0, failing: 1 });
    assert.deepEqual(await database.store.nextDueAt(), at(1));

    const again = await take('chat:a', at(1));
    assert.deepEqual([requestOf(again), again?.attempts], ['1', 2]);
    assert.deepEqual(await database.store.outboxState(at(1)), { waiting: 2, due: 2, failing: 1 });
  });

  it('lets the next one go where the first was given up', async () => {
    await addAll(tell('a', '1'), tell('a', '2'));
    const entry = await take('chat:a');

    await inTransaction((tx) => tx.outbox.giveUp(entry!.id, 'the content was refused', NOW));

    assert.equal(requestOf(await take('chat:a')), '2');
    assert.deepEqual(await database.store.outboxState(NOW), { waiting: 1, due: 1, failing: 0 });
  });

  it('offers an entry again whose delivery was cut off', async () => {
    await addAll(tell('a'));
    const cutOff = await take('chat:a');

    const again = await take('chat:a');

    assert.deepEqual([again?.id, again?.attempts], [cutOff?.id, 2]);
  });

  it('keeps an entry that is done for looking and offers it no more', async () => {
    await addAll(tell('a'));
    const entry = await take('chat:a');

    await inTransaction((tx) => tx.outbox.done(entry!.id, NOW));

    assert.equal((await inTransaction((tx) => tx.outbox.byId(entry!.id)))?.id, entry!.id);
    assert.equal(await take('chat:a'), null);
    assert.equal(await database.store.nextDueAt(), null);
  });

  it('loses what was added by a transaction that failed', async () => {
    await assert.rejects(
      inTransaction(async (tx) => {
        await tx.outbox.add(tell('a'), NOW);
        throw new Error('failed');
      }),
    );

    assert.deepEqual(await database.store.outboxState(NOW), { waiting: 0, due: 0, failing: 0 });
  });

  it('shows what this very transaction has added', async () => {
    const entry = await inTransaction(async (tx) => {
      await tx.outbox.add(tell('a'), NOW);
      return tx.outbox.take('chat:a', NOW);
    });

    assert.equal(requestOf(entry), 'request');
  });

  it('gives instants back as instants', async () => {
    const fault: Fault = { code: 'pool-unreadable', subject: 'main', detail: '503', since: at(-1) };
    await addAll({ kind: 'tell', personId: 'a', notice: { kind: 'fault', fault } });

    assert.deepEqual((await take('chat:a'))?.work, { kind: 'tell', personId: 'a', notice: { kind: 'fault', fault } });
  });

  it('knocks once for a queue, however much is added to it', async () => {
    await database.owner.query('DELETE FROM graphile_worker._private_jobs');

    await addAll(tell('a', '1'), tell('a', '2'), tell('b', '3'));
    await addAll(tell('a', '4'));

    const { rows } = await database.owner.query('SELECT key FROM graphile_worker.jobs ORDER BY key');
    assert.deepEqual(
      rows.map((row) => row.key),
      ['chat:a', 'chat:b'],
    );
  });

  it('knocks again for a queue whose job is being worked on', async () => {
    await database.owner.query('DELETE FROM graphile_worker._private_jobs');
    await addAll(tell('a', '1'));
    await database.owner.query(
      `UPDATE graphile_worker._private_jobs SET locked_at = run_at, locked_by = 'worker', attempts = 1`,
    );

    await addAll(tell('a', '2'));

    const { rows } = await database.owner.query('SELECT locked_by FROM graphile_worker.jobs ORDER BY id');
    assert.deepEqual(
      rows.map((row) => row.locked_by),
      ['worker', null],
    );
  });
});

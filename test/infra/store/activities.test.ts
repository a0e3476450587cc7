import assert from 'node:assert/strict';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { deferred, waitUntilBlocked } from './waiting.ts';
import { NOW } from './store-builders.ts';

describe('incoming activities in the store', () => {
  let database: TestDatabase;
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.close());

  it('are claimed once; a repeat gets the answer that was given', async () => {
    const first = await database.store.transaction(async (tx) => {
      const claimed = await tx.activities.claim('channel:1', NOW);
      await tx.activities.answer('channel:1', { card: [1, 'ひとつ'] });
      return claimed;
    });

    const second = await database.store.transaction((tx) => tx.activities.claim('channel:1', NOW));

    assert.equal(first, null);
    assert.deepEqual(second, { answer: { card: [1, 'ひとつ'] } });
  });

  it('make a repeat wait while the first is at work, and give it the answer', async () => {
    const mayEnd = deferred();
    const claimed = deferred();
    const first = database.store.transaction(async (tx) => {
      await tx.activities.claim('channel:2', NOW);
      claimed.resolve();
      await mayEnd.promise;
      await tx.activities.answer('channel:2', 'done');
    });
    await claimed.promise;
    const repeat = database.store.transaction((tx) => tx.activities.claim('channel:2', NOW));
    await waitUntilBlocked(database.owner);

    mayEnd.resolve();

    assert.deepEqual(await repeat, { answer: 'done' });
    await first;
  });

  it('are free again when the first one fails: the waiting repeat does the work', async () => {
    const mayFail = deferred();
    const claimed = deferred();
    const first = database.store.transaction(async (tx) => {
      await tx.activities.claim('channel:3', NOW);
      claimed.resolve();
      await mayFail.promise;
      throw new Error('crashed');
    });
    await claimed.promise;
    const repeat = database.store.transaction((tx) => tx.activities.claim('channel:3', NOW));
    await waitUntilBlocked(database.owner);

    mayFail.resolve();

    await assert.rejects(first, /crashed/);
    assert.equal(await repeat, null);
  });

  it('do their work once however many repeats arrive together', async () => {
    let worked = 0;

    const answers = await Promise.all(
      Array.from({ length: 12 }, () =>
        database.store.transaction(async (tx) => {
          const before = await tx.activities.claim('channel:4', NOW);
          if (before) return before.answer;
          worked += 1;
          await tx.activities.answer('channel:4', 'once');
          return 'once';
        }),
      ),
    );

    assert.equal(worked, 1);
    assert.deepEqual(new Set(answers), new Set(['once']));
  });
});

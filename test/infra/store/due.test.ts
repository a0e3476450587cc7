import assert from 'node:assert/strict';
import type { DueStore } from '../../../flows/store.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { at } from './store-builders.ts';

describe('what is due in the store', () => {
  let database: TestDatabase;
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.close());
  beforeEach(() => database.owner.query('TRUNCATE due; DELETE FROM graphile_worker._private_jobs'));

  const inTransaction = <T>(work: (due: DueStore) => Promise<T>) => database.store.transaction((tx) => work(tx.due));
  const standing = async () => (await inTransaction((due) => due.list(at(1_000)))).map((entry) => entry.at);
  const wish = (hours: number) => inTransaction((due) => due.noLaterThan('capacity', 'main', at(hours)));

  it('keeps the earliest wish', async () => {
    await wish(5);
    await wish(3);
    await wish(4);

    assert.deepEqual(await standing(), [at(3)]);
    assert.deepEqual(await database.store.nextDueAt(), at(3));
  });

  it('is listed when its time has come, earliest first', async () => {
    await inTransaction(async (due) => {
      await due.noLaterThan('reminder', 'r', at(2));
      await due.noLaterThan('access', 'main', at(1));
      await due.noLaterThan('capacity', 'main', at(3));
    });

    assert.deepEqual(await inTransaction((due) => due.list(at(2))), [
      { kind: 'access', subject: 'main', at: at(1) },
      { kind: 'reminder', subject: 'r', at: at(2) },
    ]);
  });

  it('is gone once it is cleared as it was seen', async () => {
    await wish(1);

    await inTransaction((due) => due.clear('capacity', 'main', at(1)));

    assert.deepEqual(await standing(), []);
  });

  it('stays where it moved since it was seen', async () => {
    await wish(2);
    await wish(1);

    await inTransaction((due) => due.clear('capacity', 'main', at(2)));

    assert.deepEqual(await standing(), [at(1)]);
  });

  it('keeps a wish made while the entry was being dealt with, through clear and through set', async () => {
    for (const finish of [
      (due: DueStore) => due.clear('capacity', 'main', at(1)),
      (due: DueStore) => due.set('capacity', 'main', at(9)),
      (due: DueStore) => due.set('capacity', 'main', null),
    ]) {
      await inTransaction((due) => due.set('capacity', 'main', null));
      await wish(1);
      const [seen] = await inTransaction((due) => due.list(at(1)));
      assert.deepEqual(seen?.at, at(1));
      await wish(2);

      await inTransaction(finish);

      assert.deepEqual(await standing(), [at(2)]);
      await inTransaction((due) => due.clear('capacity', 'main', at(2)));
      assert.deepEqual(await standing(), []);
    }
  });

  it('brings one look for a wish made meanwhile and the next look of its handler', async () => {
    await wish(1);
    await wish(2);

    await inTransaction(async (due) => {
      await due.clear('capacity', 'main', at(1));
      await due.noLaterThan('capacity', 'main', at(2));
    });

    assert.deepEqual(await standing(), [at(2)]);
    await inTransaction((due) => due.clear('capacity', 'main', at(2)));
    assert.deepEqual(await standing(), []);
  });

  it('is set later or taken away where nothing was asked meanwhile', async () => {
    await wish(1);

    await inTransaction((due) => due.set('capacity', 'main', at(9)));
    assert.deepEqual(await standing(), [at(9)]);

    await inTransaction((due) => due.set('capacity', 'main', null));
    assert.deepEqual(await standing(), []);
  });

  it('wakes the scheduler when it changes', async () => {
    await wish(1);

    const { rows } = await database.owner.query('SELECT key, task_identifier FROM graphile_worker.jobs');
    assert.deepEqual(rows, [{ key: 'wake', task_identifier: 'wake' }]);
  });

  it('takes wishes from many transactions at once, in any order, without a deadlock that shows', async () => {
    const subjects = ['a', 'b', 'c', 'd'];

    await Promise.all(
      Array.from({ length: 24 }, (_, index) =>
        inTransaction(async (due) => {
          const order = index % 2 ? subjects : [...subjects].reverse();
          for (const subject of order) await due.noLaterThan('capacity', subject, at(index + 1));
        }),
      ),
    );

    assert.deepEqual(
      await standing(),
      subjects.map(() => at(1)),
    );
  });
});

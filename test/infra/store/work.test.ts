import assert from 'node:assert/strict';
import type { WorkEntry } from '../../../flows/work/work-record.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { at, NOW } from './store-builders.ts';

const DAY = '2026-12-02';

function entry(more: Partial<WorkEntry> = {}): WorkEntry {
  return {
    personId: 'staff',
    day: DAY,
    number: 1,
    move: 'start',
    at: NOW,
    writtenAt: at(1),
    writtenBy: 'staff',
    corrects: null,
    ...more,
  };
}

describe('working time in the store', () => {
  let database: TestDatabase;
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.close());
  beforeEach(() => database.owner.query('TRUNCATE work_day, work_entry'));

  const inTransaction: TestDatabase['store']['transaction'] = (work) => database.store.transaction(work);

  it('is kept as it was told, entry by entry', async () => {
    const told = [entry(), entry({ number: 2, move: 'withdrawn', corrects: 1 })];
    await inTransaction(async (tx) => {
      await tx.work.begin('staff', DAY, 'booking');
      await tx.work.add(told);
    });

    const record = await inTransaction((tx) => tx.work.of('staff', DAY));

    assert.deepEqual(record, {
      personId: 'staff',
      day: DAY,
      bookingId: 'booking',
      entries: told,
      askedAt: null,
      openAt: null,
      shownAt: null,
    });
    assert.equal(await inTransaction((tx) => tx.work.of('staff', '2026-12-03')), null);
    assert.equal(await inTransaction((tx) => tx.work.lock('nobody\0', DAY)), null);
  });

  it('begins a day once, on the booking that came first', async () => {
    await inTransaction((tx) => tx.work.begin('staff', DAY, 'first'));

    const record = await inTransaction((tx) => tx.work.begin('staff', DAY, 'second'));

    assert.equal(record.bookingId, 'first');
  });

  it('takes a number once, so that two writers cannot both be the next', async () => {
    await inTransaction(async (tx) => {
      await tx.work.begin('staff', DAY, 'booking');
      await tx.work.add([entry()]);
    });

    await assert.rejects(inTransaction((tx) => tx.work.add([entry({ move: 'finish' })])));
  });

  it('lets the second of two transactions at once see what the first wrote', async () => {
    const numbers = await Promise.all(
      Array.from({ length: 4 }, () =>
        inTransaction(async (tx) => {
          const { entries } = await tx.work.begin('staff', DAY, 'booking');
          await tx.work.add([entry({ number: entries.length + 1 })]);
          return entries.length + 1;
        }),
      ),
    );

    assert.deepEqual(
      numbers.sort((a, b) => a - b),
      [1, 2, 3, 4],
    );
  });

  it('cannot be changed or taken out by the application, only added to', async () => {
    await inTransaction(async (tx) => {
      await tx.work.begin('staff', DAY, 'booking');
      await tx.work.add([entry()]);
    });

    await assert.rejects(
      database.db
        .updateTable('work_entry')
        .set({ at: at(5) })
        .execute(),
      /permission denied/,
    );
  });

  it('keeps the first instant of each step about a missing finish', async () => {
    await inTransaction((tx) => tx.work.begin('staff', DAY, 'booking'));
    await inTransaction((tx) => tx.work.mark('staff', DAY, 'asked', at(10)));
    await inTransaction((tx) => tx.work.mark('staff', DAY, 'asked', at(11)));
    await inTransaction((tx) => tx.work.mark('staff', DAY, 'open', at(12)));

    const record = await inTransaction((tx) => tx.work.of('staff', DAY));

    assert.deepEqual([record!.askedAt, record!.openAt, record!.shownAt], [at(10), at(12), null]);
  });

  it('is read by days and by person, and goes by days when its time is over', async () => {
    await inTransaction(async (tx) => {
      for (const [personId, day] of [
        ['staff', '2026-12-01'],
        ['staff', DAY],
        ['other', DAY],
        ['staff', '2026-12-03'],
      ] as const) {
        await tx.work.begin(personId, day, 'booking');
        await tx.work.add([entry({ personId, day })]);
      }
    });
    const read = async (...query: [string | null, string | null, string | null]) =>
      (await inTransaction((tx) => tx.work.between(...query))).map(
        ({ personId, day, entries }) => `${day} ${personId} ${entries.length}`,
      );

    assert.deepEqual(await read(DAY, DAY, null), [`${DAY} other 1`, `${DAY} staff 1`]);
    assert.deepEqual(await read(null, DAY, 'staff'), ['2026-12-01 staff 1', `${DAY} staff 1`]);
    assert.equal((await inTransaction((tx) => tx.work.ofPerson('staff'))).length, 3);
    assert.equal(await inTransaction((tx) => tx.work.deleteBefore(DAY)), 1);
    assert.equal(await inTransaction((tx) => tx.work.deleteBefore(DAY)), 0);
    assert.deepEqual(await read(null, null, 'staff'), [`${DAY} staff 1`, '2026-12-03 staff 1']);
    const { rows } = await database.owner.query('SELECT count(*)::int AS n FROM work_entry');
    assert.equal(rows[0].n, 3);
  });

  it('lets whole days go though corrections name what they correct', async () => {
    await inTransaction(async (tx) => {
      await tx.work.begin('staff', DAY, 'booking');
      await tx.work.add([entry(), entry({ number: 2, at: at(1), corrects: 1 })]);
    });

    assert.equal(await inTransaction((tx) => tx.work.deleteBefore('2026-12-03')), 1);
  });
});

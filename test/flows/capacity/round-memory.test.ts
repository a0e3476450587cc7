import assert from 'node:assert/strict';
import { reconcileHostPool } from '../../../flows/capacity/reconcile-host-pool.ts';
import { PictureCache } from '../../../flows/capacity/round-memory.ts';
import { at, bookingsOf } from './capacity-builders.ts';
import { CapacityDesk, POOL_ID } from './capacity-desk.ts';

const MINUTE = 60_000;

describe('the memory of a pool', () => {
  it('plans the same with the picture kept in the process as with one read at every round', async () => {
    const kept = aDesk(aCache());
    const read = aDesk();

    await aMorning(kept);
    await aMorning(read);

    assert.deepEqual(kept.provider.calls, read.provider.calls);
    assert.deepEqual(
      kept.journal.map(({ at: when, action }) => [when, action]),
      read.journal.map(({ at: when, action }) => [when, action]),
    );
    assert.ok(kept.journal.length > 2, 'something was done');
  });

  it('writes the picture now and then, and the hosts at every round', async () => {
    const desk = aDesk(aCache());

    await rounds(desk, 30);

    assert.ok(desk.pictures >= 3 && desk.pictures <= 4, `${desk.pictures} written in half an hour`);
  });

  it('reads the picture that was written where another process has had a round meanwhile', async () => {
    const desk = aDesk(aCache());
    await rounds(desk, 3);
    const other = { ...desk.deps, pictures: aCache() };
    desk.bookings = bookingsOf(20, { endsAt: at('12:00') });
    desk.now = new Date(desk.now.getTime() + 15 * MINUTE);
    await reconcileHostPool(other, POOL_ID);
    const written = JSON.stringify(desk.picture);

    desk.now = new Date(desk.now.getTime() + MINUTE);
    await reconcileHostPool(desk.deps, POOL_ID);
    desk.now = new Date(desk.now.getTime() + 15 * MINUTE);
    await reconcileHostPool(desk.deps, POOL_ID);

    assert.ok(written.includes(String(at('12:00').getTime())));
    assert.ok(JSON.stringify(desk.picture).includes(String(at('12:00').getTime())), 'nothing of it is lost');
  });

  it('goes on after a crash from the picture that was written last', async () => {
    const desk = aDesk(aCache());
    await rounds(desk, 12);
    const before = desk.journal.length;

    desk.deps.pictures = aCache();
    await rounds(desk, 12);

    const again = desk.journal.slice(before).filter(({ action }) => action.op === 'start');
    assert.deepEqual(again, [], 'hosts that are on are not started once more');
  });
});

function aCache(): PictureCache {
  let stamps = 0;
  const mine = Math.random();
  return new PictureCache(() => `${mine} ${(stamps += 1)}`);
}

function aDesk(pictures?: PictureCache): CapacityDesk {
  const desk = new CapacityDesk(at('08:10'));
  desk.provider.addPool(POOL_ID, { hosts: ['h1', 'h2', 'h3'] });
  desk.bookings = bookingsOf(20);
  if (pictures) desk.deps.pictures = pictures;
  return desk;
}

async function rounds(desk: CapacityDesk, count: number): Promise<void> {
  for (let nth = 0; nth < count; nth += 1) {
    await reconcileHostPool(desk.deps, POOL_ID);
    desk.provider.settle();
    desk.now = new Date(desk.now.getTime() + MINUTE);
  }
}

async function aMorning(desk: CapacityDesk): Promise<void> {
  await rounds(desk, 8);
  for (let person = 1; person <= 18; person += 1)
    desk.provider.signIn(POOL_ID, `p${person}@x`, person < 11 ? 'h1' : 'h2');
  await rounds(desk, 10);
  for (let person = 1; person <= 10; person += 1) desk.provider.signOut(POOL_ID, `p${person}@x`);
  desk.now = at('17:20');
  await rounds(desk, 15);
}

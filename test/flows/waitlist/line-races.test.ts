import assert from 'node:assert/strict';
import { HOLDING, type Booking } from '../../../flows/booking/booking.ts';
import { followWaitlist } from '../../../flows/waitlist/promote-waiting.ts';
import { anOrganisation, aPool } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';
import { askTheLine, DAY, join, mostTaken } from './line-stage.ts';

const SEATS = 30;
const WAITERS = 60;

describe('thirty cancellations and sixty who wait, at once', function () {
  this.timeout(120_000);
  let stage: Stage;
  before(async () => {
    stage = await openStage({ connections: 20 });
  });
  after(() => stage.database.close());

  const holders = Array.from({ length: SEATS }, (_, index) => `holder${index}`);
  const waiters = Array.from({ length: WAITERS }, (_, index) => `waiter${index}`);
  const newcomers = Array.from({ length: 10 }, (_, index) => `newcomer${index}`);

  it('fill every seat, in turn, and never one too many', async () => {
    await stage.reset(anOrganisation({ pools: [aPool({ hosts: { prefix: 'avd-', count: SEATS }, maxSessions: 1 })] }));
    const everybody = [...holders, ...waiters, ...newcomers];
    await stage.people(...everybody.map((name) => [name, { manager: 'manager' }] as [string, object]), 'manager');
    const held = await Promise.all(holders.map(async (name) => (await stage.request(name))[0]!));
    const line: Booking[] = [];
    for (const name of waiters) line.push(await join(stage, name));
    const drafts = await Promise.all(newcomers.map((name) => stage.propose(name)));
    const seen = { over: false, most: 0 };
    const watch = async () => {
      while (!seen.over) seen.most = Math.max(seen.most, await mostTaken(stage));
    };
    const watching = watch();

    await Promise.all([
      ...holders.map((name, index) => stage.cancel(name, held[index]!)),
      ...newcomers.map((name, index) => stage.confirm(name, drafts[index]!)),
      ...waiters.slice(0, 5).map((name, index) => stage.cancel(name, line[index]!)),
      ...Array.from({ length: 5 }, () => followWaitlist(stage.deps, 'pool')),
    ]);
    await askTheLine(stage);
    seen.over = true;
    await watching;

    const all = await stage.tx((tx) => tx.bookings.between(DAY, DAY, null));
    const seated = all.filter((one) => HOLDING.includes(one.status));
    assert.equal(seated.length, SEATS, 'every seat is taken');
    assert.ok(seen.most <= SEATS, `${seen.most} held a seat at one time`);
    // Of the five who leave, some may have their seat already: their tap is on an older card and changes nothing.
    const stayed = line.filter(({ id }) => all.find((one) => one.id === id)?.status !== 'cancelled');
    assert.ok(stayed.length >= WAITERS - 5);
    const expected = stayed.slice(0, SEATS).map((one) => one.id);
    assert.deepEqual(new Set(seated.map((one) => one.id)), new Set(expected), 'the first of those who stayed');
    const left = all.filter((one) => one.status === 'waitlisted').map((one) => one.id);
    assert.deepEqual(new Set(left), new Set(stayed.slice(SEATS).map((one) => one.id)));
    assert.equal(all.length, SEATS + WAITERS, 'nobody is lost, and no newcomer has passed');
  });
});

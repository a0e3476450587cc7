import assert from 'node:assert/strict';
import type { AccessGrant } from '../../../flows/store.ts';
import { readBookings } from '../../../infra/store/read-bookings.ts';
import { tidy } from '../../../infra/store/tidy.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { aBooking, aDirectoryPerson, aDraft, at, NO_TEXTS, NOW } from './store-builders.ts';

describe('ledgers of outward work in the store', () => {
  let database: TestDatabase;
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.close());

  const inTransaction: TestDatabase['store']['transaction'] = (work) => database.store.transaction(work);

  it('keep grants by pool and person', async () => {
    const grant: AccessGrant = {
      poolId: 'p',
      personId: 'a',
      state: 'adding',
      attempts: 0,
      nextAttemptAt: NOW,
      failingSince: null,
    };
    await inTransaction((tx) => tx.access.save([grant, { ...grant, personId: 'b', state: 'standing' }]));
    const failing: AccessGrant = { ...grant, attempts: 2, nextAttemptAt: at(1), failingSince: NOW };

    await inTransaction(async (tx) => {
      await tx.access.save([failing]);
      await tx.access.remove('p', ['b', 'nobody']);
    });

    assert.deepEqual(await inTransaction((tx) => tx.access.ofPool('p')), [failing]);
    assert.deepEqual(await inTransaction((tx) => tx.access.ofPool('other')), []);
  });

  it('keep each warning once', async () => {
    await inTransaction(async (tx) => {
      await tx.access.saveWarned('p', 'a', NOW, 10);
      await tx.access.saveWarned('p', 'a', NOW, 10);
      await tx.access.saveWarned('p', 'a', NOW, 25);
    });

    assert.deepEqual(await inTransaction((tx) => tx.access.warned('p')), [
      { personId: 'a', windowEnd: NOW, minutes: 10 },
      { personId: 'a', windowEnd: NOW, minutes: 25 },
    ]);
  });

  it('keep a booking’s event until it is removed', async () => {
    const written = { subject: 'Telework', showAs: 'workingElsewhere' as const, startsAt: NOW, endsAt: NOW };
    const asked = { ...written, subject: 'Telework (requested)', showAs: 'tentative' as const };
    await inTransaction((tx) => tx.calendar.save('b', { eventId: 'event-1', written: asked }));
    await inTransaction((tx) => tx.calendar.setOwnWords('b', true));
    await inTransaction((tx) => tx.calendar.begin('b', 'Telework'));
    assert.deepEqual(await inTransaction((tx) => tx.calendar.eventOf('b')), {
      eventId: 'event-1',
      written: null,
      subjects: ['Telework (requested)', 'Telework'],
      ownWords: true,
    });
    await inTransaction((tx) => tx.calendar.save('b', { eventId: 'event-2', written }));
    assert.deepEqual(await inTransaction((tx) => tx.calendar.eventOf('b')), {
      eventId: 'event-2',
      written,
      subjects: ['Telework (requested)', 'Telework'],
      ownWords: false,
    });

    await inTransaction((tx) => tx.calendar.save('b', null));

    assert.equal(await inTransaction((tx) => tx.calendar.eventOf('b')), null);
  });

  it('keep what the planner remembers of each pool', async () => {
    await inTransaction((tx) => tx.capacity.saveMemory('p', { version: 1, boots: [120, 240] }));

    assert.deepEqual(await inTransaction((tx) => tx.capacity.loadMemory('p')), { version: 1, boots: [120, 240] });
    assert.equal(await inTransaction((tx) => tx.capacity.loadMemory('other')), null);
  });

  it('has a visit once, however often it is seen to have ended', async () => {
    const hourOf = (hour: number) => new Date(Date.UTC(2026, 11, 2, hour));
    const visit = { poolId: 'p', personId: 'hanako', cameAt: hourOf(0), leftOpenAt: null, endedAt: hourOf(8) };
    const nobody = { ...visit, personId: null };

    await inTransaction((tx) => tx.visits.add([visit, nobody]));
    await inTransaction((tx) => tx.visits.add([{ ...visit, endedAt: hourOf(9) }]));

    const kept = await inTransaction((tx) => tx.visits.between('p', hourOf(0), hourOf(24)));
    assert.deepEqual(kept, [visit, nobody]);
  });

  it('keep intents and outcomes, and of old intents without an outcome those that nothing followed', async () => {
    const start = (host: string) => ({ op: 'start' as const, host, reason: 'booked' });
    const ids = await inTransaction(async (tx) => {
      const followed = await tx.capacity.intend('p', start('h1'), at(0));
      const open = await tx.capacity.intend('p', start('h2'), at(0));
      const after = await tx.capacity.intend('p', start('h1'), at(1));
      const recent = await tx.capacity.intend('p', { op: 'balance', mode: 'depth', reason: 'evening' }, at(5));
      await tx.capacity.intend('other', start('h9'), at(5));
      await tx.capacity.outcome(after, { ok: true }, at(1));
      await tx.capacity.outcome(recent, { ok: false, error: '409\0' }, at(5));
      return { followed, open, after, recent };
    });

    const journal = await inTransaction((tx) => tx.capacity.journalSince('p', at(4)));

    assert.deepEqual(journal, [
      { id: ids.open, at: at(0), action: start('h2'), ok: null },
      { id: ids.recent, at: at(5), action: { op: 'balance', mode: 'depth', reason: 'evening' }, ok: false },
    ]);
  });

  it('tell the planner who is booked, from when it was known', async () => {
    await inTransaction(async (tx) => {
      await tx.people.saveFromDirectory([aDirectoryPerson()], NOW);
      await tx.bookings.add(
        [
          aBooking({
            id: 'known',
            from: 1,
            poolId: 'planned',
            status: 'approved',
            decidedBy: 'manager',
            decidedAt: at(-2),
          }),
          aBooking({ id: 'pending', from: 4, poolId: 'planned' }),
          aBooking({ id: 'unused', from: 6, poolId: 'planned', status: 'no-show', decidedBy: 'manager' }),
        ],
        NO_TEXTS,
      );
    });

    assert.deepEqual(await inTransaction((tx) => tx.capacity.plannedBookings('planned', at(0), at(9))), [
      {
        id: 'known',
        personId: 'staff',
        upn: 'tanaka.yui@kamakura.example',
        section: '総務課',
        startsAt: at(1),
        endsAt: at(3),
        knownAt: at(-2),
      },
    ]);
  });

  it('are read for the command line with people as UPNs', async () => {
    const read = (query: Parameters<typeof readBookings>[1]) => readBookings(database.db, query);

    const [line, ...more] = await read({ from: '2026-12-02', to: '2026-12-02', person: 'TANAKA.yui@kamakura.example' });

    assert.deepEqual(line, {
      id: 'known',
      person: 'tanaka.yui@kamakura.example',
      day: '2026-12-02',
      part: 'hours',
      start: at(1).toISOString(),
      end: at(3).toISOString(),
      status: 'approved',
      pool: 'planned',
      place: 'home',
      approvers: ['manager'],
      decidedBy: 'manager',
      series: null,
      version: 1,
    });
    assert.equal(more.length, 2);
    assert.equal((await read({ from: null, to: null, person: null })).length, 3);
    assert.deepEqual(await read({ from: '2026-12-03' }), []);
    assert.deepEqual(await read({ person: 'nobody@kamakura.example' }), []);
  });

  it('let go of what is past its time and of nothing else', async () => {
    const everything = {
      conversations: at(1),
      warnings: at(1),
      journal: at(1),
      reasons: at(1),
      contacts: at(1),
      workingTimes: '2020-01-01',
      feedback: at(1),
      visits: at(1),
      deputies: '2020-01-01',
      links: at(1),
      audit: at(1),
    };
    const old = aBooking({ personId: 'tidy', from: -5, status: 'completed' });
    await inTransaction(async (tx) => {
      await tx.activities.claim('old', at(0));
      await tx.activities.claim('new', at(2));
      await tx.drafts.save(aDraft({ id: 'old', createdAt: at(0) }));
      await tx.drafts.save(aDraft({ id: 'new', createdAt: at(2) }));
      await tx.bookings.add([old], { ...NO_TEXTS, reason: '通院' });
      await tx.outbox.add({ kind: 'calendar', bookingId: 'x' }, at(0));
      tx.audit.add({ kind: 'k', by: 'b', subject: 's', facts: {}, personal: { reason: '通院' } }, at(0));
    });

    await tidy(database.db, everything);

    const left = await inTransaction(async (tx) => ({
      activity: [await tx.activities.claim('old', at(3)), await tx.activities.claim('new', at(3))],
      drafts: [await tx.drafts.lock('old'), (await tx.drafts.lock('new'))?.id],
      texts: (await tx.bookings.texts([old.id])).size,
      booking: (await tx.bookings.byId(old.id))?.id,
      waiting: await tx.outbox.dueQueues(at(3)),
    }));
    assert.deepEqual(left, {
      activity: [null, { answer: null }],
      drafts: [null, 'new'],
      texts: 0,
      booking: old.id,
      waiting: ['calendar'],
    });
    const { rows } = await database.owner.query('SELECT count(*)::int AS n FROM audit_personal');
    assert.equal(rows[0].n, 0);
  });
});

import assert from 'node:assert/strict';
import { absenceSeen } from '../../../flows/calendar/absence.ts';
import type { KeptEntry } from '../../../flows/calendar/calendar-entry-store.ts';
import { makeFeed, mayHaveFeed } from '../../../flows/calendar/keep-feeds.ts';
import { lookAtDirectory } from '../../../flows/sync-directory.ts';
import { anOrganisation, aPool, at, idOf } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';

describe('what is kept of the calendar of somebody who leaves', () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.database.close());
  beforeEach(async () => {
    await stage.reset(anOrganisation({ pools: [aPool()] }));
    await stage.people('boss', ['hanako', { manager: 'boss' }], ['taro', { manager: 'boss' }]);
    stage.roles.set('ict', [idOf('hanako')]);
  });

  const look = () => lookAtDirectory({ ...stage.deps, directory: stage.directory });

  /** An entry, a time away, a question about the calendar, and two feeds. */
  async function keepsCalendar(name: string): Promise<void> {
    const person = await stage.person(name);
    const [booking] = await stage.request(name, { days: ['2026-12-02'] });
    const entry: KeptEntry = {
      personId: person.id,
      source: 'outlook',
      key: 'a',
      series: null,
      kind: 'telework',
      place: null,
      subject: null,
      gone: false,
      days: [{ day: '2026-12-03', part: 'full', from: null, to: null, state: 'new', draftId: null, bookingIds: [] }],
    };
    await stage.tx(async (tx) => {
      await tx.calendarEntries.save([entry]);
      const away = { startsAt: at('2026-12-04 00:00'), endsAt: at('2026-12-05 00:00') };
      await absenceSeen(tx, stage.deps, person, 'leave', away);
      const question = { id: 'q', bookingId: booking!.id, personId: person.id, moved: null, version: 1 };
      await tx.calendar.saveQuestion({ ...question, bookingVersion: booking!.version, askedAt: stage.clock.now() });
      for (const feed of ['own', 'capacity'] as const) await makeFeed(tx, stage.deps, person, { feed });
    });
  }

  const keptOf = (name: string) =>
    stage.tx(async (tx) => ({
      entries: (await tx.calendarEntries.ofPerson(idOf(name))).length,
      absences: (await tx.absences.ofPerson(idOf(name), at('2026-01-01 00:00'), at('2028-01-01 00:00'))).length,
      questions: (await tx.calendar.questionsOf(idOf(name))).length,
      feeds: (await tx.feeds.ofPerson(idOf(name))).map(({ kind }) => kind),
    }));
  const ALL = { entries: 1, absences: 1, questions: 1, feeds: ['capacity', 'own'] };

  it('stays while they are there', async () => {
    await keepsCalendar('hanako');

    await look();

    assert.deepEqual(await keptOf('hanako'), ALL);
  });

  it('goes with them, feeds of every kind ended, and nothing of others goes', async () => {
    await keepsCalendar('hanako');
    stage.roles.set('ict', [idOf('taro')]);
    await keepsCalendar('taro');
    stage.directory.everybody.splice(
      0,
      Infinity,
      ...stage.directory.everybody.filter(({ id }) => id !== idOf('hanako')),
    );

    await look();

    assert.deepEqual(await keptOf('hanako'), { entries: 0, absences: 0, questions: 0, feeds: [] });
    assert.deepEqual(await keptOf('taro'), ALL);
    const ended = (await stage.audit(idOf('hanako'))).filter((kind) => kind === 'calendar-feed-revoked');
    assert.equal(ended.length, 2);
  });

  it('goes where they take part no more; what their office gives them stays, and so does their booking', async () => {
    await keepsCalendar('hanako');
    stage.organisation = anOrganisation({
      participants: { sections: [], jobTitles: [], people: ['taro@city.example'] },
    });

    await look();
    await look();

    assert.deepEqual(await keptOf('hanako'), { entries: 0, absences: 0, questions: 0, feeds: ['capacity'] });
    assert.equal(mayHaveFeed(stage.deps, await stage.person('hanako'), 'own'), false);
    const bookings = await stage.tx((tx) => tx.bookings.between(null, null, idOf('hanako')));
    assert.deepEqual(
      bookings.map(({ status }) => status),
      ['pending'],
    );
  });

  it('stays in an emergency, which lets everybody take part', async () => {
    await keepsCalendar('hanako');
    stage.organisation = anOrganisation({ participants: { sections: [], jobTitles: [], people: [] } });
    await stage.tx((tx) =>
      tx.emergencies.add({
        id: idOf('typhoon'),
        sections: null,
        reason: '台風',
        state: 'on',
        askedBy: idOf('boss'),
        askedAt: stage.clock.now(),
        confirmedBy: null,
        beganAt: stage.clock.now(),
        endedBy: null,
        endedAt: null,
        version: 1,
      }),
    );

    await look();

    assert.deepEqual(await keptOf('hanako'), ALL);
  });
});

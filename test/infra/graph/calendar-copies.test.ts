import assert from 'node:assert/strict';
import ical from 'ical-generator';
import nodeIcal from 'node-ical';
import { calendarFile } from '../../../bot/calendar-file.ts';
import type { Booking } from '../../../flows/booking/booking.ts';
import { uidOfBooking } from '../../../flows/calendar/feed-uid.ts';
import { takeEntries } from '../../../flows/calendar/take-entries.ts';
import { readIcal } from '../../../infra/ical/read-ical.ts';
import { BothWaysStage } from '../../support/both-ways-stage.ts';

const DAY = '2026-12-02';
const LATER = '2026-12-04';

/** What we wrote goes out of Outlook as a file and comes in again, under the same UID or another one. */
describe('what we wrote in a calendar, exported and imported again, over Graph', () => {
  let both: BothWaysStage;
  before(async () => {
    both = await BothWaysStage.open();
  });
  after(() => both.close());
  beforeEach(() => both.reset());

  async function shown(): Promise<Booking> {
    const [booking] = await both.stage.request('hanako', { days: [DAY] });
    await both.stage.decide('head', [booking!]);
    await both.settle();
    return both.stage.booking(booking!.id);
  }

  /** Our event as Outlook writes it into a file. */
  function exported(): string {
    const { uid, body, ...event } = both.ours()[0]!;
    const calendar = ical({ prodId: '-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN' });
    const made = calendar.createEvent({ id: uid, start: event.startsAt, end: event.endsAt, summary: event.subject });
    made.description(body);
    made.x('X-MICROSOFT-CDO-BUSYSTATUS', 'WORKINGELSEWHERE');
    return calendar.toString();
  }

  /** Outlook makes events of a file, under the UIDs that it says or new ones. */
  function imported(file: string, uids: 'the same' | 'new'): void {
    const [ours] = both.ours();
    for (const one of Object.values(nodeIcal.sync.parseICS(file))) {
      if (one?.type !== 'VEVENT') continue;
      const { uid, summary, start, end, description } = one;
      const text = (value: string | { val: string } | undefined) =>
        typeof value === 'object' ? value.val : (value ?? '');
      both.add({
        subject: text(summary),
        start: new Date(start),
        end: new Date(end!),
        showAs: 'workingElsewhere',
        body: { contentType: 'html', content: `<html><body>${text(description)}</body></html>` },
        ...(uids === 'the same' ? { uid } : {}),
      });
    }
    assert.ok(both.all().length > (ours ? 1 : 0), 'something was imported');
  }

  /** Read as a change and with everything, nothing is asked and nothing is booked besides. */
  async function assertNothingComesOfIt(bookings: number): Promise<void> {
    await both.settle();
    await both.readAnyway({ whole: true });
    await both.settle();

    const told = (await both.chat.told()).map(({ kind }) => kind);
    assert.equal(told.filter((kind) => kind.startsWith('calendar')).length, 0, told.join());
    assert.equal(await both.asked(), 0);
    assert.deepEqual(await both.keptKeys(), []);
    assert.equal((await both.chat.bookings()).length, bookings);
  }

  for (const uids of ['the same', 'new'] as const) {
    it(`asks nothing while it is booked, with ${uids} UID`, async () => {
      await shown();
      imported(exported(), uids);

      await assertNothingComesOfIt(1);
    });

    it(`asks nothing where the booking is given back after the import, with ${uids} UID`, async () => {
      const booking = await shown();
      imported(exported(), uids);
      await both.settle();
      await both.stage.cancel('hanako', booking);

      await assertNothingComesOfIt(1);
      assert.deepEqual(both.ours(), []);
    });

    it(`asks nothing where the booking was given back before the import, with ${uids} UID`, async () => {
      const booking = await shown();
      const file = exported();
      await both.stage.cancel('hanako', booking);
      await both.settle();
      imported(file, uids);

      await assertNothingComesOfIt(1);
      assert.deepEqual(both.ours(), []);
    });

    it(`asks nothing for our feed imported into Outlook, with ${uids} UID`, async () => {
      const booking = await shown();
      const entry = {
        uid: uidOfBooking(booking.id),
        sequence: 1,
        status: 'confirmed' as const,
        time: { startsAt: booking.startsAt, endsAt: booking.endsAt },
        says: { what: 'own' as const, part: 'full' as const },
        changedAt: both.stage.clock.now(),
      };
      const { timeZone } = both.stage.organisation;
      const feed = { kind: 'own' as const, section: null, language: 'ja' as const, timeZone, entries: [entry] };
      const changedAt = both.stage.clock.now();
      imported(calendarFile({ ...feed, changedAt, contentHash: '' } as Parameters<typeof calendarFile>[0]), uids);
      // With another UID it is like any entry within a booking; with ours it stays known after that.
      if (uids === 'the same') await both.stage.cancel('hanako', booking);

      await both.settle();
      await both.readAnyway({ whole: true });
      await both.settle();
      const told = (await both.chat.told()).map(({ kind }) => kind);
      assert.equal(told.filter((kind) => kind.startsWith('calendar')).length, 0);
      assert.equal((await both.chat.bookings()).length, 1);
    });
  }

  it('asks nothing where another groupware has it in a feed that is read', async () => {
    const booking = await shown();
    const file = exported();
    await both.stage.cancel('hanako', booking);
    await both.settle();
    const { stage } = both;
    const window = { from: stage.clock.now(), to: new Date('2027-01-01T00:00:00Z') };
    const { entries } = await readIcal(file, { window, timeZone: stage.organisation.timeZone });
    const person = await stage.person('hanako');
    const changes = { entries, gone: [], whole: window };
    await stage.tx((tx) => takeEntries(tx, stage.deps, person, 'garoon', changes));

    assert.equal(entries.length, 1);
    await assertNothingComesOfIt(1);
  });

  it('asks for the other day where a copy was put there, and leaves ours alone', async () => {
    await shown();
    const copy = both.copy(both.ours()[0]!.id, both.timesOf(LATER, '08:30', '17:15'));
    await both.settle();

    const card = await both.chat.asks();
    assert.deepEqual(
      card?.days.map(({ day }) => day),
      [LATER],
    );
    assert.deepEqual(await both.keptKeys(), [copy]);
    assert.equal(await both.asked(), 0);
  });

  it('is the same event where it was deleted and taken back: the question ends by itself', async () => {
    await shown();
    const [event] = both.ours();
    both.erase(event!.id);
    await both.settle();
    const asked = await both.asked();
    both.restore(event!.id);
    await both.settle();

    const open = await both.stage.tx(async (tx) => tx.calendar.questionsOf((await both.stage.person('hanako')).id));
    assert.equal(asked, 1);
    assert.deepEqual(open, []);
    assert.equal((await both.chat.told()).filter(({ kind }) => kind === 'calendar-ask').length, 0);
    assert.equal(both.ours().length, 1);
  });
});
